package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Flavour;
import dev.metier.job.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/// The graders that look at the answer's text as it stands.
final class TextKinds {
  private static final Pattern SLASHES = Pattern.compile("/.+/[gimsuy]+", Pattern.DOTALL);

  private static final String ID = "\"{{id}}\"";
  private static final String SOME = "[refund, \"{{id}}\"]";

  private static final Slot<Boolean> IGNORE_CASE =
      key("ignore_case", ScalarReader.flag(), "Whether case makes no difference.", "true")
          .usually(false, "false");
  private static final Slot<Boolean> STRICT =
      key(
              "strict",
              ScalarReader.flag(),
              "Whether texts that every reader takes for the same (composed letters, line ends,"
                  + " no-break blanks) are told apart.",
              "true")
          .usually(false, "false");

  private static final Slot<Boolean> EXACT =
      key(
              "exact",
              ScalarReader.flag(),
              "Whether the white space around the text counts too.",
              "true")
          .usually(false, "false");

  static final List<Slot<GraderSpec>> ALL =
      List.of(
          equal(),
          several(
              "one_of",
              "expected",
              GraderSpec.OneOf::new,
              "The answer is one of these texts; a variable that is a JSON list counts as its"
                  + " elements.",
              "[yes, \"no\"]"),
          several("contains", "texts", containing(true), "The answer contains this text.", ID),
          several(
              "contains_all",
              "texts",
              containing(true),
              "The answer contains all of these texts.",
              SOME),
          several(
              "contains_any",
              "texts",
              containing(false),
              "The answer contains at least one of these texts.",
              SOME),
          several(
              "starts_with",
              "text",
              GraderSpec.StartsWith::new,
              "The answer begins with this text, or one of several.",
              "\"Dear {{name}}\""),
          key("regex", regex(), "The regular expression is found in the answer.", "\"^OK\""));

  private TextKinds() {}

  /// Makes a grader of texts and of how they are compared.
  private interface OfTexts {
    GraderSpec of(List<Template> texts, boolean ignoreCase, boolean strict);
  }

  private static OfTexts containing(boolean all) {
    return (texts, ignoreCase, strict) -> new GraderSpec.Contains(texts, all, ignoreCase, strict);
  }

  private static Slot<GraderSpec> equal() {
    Shape<GraderSpec> table =
        Table.shape("equals", "", GraderKinds.EXPECTED, IGNORE_CASE, STRICT, EXACT)
            .then((t, at, reading) ->
                GraderKinds.expected(t, GraderKinds.EXPECTED, reading)
                    .map(e ->
                        new GraderSpec.Equals(
                            e, t.value(IGNORE_CASE), t.value(STRICT), t.value(EXACT))));
    return key(
        "equals",
        GraderKinds.textOr(e -> new GraderSpec.Equals(e, false), table),
        "The answer is exactly this text, outer white space aside.",
        "\"{{label}}\"");
  }

  private static Slot<GraderSpec> several(
      String name, String under, OfTexts grader, String doc, String example) {
    Shape<List<Template>> list = Shape.oneOrMore(ProjectScalars.plainTemplate());
    Slot<List<Template>> texts =
        key(under, list, "The texts, or a variable that is a JSON list.", SOME)
            .otherwise("`{{expected}}`");
    Shape<GraderSpec> table =
        Table.shape(name, "", texts, IGNORE_CASE, STRICT)
            .then((t, at, reading) ->
                (t.lacks(texts)
                        ? GraderKinds.usual(t.place(), reading).map(List::of)
                        : t.find(texts))
                    .map(all -> grader.of(all, t.value(IGNORE_CASE), t.value(STRICT))));
    return key(
        name,
        Shape.either(
            table,
            GraderKinds.bare().map(e -> grader.of(List.of(e), false, false)),
            list.map(all -> grader.of(all, false, false))),
        doc,
        example);
  }

  private static Shape<GraderSpec> regex() {
    Shape<Template> expression =
        ScalarReader.text()
            .as(new Shape.Kind.Single("a regular expression", "\"type\":\"string\""))
            .then(TextKinds::used);
    Slot<Template> pattern =
        key(
                "pattern",
                expression,
                "The expression, as in java.util.regex with Unicode's classes; what a case fills in"
                    + " stands for itself.",
                "\"[0-9]+\"")
            .needed();
    Slot<Boolean> whole =
        key("whole", ScalarReader.flag(), "Whether it must match all of the answer.", "true")
            .usually(false, "false");
    Slot<Flavour> flavour =
        key(
                "flavour",
                ScalarReader.words(
                    Flavour.values(),
                    "as in java.util.regex, white space around the answer aside",
                    "as JavaScript reads it without flags; what a case fills in is part of it"),
                "Whose rules the expression follows.",
                "javascript")
            .usually(Flavour.JAVA, "java");
    return Shape.either(
        Table.shape("regex", "", pattern, whole, IGNORE_CASE, flavour)
            .then((t, at, reading) ->
                t.find(pattern)
                    .filter(_ -> t.sound())
                    .flatMap(p ->
                        t.value(flavour) == Flavour.JAVASCRIPT
                            ? Optional.of(p)
                            : checked(p, t.place(pattern), reading))
                    .map(p ->
                        new GraderSpec.Regex(
                            p, t.value(whole), t.value(IGNORE_CASE), t.value(flavour)))),
        expression.then(TextKinds::checked).map(p -> new GraderSpec.Regex(p, false, false)));
  }

  private static Optional<Template> used(String text, Place place, Reading reading) {
    var template = new Template(text);
    ProjectReading.of(reading).uses(template, place, "`" + reading.key() + "`");
    return Optional.of(template);
  }

  /// A regular expression that compiles, whatever a case fills in.
  static Optional<Template> checked(Template template, Place place, Reading reading) {
    String text = template.text();
    Map<String, String> any =
        template.variables().stream().collect(Collectors.toMap(name -> name, name -> "x"));
    if (SLASHES.matcher(text).matches()) {
      reading.note(
          "The slashes of the regular expression "
              + text
              + " are looked for in the answer: write"
              + " it without them, and `ignore_case` for i.");
    }
    try {
      Pattern.compile(template.fill(any, Pattern::quote), Pattern.UNICODE_CHARACTER_CLASS);
      return Optional.of(template);
    } catch (PatternSyntaxException e) {
      boolean exact = any.isEmpty() && e.getIndex() >= 0;
      reading.problem(
          place,
          "The regular expression is wrong"
              + (exact ? " at character " + (e.getIndex() + 1) : "")
              + ": "
              + e.getDescription()
              + ".",
          remedy(text, e.getDescription()));
      return Optional.empty();
    }
  }

  private static String remedy(String text, String why) {
    if (text.contains("(?P")) {
      return "Groups are named as in `(?<name>...)` here, without the P.";
    }
    return why.contains("escape")
        ? "Use single quotes, so that backslashes stay as they are."
        : "A sign that stands for itself has a backslash before it, as `\\(` or `\\[`.";
  }
}
