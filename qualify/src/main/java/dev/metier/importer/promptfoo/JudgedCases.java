package dev.metier.importer.promptfoo;

import dev.metier.form.Written;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What tests ask a model to judge: cases of jobs of their own, since how often a judge errs holds
/// for one way of grading. Not thread-safe.
final class JudgedCases {
  /// A way of judging, and the grader of its job.
  enum Kind {
    RUBRIC("{rubric: {text: \"{{rubric}}\", judge: judge}}"),
    FACTUALITY("{factuality: {expected: \"{{reference}}\", judge: judge}}");

    private final String grader;

    Kind(String grader) {
      this.grader = grader;
    }

    /// In YAML.
    String grader() {
      return grader;
    }

    /// The variable that its grader reads.
    String variable() {
      return this == RUBRIC ? "rubric" : "reference";
    }
  }

  private static final Map<String, Kind> KINDS =
      Map.of(
          "llm-rubric", Kind.RUBRIC,
          "model-graded-closedqa", Kind.RUBRIC,
          "g-eval", Kind.RUBRIC,
          "factuality", Kind.FACTUALITY,
          "model-graded-factuality", Kind.FACTUALITY);

  private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([A-Za-z_][\\w.]*)\\s*\\}\\}");

  private final ConfigFolder source;
  private final boolean named;
  private final Map<Kind, List<ObjectNode>> cases = new LinkedHashMap<>();
  private final Set<String> ids = new HashSet<>();

  /// @param named whether a judge is named; nothing is taken else
  JudgedCases(ConfigFolder source, boolean named) {
    this.source = source;
    this.named = named;
  }

  /// Whether a judge can take an assertion of this type.
  static boolean takes(String type) {
    return KINDS.containsKey(type);
  }

  /// The cases of each way of judging that there is.
  Map<Kind, List<ObjectNode>> cases() {
    return cases;
  }

  /// Takes what is judged out of a test.
  ///
  /// @param number of the test, from 1
  /// @return what is left
  List<Assertion> rest(TestCase test, Map<String, String> vars, int number) {
    if (!named || test.threshold().isPresent()) {
      return test.assertions();
    }
    var rest = new ArrayList<Assertion>();
    Map<Kind, List<String>> demands = new LinkedHashMap<>();
    for (Assertion each : test.assertions()) {
      Kind kind = KINDS.get(each.type());
      Optional<List<String>> said =
          kind == null || each.negated() ? Optional.empty() : said(each, vars);
      if (kind == null || said.isEmpty()) {
        rest.add(each);
      } else {
        demands.computeIfAbsent(kind, _ -> new ArrayList<>()).addAll(said.get());
        source.carried(each);
        told(each);
      }
    }
    demands.forEach((kind, texts) -> add(kind, texts, test, vars, number));
    return rest;
  }

  private void told(Assertion each) {
    source.note(
        "What a model judges stands in jobs of its own, since a judge's errors hold for one grading.");
    if (each.threshold().isPresent()) {
      source.note("A judge passes or fails here; `threshold` of its score is left out.");
    }
  }

  /// What is demanded, with the test's values; empty when it cannot be told without running code.
  private Optional<List<String>> said(Assertion each, Map<String, String> vars) {
    List<String> texts = new ArrayList<>();
    for (Written one : parts(each)) {
      String text = one.textOrJson();
      Optional<String> loaded =
          ConfigFolder.isFile(text)
              ? source.text(text, each.place()).map(String::strip)
              : Optional.of(text);
      Optional<String> filled = loaded.flatMap(t -> filled(t, vars));
      if (filled.isEmpty() || filled.get().isBlank()) {
        return Optional.empty();
      }
      texts.add(filled.get().strip());
    }
    return texts.isEmpty() ? Optional.empty() : Optional.of(texts);
  }

  private static List<Written> parts(Assertion each) {
    return each.value()
        .map(value -> value instanceof Written.Items(_, var items) ? items : List.of(value))
        .orElse(List.of());
  }

  private static Optional<String> filled(String text, Map<String, String> vars) {
    Matcher m = VARIABLE.matcher(text);
    var out = new StringBuilder();
    while (m.find()) {
      m.appendReplacement(out, Matcher.quoteReplacement(vars.getOrDefault(m.group(1), "")));
    }
    String rest = VARIABLE.matcher(text).replaceAll("");
    return rest.contains("{{") || rest.contains("{%")
        ? Optional.empty()
        : Optional.of(m.appendTail(out).toString());
  }

  private void add(
      Kind kind, List<String> texts, TestCase test, Map<String, String> vars, int number) {
    ObjectNode one = JsonMapper.shared().createObjectNode();
    String plain = test.description().map(String::strip).filter(t -> !t.isEmpty()).orElse("");
    String id = plain.isEmpty() ? "test " + number : plain;
    one.put("id", ids.add(kind + id) ? id : id + " (" + number + ")");
    ObjectNode values = one.putObject("vars");
    vars.forEach(values::put);
    values.put(kind.variable(), texts.size() == 1 ? texts.getFirst() : numbered(texts));
    cases.computeIfAbsent(kind, _ -> new ArrayList<>()).add(one);
  }

  private static String numbered(List<String> texts) {
    var all = new StringBuilder("All of these:");
    for (int i = 0; i < texts.size(); i++) {
      all.append('\n').append(i + 1).append(". ").append(texts.get(i));
    }
    return all.toString();
  }
}
