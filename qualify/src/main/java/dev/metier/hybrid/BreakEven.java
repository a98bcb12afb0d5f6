package dev.metier.hybrid;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What a first model must keep to pay for itself.
public final class BreakEven {
  private static final double NANOS = 1e9;

  private BreakEven() {}

  /// In a sentence; empty when a price is missing.
  public static String of(Chain chain, List<CheckedCase> cases) {
    double kept = mean(cases, each -> chain.run(each).kept() ? 1 : 0);
    double alone = mean(cases, each -> each.alone().cost());
    double before =
        mean(
            cases,
            each -> {
              Passage passage = chain.run(each);
              double then = each.then().map(StageAnswer::cost).orElse(0.0);
              return passage.answer().cost() - (passage.kept() ? 0 : then);
            });
    if (Double.isNaN(alone) || Double.isNaN(before) || alone <= 0) {
      return "";
    }
    double needed = before / alone;
    boolean two = chain.middle().isPresent();
    return String.format(
        Locale.ROOT,
        "%s must keep at least %.0f %% to pay for %s (%.4f of %.4f USD per 1,000); %s %.0f %%%s",
        chain
            .middle()
            .map(each -> chain.first() + " and " + each.model())
            .orElse(chain.first().text()),
        Math.ceil(100 * needed),
        two ? "themselves" : "itself",
        1000 * before / NANOS,
        1000 * alone / NANOS,
        two ? "they keep" : "it keeps",
        Math.floor(100 * kept),
        kept >= needed
            ? "."
            : two
                ? ": weak models that cost more than none."
                : ": a weak first model that costs more than none.");
  }

  private static double mean(List<CheckedCase> cases, ToDoubleFunction<CheckedCase> of) {
    return cases.stream().mapToDouble(of).average().orElse(Double.NaN);
  }
}
