package dev.metier.grade;

import static dev.metier.grade.Wording.quote;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.metier.chat.FinishReason;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.LengthUnit;
import dev.metier.job.Money;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.StringTokenizer;

/// Graders of what surrounds the answer: its end, length, time and cost.
final class MeasureGraders {
  private MeasureGraders() {}

  /// The model stopped for one of these reasons.
  record Finish(List<String> reasons) implements Grader {
    @Override
    public Grade grade(Sample sample) {
      String found = name(sample.reply().finish());
      String wanted = String.join(" or ", reasons);
      return reasons.contains(found)
          ? Grade.pass("The model stopped for the reason " + found + ", as expected.")
          : Grade.fail("Expected the model to stop for " + wanted + ", found " + found + ".");
    }

    private static String name(FinishReason reason) {
      return reason.name().toLowerCase(Locale.ROOT);
    }
  }

  /// The answer's text, without outer white space, is within limits.
  record Length(OptionalInt least, OptionalInt most, LengthUnit unit) implements Grader {
    static Grader of(GraderSpec.Length spec) {
      return new Length(spec.least(), spec.most(), spec.unit());
    }

    @Override
    public Grade grade(Sample sample) {
      long found = count(sample.reply().text().strip());
      String text = "found " + named(found);
      if (least.isPresent() && found < least.getAsInt()) {
        return Grade.fail("Expected at least " + named(least.getAsInt()) + ", " + text + ".");
      }
      if (most.isPresent() && found > most.getAsInt()) {
        return Grade.fail("Expected at most " + named(most.getAsInt()) + ", " + text + ".");
      }
      return Grade.pass("The answer has " + named(found) + ".");
    }

    private long count(String text) {
      return switch (unit) {
        case CHARACTERS -> text.codePointCount(0, text.length());
        case WORDS ->
            new StringTokenizer(text, " \t\n\r\f\u000b\u0085\u00a0\u2028\u2029").countTokens();
        case LINES -> text.lines().count();
        case TOKENS -> Tokens.in(text);
      };
    }

    private String named(long number) {
      String plural = unit.name().toLowerCase(Locale.ROOT);
      return number + " " + (number == 1 ? plural.substring(0, plural.length() - 1) : plural);
    }
  }

  /// Read when tokens are first counted.
  private static final class Tokens {
    static final Encoding O200K =
        Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    private static final int READ = 100_000;

    /// Counted, or for very long texts inferred from their first 100,000 characters.
    static long in(String text) {
      if (text.length() <= READ) {
        return O200K.countTokensOrdinary(text);
      }
      long some = O200K.countTokensOrdinary(text.substring(0, READ));
      return some * text.length() / READ;
    }
  }

  /// The answer was complete in time.
  record WithinTime(Duration limit) implements Grader {
    @Override
    public Grade grade(Sample sample) {
      Duration total = sample.timing().total();
      return total.compareTo(limit) <= 0
          ? Grade.pass("Took " + shown(total) + ", at most " + shown(limit) + " allowed.")
          : Grade.fail("Expected at most " + shown(limit) + ", took " + shown(total) + ".");
    }

    /// Milliseconds, rounded up so that what is over a limit looks so.
    private static String shown(Duration time) {
      long millis = time.toMillis() + (time.toNanosPart() % 1_000_000 > 0 ? 1 : 0);
      return millis + " ms";
    }
  }

  /// The answer cost at most so much.
  record WithinCost(Money limit) implements Grader {
    @Override
    public Grade grade(Sample sample) {
      return sample
          .cost()
          .map(cost ->
              cost.compareTo(limit) <= 0
                  ? Grade.pass("Cost " + cost + ", at most " + limit + " allowed.")
                  : Grade.fail("Expected at most " + limit + ", cost " + cost + "."))
          .orElseGet(() ->
              Grade.fail(
                  "Expected at most "
                      + limit
                      + ", but the cost is not known: the model has no price."));
    }
  }

  /// Names of finish reasons that exist.
  static List<String> known(List<String> reasons) {
    var names = List.of(FinishReason.values()).stream().map(Finish::name).toList();
    List<String> lower = reasons.stream().map(r -> r.toLowerCase(Locale.ROOT)).toList();
    for (String reason : lower) {
      if (!names.contains(reason)) {
        throw new IllegalArgumentException(
            quote(reason) + " is no reason to stop; there are " + String.join(", ", names));
      }
    }
    return lower;
  }
}
