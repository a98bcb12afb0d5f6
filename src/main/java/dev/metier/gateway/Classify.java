package dev.metier.gateway;

import dev.metier.job.DataClass;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.RefusedException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Tells how sensitive the request is: as its job's data, or more when the client says so or when
/// personal data is found in it; never less.
final class Classify implements Step {
  private static final String HEADER = "x-metier-class";

  @Override
  public boolean take(Exchange exchange) {
    exchange.header(HEADER).ifPresent(word -> exchange.raise(read(word), "header " + HEADER));
    return true;
  }

  private static DataClass read(String word) {
    for (DataClass data : DataClass.values()) {
      if (data.name().equalsIgnoreCase(word.strip())) {
        return data;
      }
    }
    String known =
        Arrays.stream(DataClass.values())
            .map(data -> data.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    throw new RefusedException(
        Refusal.ofField(
            Refusal.Reason.BAD_REQUEST,
            HEADER,
            "The header " + HEADER + " names no data class; it takes one of: " + known + "."));
  }
}
