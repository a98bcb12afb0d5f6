package dev.metier.cli;

import dev.metier.job.Money;
import dev.metier.wire.Json;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What each part of a request cost, as `metier explain` tells it.
final class PaidParts {
  private PaidParts() {}

  /// Parts of one kind and model together.
  private record Part(int times, double cost) {
    Part plus(double more) {
      return new Part(times + 1, cost + more);
    }
  }

  /// What each part cost, where one answer is not all that was paid for; the parts add up to what
  /// was billed.
  static Optional<String> of(JsonNode record) {
    var parts = new LinkedHashMap<String, Part>();
    for (JsonNode each : record.path("spent")) {
      String name = Json.text(each, "part") + " (" + Json.text(each, "model") + ")";
      Part before = parts.getOrDefault(name, new Part(0, 0));
      parts.put(name, before.plus(each.path("cost").asDouble(0)));
    }
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    double billed = record.path("cost").asDouble(0);
    boolean rounded = addUp(parts.values(), billed);
    String sum =
        parts.entrySet().stream()
            .map(each -> paid(each.getKey(), each.getValue(), rounded))
            .collect(Collectors.joining(" + "));
    return Optional.of("  paid for    " + sum + " = " + amount(billed, rounded));
  }

  /// Whether amounts add up as they are printed, and none of them is printed as nothing.
  private static boolean addUp(Collection<Part> parts, double billed) {
    BigDecimal sum =
        parts.stream().map(each -> printed(each.cost())).reduce(BigDecimal.ZERO, BigDecimal::add);
    return sum.compareTo(printed(billed)) == 0
        && parts.stream().noneMatch(each -> each.cost() > 0 && printed(each.cost()).signum() == 0);
  }

  private static BigDecimal printed(double dollars) {
    return new BigDecimal(Money.usd(dollars).toString().substring(1).replace(",", ""));
  }

  /// What was paid, to the billionth of a dollar where rounded amounts would not add up.
  private static String amount(double dollars, boolean rounded) {
    return rounded || dollars == 0
        ? Money.usd(dollars).toString()
        : "$"
            + BigDecimal.valueOf(Money.usd(dollars).nanos(), 9)
                .stripTrailingZeros()
                .toPlainString();
  }

  private static String paid(String name, Part part, boolean rounded) {
    String times = part.times() == 1 ? "" : part.times() + " x ";
    return times + name + " " + amount(part.cost(), rounded);
  }
}
