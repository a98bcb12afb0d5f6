package dev.metier.grade.measure;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.LengthUnit;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.StringTokenizer;

/// The answer's text, without outer white space, is within limits.
public record LengthGrader(OptionalInt least, OptionalInt most, LengthUnit unit) implements Grader {
  public static Grader of(GraderSpec.Length spec) {
    return new LengthGrader(spec.least(), spec.most(), spec.unit());
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
}
