package dev.metier.workflow.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RaceTest {
  private static final int MOST = 4;

  @Test
  void theRaceGoesFromThePreferredToTheMostReliable() {
    var race =
        Race.of(
            List.of(
                List.of(option("small", 0.8, 1), option("middle", 0.9, 4), option("big", 0.97, 9)),
                List.of(option("small", 0.8, 1), option("middle", 0.9, 4), option("big", 0.97, 9))),
            Set.of(),
            MOST,
            0);
    assertThat(race).hasSize(MOST);
    assertThat(race.getFirst()).isEqualTo(models("small", "small"));
    assertThat(race.getLast()).isEqualTo(models("big", "big"));
  }

  @Test
  void whatIsBeatenInBothHasNoPlaceWhileThereIsAnother() {
    var race =
        Race.of(List.of(List.of(option("good", 0.9, 1), option("worse", 0.8, 2))), Set.of(), 1, 0);
    assertThat(race).containsExactly(models("good"));
  }

  @Test
  void withoutEvidenceTheLeastBurdenIsRaced() {
    var options =
        List.of(option("a", 0.5, 3), option("b", 0.5, 1), option("c", 0.5, 2), option("d", 0.5, 4));
    var race = Race.of(List.of(options, options), Set.of(), 3, 0);
    assertThat(race).containsExactly(models("b", "b"), models("b", "c"), models("c", "b"));
  }

  @Test
  void whatWasTriedKeepsItsPlace() {
    var options = List.of(option("a", 0.9, 1), option("b", 0.5, 3));
    var race = Race.of(List.of(options, options), Set.of(models("b", "b"), models("x", "b")), 2, 0);
    assertThat(race).containsExactly(models("a", "a"), models("b", "b"));
  }

  @Test
  void aStageThatNobodyMayDoHasNoRace() {
    assertThat(Race.of(List.of(List.of(option("a", 0.9, 1)), List.of()), Set.of(), MOST, 0))
        .isEmpty();
  }

  @Test
  void unknownPricesComeLast() {
    var unknown = new StageOption(new ModelName("unknown"), 0.9, new Burden(1, 0));
    assertThat(Race.of(List.of(List.of(unknown, option("a", 0.9, 9))), Set.of(), MOST, 0))
        .containsExactly(models("a"), models("unknown"));
  }

  @Test
  void eightStagesOfTenModelsAreSearchedAtOnce() {
    var random = new Random(5);
    var stages = new ArrayList<List<StageOption>>();
    for (int stage = 0; stage < 8; stage++) {
      stages.add(
          IntStream.range(0, 10)
              .mapToObj(
                  i -> option("m" + i, 0.5 + 0.49 * random.nextDouble(), random.nextDouble() * 30))
              .toList());
    }
    var race = Race.of(stages, Set.of(), MOST, 0);
    assertThat(race).hasSize(MOST).doesNotHaveDuplicates();
  }

  @Test
  void namesOfAssignmentsAreNamesAndDiffer() {
    assertThat(models("qwen", "opus").name().text()).isEqualTo("qwen..opus");
    assertThat(models("a..b", "c").name()).isNotEqualTo(models("a", "b..c").name());
    assertThat(models("a.", "b").name()).isNotEqualTo(models("a", ".b".substring(1)).name());
    String longName = "m".repeat(70);
    assertThat(models(longName, "a").name()).isNotEqualTo(models(longName, "b").name());
  }

  private static StageOption option(String name, double reliability, double dollars) {
    return new StageOption(new ModelName(name), reliability, new Burden(0, dollars));
  }

  private static StageModels models(String... names) {
    return new StageModels(List.of(names).stream().map(ModelName::new).toList());
  }
}
