package dev.metier.pipeline.step;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.account.KeyRing;
import dev.metier.account.LocalBudgets;
import dev.metier.account.LocalRateLimits;
import dev.metier.account.VirtualKey;
import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Serving;
import dev.metier.journal.RequestRecord;
import dev.metier.journal.RequestRecord.Skipped;
import dev.metier.journal.files.FileJournal;
import dev.metier.pipeline.Step;
import dev.metier.pipeline.StepResult;
import dev.metier.policy.Policy;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.protocol.messages.Messages;
import dev.metier.server.Served;
import dev.metier.upstream.Servers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What each step lets through, refuses and writes down.
class StepsTest {
  private static final Origins NOBODY = new Origins(Set.of());
  private static final String HELLO =
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
  private static final String MAIL = HELLO.replace("Hello", "Write to jane.doe@brandt-freight.de");
  private static final Step NAME_JOB = new NameJob();
  private static final Step GUARD = new GuardPrivacy();

  @TempDir Path journal;

  private Served served() {
    return new Served(journal)
        .model("near", ProviderKind.OPENAI, DataClass.RESTRICTED, "http://127.0.0.1:9")
        .model("far", ProviderKind.OPENAI, DataClass.PUBLIC, "http://127.0.0.1:9");
  }

  private Policy policy(DataClass data, Serving serving, String... route) {
    try (Served served = served()) {
      return served
          .job("chat", data, serving, route)
          .job("other", DataClass.PUBLIC, "far")
          .policy();
    }
  }

  private Policy policy() {
    return policy(DataClass.PUBLIC, Serving.PLAIN, "far", "near");
  }

  private static Serving serving(
      Optional<Money> perDay, Optional<Duration> cache, Optional<DataClass> personal) {
    return new Serving(List.of(), perDay, cache, personal, false, Optional.empty());
  }

  private KeyRing keys(Optional<Money> perDay, OptionalInt perMinute, String... jobs) {
    try (Served served = served()) {
      return served.key(perDay, perMinute, jobs).keys();
    }
  }

  @Test
  void aGatewayWithoutKeysLetsEverybodyThroughButPagesOfOtherSites() throws Exception {
    try (var trial = new StepTrial(policy(), new Authenticate(() -> KeyRing.NONE, NOBODY))) {
      assertThat(trial.take(HELLO).passed()).isTrue();
      assertThat(trial.take(HELLO, "origin", "http://localhost:3000").passed()).isTrue();
      var other = trial.take(HELLO, "origin", "https://example.com");
      assertThat(other.passed()).isFalse();
      assertThat(other.refused()).contains(Reason.OTHER_SITE);
      assertThat(other.sentence()).contains("--origin https://example.com");
    }
  }

  @Test
  void aKeyIsFoundInEitherHeaderAndAnUnknownOneIsRefused() throws Exception {
    KeyRing ring = keys(Optional.empty(), OptionalInt.empty());
    try (var trial = new StepTrial(policy(), new Authenticate(() -> ring, NOBODY))) {
      for (var header :
          List.of(
              List.of("authorization", "Bearer " + Served.KEY), List.of("x-api-key", Served.KEY))) {
        var known = trial.take(HELLO, header.toArray(String[]::new));
        assertThat(known.passed()).isTrue();
        assertThat(known.context().findings().holder()).isEqualTo("alice");
      }
      assertThat(trial.take(HELLO).refused()).contains(Reason.BAD_KEY);
      assertThat(trial.take(HELLO, "x-api-key", "mk-other").refused()).contains(Reason.BAD_KEY);
      String mine = "Bearer " + Served.KEY;
      assertThat(trial.take(HELLO, "authorization", mine, "authorization", mine).passed()).isTrue();
      assertThat(trial.take(HELLO, "authorization", mine, "authorization", "Bearer x").refused())
          .contains(Reason.BAD_KEY);
      assertThat(trial.take(HELLO, "x-api-key", Served.KEY, "x-api-key", "mk-other").refused())
          .contains(Reason.BAD_KEY);
    }
  }

