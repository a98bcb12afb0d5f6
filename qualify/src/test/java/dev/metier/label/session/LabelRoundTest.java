package dev.metier.label.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metier.job.Case;
import dev.metier.job.JobName;
import dev.metier.label.Label;
import dev.metier.label.Label.Showing;
import dev.metier.label.Label.Value;
import dev.metier.label.LabelledAnswer;
import dev.metier.label.Labeller;
import dev.metier.label.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// What is shown when: enough of both classes, some twice, disagreements first.
class LabelRoundTest {
  private static final JobName JOB = new JobName("j");
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  private static final Labeller ANNA = Labeller.person("anna");
  private static final Labeller BEN = Labeller.person("ben");

  private static AnsweredCase answer(int i, String text, String source) {
    var given =
        new Case(
            "c" + i, Map.of("text", "question " + i), Optional.empty(), Set.of(), Optional.empty());
    return AnsweredCase.of(
        given, new LabelledAnswer(text, source, source.startsWith("made")), OptionalDouble.empty());
  }

  private static Labels labels(List<Label> all) {
    return new Labels(all, Map.of(), List.of());
  }

  private static LabelRound round(
      List<AnsweredCase> answers, List<Label> labels, Labeller by, int size) {
    return new LabelRound(JOB, answers, labels(labels), by, size);
  }

  /// Labels all that is shown, by a rule.
  private static List<Label> run(LabelRound round, Predicate<LabelRound.Shown> passes) {
    var made = new ArrayList<Label>();
    while (round.current().isPresent()) {
      boolean pass = passes.test(round.current().get());
      made.add(round.label(pass ? Value.PASS : Value.FAIL, "", NOW));
    }
    return made;
  }

  private static boolean good(LabelRound.Shown shown) {
    return shown.what().answer().text().startsWith("good");
  }

  /// A model that is right in nine of ten, and a weak one that is right in three of ten.
  private static List<AnsweredCase> twoModels() {
    var answers = new ArrayList<AnsweredCase>();
    for (int i = 0; i < 200; i++) {
      answers.add(answer(i, (i % 10 == 0 ? "bad " : "good ") + i, "strong"));
      answers.add(answer(i, (i % 10 < 3 ? "good as " : "bad as ") + i, "weak"));
    }
    return answers;
  }

  @Test
  void bothClassesFillUpTogether() {
    var made = run(round(twoModels(), List.of(), ANNA, 120), LabelRoundTest::good);
    var first = made.stream().filter(l -> l.showing() == Showing.FIRST).toList();
    assertThat(first.stream().filter(l -> l.value() == Value.PASS).count()).isBetween(48L, 62L);
    assertThat(first.stream().filter(l -> l.value() == Value.FAIL).count()).isBetween(45L, 62L);
  }

  @Test
  void madeUpErrorsComeWhereModelsMakeTooFew() {
    var answers = new ArrayList<AnsweredCase>();
    for (int i = 0; i < 200; i++) {
      answers.add(answer(i, "good " + i, "strong"));
      answers.add(answer(i, "bad " + i, "made by a rule"));
    }
    var made = run(round(answers, List.of(), ANNA, 115), LabelRoundTest::good);
    assertThat(made.stream().filter(l -> l.answer().madeUp()).count()).isBetween(40L, 62L);
    assertThat(made)
        .filteredOn(l -> l.answer().madeUp())
        .extracting(Label::value)
        .containsOnly(Value.FAIL);
  }

  @Test
  void noMadeUpErrorIsShownOnceThereAreEnough() {
    var answers = new ArrayList<AnsweredCase>();
    for (int i = 0; i < 100; i++) {
      answers.add(answer(i, "good " + i, i < 30 ? "strong" : "made by a rule"));
    }
    var made = run(round(answers, List.of(), ANNA, 200), shown -> !shown.what().answer().madeUp());
    var first = made.stream().filter(l -> l.showing() == Showing.FIRST).toList();
    assertThat(first).filteredOn(l -> l.answer().madeUp()).hasSize(LabelRound.ENOUGH);
    assertThat(first).filteredOn(l -> !l.answer().madeUp()).hasSize(30);
  }

  @Test
  void aTenthIsShownTwiceAndNotAtOnce() {
    var made = run(round(twoModels(), List.of(), ANNA, 400), LabelRoundTest::good);
    var subjects = made.stream().map(Label::subject).toList();
    var repeats = made.stream().filter(l -> l.showing() == Showing.REPEAT).toList();
    assertThat(repeats.size()).isBetween(20, 60);
    for (Label each : repeats) {
      assertThat(subjects.lastIndexOf(each.subject()) - subjects.indexOf(each.subject()))
          .isGreaterThanOrEqualTo(8);
    }
    assertThat(new HashSet<>(subjects)).hasSize(made.size() - repeats.size());
  }

