package dev.metier.grade.spec;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.job.Case;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Comparison;
import dev.metier.job.GraderSpec.FieldKind;
import dev.metier.job.Job;
import dev.metier.job.Template;
import dev.metier.provider.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Regular expressions with a variable that find an ordinary word when it is filled in, and do not
/// find the value of some case: `{{label}}\b` with the label `A+`, behind which no word ends.
public final class OwnValues {
  private static final String WORD = "word";
  private static final int NAMED = 3;

  private OwnValues() {}

  /// A sentence for each such expression of a job.
  public static List<String> notFound(Job job) {
    var sentences = new ArrayList<String>();
    expressions(job.grading()).forEach(regex -> notFound(job, regex).ifPresent(sentences::add));
    return sentences;
  }

  private static Optional<String> notFound(Job job, GraderSpec.Regex regex) {
    Set<String> variables = regex.pattern().variables();
    if (variables.size() != 1 || variables.contains("id")) {
      return Optional.empty();
    }
    String name = variables.iterator().next();
    Grader grader = Graders.of(regex);
    if (!finds(grader, name, WORD)) {
      return Optional.empty();
    }
    List<String> lost =
        job.cases().stream()
            .flatMap(each -> each.value(name).stream())
            .distinct()
            .filter(value -> !value.isBlank() && !finds(grader, name, value))
            .toList();
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Job "
                + job.name()
                + ": the pattern `"
                + regex.pattern().text()
                + "` does not find "
                + named(lost)
                + " where the answer is just that"
                + hint(regex.pattern()));
  }

  private static String named(List<String> values) {
    int more = values.size() - NAMED;
    return values.stream().limit(NAMED).map(v -> "`" + v + "`").collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static String hint(Template pattern) {
    return pattern.text().contains("\\b")
        ? ": `\\b` needs a letter or digit on one side; `(?!\\w)` ends any value."
        : ".";
  }

  private static boolean finds(Grader grader, String name, String value) {
    var expected = Optional.of(value).filter(_ -> name.equals("expected"));
    Map<String, String> vars = new HashMap<>();
    if (expected.isEmpty()) {
      vars.put(name, value);
    }
    var given = new Case("own", vars, expected, Set.of(), Optional.empty());
    var reply = new ChatReply(List.of(new Part.Text(value)), FinishReason.STOP, Usage.NONE);
    Grade grade =
        grader.grade(new Sample(given, reply, reply, Timing.of(Duration.ZERO), Optional.empty()));
    return grade.passed() || grade.broken();
  }

  /// The regular expressions that an answer is to hold.
  private static Stream<GraderSpec.Regex> expressions(GraderSpec spec) {
    if (spec instanceof GraderSpec.Regex regex) {
      return Stream.of(regex).filter(r -> r.flavour() == GraderSpec.Flavour.JAVA);
    }
    if (spec instanceof GraderSpec.Fenced(var of)) {
      return expressions(of);
    }
    if (spec instanceof GraderSpec.When(_, var of)) {
      return expressions(of);
    }
    if (spec instanceof GraderSpec.Group group) {
      return group.parts().stream().flatMap(part -> expressions(part.spec()));
    }
    if (spec instanceof GraderSpec.Value value) {
      return expression(value.expected(), value.comparison());
    }
    return spec instanceof GraderSpec.JsonFields(var fields, _)
        ? fields.stream().flatMap(field -> expression(field.expected(), field.comparison()))
        : Stream.empty();
  }

  private static Stream<GraderSpec.Regex> expression(Template expected, Comparison comparison) {
    return comparison.kind() == FieldKind.REGEX
        ? Stream.of(new GraderSpec.Regex(expected, false, false))
        : Stream.empty();
  }
}
