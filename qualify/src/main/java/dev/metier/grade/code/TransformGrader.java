package dev.metier.grade.code;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.script.Script;
import dev.metier.grade.script.ScriptContext;
import dev.metier.grade.script.ScriptResult;
import dev.metier.grade.script.Scripts;
import dev.metier.job.Case;
import dev.metier.job.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Another grader, for what code in JavaScript makes of the answer: a text, or a value as JSON.
/// Where the code makes nothing of it, nobody can say how good the answer is.
public record TransformGrader(List<Template> by, Grader of) implements Grader {
  public TransformGrader {
    by = List.copyOf(by);
  }

  @Override
  public boolean judges(Case given) {
    return of.judges(given);
  }

  @Override
  public Grade grade(Sample sample) {
    var values = sample.given().values();
    var script =
        new Script(
            by.stream().map(code -> Script.transforming(code.fill(values))).toList(),
            Optional.empty());
    var context = new ScriptContext(Map.of()).of(sample);
    return switch (Scripts.run(script, sample.reply().text(), context)) {
      case ScriptResult.Text(String text) -> of.grade(sample.saying(text));
      case ScriptResult.AnswerStopped(String what) ->
          Grade.fail("The code of the answer " + what + ".");
      case ScriptResult.Stopped(String what) -> Grade.broken("The transform " + what + ".");
      case ScriptResult.NotTransformed(String message) ->
          Grade.broken("The transform fails: " + quote(message) + ".");
      case ScriptResult.Other(String type) -> Grade.broken("The transform gives " + type + ".");
      case ScriptResult.Threw(String message) ->
          Grade.broken("The transform throws " + quote(message) + ".");
      case ScriptResult.Truth _, ScriptResult.Numeral _, ScriptResult.Graded _ ->
          throw new IllegalStateException("a transform judges");
    };
  }
}