  @Test
  void theJobIsTheOneThatTheModelFieldNames() throws Exception {
    try (var trial = new StepTrial(policy(), NAME_JOB)) {
      var found = trial.take(HELLO);
      assertThat(found.passed()).isTrue();
      assertThat(found.context().findings().job().name()).isEqualTo(new JobName("chat"));
      assertThat(found.answer().headers().firstValue("x-metier-job")).contains("chat");
      var header = trial.take(HELLO, "x-metier-job", "other");
      assertThat(header.context().findings().job().name()).isEqualTo(new JobName("other"));
    }
  }

  @Test
  void anUnknownJobIsRefusedAndTheKnownOnesAreNamed() throws Exception {
    try (var trial = new StepTrial(policy(), NAME_JOB)) {
      var unknown = trial.take(HELLO.replace("chat", "c".repeat(100)));
      assertThat(unknown.refused()).contains(Reason.UNKNOWN_JOB);
      assertThat(unknown.sentence()).contains("chat, other");
      assertThat(unknown.context().findings().asked()).hasSize(81);
      assertThat(trial.take("{}").refused()).contains(Reason.BAD_REQUEST);
      var twice = trial.take("{\"model\":\"chat\",\"model\":\"other\"}");
      assertThat(twice.refused()).contains(Reason.BAD_REQUEST);
      assertThat(twice.context().findings().namedJob()).isEmpty();
    }
  }

  @Test
  void aKeyIsNotToldOfJobsItMayNotAsk() throws Exception {
    KeyRing ring = keys(Optional.empty(), OptionalInt.empty(), "other");
    try (var trial = new StepTrial(policy(), new Authenticate(() -> ring, NOBODY), NAME_JOB)) {
      var refused = trial.take(HELLO, "x-api-key", Served.KEY);
      assertThat(refused.refused()).contains(Reason.UNKNOWN_JOB);
      assertThat(refused.sentence()).endsWith("Jobs here: other.");
      // nor may it name another job in a header
      var named =
          trial.take(
              HELLO.replace("chat", "none"), "x-api-key", Served.KEY, "x-metier-job", "other");
      assertThat(named.refused()).contains(Reason.UNKNOWN_JOB);
    }
  }

  @Test
  void aHeaderRaisesTheClassAndNeverLowersIt() throws Exception {
    var internal = policy(DataClass.INTERNAL, Serving.PLAIN, "near");
    try (var trial = new StepTrial(internal, NAME_JOB, new Classify())) {
      var raised = trial.take(HELLO, "x-metier-class", "restricted").context().findings();
      assertThat(raised.data()).isEqualTo(DataClass.RESTRICTED);
      assertThat(raised.raised()).contains("header x-metier-class");
      var lower = trial.take(HELLO, "x-metier-class", "public").context().findings();
      assertThat(lower.data()).isEqualTo(DataClass.INTERNAL);
      assertThat(lower.raised()).isEmpty();
      for (var order : List.of(List.of("public", "restricted"), List.of("restricted", "public"))) {
        var both =
            trial.take(
                HELLO, "x-metier-class", order.getFirst(), "x-metier-class", order.getLast());
        assertThat(both.context().findings().data()).isEqualTo(DataClass.RESTRICTED);
      }
      assertThat(trial.take(HELLO, "x-metier-class", "public, restricted").refused())
          .contains(Reason.BAD_REQUEST);
      assertThat(trial.take(HELLO, "x-metier-class", "secret").refused())
          .contains(Reason.BAD_REQUEST);
    }
  }

  @Test
  void personalDataRaisesTheClassInShortAndInLongRequests() throws Exception {
    var looking =
        policy(
            DataClass.PUBLIC,
            serving(Optional.empty(), Optional.empty(), Optional.of(DataClass.CONFIDENTIAL)),
            "near");
    try (var trial = new StepTrial(looking, NAME_JOB, new Classify())) {
      assertThat(trial.take(HELLO).context().findings().data()).isEqualTo(DataClass.PUBLIC);
      for (String body : List.of(MAIL, MAIL.replace("Write", "Write ".repeat(8_000)))) {
        var found = trial.take(body);
        assertThat(found.passed()).isTrue();
        assertThat(found.context().findings().data()).isEqualTo(DataClass.CONFIDENTIAL);
      }
    }
  }

