package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.GraderSpec;
import dev.metier.job.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// The grader that is code in the project itself.
final class CodeKinds {
  static final List<Slot<GraderSpec>> ALL =
      List.of(
          key(
              "javascript",
              javascript(),
              "Code in JavaScript says so: an expression of `output` and `context`, or several"
                  + " lines that return its value.",
              "\"output.length < context.vars.text.length\""));

  private CodeKinds() {}

  private static Shape<GraderSpec> javascript() {
    Slot<Template> code =
        key("code", ProjectScalars.plainTemplate(), "The code.", "\"output.length < 80\"").needed();
    Slot<Double> threshold =
        key(
                "threshold",
                ScalarReader.number("a number", v -> Double.isFinite(v), ""),
                "The least number that passes.",
                "0.5")
            .otherwise("every number above 0 passes");
    Slot<Boolean> scored =
        key(
                "scored",
                ScalarReader.flag(),
                "Whether its number is a score rather than pass or fail.",
                "true")
            .usually(false, "false");
    Slot<List<Shape.Named<String>>> vars =
        key(
                "vars",
                Shape.named("variable", anything()),
                "Variables that are no text, as `context.vars` gets them.",
                "{most: 3}")
            .usually(List.of(), "none");
    return Shape.<GraderSpec>either(
        Table.shape("javascript", "", code, threshold, scored, vars)
            .then((t, at, reading) ->
                t.sound()
                    ? t.find(code)
                        .map(c ->
                            new GraderSpec.JavaScript(
                                c,
                                t.find(threshold)
                                    .map(OptionalDouble::of)
                                    .orElse(OptionalDouble.empty()),
                                t.value(scored),
                                values(t.value(vars))))
                    : Optional.empty()),
        ProjectScalars.plainTemplate()
            .map(c -> new GraderSpec.JavaScript(c, OptionalDouble.empty(), false, Map.of())));
  }

  private static Shape<String> anything() {
    return new Shape<>(
        new Shape.Kind.Anything("anything"),
        _ -> true,
        (written, _) -> Optional.of(written.json()));
  }

  private static Map<String, String> values(List<Shape.Named<String>> named) {
    return named.stream().collect(Collectors.toMap(Shape.Named::name, Shape.Named::value));
  }
}
