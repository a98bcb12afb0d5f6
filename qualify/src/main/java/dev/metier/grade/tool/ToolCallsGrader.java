package dev.metier.grade.tool;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.chat.Part.ToolUse;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.job.GraderSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The calls that must be there are there, and none that must not.
public record ToolCallsGrader(
    List<ExpectedTool> expected, boolean ordered, boolean exact, List<String> forbidden)
    implements Grader {
  private static final int NAMED = 4;

  public static Grader of(GraderSpec.ToolCalls spec) {
    return new ToolCallsGrader(
        spec.expected().stream().map(ExpectedTool::of).toList(),
        spec.ordered(),
        spec.exact(),
        List.copyOf(spec.forbidden()));
  }

  @Override
  public Grade grade(Sample sample) {
    var made = new ArrayList<MadeCall>();
    for (ToolUse call : sample.reply().toolUses()) {
      if (forbidden.contains(call.name())) {
        return Grade.fail("Calls " + quote(call.name()) + ", which is forbidden.");
      }
      Optional<JsonNode> arguments = ToolArguments.of(call);
      if (arguments.isEmpty()) {
        return Grade.fail(
            "The arguments of "
                + quote(call.name())
                + " are not a JSON object: "
                + quote(call.arguments())
                + ".");
      }
      made.add(new MadeCall(call.name(), arguments.get(), call.arguments()));
    }
    return compare(expected.stream().map(w -> w.in(sample)).toList(), made);
  }

  private Grade compare(List<WantedCall> wanted, List<MadeCall> made) {
    int[] match =
        ordered ? CallMatching.inOrder(wanted, made) : CallMatching.anyOrder(wanted, made);
    for (int i = 0; i < match.length; i++) {
      if (match[i] < 0) {
        return Grade.fail(missing(wanted.get(i), made));
      }
    }
    if (exact && made.size() > wanted.size()) {
      return Grade.fail(
          "Expected "
              + wanted.size()
              + (wanted.size() == 1 ? " call" : " calls")
              + " and no more, found "
              + made.size()
              + ": "
              + names(made)
              + ".");
    }
    return Grade.pass(
        wanted.isEmpty() ? "No call that must not be." : "Calls " + names(made) + ", as expected.");
  }

  private String missing(WantedCall wanted, List<MadeCall> made) {
    String expectation = "Expected a call of " + wanted.shown();
    if (made.isEmpty()) {
      return expectation + ", found no call.";
    }
    Optional<MadeCall> fitting = made.stream().filter(wanted::fits).findFirst();
    if (fitting.isPresent()) {
      return expectation
          + (ordered ? " in its place, found the calls " : " once more, found ")
          + names(made)
          + ".";
    }
    Optional<MadeCall> named =
        made.stream().filter(m -> m.name().equals(wanted.name())).findFirst();
    if (named.isEmpty()) {
      return expectation + ", found only " + names(made) + ".";
    }
    String violation =
        wanted.schema().flatMap(s -> s.violation(named.get().arguments())).orElse("");
    return expectation
        + ", found it with "
        + quote(named.get().written())
        + "."
        + (violation.isEmpty() ? "" : " " + violation);
  }

  private static String names(List<MadeCall> made) {
    String names =
        made.stream().limit(NAMED).map(m -> quote(m.name())).collect(Collectors.joining(", "));
    return made.size() <= NAMED ? names : names + " and " + (made.size() - NAMED) + " more";
  }
}
