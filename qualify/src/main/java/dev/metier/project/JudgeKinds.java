package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.Criterion;
import dev.metier.job.GraderSpec;
import dev.metier.job.ModelName;
import dev.metier.job.Template;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The graders that ask another model, the judge.
final class JudgeKinds {
  private static final Slot<String> JUDGE =
      key(
              "judge",
              ScalarReader.text().then(JobSection::known),
              "The model that judges; one of this file, and no candidate of the job.",
              "opus")
          .needed();
  private static final Slot<Boolean> SAME_FAMILY =
      key(
              "same_family",
              ScalarReader.flag(),
              "Whether it may judge answers of models of its own family, which judges favour.",
              "true")
          .usually(false, "false");

  static final List<Slot<GraderSpec>> ALL =
      List.of(rubric(), labels(), factuality(), faithfulness(), pairwise());

  private JudgeKinds() {}

  /// A table of one criterion, with the judge's keys.
  private static Shape<GraderSpec> judged(
      String word, Shape.Step<Table, Criterion> criterion, Slot<?>... own) {
    var keys = new java.util.ArrayList<Slot<?>>(List.of(own));
    keys.add(JUDGE);
    keys.add(SAME_FAMILY);
    return Table.shape(word, "", List.copyOf(keys))
        .then((table, place, reading) ->
            table.sound() && table.find(JUDGE).isPresent()
                ? criterion
                    .take(table, place, reading)
                    .map(what ->
                        new GraderSpec.Judged(
                            new ModelName(table.value(JUDGE)), what, table.value(SAME_FAMILY)))
                : Optional.empty());
  }

  private static Slot<GraderSpec> rubric() {
    Slot<Template> text =
        key("text", Prompts.judgingText(), "What is demanded; text, or a path to a file.", "ok.md")
            .needed();
    Slot<SortedMap<Integer, String>> anchors =
        key(
                "anchors",
                Shape.named("score", ScalarReader.text()).then(JudgeKinds::anchors),
                "What an answer of a score is like, for at least two scores.",
                "{1: \"misses the point\", 5: \"complete and friendly\"}")
            .otherwise("the judge says pass or fail");
    Slot<Integer> threshold =
        key(
                "threshold",
                ScalarReader.whole(-1000, 1000).map(Math::toIntExact),
                "With anchors: an answer of this score or above passes.",
                "4")
            .otherwise("the highest anchor");
    return key(
        "rubric",
        judged(
            "rubric",
            (table, place, reading) -> rubric(table, text, anchors, threshold, reading),
            text,
            anchors,
            threshold),
        "A judge, another model, finds that the answer does all that a rubric demands.",
        "{text: ok.md, judge: opus}");
  }

  private static Optional<Criterion> rubric(
      Table table,
      Slot<Template> text,
      Slot<SortedMap<Integer, String>> anchors,
      Slot<Integer> threshold,
      Reading reading) {
    Template demanded = table.find(text).orElseThrow();
    if (!table.has(anchors)) {
      if (table.has(threshold)) {
        reading.problem(
            table.place(threshold),
            "Without `anchors` there are no scores that a `threshold` could be about.",
            "Say what answers of each score are like: `anchors: {1: ..., 5: ...}`.");
        return Optional.empty();
      }
      return Optional.of(new Criterion.Rubric(demanded));
    }
    SortedMap<Integer, String> scores = table.find(anchors).orElseThrow();
    int least = table.find(threshold).orElse(scores.lastKey());
    if (least <= scores.firstKey() || least > scores.lastKey()) {
      reading.problem(
          table.valuePlace(threshold),
          "A threshold lies above the lowest anchor, and not above the highest one.",
          "The anchors go from " + scores.firstKey() + " to " + scores.lastKey() + ".");
      return Optional.empty();
    }
    return Optional.of(new Criterion.Rubric(demanded, scores, least));
  }

  private static Optional<SortedMap<Integer, String>> anchors(
      List<Shape.Named<String>> written, Place place, Reading reading) {
    var anchors = new TreeMap<Integer, String>();
    for (Shape.Named<String> each : written) {
      if (!each.name().matches("-?\\d{1,3}")) {
        reading.problem(
            each.place(), "`" + each.name() + "` is no whole number.", "Scores are whole numbers.");
        return Optional.empty();
      }
      anchors.put(Integer.parseInt(each.name()), each.value());
    }
    if (anchors.size() < 2) {
      reading.problem(place, "There are fewer than two anchors.", "Name the lowest and highest.");
      return Optional.empty();
    }
    return Optional.of(anchors);
  }

