package dev.metier.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.Settings;
import dev.metier.job.Case;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Prompt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommittedOrderTest {
  private static Case given(String id, String text, String label, Optional<String> cluster) {
    return new Case(id, Map.of("text", text, "label", label), Optional.empty(), Set.of(), cluster);
  }

  private static Job job(String name, List<Case> cases) {
    return new Job(
        new JobName(name),
        "",
        DataClass.PUBLIC,
        Prompt.ofUser("{{text}}"),
        List.of(),
        Settings.NONE,
        cases,
        new GraderSpec.Group(GraderSpec.Rule.ALL, List.of(), OptionalDouble.empty()),
        List.of(),
        Job.Scope.TRAFFIC,
        Job.Prefer.COST,
        2,
        List.of());
  }

  private static List<Case> cases(int count) {
    var cases = new ArrayList<Case>();
    for (int i = 0; i < count; i++) {
      cases.add(given("c" + i, "text " + i, "a", Optional.empty()));
    }
    return cases;
  }

  private static List<String> ids(Job job) {
    return CommittedOrder.of(job).units().stream()
        .map(unit -> unit.cases().getFirst().id())
        .toList();
  }

  private static Model model(String address) {
    return new Model(
        new ModelName("m"),
        ProviderKind.VLLM,
        "m",
        Optional.of(address),
        Optional.empty(),
        new Host("h", DataClass.PUBLIC),
        new Price.Unknown(),
        Settings.NONE,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Timeouts.USUAL,
        Optional.empty());
  }

  private static final Fingerprint BUILD = new Fingerprint(Map.of("build", "1"), Set.of());

  @Test
  void theOrderOfTheFileDoesNotMatter() {
    var shuffled = new ArrayList<>(cases(100));
    Collections.shuffle(shuffled, new Random(3));
    assertThat(ids(job("j", shuffled))).isEqualTo(ids(job("j", cases(100))));
  }

  @Test
  void theOrderIsNotThatOfTheFile() {
    var file = cases(100).stream().map(Case::id).toList();
    assertThat(ids(job("j", cases(100))))
        .isNotEqualTo(file)
        .containsExactlyInAnyOrderElementsOf(file);
  }

  @Test
  void neitherTheJobsNameNorTheCasesNamesNorLabelsMoveACase() {
    var renamed = new ArrayList<Case>();
    for (int i = 0; i < 100; i++) {
      renamed.add(given("other" + i, "text " + i, "b", Optional.empty()));
    }
    assertThat(texts(CommittedOrder.of(job("another", renamed))))
        .isEqualTo(texts(CommittedOrder.of(job("j", cases(100)))));
  }

  @Test
  void casesThatAreAddedComeBehindThoseOfEarlierLooks() {
    var looks = new ArrayList<List<String>>();
    var before = List.<String>of();
    for (int look = 1; look <= 5; look++) {
      var order = CommittedOrder.of(job("j", cases(20 * look)), looks);
      assertThat(texts(order).subList(0, before.size())).isEqualTo(before);
      assertThat(order.horizon()).isEqualTo(20);
      assertThat(order.look()).isEqualTo(Math.max(1, look - 1));
      assertThat(order.added()).hasSize(20);
      looks.add(order.added());
      var committed = CommittedOrder.of(job("j", cases(20 * look)), looks);
      assertThat(texts(committed)).isEqualTo(texts(order));
      assertThat(committed.look()).isEqualTo(look);
      assertThat(committed.added()).isEmpty();
      before = texts(order);
    }
    var fewer = CommittedOrder.of(job("j", cases(30)), looks);
    assertThat(fewer.horizon()).isEqualTo(20);
    assertThat(texts(fewer)).isSubsetOf(before).hasSize(30);
  }

  @Test
  void whatIsFirstAskedAtALaterLookIsPlannedForAllThatIsThereByThen() {
    var first = CommittedOrder.of(job("j", cases(20)));
    var looks = new ArrayList<>(List.of(first.added()));
    looks.add(CommittedOrder.of(job("j", cases(30)), looks).added());
    looks.add(CommittedOrder.of(job("j", cases(45)), looks).added());
    var order = CommittedOrder.of(job("j", cases(50)), looks);
    assertThat(order.begunAt(1).horizon()).isEqualTo(20);
    assertThat(order.begunAt(1).look()).isEqualTo(3);
    assertThat(order.begunAt(2).horizon()).isEqualTo(30);
    assertThat(order.begunAt(2).look()).isEqualTo(2);
    assertThat(order.begunAt(3).horizon()).isEqualTo(45);
    assertThat(order.fresh().horizon()).isEqualTo(50);
    assertThat(order.fresh().look()).isEqualTo(1);
    assertThat(texts(order.fresh())).isEqualTo(texts(order));
  }

  @Test
  void freshCasesAloneAreAFirstLook() {
    var first = CommittedOrder.of(job("j", cases(20)));
    var fresh = cases(50).subList(20, 50);
    var order = CommittedOrder.of(job("j", fresh), List.of(first.added()));
    assertThat(order.horizon()).isEqualTo(30);
    assertThat(order.look()).isEqualTo(1);
  }

  @Test
  void aCaseThatJoinsAClusterDoesNotMoveIt() {
    var cases = new ArrayList<>(cases(30));
    cases.add(given("x1", "x", "a", Optional.of("mail")));
    var first = CommittedOrder.of(job("j", cases));
    cases.add(given("x2", "y", "a", Optional.of("mail")));
    var second = CommittedOrder.of(job("j", cases), List.of(first.added()));
    assertThat(texts(second)).isEqualTo(texts(first));
    assertThat(second.horizon()).isEqualTo(31);
    assertThat(second.added()).hasSize(1);
  }

  @Test
  void casesWithTheSameTextHavePlacesOfTheirOwn() {
    var cases = new ArrayList<>(cases(3));
    cases.add(given("d", "text 1", "a", Optional.empty()));
    var order = CommittedOrder.of(job("j", cases));
    assertThat(order.units()).hasSize(4);
    assertThat(order.added()).doesNotHaveDuplicates().hasSize(4);
    cases.add(given("e", "text 1", "a", Optional.empty()));
    assertThat(CommittedOrder.of(job("j", cases), List.of(order.added())).horizon()).isEqualTo(4);
  }

  private static List<String> texts(CommittedOrder order) {
    return order.units().stream()
        .map(unit -> unit.cases().getFirst().value("text").orElseThrow())
        .toList();
  }

  @Test
  void everyCaseComesEarlyEquallyOften() {
    var firstHalf = new int[40];
    for (int round = 0; round < 400; round++) {
      var cases = new ArrayList<Case>();
      for (int i = 0; i < 40; i++) {
        cases.add(given("c" + i, "round " + round + " text " + i, "a", Optional.empty()));
      }
      var ids = ids(job("j", cases));
      for (String id : ids.subList(0, 20)) {
        firstHalf[Integer.parseInt(id.substring(1))]++;
      }
    }
    // 400 fair coins: 200 +- 5 standard deviations of 10.
    assertThat(java.util.Arrays.stream(firstHalf).boxed().toList())
        .allSatisfy(count -> assertThat(count).isBetween(150, 250));
  }

  @Test
  void casesOfAClusterAreOneUnit() {
    var cases = new ArrayList<>(cases(3));
    cases.add(given("x1", "x", "a", Optional.of("mail")));
    cases.add(given("x2", "y", "a", Optional.of("mail")));
    var order = CommittedOrder.of(job("j", cases));
    assertThat(order.units()).hasSize(4);
    assertThat(order.largest()).isEqualTo(2);
  }

  @Test
  void aNewLabelIsNotANewQuestion() {
    var job = job("j", cases(1));
    var before = given("c", "text", "a", Optional.empty());
    var after = given("c", "text", "b", Optional.empty());
    assertThat(Hashes.content(job, after)).isEqualTo(Hashes.content(job, before));
    assertThat(Hashes.grading(job("j", List.of(after)), "spec"))
        .isNotEqualTo(Hashes.grading(job("j", List.of(before)), "spec"));
  }

  @Test
  void whatTheModelSeesIsPartOfTheAddress() {
    var job = job("j", cases(1));
    assertThat(Hashes.content(job, given("c", "other", "a", Optional.empty())))
        .isNotEqualTo(Hashes.content(job, given("c", "text", "a", Optional.empty())));
    var hot =
        new Settings(
            OptionalDouble.of(1),
            OptionalInt.empty(),
            java.util.OptionalLong.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of());
    var addresses =
        Set.of(
            Hashes.setting(job, model("http://a"), Settings.NONE, BUILD),
            Hashes.setting(job, model("http://b"), Settings.NONE, BUILD),
            Hashes.setting(job, model("http://a"), hot, BUILD),
            Hashes.setting(
                job,
                model("http://a"),
                Settings.NONE,
                new Fingerprint(Map.of("build", "2"), Set.of())));
    assertThat(addresses).hasSize(4);
  }

  @Test
  void refusedParametersDoNotChangeTheIdentity() {
    var learned = new Fingerprint(Map.of("build", "1"), Set.of("temperature"));
    assertThat(learned.hash()).isEqualTo(BUILD.hash());
  }

  @Test
  void noValueOfAFactPassesForTwoFacts() {
    var one = new Fingerprint(Map.of("build", "1\0window\0002"), Set.of());
    var two = new Fingerprint(Map.of("build", "1", "window", "2"), Set.of());
    assertThat(one.hash()).isNotEqualTo(two.hash());
  }

  @Test
  void aUnitIsAskedForEveryCaseAndRepeat() {
    var job = job("j", cases(5));
    var questions = new Questions(job, model("http://a"), BUILD);
    var trials = questions.of(CommittedOrder.of(job).units().getFirst());
    assertThat(trials).extracting(t -> t.key().repeat()).containsExactly(0, 1);
    assertThat(trials).extracting(t -> t.question().request()).doesNotContainNull().hasSize(2);
  }

  @Test
  void aCaseIsFoundByItsContentWhateverIsLikely() {
    var cases = cases(20);
    cases.add(given("d1", "one", "a", Optional.of("d")));
    cases.add(given("d2", "two", "a", Optional.of("d")));
    var order = CommittedOrder.of(job("j", cases));
    var contents = order.units().stream().flatMap(unit -> unit.contents().stream()).toList();
    for (int place = 0; place < contents.size(); place++) {
      for (int likely : new int[] {0, place, place + 1, contents.size()}) {
        assertThat(order.place(contents.get(place), likely)).isEqualTo(place);
      }
    }
    assertThat(order.place("of no case", 3)).isEqualTo(-1);
  }
}
