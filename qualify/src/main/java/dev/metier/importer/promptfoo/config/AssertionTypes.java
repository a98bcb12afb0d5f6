package dev.metier.importer.promptfoo.config;

import dev.metier.core.text.Nearest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The types of promptfoo's assertions (0.123), and why some have no grader here.
public final class AssertionTypes {
  private static final Set<String> CARRIED =
      Set.of(
          "equals",
          "contains",
          "icontains",
          "contains-all",
          "contains-any",
          "icontains-all",
          "icontains-any",
          "starts-with",
          "regex",
          "word-count",
          "is-json",
          "is-xml",
          "is-html",
          "is-sql",
          "contains-json",
          "contains-xml",
          "contains-html",
          "contains-sql",
          "levenshtein",
          "rouge-n",
          "bleu",
          "gleu",
          "meteor",
          "similar:cosine",
          "is-refusal",
          "finish-reason",
          "cost",
          "latency",
          "similar",
          "javascript",
          "python",
          "tool-call-f1",
          "assert-set");

  /// Those that a judge of ours can take.
  private static final Set<String> FOR_JUDGE =
      Set.of(
          "llm-rubric", "model-graded-closedqa", "g-eval", "factuality", "model-graded-factuality");

  private static final String JUDGED = "It asks a model for its judgement.";
  private static final Map<String, List<String>> REASONS =
      Map.of(
          JUDGED,
          List.of(
              "llm-rubric",
              "g-eval",
              "model-graded-closedqa",
              "factuality",
              "model-graded-factuality",
              "answer-relevance",
              "context-faithfulness",
              "context-recall",
              "context-relevance",
              "conversation-relevance",
              "search-rubric",
              "agent-rubric"),
          "It needs the trace of a whole run.",
          List.of(
              "skill-used",
              "trajectory:tool-used",
              "trajectory:tool-sequence",
              "trajectory:tool-args-match",
              "trajectory:step-count",
              "trajectory:goal-success",
              "trace-span-count",
              "trace-span-duration",
              "trace-error-spans"),
          "It compares models with each other and grades none of them.",
          List.of("select-best", "max-score"),
          "It asks a service on the network.",
          List.of("classifier", "moderation", "guardrails", "pi", "webhook"),
          "It runs a program.",
          List.of("ruby"),
          "A person judges it.",
          List.of("human"),
          "There is no grader that judges alike.",
          List.of(
              "perplexity",
              "perplexity-score",
              "is-valid-function-call",
              "is-valid-openai-function-call",
              "is-valid-openai-tools-call",
              "similar:dot",
              "similar:euclidean"));

  private static final Map<String, String> WHY =
      REASONS.entrySet().stream()
          .flatMap(each -> each.getValue().stream().map(type -> Map.entry(type, each.getKey())))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private AssertionTypes() {}

  /// All types, a longer one before one that it begins with.
  public static List<String> known() {
    List<String> all = new ArrayList<>(CARRIED);
    all.addAll(WHY.keySet());
    all.sort(Comparator.comparingInt(String::length).reversed());
    return all;
  }

  /// Whether promptfoo has such a type.
  public static boolean isKnown(String type) {
    return CARRIED.contains(type) || WHY.containsKey(type) || type.startsWith("promptfoo:");
  }

  /// Whether a judge that is named can take an assertion of this type.
  public static boolean isForJudge(String type) {
    return FOR_JUDGE.contains(type);
  }

  /// Why a type has no grader here; empty when it may have one.
  public static Optional<String> reason(String type) {
    if (CARRIED.contains(type)) {
      return Optional.empty();
    }
    if (type.startsWith("promptfoo:")) {
      return Optional.of("It attacks the model, which is not measured here.");
    }
    return Optional.of(WHY.getOrDefault(type, "promptfoo has no such assertion either."));
  }

  /// What to do about it.
  public static String instead(String type) {
    if (!isKnown(type)) {
      return Nearest.hint(type, known());
    }
    return switch (type) {
      case "ruby" -> "A `program` grader can run it; see docs/reference/graders.md.";
      case "is-valid-function-call",
          "is-valid-openai-function-call",
          "is-valid-openai-tools-call",
          "trajectory:tool-used" ->
          "`tool_calls` names the calls that are expected.";
      case "select-best", "max-score" -> "A need that compares models: `not_worse_than`.";
      case "perplexity", "perplexity-score" -> "";
      default -> WHY.getOrDefault(type, "").equals(JUDGED) ? judged(type) : "";
    };
  }

  private static String judged(String type) {
    return isForJudge(type)
        ? "Name the model that judges, `--judge ollama/NAME`; or say exactly what can be."
        : "Say with `contains`, `regex` or `at` what can be said exactly.";
  }
}