  private static Slot<GraderSpec> labels() {
    Slot<Template> question =
        key(
                "question",
                Prompts.judgingText(),
                "What the judge is to say of the answer; text, or a path to a file.",
                "Which tone does the answer have?")
            .needed();
    Slot<List<String>> labels =
        key("labels", Shape.some(ScalarReader.filled()), "The labels.", "[polite, neutral, rude]")
            .needed();
    Slot<List<String>> passing =
        key(
                "passing",
                Shape.oneOrMore(ScalarReader.filled()),
                "Labels of answers that pass.",
                "[polite, neutral]")
            .needed();
    return key(
        "labels",
        judged(
            "labels",
            (table, place, reading) -> {
              List<String> all = table.find(labels).orElseThrow();
              List<String> good = table.find(passing).orElseThrow();
              if (new HashSet<>(all).size() < Math.max(2, all.size()) || !all.containsAll(good)) {
                reading.problem(
                    table.place(passing),
                    "`passing` names some of at least two different `labels`.",
                    "");
                return Optional.empty();
              }
              return Optional.of(
                  new Criterion.Labels(table.find(question).orElseThrow(), all, Set.copyOf(good)));
            },
            question,
            labels,
            passing),
        "A judge, another model, gives the answer one of these labels, and it is one that passes.",
        "{question: \"Which tone does it have?\", labels: [polite, rude], passing: polite, judge:"
            + " opus}");
  }

  private static Slot<GraderSpec> factuality() {
    Slot<List<String>> passing =
        key(
                "passing",
                Shape.oneOrMore(
                    ScalarReader.text(
                        "a letter from A to E",
                        java.util.regex.Pattern.compile("[A-E]"),
                        "A part, B more, C the same, D contradiction, E no matter.")),
                "Letters that pass: A a part of the expert's facts, B more, C the same, D a"
                    + " contradiction, E different in what does not matter.",
                "[A, C]")
            .usually(List.of("A", "B", "C", "E"), "all but D");
    return key(
        "factuality",
        judged(
            "factuality",
            (table, place, reading) ->
                GraderKinds.expected(table, GraderKinds.EXPECTED, reading)
                    .map(expert ->
                        new Criterion.Factuality(expert, Set.copyOf(table.value(passing)))),
            GraderKinds.EXPECTED,
            passing),
        "A judge, another model, finds that the answer's facts do not contradict an expert's.",
        "{expected: \"{{answer}}\", judge: opus}");
  }

  private static Slot<GraderSpec> faithfulness() {
    Slot<Template> passages =
        key(
                "passages",
                ProjectScalars.template(),
                "The passages that must bear out the answer.",
                "\"{{context}}\"")
            .needed();
    return key(
        "faithfulness",
        judged(
            "faithfulness",
            (table, place, reading) -> table.find(passages).map(Criterion.Faithfulness::new),
            passages),
        "A judge, another model, finds every claim of the answer in given passages.",
        "{passages: \"{{context}}\", judge: opus}");
  }

  private static Slot<GraderSpec> pairwise() {
    Slot<Template> question =
        key(
                "question",
                Prompts.judgingText(),
                "By what the judge is to prefer one; text, or a path to a file.",
                "Which answer helps the customer more?")
            .needed();
    Slot<Boolean> ties =
        key("ties_pass", ScalarReader.flag(), "Whether an answer passes that is as good.", "false")
            .usually(true, "true");
    return key(
        "pairwise",
        judged(
            "pairwise",
            (table, place, reading) ->
                GraderKinds.expected(table, GraderKinds.EXPECTED, reading)
                    .map(other ->
                        new Criterion.Pairwise(
                            other, table.find(question).orElseThrow(), table.value(ties))),
            GraderKinds.EXPECTED,
            question,
            ties),
        "A judge, another model, prefers the answer to another one, or sees no difference; asked in"
            + " both orders.",
        "{expected: \"{{answer}}\", question: \"Which helps more?\", judge: opus}");
  }
}
