package dev.metier.qualify;

import static dev.metier.qualify.Workshop.assignment;
import static dev.metier.qualify.Workshop.job;
import static dev.metier.qualify.Workshop.model;
import static dev.metier.qualify.Workshop.priced;
import static dev.metier.qualify.Workshop.quality;
import static dev.metier.qualify.Workshop.rightIn;
import static dev.metier.qualify.Workshop.run;
import static dev.metier.qualify.Workshop.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Requirement;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.plan.Goal;
import dev.metier.provider.Answer;
import dev.metier.provider.Identity;
import dev.metier.provider.Question;
import dev.metier.qualify.Workshop.Scripted;
import dev.metier.run.RunBudget;
import dev.metier.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class QualifierTest {
  private static Verdict verdict(QualifyResult result, String job, String model) {
    return cell(result, job, model).verdict();
  }

  private static CellResult cell(QualifyResult result, String job, String model) {
    return result.cells().stream()
        .filter(c -> c.job().name().text().equals(job) && c.model().name().text().equals(model))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aGoodModelIsFitAndABadOneUnfitForFewerCallsThanThereAreCases() {
    var assignment =
        assignment(List.of(model("good"), model("bad")), job("triage", 200, quality(0.9)));
    var good = new Scripted(rightIn(1, 1));
    var bad = new Scripted(rightIn(0.4, 2));
    try (var ledger = SqliteLedger.inMemory()) {
      var result = run(assignment, Map.of("good", good, "bad", bad), ledger);
      assertThat(verdict(result, "triage", "good")).isInstanceOf(Verdict.Fit.class);
      assertThat(verdict(result, "triage", "bad")).isInstanceOf(Verdict.Unfit.class);
      assertThat(good.asked.get()).isLessThan(80);
      assertThat(bad.asked.get()).isLessThan(60);
      assertThat(ledger.size()).isEqualTo(good.asked.get() + bad.asked.get());
    }
  }

  @Test
  void theVerdictAndItsCaseCountDoNotDependOnTheOrderOfCompletion() {
    var assignment = assignment(List.of(model("m")), job("triage", 300, quality(0.9)));
    Verdict first = null;
    for (int round = 0; round < 6; round++) {
      var script = rightIn(0.955, 7);
      Function<Question, Answer> slowFailures =
          q -> {
            Answer answer = script.apply(q);
            boolean failed = answer.equals(says("no"));
            LockSupport.parkNanos(
                ThreadLocalRandom.current().nextLong(1, failed ? 4_000_000 : 300_000));
            return answer;
          };
      try (var ledger = SqliteLedger.inMemory()) {
        var result = run(assignment, Map.of("m", new Scripted(slowFailures)), ledger);
        Verdict verdict = verdict(result, "triage", "m");
        first = first == null ? verdict : first;
        assertThat(verdict).isEqualTo(first);
      }
    }
    assertThat(first).isNotNull();
  }

  @Test
  void aRunThatWasStoppedAndGoesOnEndsLikeOneThatWasNot() {
    var assignment = assignment(List.of(model("m")), job("triage", 400, quality(0.9)));
    Verdict whole;
    int calls;
    try (var ledger = SqliteLedger.inMemory()) {
      var provider = new Scripted(rightIn(0.96, 11));
      whole = verdict(run(assignment, Map.of("m", provider), ledger), "triage", "m");
      calls = provider.asked.get();
    }
    try (var ledger = SqliteLedger.inMemory()) {
      var provider = new Scripted(rightIn(0.96, 11));
      int stops = 0;
      QualifyResult result;
      do {
        result = runUntil(assignment, provider, ledger, 25 * (stops + 1));
        stops++;
      } while (result.stopped() && stops < 100);
      assertThat(stops).isGreaterThan(1);
      assertThat(verdict(result, "triage", "m")).isEqualTo(whole);
      // Nothing is asked twice; a stop may leave a few answers behind that an unstopped run never
      // asked for.
      assertThat(provider.asked.get()).isEqualTo(provider.cases.size());
      assertThat(provider.asked.get()).isLessThan(calls + 32 * stops);
    }
  }

  @Test
  void thinkingThatTheTemplateOpenedIsNoPartOfTheAnswer() {
    var assignment = assignment(List.of(model("m")), job("triage", 60, quality(0.9)));
    var thinking = new Scripted(_ -> says("no, rather\n</think>\n\nyes"));
    try (var ledger = SqliteLedger.inMemory()) {
      var result = run(assignment, Map.of("m", thinking), ledger);
      assertThat(verdict(result, "triage", "m")).isInstanceOf(Verdict.Fit.class);
    }
  }

  private static QualifyResult runUntil(
      Assignment assignment, Scripted provider, Ledger ledger, int calls) {
    var qualifier = Workshop.qualifier(ledger, new Workshop.Silent());
    var watcher =
        new Scripted(q -> {
          if (provider.asked.get() >= calls) {
            qualifier.stop();
          }
          return provider.ask(q);
        });
    try (var models =
        CandidateModels.ask(assignment.project().models(), (_, _) -> watcher, ledger)) {
      return qualifier.qualify(assignment, models);
    }
  }

  @Test
  void privateDataNeverLeavesForAHostWithoutTheClearance() {
    var job = job("triage", 50, quality(0.8));
    var outside = model("outside", ProviderKind.OPENAI, DataClass.PUBLIC, new Price.Unknown());
    var provider = new Scripted(rightIn(1, 1));
    try (var ledger = SqliteLedger.inMemory()) {
      var result = run(assignment(List.of(outside), job), Map.of("outside", provider), ledger);
      assertThat(verdict(result, "triage", "outside")).isInstanceOf(Verdict.Forbidden.class);
      assertThat(provider.asked.get()).isZero();
    }
  }

  @Test
  void aReferenceWithoutTheClearanceIsNotAskedEither() {
    var reference = new ModelName("reference");
    var job = job("triage", 100, new Requirement.NotWorse(reference, 0.05, 0.95));
    var outside = model("reference", ProviderKind.OPENAI, DataClass.PUBLIC, new Price.Unknown());
    var asked = new Scripted(rightIn(1, 1));
    try (var ledger = SqliteLedger.inMemory()) {
      var result =
          run(
              assignment(List.of(outside, model("m")), job),
              Map.of("reference", asked, "m", new Scripted(rightIn(1, 2))),
              ledger);
      assertThat(asked.asked.get()).isZero();
      assertThat(verdict(result, "triage", "m").reason())
          .contains("reference, which it is compared with", "internal");
    }
  }

  @Test
  void aRuntimeThatSwapsModelsWorksOnOneAtATime() {
    var order = new java.util.concurrent.ConcurrentLinkedQueue<String>();
    var models = List.of(Workshop.swapping("first"), Workshop.swapping("second"));
    var scripts = new java.util.HashMap<String, Scripted>();
    for (String name : List.of("first", "second")) {
      Function<Question, Answer> script = rightIn(0.97, name.hashCode());
      scripts.put(
          name,
          new Scripted(q -> {
            order.add(name);
            return script.apply(q);
          }));
    }
    try (var ledger = SqliteLedger.inMemory()) {
      run(
          assignment(models, job("a", 100, quality(0.8)), job("b", 100, quality(0.8))),
          scripts,
          ledger);
      int swaps = 0;
      String last = "";
      for (String name : order) {
        swaps += !last.isEmpty() && !last.equals(name) ? 1 : 0;
        last = name;
      }
      // Once from the first to the second, and back to let the first go on until it can be picked.
      assertThat(swaps).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void aCloudModelBehindALocalPortIsTreatedAsPublic() {
    var provider = new Scripted(rightIn(1, 1));
    provider.identity =
        new Identity(
            new Fingerprint(Map.of("build", "1"), Set.of()),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.of("cloud.example"),
            Optional.empty());
    try (var ledger = SqliteLedger.inMemory()) {
      var result =
          run(
              assignment(List.of(model("m")), job("triage", 50, quality(0.8))),
              Map.of("m", provider),
              ledger);
      assertThat(verdict(result, "triage", "m")).isInstanceOf(Verdict.Forbidden.class);
      assertThat(verdict(result, "triage", "m").reason()).contains("cloud.example");
      assertThat(provider.asked.get()).isZero();
    }
  }

  @Test
  void aServerThatIsNotThereSaysNothingAboutTheModel() {
    var dead = new Scripted(_ -> Answer.Failure.of(Answer.Cause.CONNECT, "Nothing listens there."));
    try (var ledger = SqliteLedger.inMemory()) {
      var result =
          run(
              assignment(List.of(model("m")), job("triage", 50, quality(0.8))),
              Map.of("m", dead),
              ledger);
      assertThat(verdict(result, "triage", "m"))
          .isInstanceOfSatisfying(
              Verdict.Undecided.class,
              u -> {
                assertThat(u.doubt()).isEqualTo(Verdict.Doubt.UNREACHABLE);
                assertThat(u.reason()).contains("Nothing listens there.");
              });
      assertThat(ledger.size()).isZero();
    }
  }

  @Test
  void answersThatFailForGoodCountAsFailed() {
    var failing =
        new Scripted(q ->
            q.caseId().hashCode() % 2 == 0
                ? says("yes")
                : Answer.Failure.of(Answer.Cause.BAD_REQUEST, "The prompt is refused."));
    try (var ledger = SqliteLedger.inMemory()) {
      var result =
          run(
              assignment(List.of(model("m")), job("triage", 100, quality(0.8))),
              Map.of("m", failing),
              ledger);
      assertThat(verdict(result, "triage", "m")).isInstanceOf(Verdict.Unfit.class);
    }
  }

  @Test
  void aPromptLongerThanTheWindowOfATeamsOwnServerSaysNothingAboutTheModel() {
    var small =
        new Scripted(q ->
            q.caseId().equals("c3")
                ? Answer.Failure.of(Answer.Cause.TOO_LONG, "exceeds the context of 2048")
                : says("yes"));
    try (var ledger = SqliteLedger.inMemory()) {
      var result =
          run(
              assignment(List.of(model("m")), job("triage", 100, quality(0.95))),
              Map.of("m", small),
              ledger);
      assertThat(verdict(result, "triage", "m"))
          .isInstanceOfSatisfying(
              Verdict.Undecided.class,
              u -> assertThat(u.reason()).contains("exceeds the context of 2048"));
      assertThat(ledger.size()).isEqualTo(small.asked.get() - 1);
    }
  }

  @Test
  void anAnswerToACutPromptIsNoEvidence() {
    var cutting = new Scripted(_ -> says("yes", 2048));
    cutting.identity =
        new Identity(
            new Fingerprint(Map.of("build", "1"), Set.of()),
            OptionalInt.of(2048),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty());
    var cases =
        List.of(
            new dev.metier.job.Case(
                "long",
                Map.of("text", "word ".repeat(2300)),
                Optional.of("yes"),
                Set.of(),
                Optional.empty()));
    try (var ledger = SqliteLedger.inMemory()) {
      var result =
          run(
              assignment(List.of(model("m")), job("triage", cases, quality(0.5))),
              Map.of("m", cutting),
              ledger);
      assertThat(verdict(result, "triage", "m"))
          .isInstanceOfSatisfying(
              Verdict.Undecided.class,
              u ->
                  assertThat(u.reason())
                      .contains("case long", "window is 2,048", "--max-model-len 3072"));
      assertThat(cutting.asked.get()).isEqualTo(1);
      assertThat(ledger.size()).isZero();
    }
  }

  @Test
  void aPassingFailureIsAskedAgain() {
    var flaky =
        new Scripted(
            new Function<>() {
              private final Set<String> seen = java.util.concurrent.ConcurrentHashMap.newKeySet();

              @Override
              public Answer apply(Question q) {
                return seen.add(q.caseId())
                    ? Answer.Failure.of(Answer.Cause.SERVER_ERROR, "500")
                    : says("yes");
              }
            });
    try (var ledger = SqliteLedger.inMemory()) {
      var result =
          run(
              assignment(List.of(model("m")), job("triage", 100, quality(0.8))),
              Map.of("m", flaky),
              ledger);
      assertThat(verdict(result, "triage", "m")).isInstanceOf(Verdict.Fit.class);
    }
  }

  @Test
  void theBudgetIsNeverExceeded() {
    // 20 tokens an answer, a million tokens for 1,000 dollars: two cents a call; held: about 4.2
    // dollars.
    var assignment =
        new Assignment(
            assignment(List.of(priced("m", 1000)), job("triage", 300, quality(0.9))).project(),
            List.of(job("triage", 300, quality(0.9))),
            Goal.MATRIX,
            Optional.of(Money.usd(5)),
            false,
            OptionalInt.empty());
    var provider = new Scripted(rightIn(0.9, 3));
    try (var ledger = SqliteLedger.inMemory()) {
      var result = run(assignment, Map.of("m", provider), ledger);
      assertThat(result.spent()).isLessThanOrEqualTo(Money.usd(5));
      assertThat(result.outOfMoney()).isTrue();
      assertThat(provider.asked.get()).isPositive();
      assertThat(verdict(result, "triage", "m"))
          .isInstanceOfSatisfying(
              Verdict.Undecided.class, u -> assertThat(u.doubt()).isEqualTo(Verdict.Doubt.BUDGET));
    }
  }

  /// What ended for money is asked again in the same run; what is more than all is asked of nobody.
  @Test
  void aBudgetThatIsRaisedMeanwhileGoesOnWhereMoneyHadEnded() {
    var dear = priced("dear", 1000);
    var base = assignment(List.of(dear, priced("m", 1)), job("triage", 300, quality(0.9)));
    var budget = new AtomicReference<>(Money.usd(1));
    var money = new RunBudget(() -> Optional.of(budget.get()));
    var provider =
        new Scripted(q -> {
          budget.set(Money.usd(300));
          return says("yes");
        });
    var unasked = new Scripted(rightIn(1, 1));
    try (var ledger = SqliteLedger.inMemory();
        var models =
            CandidateModels.ask(
                base.models(),
                (model, _) -> model.name().text().equals("m") ? provider : unasked,
                ledger)) {
      var result =
          Workshop.qualifier(ledger, new Workshop.Silent())
              .qualify(base, models, Again.NOTHING, money);
      assertThat(result.outOfMoney()).isFalse();
      assertThat(verdict(result, "triage", "dear")).isInstanceOf(Verdict.Fit.class);
      assertThat(verdict(result, "triage", "m")).isInstanceOf(Verdict.Fit.class);
      assertThat(result.spent()).isLessThan(Money.usd(300)).isGreaterThan(Money.usd(0.5));
    }
  }

  /// A price by token is a bill, also where the provider is one that usually runs at home.
  @Test
  void theBudgetHoldsForAPricedModelOfALocalKind() {
    var price = priced("m", 1000).price();
    var local = model("m", ProviderKind.LMSTUDIO, DataClass.RESTRICTED, price);
    var base = assignment(List.of(local), job("triage", 300, quality(0.9)));
    var broke =
        new Assignment(
            base.project(),
            base.jobs(),
            Goal.MATRIX,
            Optional.of(Money.ZERO),
            false,
            OptionalInt.empty());
    var provider = new Scripted(rightIn(0.9, 3));
    try (var ledger = SqliteLedger.inMemory()) {
      assertThat(run(broke, Map.of("m", provider), ledger).outOfMoney()).isTrue();
      assertThat(provider.asked.get()).isZero();
    }
    assertThat(Forecast.total(Forecast.of(base)).orElseThrow()).isGreaterThan(Money.usd(100));
  }

  @Test
  void toChooseStopsAtTheFirstFitFromTheCheapestOn() {
    var job = job("triage", 200, quality(0.9));
    var base =
        assignment(List.of(priced("dear", 50), priced("cheap", 1), priced("middling", 10)), job);
    var choose =
        new Assignment(
            base.project(), base.jobs(), Goal.CHOOSE, Optional.empty(), false, OptionalInt.empty());
    var dear = new Scripted(rightIn(1, 1));
    var middling = new Scripted(rightIn(1, 2));
    var cheap = new Scripted(rightIn(0.3, 3));
    try (var ledger = SqliteLedger.inMemory()) {
      var result = run(choose, Map.of("dear", dear, "middling", middling, "cheap", cheap), ledger);
      assertThat(verdict(result, "triage", "cheap")).isInstanceOf(Verdict.Unfit.class);
      assertThat(verdict(result, "triage", "middling")).isInstanceOf(Verdict.Fit.class);
      assertThat(verdict(result, "triage", "dear"))
          .isInstanceOfSatisfying(
              Verdict.Undecided.class,
              u -> assertThat(u.doubt()).isEqualTo(Verdict.Doubt.NOT_NEEDED));
      assertThat(dear.asked.get()).isZero();
    }
  }

  @Test
  void aModelIsComparedWithItsReferenceOnTheSameCases() {
    var than = new ModelName("reference");
    var job = job("triage", 300, new Requirement.NotWorse(than, 0.1, 0.95));
    var reference = new Scripted(rightIn(0.9, 5));
    var same = new Scripted(rightIn(0.9, 5));
    var worse = new Scripted(rightIn(0.4, 6));
    try (var ledger = SqliteLedger.inMemory()) {
      var result =
          run(
              assignment(List.of(model("reference"), model("same"), model("worse")), job),
              Map.of("reference", reference, "same", same, "worse", worse),
              ledger);
      assertThat(verdict(result, "triage", "same")).isInstanceOf(Verdict.Fit.class);
      assertThat(verdict(result, "triage", "worse")).isInstanceOf(Verdict.Unfit.class);
      assertThat(reference.cases).containsAll(worse.cases);
      assertThat(reference.asked.get()).isEqualTo(reference.cases.size());
    }
  }

  @Test
  void aLatencyNeedIsDecidedFromTheSameCalls() {
    var need = new Requirement.Latency(Requirement.Phase.TOTAL, 0.95, Duration.ofMillis(1), 0.95);
    var provider = new Scripted(rightIn(1, 1));
    try (var ledger = SqliteLedger.inMemory()) {
      var result =
          run(
              assignment(List.of(model("m")), job("triage", 200, quality(0.8), need)),
              Map.of("m", provider),
              ledger);
      Verdict verdict = verdict(result, "triage", "m");
      assertThat(verdict).isInstanceOf(Verdict.Unfit.class);
      assertThat(verdict.reason()).contains("latency p95");
      assertThat(provider.asked.get()).isLessThan(40);
    }
  }

  @Test
  void theFullGridKeepsEverythingAndTheVerdictOfTheFirstMoment() {
    var job = job("triage", 200, quality(0.9));
    var base = assignment(List.of(model("m")), job);
    var full =
        new Assignment(
            base.project(), base.jobs(), Goal.MATRIX, Optional.empty(), true, OptionalInt.empty());
    try (var early = SqliteLedger.inMemory();
        var all = SqliteLedger.inMemory()) {
      var stopped = run(base, Map.of("m", new Scripted(rightIn(0.97, 4))), early);
      var result = run(full, Map.of("m", new Scripted(rightIn(0.97, 4))), all);
      assertThat(all.size()).isEqualTo(200);
      assertThat(early.size()).isLessThan(200);
      assertThat(verdict(result, "triage", "m")).isEqualTo(verdict(stopped, "triage", "m"));
    }
  }

  @Test
  void changedLabelsAreGradedAnewWithoutACall() {
    var assignment = assignment(List.of(model("m")), job("triage", 60, quality(0.8)));
    var provider = new Scripted(rightIn(0, 1));
    try (var ledger = SqliteLedger.inMemory()) {
      run(assignment, Map.of("m", provider), ledger);
      int before = provider.asked.get();
      var relabelled =
          assignment.jobs().getFirst().cases().stream()
              .map(c ->
                  new dev.metier.job.Case(
                      c.id(), c.vars(), Optional.of("no"), c.slices(), c.cluster()))
              .toList();
      var again = assignment(List.of(model("m")), job("triage", relabelled, quality(0.8)));
      var cells =
          Qualifier.look(
              again,
              CandidateModels.ask(again.project().models(), (_, _) -> provider, ledger),
              ledger);
      assertThat(provider.asked.get()).isEqualTo(before);
      assertThat(cells.getFirst().verdict().findings().getFirst().estimate()).hasValue(1);
    }
  }

  @Test
  void anotherBuildOfTheModelExpiresTheVerdict() {
    var assignment = assignment(List.of(model("m")), job("triage", 60, quality(0.8)));
    var provider = new Scripted(rightIn(1, 1));
    try (var ledger = SqliteLedger.inMemory()) {
      run(assignment, Map.of("m", provider), ledger);
      provider.identity =
          new Identity(
              new Fingerprint(Map.of("build", "2"), Set.of()),
              OptionalInt.empty(),
              OptionalInt.empty(),
              Optional.empty(),
              Optional.empty());
      var models = CandidateModels.ask(assignment.project().models(), (_, _) -> provider, ledger);
      var cells = Qualifier.look(assignment, models, ledger);
      assertThat(cells.getFirst().verdict()).isInstanceOf(Verdict.Expired.class);
    }
  }

  @Test
  void whatAModelRefusedIsRememberedForTheNextRun() {
    var assignment = assignment(List.of(model("m")), job("triage", 60, quality(0.8)));
    try (var ledger = SqliteLedger.inMemory()) {
      run(assignment, Map.of("m", new Scripted(rightIn(1, 1))), ledger);
      assertThat(ledger.lastFingerprint(new ModelName("m")).orElseThrow().refused())
          .containsExactly("temperature");
    }
  }

  @Test
  void stoppingWaitsForCallsInFlightAndKeepsThem() throws InterruptedException {
    var release = new CountDownLatch(1);
    var begun = new CountDownLatch(4);
    var provider =
        new Scripted(_ -> {
          begun.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return says("yes");
        });
    var assignment = assignment(List.of(model("m")), job("triage", 100, quality(0.8)));
    try (var ledger = SqliteLedger.inMemory();
        var models =
            CandidateModels.ask(assignment.project().models(), (_, _) -> provider, ledger)) {
      var qualifier = Workshop.qualifier(ledger, new Workshop.Silent());
      var result = new QualifyResult[1];
      var running =
          Thread.ofPlatform().start(() -> result[0] = qualifier.qualify(assignment, models));
      begun.await();
      qualifier.stop();
      release.countDown();
      running.join();
      assertThat(result[0].stopped()).isTrue();
      assertThat(ledger.size()).isEqualTo(provider.asked.get());
      assertThat(provider.asked.get()).isLessThan(100);
    }
  }

  @Test
  void givingUpInTimeStopsAskingAndNeverCounting() {
    for (int seed = 0; seed < 40; seed++) {
      var asked = assignment(List.of(model("m")), job("triage", 300, quality(0.9)));
      var full =
          new Assignment(
              asked.project(),
              asked.jobs(),
              Goal.MATRIX,
              Optional.empty(),
              true,
              OptionalInt.empty());
      try (var ledger = SqliteLedger.inMemory()) {
        var provider = new Scripted(rightIn(0.915, seed));
        var result = run(full, Map.of("m", provider), ledger);
        assertThat(provider.asked.get()).isEqualTo(300);
        try (var models =
            CandidateModels.recall(asked.models(), (_, _) -> new Scripted(rightIn(1, 1)), ledger)) {
          assertThat(Qualifier.look(asked, models, ledger).getFirst().verdict())
              .isEqualTo(verdict(result, "triage", "m"));
        }
      }
    }
  }

  @Test
  void afterTheMatrixOneFitModelGoesOnUntilItCanBePicked() {
    var models = List.of(model("a"), model("b"), model("c"));
    var asked = assignment(models, job("triage", 200, quality(0.9)));
    var scripts =
        Map.of(
            "a",
            new Scripted(rightIn(0.4, 1)),
            "b",
            new Scripted(rightIn(1, 1)),
            "c",
            new Scripted(rightIn(1, 1)));
    try (var ledger = SqliteLedger.inMemory()) {
      var matrix = run(asked, scripts, ledger);
      assertThat(verdict(matrix, "triage", "b").word()).isEqualTo("FIT");
      assertThat(verdict(matrix, "triage", "c").word()).isEqualTo("FIT");
      assertThat(cell(matrix, "triage", "b").notes()).isEmpty();
      assertThat(cell(matrix, "triage", "c").notes().getFirst())
          .startsWith("FIT by itself; as the one that `metier compile` picks among 3 it needs ")
          .endsWith(" more cases.");
      var choosing =
          new Assignment(
              asked.project(),
              asked.jobs(),
              Goal.CHOOSE,
              Optional.empty(),
              false,
              OptionalInt.empty());
      try (var none =
          CandidateModels.recall(models, (_, _) -> new Scripted(rightIn(1, 1)), ledger)) {
        assertThat(Qualifier.look(choosing, none, ledger))
            .filteredOn(c -> c.verdict() instanceof Verdict.Fit)
            .extracting(c -> c.model().name().text())
            .containsExactly("b");
      }
      // Nothing is left to do: the same run again asks nobody.
      assertThat(run(asked, scripts, ledger).newCalls()).isZero();
    }
  }
}
