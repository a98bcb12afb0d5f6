package dev.metier.grade.code;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.script.Script;
import dev.metier.grade.script.ScriptContext;
import dev.metier.grade.script.ScriptResult;
import dev.metier.grade.script.Scripts;
import dev.metier.job.GraderSpec;
import dev.metier.job.Template;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// JavaScript of the team that grades, in a sandbox. What it throws is a failed grade, since that
/// is how much code says that an answer is not what it reads; what cannot be run is a broken one,
/// but for code of the answer that it runs.
///
/// @param transforms what the answer is put through before
/// @param threshold the least number that passes; without it every positive one
/// @param scored whether the score counts rather than pass or fail
/// @param inverse whether pass and fail are exchanged; what throws fails all the same
public record JavaScriptGrader(
    List<Template> transforms,
    Template code,
    OptionalDouble threshold,
    boolean scored,
    boolean inverse,
    ScriptContext context)
    implements Grader {

  public static JavaScriptGrader of(
      GraderSpec.JavaScript spec, List<Template> transforms, boolean inverse) {
    return new JavaScriptGrader(
        List.copyOf(transforms),
        spec.code(),
        spec.threshold(),
        spec.scored(),
        inverse,
        new ScriptContext(spec.values()));
  }

  @Override
  public Grade grade(Sample sample) {
    var values = sample.given().values();
    var script =
        new Script(
            transforms.stream().map(t -> Script.transforming(t.fill(values))).toList(),
            Optional.of(Script.judging(code.fill(values))));
    return switch (Scripts.run(script, sample.reply().text(), context.of(sample))) {
      case ScriptResult.Truth(boolean truth) -> said(truth, truth ? 1 : 0, truth);
      case ScriptResult.Numeral(double number) -> said(passes(number), number, number);
      case ScriptResult.Graded graded -> said(graded);
      case ScriptResult.Text(String text) -> throw new IllegalStateException(text);
      case ScriptResult.Other(String type) ->
          Grade.fail(named() + " gives " + type + " rather than a truth value or a number.");
      case ScriptResult.Threw(String message) ->
          Grade.fail(named() + " throws " + quote(message) + ".");
      case ScriptResult.NotTransformed(String message) ->
          Grade.broken("The transform fails: " + quote(message) + ".");
      case ScriptResult.AnswerStopped(String what) ->
          Grade.fail("The code of the answer " + what + ".");
      case ScriptResult.Stopped(String what) -> Grade.broken(named() + " " + shortened(what) + ".");
    };
  }

  private boolean passes(double number) {
    return threshold.isPresent() ? number >= threshold.getAsDouble() : number > 0;
  }

  private Grade said(boolean truth, double score, Object value) {
    return grade(truth != inverse, score, named() + " gives " + value + ".");
  }

  private Grade said(ScriptResult.Graded graded) {
    String reason = graded.reason().strip();
    return grade(
        graded.pass() != inverse,
        graded.score(),
        reason.isEmpty() ? named() + " gives " + graded.pass() + "." : shortened(reason));
  }

  /// A score has no bounds there; above 1 it counts as 1, and what is none as 0.
  private Grade grade(boolean pass, double score, String reason) {
    if (!scored) {
      return pass ? Grade.pass(reason) : Grade.fail(reason);
    }
    double bounded = Double.isNaN(score) ? 0 : Math.clamp(score, 0, 1);
    return Grade.of(inverse ? 1 - bounded : bounded, reason);
  }

  private String named() {
    return "The code " + quote(code.text());
  }

  private static String shortened(String text) {
    String quoted = quote(text);
    return quoted.startsWith("\"") ? quoted.substring(1, quoted.length() - 1) : quoted;
  }
}
