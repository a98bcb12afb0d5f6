package dev.metier.check.judge;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.core.text.CodeFence;
import dev.metier.core.text.Quotation;
import dev.metier.core.text.ShortText;
import dev.metier.dialect.ThinkTags;
import dev.metier.job.Criterion;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The fields of a judge's answer, and what they mean. All that is not exactly this form is a judge
/// that could not judge: nothing is guessed from its prose.
final class JudgeForm {
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final String REASON = "reason";
  private static final String VERDICT = "verdict";
  private static final String SCORE = "score";
  private static final String PASS = "pass";
  private static final List<String> VERDICTS = List.of(PASS, "fail");
  private static final int LONGEST = 300;

  private final Criterion criterion;

  private JudgeForm(Criterion criterion) {
    this.criterion = criterion;
  }

  static JudgeForm of(Criterion criterion) {
    return new JudgeForm(criterion);
  }

  /// Describes the fields behind the reason.
  void describe(ObjectNode properties) {
    if (criterion instanceof Criterion.Rubric(_, var anchors, _) && !anchors.isEmpty()) {
      properties
          .putObject(SCORE)
          .put("type", "integer")
          .put("minimum", anchors.firstKey())
          .put("maximum", anchors.lastKey());
    }
    var values = properties.putObject(field()).put("type", "string").putArray("enum");
    values().forEach(values::add);
  }

  private String field() {
    return switch (criterion) {
      case Criterion.Rubric _, Criterion.Faithfulness _ -> VERDICT;
      case Criterion.Labels _ -> "label";
      case Criterion.Factuality _ -> "category";
      case Criterion.Pairwise _ -> "preferred";
    };
  }

  private List<String> values() {
    return switch (criterion) {
      case Criterion.Rubric _, Criterion.Faithfulness _ -> VERDICTS;
      case Criterion.Labels(_, var labels, _) -> labels;
      case Criterion.Factuality _ -> Criterion.Factuality.LETTERS;
      case Criterion.Pairwise _ -> List.of("first", "second", "tie");
    };
  }

  /// What the judge said.
  ///
  /// @param request the number of the request, from 0: in a comparison the answer is the first of
  ///   two in the first
  Judgement read(ChatReply sent, int request) {
    ChatReply reply = ThinkTags.apart(sent);
    String text = reply.text().strip();
    if (text.isEmpty()) {
      return unclear(
          thought(reply)
              ? reply.finish() == FinishReason.LENGTH
                  ? "thinking used up all tokens of its answer"
                  : "it said something in its reasoning only"
              : "its answer was empty");
    }
    if (reply.finish() == FinishReason.LENGTH) {
      return unclear("its answer was cut off");
    }
    String json = CodeFence.within(text).orElse(text);
    try {
      return STRICT.readTree(json) instanceof ObjectNode object
          ? read(object, request)
          : unclear("it gave no verdict, but " + Quotation.quote(text));
    } catch (JacksonException e) {
      return unclear("it gave no verdict as one JSON object, but " + Quotation.quote(text));
    }
  }

  private static boolean thought(ChatReply reply) {
    return reply.parts().stream().anyMatch(Part.Thinking.class::isInstance);
  }

  private Judgement read(ObjectNode object, int request) {
    if (criterion instanceof Criterion.Rubric rubric
        && object.path(PASS).isBoolean()
        && !object.has(VERDICT)) {
      return byShare(rubric, object);
    }
    Set<String> known = new TreeSet<>(List.of(REASON, field()));
    if (scored()) {
      known.add(SCORE);
    }
    Optional<String> other = other(object, known);
    if (other.isPresent()) {
      return unclear("it also gave a `" + other.get() + "`");
    }
    JsonNode value = object.get(field());
    if (value == null || !value.isString() || !values().contains(value.stringValue())) {
      return unclear(
          "its `" + field() + "` is none of " + String.join(", ", values()) + found(value));
    }
    String reason = clipped(object.path(REASON).asString(""));
    return meaning(value.stringValue(), object, reason, request);
  }

  private static String found(@org.jspecify.annotations.Nullable JsonNode value) {
    return value == null ? ", but missing" : ", but " + Quotation.quote(value.toString());
  }

  private boolean scored() {
    return criterion instanceof Criterion.Rubric(_, var anchors, _) && !anchors.isEmpty();
  }

  private Judgement meaning(String said, ObjectNode object, String reason, int request) {
    return switch (criterion) {
      case Criterion.Rubric rubric -> rubric(rubric, said, object, reason);
      case Criterion.Faithfulness _ -> verdict(said.equals(PASS), reason);
      case Criterion.Labels(_, _, var passing) ->
          verdict(passing.contains(said), said + ": " + reason);
      case Criterion.Factuality(_, var passing) ->
          verdict(passing.contains(said), said + ": " + reason);
      case Criterion.Pairwise _ ->
          said.equals("tie")
              ? new Judgement.Tied(reason)
              : verdict(said.equals(request == 0 ? "first" : "second"), reason);
    };
  }

  private Judgement rubric(Criterion.Rubric rubric, String said, ObjectNode object, String reason) {
    boolean passes = said.equals(PASS);
    if (!scored()) {
      return verdict(passes, reason);
    }
    JsonNode score = object.get(SCORE);
    if (score == null || !score.isIntegralNumber() || !score.canConvertToInt()) {
      return unclear("it gave no score");
    }
    int number = score.intValue();
    if (number < rubric.anchors().firstKey() || number > rubric.anchors().lastKey()) {
      return unclear("its score " + number + " is none of the rubric's");
    }
    return passes == number >= rubric.threshold()
        ? verdict(passes, "score " + number + ": " + reason)
        : unclear("its score " + number + " and its verdict `" + said + "` are at odds");
  }

  /// The other form that judges know: `pass`, and of a score the share of what can be had.
  private Judgement byShare(Criterion.Rubric rubric, ObjectNode object) {
    Optional<String> other = other(object, Set.of(REASON, PASS, SCORE));
    if (other.isPresent()) {
      return unclear("it also gave a `" + other.get() + "`");
    }
    boolean passes = object.path(PASS).booleanValue();
    JsonNode score = object.path(SCORE);
    if (score.isMissingNode() && scored()) {
      return unclear("it gave no score");
    }
    double share = score.isMissingNode() ? (passes ? 1 : 0) : score.asDouble(-1);
    if (!(score.isMissingNode() || score.isNumber()) || share < 0 || share > 1) {
      return unclear("its score beside `pass` does not lie from 0 to 1" + found(score));
    }
    if (share == (passes ? 0 : 1)) {
      return unclear("its score " + score + " and its `pass` are at odds");
    }
    return verdict(passes && share >= least(rubric), clipped(object.path(REASON).asString("")));
  }

  /// The share of all that can be had from which on an answer passes.
  private static double least(Criterion.Rubric rubric) {
    if (rubric.anchors().isEmpty()) {
      return 0;
    }
    double first = rubric.anchors().firstKey();
    return (rubric.threshold() - first) / (rubric.anchors().lastKey() - first);
  }

  private static Optional<String> other(ObjectNode object, Set<String> known) {
    return object.propertyNames().stream().filter(name -> !known.contains(name)).findFirst();
  }

  private static Judgement verdict(boolean passes, String reason) {
    return passes ? new Judgement.Passed(reason) : new Judgement.Failed(reason);
  }

  private static Judgement unclear(String why) {
    return new Judgement.Unclear(why);
  }

  private static String clipped(String text) {
    String line = text.strip();
    return ShortText.of(line, LONGEST, "…");
  }
}