  @Test
  void onlyModelsWhoseHostMayReadTheDataAreLeft() throws Exception {
    try (var trial = new StepTrial(policy(), NAME_JOB, new Classify(), GUARD)) {
      var open = trial.take(HELLO).context().findings();
      assertThat(open.allowed()).containsExactly(new ModelName("far"), new ModelName("near"));
      var raised = trial.take(HELLO, "x-metier-class", "confidential").context().findings();
      assertThat(raised.allowed()).containsExactly(new ModelName("near"));
      assertThat(raised.skipped())
          .containsExactly(new Skipped("far", "host host-of-far may not read confidential data"));
      var none = trial.take(HELLO.replace("chat", "other"), "x-metier-class", "restricted");
      assertThat(none.passed()).isFalse();
      assertThat(none.refused()).contains(Reason.DATA_CLASS_BLOCKED);
    }
  }

  @Test
  void aCloudModelGetsNothingButPublicDataWhateverItsHostIsClearedFor() throws Exception {
    Policy clouded;
    try (Served served = served()) {
      clouded =
          served
              .model("gpt-cloud", ProviderKind.OLLAMA, DataClass.RESTRICTED, "http://127.0.0.1:9")
              .job("chat", DataClass.PUBLIC, "gpt-cloud", "near")
              .policy();
    }
    try (var trial = new StepTrial(clouded, NAME_JOB, new Classify(), GUARD)) {
      assertThat(trial.take(HELLO).context().findings().allowed()).hasSize(2);
      var raised = trial.take(HELLO, "x-metier-class", "internal").context().findings();
      assertThat(raised.allowed()).containsExactly(new ModelName("near"));
    }
  }

  @Test
  void aClosedRouteRefusesWithItsReason() throws Exception {
    try (var trial = new StepTrial(policy(DataClass.PUBLIC, Serving.PLAIN), NAME_JOB, GUARD)) {
      var closed = trial.take(HELLO);
      assertThat(closed.refused()).contains(Reason.ROUTE_CLOSED);
      assertThat(closed.sentence()).isEqualTo("No model is FIT for chat.");
    }
  }

  @Test
  void aRequestKnowsTheBudgetsThatItFallsUnder() throws Exception {
    var paid =
        policy(
            DataClass.PUBLIC,
            serving(Optional.of(Money.usd(1)), Optional.empty(), Optional.empty()),
            "near");
    var budgets = new LocalBudgets(InstantSource.system(), Map.of());
    try (var trial = new StepTrial(paid, NAME_JOB, GUARD, new FindBudgets(budgets))) {
      assertThat(trial.take(HELLO).context().findings().budget()).isPresent();
      var free = trial.take(HELLO.replace("chat", "other"));
      assertThat(free.context().findings().budget()).isEmpty();
      var broken = trial.take(HELLO.replace("{\"model\"", "{\"max_tokens\":1.5,\"model\""));
      assertThat(broken.refused()).contains(Reason.BAD_REQUEST);
    }
  }

  @Test
  void aKeyThatAsksTooOftenIsToldToWait() throws Exception {
    KeyRing ring = keys(Optional.empty(), OptionalInt.of(1));
    var limit = new LimitRate(new LocalRateLimits());
    try (var trial =
        new StepTrial(policy(), new Authenticate(() -> ring, NOBODY), NAME_JOB, limit)) {
      assertThat(trial.take(HELLO, "x-api-key", Served.KEY).passed()).isTrue();
      var second = trial.take(HELLO, "x-api-key", Served.KEY);
      assertThat(second.refused()).contains(Reason.SLOW_DOWN);
      assertThat(second.answer().headers().firstValue("retry-after")).isPresent();
    }
  }

  @Test
  void theSameRequestGetsTheSameAnswerFromTheCacheButNoneOfAnotherClass() throws Exception {
    var caching =
        policy(
            DataClass.PUBLIC,
            serving(Optional.empty(), Optional.of(Duration.ofMinutes(5)), Optional.empty()),
            "near");
    Step answer =
        context -> {
          context.end().answeredBy(new ModelName("near"));
          context.end().response().whole("{\"said\":1}".getBytes(UTF_8));
          return StepResult.NEXT;
        };
    try (var trial =
        new StepTrial(caching, NAME_JOB, new Classify(), GUARD, new ReadCache(), answer)) {
      assertThat(trial.take(HELLO).passed()).isTrue();
      var again = trial.take(HELLO);
      assertThat(again.passed()).isFalse();
      assertThat(again.context().end().cached()).isTrue();
      assertThat(again.answer().body()).isEqualTo("{\"said\":1}");
      assertThat(again.answer().headers().firstValue("x-metier-cache")).contains("hit");
      assertThat(trial.take(HELLO, "x-metier-class", "internal").passed()).isTrue();
      assertThat(trial.take(HELLO, "cache-control", "no-store").passed()).isTrue();
      assertThat(
              trial.take(HELLO, "cache-control", "max-age=9", "cache-control", "no-store").passed())
          .isTrue();
    }
  }

