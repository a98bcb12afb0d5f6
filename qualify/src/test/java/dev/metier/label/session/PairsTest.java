package dev.metier.label.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Case;
import dev.metier.job.JobName;
import dev.metier.label.LabelledAnswer;
import dev.metier.label.Labeller;
import dev.metier.label.Preference;
import dev.metier.label.Preference.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Blind comparisons of two answers.
class PairsTest {
  private static final JobName JOB = new JobName("reply");
  private static final Labeller ANNA = Labeller.person("anna");
  private static final Labeller BEN = Labeller.person("ben");
  private static final Instant AT = Instant.parse("2026-11-29T12:00:00Z");

  private static AnswerPair pair(int i, String other) {
    var given =
        new Case("c" + i, Map.of("text", "t" + i), Optional.empty(), Set.of(), Optional.empty());
    return new AnswerPair(
        given,
        new LabelledAnswer("long answer " + i, "qwen", false),
        new LabelledAnswer("short answer of " + other + " " + i, other, false));
  }

  private static List<AnswerPair> pairs(int count, String other) {
    return IntStream.range(0, count).mapToObj(i -> pair(i, other)).toList();
  }

  /// Prefers long answers, whichever side they stand on.
  private static List<Preference> prefersLong(List<AnswerPair> pairs, Labeller by, int count) {
    var round = new PairRound(JOB, pairs, List.of(), by, count);
    var made = new ArrayList<Preference>();
    while (round.current().isPresent()) {
      boolean left = round.current().get().left().text().startsWith("long");
      made.add(round.prefer(left ? Side.LEFT : Side.RIGHT, "", AT));
    }
    return made;
  }

  /// Near copies do not count as independent, so that one of them stands for all.
  @Test
  void ofAClusterOneCaseIsComparedForAnyTwoModels() {
    var all = new ArrayList<AnswerPair>();
    for (int i = 0; i < 20; i++) {
      for (String other : List.of("gemma", "phi")) {
        AnswerPair pair = pair(i, other);
        var given =
            new Case(
                "c" + i,
                pair.given().vars(),
                Optional.empty(),
                Set.of(),
                i < 10 ? Optional.of("mail") : Optional.empty());
        all.add(new AnswerPair(given, pair.one(), pair.other()));
      }
    }
    List<AnswerPair> compared = AnswerPair.oneOfEachCluster(all);
    assertThat(compared).hasSize(2 * (1 + 10));
    assertThat(compared.stream().filter(p -> p.given().cluster().isPresent()))
        .extracting(AnswerPair::sources)
        .containsExactlyInAnyOrder("gemma qwen", "phi qwen");
  }

  @Test
  void whatWasPreferredOfOtherAnswersDoesNotCount() {
    var before = prefersLong(pairs(6, "gemma"), ANNA, 6);
    assertThat(AnswerPair.among(pairs(4, "gemma"), before)).hasSize(4);
    assertThat(AnswerPair.among(pairs(6, "phi"), before)).isEmpty();
  }

  @Test
  void eitherAnswerStandsOnTheLeftForHalfOfAllPairsAndNotForAllPeopleAlike() {
    var pairs = pairs(200, "gemma");
    long anna = pairs.stream().filter(pair -> pair.oneIsLeft(ANNA)).count();
    assertThat(anna).isBetween(70L, 130L);
    assertThat(pairs.stream().filter(p -> p.oneIsLeft(ANNA) != p.oneIsLeft(BEN)).count())
        .isBetween(70L, 130L);
    // which of the two is called the first changes nothing
    assertThat(pairs)
        .allSatisfy(pair -> {
          var turned =
              new AnswerPair(pair.given(), /* one= */ pair.other(), /* other= */ pair.one());
          assertThat(turned.oneIsLeft(ANNA)).isNotEqualTo(pair.oneIsLeft(ANNA));
        });
  }

  @Test
  void everyTwoModelsAreComparedAlikeOften() {
    var pairs = new ArrayList<>(pairs(40, "gemma"));
    pairs.addAll(pairs(10, "opus"));
    var made = prefersLong(pairs, ANNA, 16);
    assertThat(made.stream().filter(each -> each.toString().contains("opus"))).hasSize(8);
  }

  @Test
  void aSecondPersonComparesFirstWhatOthersDid() {
    var pairs = pairs(60, "gemma");
    var first = prefersLong(pairs, ANNA, 5);
    var round = new PairRound(JOB, pairs, first, BEN, 5);
    while (round.current().isPresent()) {
      round.prefer(Side.TIE, "", AT);
    }
    assertThat(round.tally()).isEqualTo(new PairRound.Tally(5, 5, 0, 0, 5));
    var all = new ArrayList<>(first);
    round = new PairRound(JOB, pairs, first, BEN, 5);
    while (round.current().isPresent()) {
      all.add(round.prefer(Side.TIE, "", AT));
    }
    var table = PreferenceTable.of(all, Optional.empty());
    assertThat(table.people())
        .singleElement()
        .satisfies(two -> assertThat(two.pairs()).isEqualTo(5));
    assertThat(table.models()).singleElement().satisfies(m -> assertThat(m.split()).isEqualTo(5));
  }

  @Test
  void whatIsTakenBackIsShownAgain() {
    var round = new PairRound(JOB, pairs(5, "gemma"), List.of(), ANNA, 5);
    var shown = round.current();
    round.prefer(Side.LEFT, "clearer", AT);
    assertThat(round.undo()).map(Preference::note).contains("clearer");
    assertThat(round.current()).isEqualTo(shown);
    assertThat(round.tally().done()).isZero();
  }

  @Test
  void theTableCountsPreferencesWhicheverSideTheyStoodOn() {
    var made = prefersLong(pairs(30, "gemma"), ANNA, 20);
    var table = PreferenceTable.of(made, Optional.empty());
    assertThat(table.models())
        .singleElement()
        .satisfies(models -> {
          assertThat(models.one()).isEqualTo("gemma");
          assertThat(models.first()).isZero();
          assertThat(models.second()).isEqualTo(20);
          assertThat(models.share().orElseThrow().high()).isBetween(0.16, 0.18);
        });
    assertThat(PreferenceText.of(JOB, table))
        .contains(
            "gemma beside qwen: preferred in 0 of 20 decided (0.00 to 0.17 at 95 %), 0 ties.");
  }

  @Test
  void aJudgeThatComparesIsHeldAgainstPeople() {
    var made = prefersLong(pairs(20, AnswerPair.COMPARED), ANNA, 20);
    PreferenceTable.Said said =
        each ->
            each.caseId().endsWith("7")
                ? OptionalInt.empty()
                : OptionalInt.of(each.caseId().endsWith("3") ? 0 : 1);
    var table = PreferenceTable.of(made, Optional.of(Map.entry("judge opus", said)));
    var judge = table.judge().orElseThrow();
    assertThat(judge.table())
        .containsExactly(List.of(16, 2, 0), List.of(0, 0, 0), List.of(0, 0, 0));
    assertThat(table.unasked()).isEqualTo(2);
    assertThat(PreferenceText.of(JOB, table))
        .contains("people and judge opus, on 18 pairs", "Of 2 pairs the judge said nothing");
  }
}
