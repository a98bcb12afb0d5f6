package dev.metier.grade;

import dev.metier.grade.value.JsonComparison;
import dev.metier.job.GraderSpec.FieldKind;
import dev.metier.job.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A text of the project that a case completes.
///
/// @param fixed whether the template has no variables
public record Wording(Template template, boolean fixed) {
  public static Wording of(Template template) {
    return new Wording(template, template.variables().isEmpty());
  }

  public static List<Wording> all(List<Template> templates) {
    return templates.stream().map(Wording::of).toList();
  }

  /// The completed text.
  ///
  /// @throws IllegalArgumentException when the case lacks a variable; the grade is then broken
  public String in(Sample sample) {
    return fixed ? template.text() : template.fill(sample.given().values());
  }

  /// The completed text of what is expected of a value of this kind.
  public String in(Sample sample, FieldKind kind) {
    return switch (kind) {
      case NULL -> "null";
      case REGEX -> patternIn(sample);
      case TEXT, NUMBER, DATE, MONEY, BOOLEAN, JSON, AUTO, ONE_OF, CONTAINS -> in(sample);
    };
  }

  /// The completed regular expression, in which what the case fills in stands for itself.
  private String patternIn(Sample sample) {
    return template.fill(sample.given().values(), Pattern::quote);
  }

  /// All completed texts; a variable that is a JSON list stands for its elements.
  public static List<String> textsIn(List<Wording> wordings, Sample sample) {
    return wordings.stream().flatMap(wording -> wording.listIn(sample).stream()).toList();
  }

  private List<String> listIn(Sample sample) {
    String text = in(sample);
    if (!template.isVariable() || !text.stripLeading().startsWith("[")) {
      return List.of(text);
    }
    if (!(JsonComparison.parse(text) instanceof JsonComparison.Good good)
        || !good.node().isArray()) {
      return List.of(text);
    }
    var elements = new ArrayList<String>();
    good.node().forEach(element -> elements.add(JsonComparison.textOf(element)));
    return elements;
  }
}
