package dev.metier.ledger;

import dev.metier.catalog.Cost;
import dev.metier.catalog.Host;
import dev.metier.catalog.KeySource;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.chat.TokenLikelihood;
import dev.metier.chat.Usage;
import dev.metier.grade.Grade;
import dev.metier.job.Case;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Prompt;
import dev.metier.job.Requirement;
import dev.metier.plan.Hashes;
import dev.metier.plan.Trial;
import dev.metier.plan.TrialKey;
import dev.metier.provider.Answer;
import dev.metier.provider.Question;
import dev.metier.provider.Timing;
import dev.metier.run.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/// Entries for tests and for measuring: a job, a model, and what one says to the other.
public final class Entries {
  public static final String GRADING = "00112233445566778899aabbccddeeff";
  public static final Instant START = Instant.parse("2026-11-22T10:00:00.123Z");
  public static final Grade PASS = Grade.pass("\"billing\" is the expected answer");
  public static final Cost COST = new Cost(new Money(412_500), new Money(980_001), false);
  static final Timing TIMING =
      new Timing(
          Optional.of(Duration.ofNanos(182_345_678)),
          Duration.ofNanos(1_934_567_891),
          OptionalDouble.of(61.25),
          false);

  private final Job job;
  private final Model model;
  private final String setting;

  private Entries(Job job, Model model, String setting) {
    this.job = job;
    this.model = model;
    this.setting = setting;
  }

  /// Entries of a job and a model under the setting of this number.
  public static Entries of(String job, String model, int setting) {
    return new Entries(job(job), model(model), hash("setting", setting));
  }

  public String setting() {
    return setting;
  }

  String prompt() {
    return Hashes.prompt(job, Settings.NONE);
  }

  public static String hash(String what, int number) {
    return "%016x%016x"
        .formatted(what.hashCode() * 0x9e3779b97f4a7c15L, number * 0x9e3779b97f4a7c15L);
  }

  TrialKey key(int number, int repeat) {
    return new TrialKey(setting, hash("case", number), repeat);
  }

  Trial trial(int number, int repeat) {
    var given = new Case("case-" + number, Map.of(), Optional.empty(), Set.of(), Optional.empty());
    return trial(given, key(number, repeat), number);
  }

  Trial trial(Case given, TrialKey key, int number) {
    var request =
        new ChatRequest(List.of(Message.of(Role.USER, "question")), List.of(), Settings.NONE);
    var question = new Question(job.name(), given.id(), key.repeat(), request);
    return new Trial(key, job, model, given, number, question);
  }

  public Entry entry(int number, int repeat, Answer answer, Grade grade) {
    return entry(trial(number, repeat), answer, grade);
  }

  Entry entry(Trial trial, Answer answer, Grade grade) {
    Optional<Cost> cost =
        answer instanceof Answer.Reply ? Optional.of(COST) : Optional.<Cost>empty();
    Instant at = START.plusSeconds(trial.index());
    return new Entry(
        Source.QUALIFICATION, new Observation(trial, answer, cost, 1, at), grade, GRADING);
  }

  public Entry passing(int number) {
    return entry(number, 0, text("answer " + number), PASS);
  }

  public static Answer text(String text) {
    return reply(new Part.Text(text));
  }

  public static Answer reply(Part... parts) {
    return reply(TIMING, parts);
  }

  public static Answer reply(Timing timing, Part... parts) {
    var usage = new Usage(321, 64, 48, false);
    return new Answer.Reply(new ChatReply(List.of(parts), FinishReason.STOP, usage), timing);
  }

  /// An answer whose server told how likely its tokens were.
  static Answer likely(Part... parts) {
    var usage = new Usage(321, 64, 48, false);
    return new Answer.Reply(
        new ChatReply(
            List.of(parts),
            FinishReason.STOP,
            Optional.empty(),
            usage,
            Optional.of(new TokenLikelihood(-0.25, 48))),
        TIMING);
  }

  private static Job job(String name) {
    return new Job(
        new JobName(name),
        "",
        DataClass.INTERNAL,
        Prompt.ofUser("question"),
        List.of(),
        Settings.NONE,
        List.of(),
        new GraderSpec.Group(GraderSpec.Rule.ALL, List.of(), OptionalDouble.empty()),
        List.<Requirement>of(),
        Job.Scope.TRAFFIC,
        Job.Prefer.COST,
        1,
        List.of());
  }

  private static Model model(String name) {
    return new Model(
        new ModelName(name),
        ProviderKind.OPENAI,
        "id-of-" + name,
        Optional.empty(),
        Optional.of(new KeySource.Environment("SECRET_VARIABLE")),
        new Host("host", DataClass.INTERNAL),
        new Price.Unknown(),
        Settings.NONE,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Timeouts.USUAL,
        Optional.empty());
  }
}
