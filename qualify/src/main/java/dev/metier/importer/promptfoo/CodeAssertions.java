package dev.metier.importer.promptfoo;

import dev.metier.form.Written;
import dev.metier.grade.script.Script;
import dev.metier.importer.Rules;
import dev.metier.importer.javascript.JavaScriptExpression;
import dev.metier.job.Template;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// From assertions in JavaScript to graders: a comparison where the code is one that can be read,
/// else the code itself.
record CodeAssertions(ConfigFolder source, JavaScriptSource scripts) {
  /// The grader of an assertion in JavaScript; empty where it cannot be run, which is told.
  Optional<ObjectNode> grader(Assertion each, Assertions.Mode mode) {
    boolean plain =
        !mode.counted()
            && !mode.transformed()
            && !each.negated()
            && each.key(AnswerTransforms.KEY).isEmpty();
    return Assertions.text(each)
        .filter(_ -> plain)
        .flatMap(JavaScriptExpression::grader)
        .or(() ->
            Assertions.text(each)
                .flatMap(code ->
                    scripts.code(code, JavaScriptSource.Use.JUDGES, each.typed(), each.place()))
                .flatMap(code -> code(each, code, mode)));
  }

  /// Its number is a score where weights count; what it throws fails also behind `not-`.
  private Optional<ObjectNode> code(Assertion each, String code, Assertions.Mode mode) {
    Optional<String> whole = configured(each, code);
    if (whole.isEmpty()) {
      source.lost(
          each.typed(),
          each.place(),
          "Its `config` has `{{...}}`, which would be filled in here.",
          "");
      return Optional.empty();
    }
    var node = Rules.object();
    var said = node.putObject("javascript").put("code", whole.get());
    each.threshold().ifPresent(least -> said.put("threshold", least));
    if (mode.counted()) {
      said.put("scored", true);
      if (each.negated()) {
        source.note("`not-javascript` turns a number round here, which promptfoo keeps as score.");
      }
    }
    return Optional.of(node);
  }

  /// The code behind a line that sets the `config` that it reads; empty where that cannot be said.
  private static Optional<String> configured(Assertion each, String code) {
    Optional<String> config =
        each.key("config").filter(_ -> code.contains("config")).map(Written::json);
    if (config.isEmpty()) {
      return Optional.of(code);
    }
    return new Template(config.get()).variables().isEmpty()
        ? Optional.of("context.config = " + config.get() + ";\n" + Script.judging(code))
        : Optional.empty();
  }
}
