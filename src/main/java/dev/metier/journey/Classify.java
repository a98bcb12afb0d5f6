package dev.metier.journey;

import dev.metier.job.DataClass;
import dev.metier.privacy.Findings;
import dev.metier.privacy.PersonalData;
import dev.metier.protocol.Asked;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.RefusedException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Tells how sensitive the request is: as its job's data, or more when the client says so or when
/// personal data is found in it; never less.
final class Classify implements Step {
  private static final String HEADER = "x-metier-class";

  /// Bytes of a request that is looked through on the event loop.
  private static final int SMALL = 32 << 10;

  @Override
  public boolean take(Exchange exchange) {
    exchange.header(HEADER).ifPresent(word -> exchange.raise(read(word), "header " + HEADER));
    var personal = exchange.job().serving().personal();
    if (personal.isEmpty() || personal.get().compareTo(exchange.data()) <= 0) {
      return true;
    }
    if (exchange.fields().json().length <= SMALL) {
      look(exchange.whole(), personal.get(), exchange);
      return true;
    }
    Thread.ofVirtual().start(() -> lookApart(personal.get(), exchange));
    return false;
  }

  /// Looks through a long request away from the event loop.
  private static void lookApart(DataClass to, Exchange exchange) {
    Asked asked;
    try {
      exchange.makeRoom();
      asked = exchange.protocol().read(exchange.fields().json());
    } catch (RefusedException e) {
      exchange.loop().run(() -> exchange.refuse(e.refusal()));
      return;
    }
    Findings found = PersonalData.in(asked.request());
    exchange
        .loop()
        .run(() -> {
          raise(found, to, exchange);
          exchange.onward();
        });
  }

  private static void look(Asked asked, DataClass to, Exchange exchange) {
    raise(PersonalData.in(asked.request()), to, exchange);
  }

  /// What could not be looked through counts as found.
  private static void raise(Findings found, DataClass to, Exchange exchange) {
    if (found.any()) {
      boolean seen = !found.kinds().isEmpty();
      exchange.raise(
          to, seen ? "personal data or secrets in it" : "parts nobody could look through");
    }
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
