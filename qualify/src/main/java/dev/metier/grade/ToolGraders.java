package dev.metier.grade;

import static dev.metier.grade.Wording.quote;

import com.networknt.schema.Schema;
import dev.metier.chat.Part.ToolUse;
import dev.metier.job.GraderSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Graders of the tool calls of an answer.
final class ToolGraders {
  private static final int NAMED = 4;

  private ToolGraders() {}

  /// A call as made: its arguments read.
  record Made(String name, JsonNode arguments, String written) {}

  /// A call as expected.
  record Wanted(String name, Optional<Wording> arguments, Optional<Schema> schema) {
    static Wanted of(GraderSpec.ExpectedCall call) {
      return new Wanted(
          call.name(), call.arguments().map(Wording::of), call.schema().map(JsonGraders::schema));
    }

    /// The expectation for one case.
    Filled in(Sample sample) {
      return new Filled(name, arguments.map(a -> JsonComparison.expected(a.in(sample))), schema);
    }
  }

  /// A call as expected in one case.
  record Filled(String name, Optional<JsonNode> arguments, Optional<Schema> schema) {
    boolean fits(Made call) {
      return call.name.equals(name)
          && arguments.map(a -> JsonComparison.contains(call.arguments, a)).orElse(true)
          && schema.flatMap(s -> JsonGraders.violation(s, call.arguments)).isEmpty();
    }

    /// The call for people, with what its arguments must hold.
    String shown() {
      return name + arguments.map(a -> " with " + quote(a.toString())).orElse("");
    }
  }

  /// The calls that must be there are there, and none that must not.
  record Calls(List<Wanted> expected, boolean ordered, boolean exact, List<String> forbidden)
      implements Grader {
    static Grader of(GraderSpec.ToolCalls spec) {
      return new Calls(
          spec.expected().stream().map(Wanted::of).toList(),
          spec.ordered(),
          spec.exact(),
          List.copyOf(spec.forbidden()));
    }

    @Override
    public Grade grade(Sample sample) {
      var made = new ArrayList<Made>();
      for (ToolUse call : sample.reply().toolUses()) {
        if (forbidden.contains(call.name())) {
          return Grade.fail("Calls " + quote(call.name()) + ", which is forbidden.");
        }
        Optional<JsonNode> arguments = arguments(call);
        if (arguments.isEmpty()) {
          return Grade.fail(
              "The arguments of "
                  + quote(call.name())
                  + " are not a JSON object: "
                  + quote(call.arguments())
                  + ".");
        }
        made.add(new Made(call.name(), arguments.get(), call.arguments()));
      }
      return compare(expected.stream().map(w -> w.in(sample)).toList(), made);
    }

    private Grade compare(List<Filled> wanted, List<Made> made) {
      int[] match = ordered ? inOrder(wanted, made) : anyOrder(wanted, made);
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
          wanted.isEmpty()
              ? "No call that must not be."
              : "Calls " + names(made) + ", as expected.");
    }

    private String missing(Filled wanted, List<Made> made) {
      String expectation = "Expected a call of " + wanted.shown();
      if (made.isEmpty()) {
        return expectation + ", found no call.";
      }
      Optional<Made> fitting = made.stream().filter(wanted::fits).findFirst();
      if (fitting.isPresent()) {
        return expectation
            + (ordered ? " in its place, found the calls " : " once more, found ")
            + names(made)
            + ".";
      }
      Optional<Made> named = made.stream().filter(m -> m.name.equals(wanted.name)).findFirst();
      if (named.isEmpty()) {
        return expectation + ", found only " + names(made) + ".";
      }
      String violation =
          wanted.schema.flatMap(s -> JsonGraders.violation(s, named.get().arguments)).orElse("");
      return expectation
          + ", found it with "
          + quote(named.get().written)
          + "."
          + (violation.isEmpty() ? "" : " " + violation);
    }
  }

  /// The same call is made at most so often.
  record NoLoop(int most) implements Grader {
    @Override
    public Grade grade(Sample sample) {
      var counts = new HashMap<String, Integer>();
      for (ToolUse call : sample.reply().toolUses()) {
        String same =
            call.name()
                + " "
                + arguments(call).map(ToolGraders::canonical).orElse(call.arguments().strip());
        if (counts.merge(same, 1, Integer::sum) > most) {
          return Grade.fail(
              "Calls "
                  + quote(call.name())
                  + " with the same arguments more than "
                  + most
                  + (most == 1 ? " time: " : " times: ")
                  + quote(call.arguments())
                  + ".");
        }
      }
      return Grade.pass("No call is made more than " + most + (most == 1 ? " time." : " times."));
    }
  }

  /// The arguments of a call; no text at all stands for no arguments.
  private static Optional<JsonNode> arguments(ToolUse call) {
    if (call.arguments().isBlank()) {
      return Optional.of(JsonComparison.MAPPER.createObjectNode());
    }
    return JsonComparison.parse(call.arguments()) instanceof JsonComparison.Good good
            && good.node().isObject()
        ? Optional.of(good.node())
        : Optional.empty();
  }

  /// JSON text that is equal for equal values: members sorted, numbers in one form.
  private static String canonical(JsonNode node) {
    if (node.isObject()) {
      return node.properties().stream()
          .map(m ->
              JsonComparison.MAPPER.writeValueAsString(m.getKey()) + ":" + canonical(m.getValue()))
          .sorted()
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (node.isArray()) {
      return node.values().stream()
          .map(ToolGraders::canonical)
          .collect(Collectors.joining(",", "[", "]"));
    }
    return node.isNumber() ? node.decimalValue().stripTrailingZeros().toString() : node.toString();
  }

  private static String names(List<Made> made) {
    String names =
        made.stream().limit(NAMED).map(m -> quote(m.name)).collect(Collectors.joining(", "));
    return made.size() <= NAMED ? names : names + " and " + (made.size() - NAMED) + " more";
  }

  /// For each expectation the call that meets it, in order; taking the earliest loses nothing.
  private static int[] inOrder(List<Filled> wanted, List<Made> made) {
    int[] match = new int[wanted.size()];
    Arrays.fill(match, -1);
    int next = 0;
    for (int i = 0; i < wanted.size(); i++) {
      while (next < made.size() && !wanted.get(i).fits(made.get(next))) {
        next++;
      }
      if (next >= made.size()) {
        return match;
      }
      match[i] = next++;
    }
    return match;
  }

  /// For each expectation a call of its own that meets it, by augmenting paths, so that a wide
  /// expectation does not take the only call that fits a narrow one.
  private static int[] anyOrder(List<Filled> wanted, List<Made> made) {
    int[] taker = new int[made.size()];
    Arrays.fill(taker, -1);
    int[] match = new int[wanted.size()];
    Arrays.fill(match, -1);
    for (int i = 0; i < wanted.size(); i++) {
      augment(i, wanted, made, taker, new boolean[made.size()]);
    }
    for (int call = 0; call < taker.length; call++) {
      if (taker[call] >= 0) {
        match[taker[call]] = call;
      }
    }
    return match;
  }

  private static boolean augment(
      int i, List<Filled> wanted, List<Made> made, int[] taker, boolean[] tried) {
    for (int call = 0; call < made.size(); call++) {
      if (!tried[call] && wanted.get(i).fits(made.get(call))) {
        tried[call] = true;
        if (taker[call] < 0 || augment(taker[call], wanted, made, taker, tried)) {
          taker[call] = i;
          return true;
        }
      }
    }
    return false;
  }
}