  @Test
  void nobodyGetsWhatTheCacheKeepsForAnotherKeyOrJob() throws Exception {
    var serving = serving(Optional.empty(), Optional.of(Duration.ofMinutes(5)), Optional.empty());
    Policy caching;
    try (var served = served()) {
      caching =
          served
              .job("chat", DataClass.PUBLIC, serving, "near")
              .job("other", DataClass.PUBLIC, serving, "near")
              .policy();
    }
    var ring = new KeyRing(List.of(key("alice", "mk-of-alice"), key("bob", "mk-of-bob")));
    Step answer =
        context -> {
          context.end().answeredBy(new ModelName("near"));
          context.end().response().whole("{\"said\":1}".getBytes(UTF_8));
          return StepResult.NEXT;
        };
    try (var trial =
        new StepTrial(
            caching,
            new Authenticate(() -> ring, NOBODY),
            NAME_JOB,
            new Classify(),
            GUARD,
            new ReadCache(),
            answer)) {
      assertThat(trial.take(HELLO, "x-api-key", "mk-of-alice").passed()).isTrue();
      assertThat(trial.take(HELLO, "x-api-key", "mk-of-alice").passed()).isFalse();
      assertThat(trial.take(HELLO, "x-api-key", "mk-of-bob").passed()).isTrue();
      String other = HELLO.replace("chat", "other");
      assertThat(trial.take(other, "x-api-key", "mk-of-alice").passed()).isTrue();
    }
  }

  private static VirtualKey key(String holder, String secret) {
    return new VirtualKey(
        holder,
        KeyRing.hash(secret),
        Set.of(),
        Optional.empty(),
        OptionalInt.empty(),
        false,
        Instant.EPOCH);
  }

  @Test
  void aPromptIsCountedHereWhenNoServerIsThereToAsk() throws Exception {
    var servers =
        new Servers(
            (_, _) -> {
              throw new IllegalStateException("no model is in this process");
            },
            Duration.ofSeconds(5));
    try (var trial = new StepTrial(policy(), NAME_JOB, GUARD, new CountTokens(servers))) {
      assertThat(trial.take(HELLO).passed()).isTrue();
      var counted = trial.protocol(Messages.COUNT_TOKENS).take(HELLO);
      assertThat(counted.passed()).isFalse();
      assertThat(counted.answer().body()).matches("\\{\"input_tokens\":[1-9]\\d*}");
    }
  }

  @Test
  void whatIsRefusedIsWrittenDownAndItsHoldGivenBack() throws Exception {
    var paid =
        policy(
            DataClass.PUBLIC,
            serving(Optional.of(Money.usd(5)), Optional.empty(), Optional.empty()),
            "near");
    var records = new LinkedBlockingQueue<RequestRecord>();
    var budgets = new LocalBudgets(InstantSource.system(), Map.of());
    Step refusing =
        context -> StepResult.refused(Refusal.of(Reason.OVERLOADED, "No model is free."));
    try (var written = new FileJournal(journal, List.of(records::add));
        var trial =
            new StepTrial(
                paid,
                new RecordEvidence(written, new Meters()),
                NAME_JOB,
                GUARD,
                new FindBudgets(budgets),
                refusing)) {
      assertThat(trial.take(HELLO).passed()).isFalse();
      RequestRecord record = records.poll(10, TimeUnit.SECONDS);
      assertThat(record).isNotNull();
      assertThat(record.job()).contains("chat");
      assertThat(record.refusal()).contains(Reason.OVERLOADED.code());
      assertThat(record.cost()).isEmpty();
      assertThat(budgets.spent("job chat")).isEmpty();
    }
  }
}