  @Test
  void aSecondPersonLabelsTheSameAnswersFirst() {
    var anna = run(round(twoModels(), List.of(), ANNA, 30), LabelRoundTest::good);
    var ben = run(round(twoModels(), anna, BEN, 30), LabelRoundTest::good);
    Set<String> theirs = new HashSet<>();
    anna.forEach(l -> theirs.add(l.subject()));
    assertThat(ben.stream().filter(l -> theirs.contains(l.subject())).count()).isGreaterThan(25);
  }

  @Test
  void disagreementsComeFirstInTheNextRound() {
    var all = new ArrayList<>(run(round(twoModels(), List.of(), ANNA, 20), _ -> true));
    var ben = run(round(twoModels(), all, BEN, 20), LabelRoundTest::good);
    all.addAll(ben);
    Set<String> split = LabellerAgreement.disagreed(all);
    assertThat(split).isNotEmpty();
    var again = round(twoModels(), all, ANNA, 50);
    var made = run(again, LabelRoundTest::good);
    assertThat(made.subList(0, split.size()))
        .allMatch(l -> l.showing() == Showing.RESOLVE && split.contains(l.subject()));
    all.addAll(made);
    assertThat(LabellerAgreement.disagreed(all)).isEmpty();
  }

  @Test
  void aThirdPersonSettlesDisagreementsFirst() {
    var all = new ArrayList<>(run(round(twoModels(), List.of(), ANNA, 20), _ -> true));
    all.addAll(run(round(twoModels(), all, BEN, 20), LabelRoundTest::good));
    Set<String> split = LabellerAgreement.disagreed(all);
    var shown = round(twoModels(), all, Labeller.person("carl"), 5).current().orElseThrow();
    assertThat(shown.showing()).isEqualTo(Showing.FIRST);
    assertThat(split).contains(shown.what().subject());
  }

  @Test
  void whatIsTakenBackIsShownAgain() {
    var round = round(twoModels(), List.of(), ANNA, 50);
    var first = round.current().orElseThrow();
    Label label = round.label(Value.PASS, "why", NOW);
    assertThat(round.current().orElseThrow()).isNotEqualTo(first);
    assertThat(round.undo()).contains(label);
    assertThat(round.current()).contains(first);
    assertThat(round.tally().done()).isZero();
    assertThat(round.undo()).isEmpty();
  }

  @Test
  void theSameAnswerOfTwoModelsIsShownOnce() {
    var answers = List.of(answer(1, "same", "one"), answer(1, "same", "other"));
    assertThat(run(round(answers, List.of(), ANNA, 50), _ -> true)).hasSize(1);
  }

  @Test
  void aSittingGoesOnWhereTheLastOneEnded() {
    var all = new ArrayList<Label>();
    for (int i = 0; i < 6; i++) {
      all.addAll(run(round(twoModels(), all, ANNA, 100), LabelRoundTest::good));
    }
    assertThat(all.stream().filter(l -> l.showing() == Showing.FIRST)).hasSize(400);
    assertThat(round(twoModels(), all, ANNA, 100).current()).isEmpty();
  }

  @Test
  void agreementCountsTablesSelfAgreementAndWhatIsLeftToSettle() {
    var all = new ArrayList<Label>();
    int[] table = {20, 5, 3, 22};
    int next = 0;
    for (int cell = 0; cell < 4; cell++) {
      for (int i = 0; i < table[cell]; i++) {
        AnsweredCase one = answer(next, "answer " + next, "m");
        all.add(label(one, ANNA, cell < 2 ? Value.PASS : Value.FAIL, Showing.FIRST));
        all.add(label(one, BEN, cell % 2 == 0 ? Value.PASS : Value.FAIL, Showing.FIRST));
        next++;
      }
    }
    all.add(label(answer(0, "answer 0", "m"), ANNA, Value.PASS, Showing.REPEAT));
    all.add(label(answer(1, "answer 1", "m"), ANNA, Value.FAIL, Showing.REPEAT));
    var agreement = LabellerAgreement.of(labels(all));
    var pair = agreement.pairs().getFirst();
    assertThat(List.of(pair.bothPass(), pair.onlyFirst(), pair.onlySecond(), pair.bothFail()))
        .containsExactly(20, 5, 3, 22);
    assertThat(AgreementText.of(JOB, agreement))
        .contains(
            "Cohen's kappa 0.68",
            "of 2 shown twice the same label for 1",
            "People agree on 20 that pass and 22 that fail");
    assertThat(agreement.disagreements()).hasSize(8);
    var json = AgreementText.json(JOB, agreement, labels(all));
    assertThat(json.path("pairs").path(0).path("kappa").asDouble()).isCloseTo(.68, within(1e-9));
  }

  private static Label label(AnsweredCase one, Labeller by, Value value, Showing showing) {
    return new Label(
        JOB, one.given().id(), one.content(), one.answer(), by, value, "", NOW, showing);
  }
}
