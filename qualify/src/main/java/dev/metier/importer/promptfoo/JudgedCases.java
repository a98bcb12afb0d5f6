package dev.metier.importer.promptfoo;

import dev.metier.form.Written;
import dev.metier.importer.nunjucks.NotRendered;
import dev.metier.importer.nunjucks.NunjucksTemplate;
import dev.metier.importer.promptfoo.config.Assertion;
import dev.metier.importer.promptfoo.config.AssertionTypes;
import dev.metier.importer.promptfoo.config.ConfigFolder;
import dev.metier.importer.promptfoo.config.PromptTexts;
import dev.metier.importer.promptfoo.config.TestCase;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What tests ask a model to judge: cases of jobs of their own, since how often a judge errs holds
/// for one way of grading. Not thread-safe.
final class JudgedCases {
  private enum Kind {
    RUBRIC,
    FACTUALITY
  }

  /// A way of judging: what its cases have in a job of their own.
  ///
  /// @param least of ten, the least score that passes; 0: the judge says pass or fail only
  record Way(Kind kind, int least) {
    private static final int MOST = 10;

    /// Of an assertion: its threshold is a share, and `g-eval` always has one.
    private static Way of(Assertion each) {
      Kind kind = each.type().endsWith("factuality") ? Kind.FACTUALITY : Kind.RUBRIC;
      double usual = each.type().equals("g-eval") ? 0.7 : 0;
      double least = each.threshold().orElse(usual);
      return new Way(
          kind,
          kind == Kind.RUBRIC && least > 0
              ? (int) Math.clamp(Math.ceil(least * MOST - 1e-9), 1, MOST)
              : 0);
    }

    /// The grader of its job, in YAML.
    String grader() {
      return switch (kind) {
        case RUBRIC ->
            "{rubric: {text: \"{{rubric}}\", judge: judge"
                + (least == 0
                    ? ""
                    : ", anchors: {0: does none of it, "
                        + MOST
                        + ": does all of it}, threshold: "
                        + least)
                + "}}";
        case FACTUALITY -> "{factuality: {expected: \"{{reference}}\", judge: judge}}";
      };
    }

    /// What its job and its file are called by.
    String word() {
      String plain = kind == Kind.RUBRIC ? "rubric" : "factuality";
      return least == 0 ? plain : plain + "-" + least;
    }

    /// The variable that its grader reads.
    private String variable() {
      return kind == Kind.RUBRIC ? "rubric" : "reference";
    }
  }

  private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([A-Za-z_][\\w-]*)\\s*\\}\\}");

  private final ConfigFolder source;
  private final boolean named;
  private final IdentityHashMap<ObjectNode, TestCase> tests;
  private final Map<Way, List<ObjectNode>> cases = new LinkedHashMap<>();

  /// @param named whether a judge is named; nothing is taken else
  /// @param tests of which cases are made, which become more
  JudgedCases(ConfigFolder source, boolean named, IdentityHashMap<ObjectNode, TestCase> tests) {
    this.tests = tests;
    this.source = source;
    this.named = named;
  }

  /// The cases of each way of judging that there is.
  Map<Way, List<ObjectNode>> cases() {
    return cases;
  }

  /// Takes what is judged out of a test.
  ///
  /// @param number of the test, from 1
  /// @return what is left
  /// @param names of cases
  List<Assertion> rest(TestCase test, Map<String, String> vars, int number, CaseNames names) {
    if (!named || test.threshold().isPresent()) {
      return test.assertions();
    }
    var rest = new ArrayList<Assertion>();
    Map<Way, List<String>> demands = new LinkedHashMap<>();
    for (Assertion each : test.assertions()) {
      Optional<List<String>> said =
          AssertionTypes.isForJudge(each.type()) && !each.negated()
              ? said(each, test, vars)
              : Optional.empty();
      if (said.isEmpty()) {
        rest.add(each);
      } else {
        demands.computeIfAbsent(Way.of(each), _ -> new ArrayList<>()).addAll(said.get());
        source.carried(each);
        told(each);
      }
    }
    demands.forEach((way, texts) ->
        tests.put(add(way, texts, names.plain(test, vars, number), vars, names), test));
    return rest;
  }

  private void told(Assertion each) {
    source.note(
        "What a model judges stands in jobs of its own, since a judge's errors hold for one"
            + " grading.");
    if (each.threshold().isPresent()) {
      source.note(
          "A `threshold` of a judge's score is one of 10 steps here; jobs of different ones stand"
              + " apart.");
    }
  }

  /// What is demanded, with the test's values; empty when it cannot be told without running code.
  private Optional<List<String>> said(Assertion each, TestCase test, Map<String, String> vars) {
    List<String> texts = new ArrayList<>();
    for (Written one : parts(each)) {
      String text = one.textOrJson();
      Optional<String> loaded =
          ConfigFolder.isFile(text)
              ? source.text(text, each.place()).map(String::strip)
              : Optional.of(text);
      Optional<String> filled = loaded.flatMap(t -> filled(t, test, vars));
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

  private Optional<String> filled(String text, TestCase test, Map<String, String> vars) {
    if (PromptTexts.CODE.matcher(text).find()) {
      try {
        return Optional.of(
            NunjucksTemplate.of(text).rendered(RenderedPrompts.values(test.vars(), vars)));
      } catch (NotRendered e) {
        source.note(
            "No judge is asked a text that has " + e.what() + ", which is not rendered here.");
        return Optional.empty();
      }
    }
    Matcher m = VARIABLE.matcher(text);
    var out = new StringBuilder();
    while (m.find()) {
      m.appendReplacement(out, Matcher.quoteReplacement(vars.getOrDefault(m.group(1), "")));
    }
    return Optional.of(m.appendTail(out).toString());
  }

  private ObjectNode add(
      Way way, List<String> texts, String name, Map<String, String> vars, CaseNames names) {
    ObjectNode one = JsonMapper.shared().createObjectNode();
    one.put("id", names.unique(name, way.word()));
    ObjectNode values = one.putObject("vars");
    vars.forEach(values::put);
    values.put(way.variable(), texts.size() == 1 ? texts.getFirst() : numbered(texts));
    cases.computeIfAbsent(way, _ -> new ArrayList<>()).add(one);
    return one;
  }

  private static String numbered(List<String> texts) {
    var all = new StringBuilder("All of these:");
    for (int i = 0; i < texts.size(); i++) {
      all.append('\n').append(i + 1).append(". ").append(texts.get(i));
    }
    return all.toString();
  }
}
