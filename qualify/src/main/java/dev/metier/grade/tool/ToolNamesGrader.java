package dev.metier.grade.tool;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.chat.Part.ToolUse;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.value.JsonComparison;
import dev.metier.job.GraderSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The names of the tools that are called are about the expected ones: F1, the harmonic mean of how
/// many of the called were expected and how many of the expected were called. Neither order nor
/// number counts. Where no call was made, calls that stand in the text as JSON are read.
///
/// @param least the least F1 that passes, 0..1
public record ToolNamesGrader(Set<String> expected, double least) implements Grader {
  public ToolNamesGrader {
    expected = Set.copyOf(expected);
  }

  public static Grader of(GraderSpec.ToolCalls spec) {
    return new ToolNamesGrader(
        spec.expected().stream().map(GraderSpec.ExpectedCall::name).collect(Collectors.toSet()),
        spec.f1().orElse(1));
  }

  @Override
  public Grade grade(Sample sample) {
    Set<String> called =
        sample.reply().toolUses().stream()
            .map(ToolUse::name)
            .collect(Collectors.toCollection(TreeSet::new));
    if (called.isEmpty()) {
      called.addAll(written(sample.reply().text()));
    }
    long right = called.stream().filter(expected::contains).count();
    double f1 = right == 0 ? 0 : 2.0 * right / (called.size() + expected.size());
    String found = called.isEmpty() ? "no call" : "calls of " + names(called);
    String reason =
        "F1 %s of the names %s: %s."
            .formatted(Grade.shown(f1), names(new TreeSet<>(expected)), found);
    return f1 >= least ? Grade.pass(reason) : Grade.fail(reason);
  }

  private static String names(Set<String> names) {
    return names.stream().map(name -> quote(name)).collect(Collectors.joining(", "));
  }

  /// The calls in a text: all of it is JSON, or lines of it are.
  private static List<String> written(String text) {
    var names = new ArrayList<String>();
    if (JsonComparison.parse(text) instanceof JsonComparison.Good(var node)) {
      add(node, names);
    } else {
      text.lines()
          .map(String::strip)
          .filter(line -> line.startsWith("{") || line.startsWith("["))
          .forEach(line -> {
            if (JsonComparison.parse(line) instanceof JsonComparison.Good(var node)) {
              add(node, names);
            }
          });
    }
    return names;
  }

  /// In the forms of OpenAI, Anthropic and Google.
  private static void add(JsonNode node, List<String> names) {
    if (node.isArray()) {
      node.forEach(each -> addOne(each, names, true));
    } else if (node.path("tool_calls").isArray()) {
      node.path("tool_calls").forEach(each -> addOne(each, names, true));
    } else if (node.path("toolCall").path("functionCalls").isArray()) {
      node.path("toolCall").path("functionCalls").forEach(each -> addOne(each, names, true));
    } else {
      addOne(node, names, List.of("tool_use", "function_call").contains(type(node)));
    }
  }

  private static String type(JsonNode node) {
    return node.path("type").asString("");
  }

  /// @param plain whether a name of its own is that of a tool
  private static void addOne(JsonNode node, List<String> names, boolean plain) {
    for (String within : List.of("function", "functionCall")) {
      if (node.path(within).path("name").isString()) {
        names.add(node.path(within).path("name").stringValue());
        return;
      }
    }
    if (plain && node.path("name").isString()) {
      names.add(node.path("name").stringValue());
    }
  }
}
