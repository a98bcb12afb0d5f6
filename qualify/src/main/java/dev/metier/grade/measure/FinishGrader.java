package dev.metier.grade.measure;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.chat.FinishReason;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.job.GraderSpec;
import java.util.List;
import java.util.Locale;

/// The model stopped for one of these reasons.
public record FinishGrader(List<String> reasons) implements Grader {
  public static Grader of(GraderSpec.Finish spec) {
    return new FinishGrader(known(spec.reasons()));
  }

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

  /// Names of finish reasons that exist.
  private static List<String> known(List<String> reasons) {
    var names = List.of(FinishReason.values()).stream().map(FinishGrader::name).toList();
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
