package dev.metier.grade.code;

import dev.metier.core.text.CodeFence;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.value.JsonComparison;
import dev.metier.job.GraderSpec.Syntax;
import java.util.Optional;

/// The answer is a well-formed text in a language, all of it.
public record WellFormedGrader(Syntax syntax) implements Grader {
  @Override
  public Grade grade(Sample sample) {
    String text = sample.reply().text().strip();
    if (text.isEmpty()) {
      return Grade.fail("Expected " + syntax + ", found nothing.");
    }
    if (CodeFence.within(text).filter(inner -> wrong(inner).isEmpty()).isPresent()) {
      return Grade.fail("The " + syntax + " is wrapped in a code fence.");
    }
    return wrong(text).map(Grade::fail).orElseGet(() -> Grade.pass("Well-formed " + syntax + "."));
  }

  private Optional<String> wrong(String text) {
    return switch (syntax) {
      case JSON ->
          JsonComparison.parse(text) instanceof JsonComparison.Bad bad
              ? Optional.of(bad.why())
              : Optional.empty();
      case XML -> XmlSyntax.wrong(text);
      case HTML -> HtmlSyntax.wrong(text);
      case SQL -> SqlSyntax.wrong(text);
    };
  }
}
