package dev.metier.qualify;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Settings;
import dev.metier.chat.Usage;
import dev.metier.job.Case;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Prompt;
import dev.metier.job.Requirement;
import dev.metier.job.Template;
import dev.metier.ledger.Ledger;
import dev.metier.plan.Goal;
import dev.metier.project.Project;
import dev.metier.provider.Answer;
import dev.metier.provider.Identity;
import dev.metier.provider.Provider;
import dev.metier.provider.Question;
import dev.metier.provider.Timing;
import dev.metier.run.Retries;
import dev.metier.run.Runner;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Jobs, models and providers for tests of whole runs.
final class Workshop {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

  /// Does not wait for servers that are away.
  static final Timeouts IMPATIENT = Timeouts.USUAL.outage(Duration.ZERO);

  private Workshop() {}

  static Requirement quality(double atLeast) {
    return new Requirement.Quality(atLeast, 0.95, Optional.empty());
  }

  static Job job(String name, int cases, Requirement... needs) {
    var list = new ArrayList<Case>();
    for (int i = 0; i < cases; i++) {
      list.add(
          new Case(
              "c" + i, Map.of("text", "t" + i), Optional.of("yes"), Set.of(), Optional.empty()));
    }
    return job(name, list, needs);
  }

  static Job job(String name, List<Case> cases, Requirement... needs) {
    var grading =
        new GraderSpec.Group(
            GraderSpec.Rule.ALL,
            List.of(
                new GraderSpec.Weighted(
                    new GraderSpec.Equals(new Template("{{expected}}"), false),
                    1,
                    Optional.empty())),
            OptionalDouble.empty());
    return new Job(
        new JobName(name),
        "a test",
        DataClass.INTERNAL,
        Prompt.ofUser("Is it {{text}}?"),
        List.of(),
        Settings.NONE,
        cases,
        grading,
        List.of(needs),
        Job.Scope.TRAFFIC,
        Job.Prefer.COST,
        1,
        List.of());
  }

  static Model model(String name) {
    return model(name, ProviderKind.VLLM, DataClass.RESTRICTED, new Price.Unknown());
  }

  static Model priced(String name, double perMillion) {
    var price =
        new Price.PerToken(
            Money.usd(perMillion),
            Money.usd(perMillion),
            Money.usd(perMillion),
            Optional.empty(),
            "test");
    return model(name, ProviderKind.OPENAI, DataClass.RESTRICTED, price);
  }

  /// Models of one Ollama, which has one of them in memory at a time.
  static Model swapping(String name) {
    return new Model(
        new ModelName(name),
        ProviderKind.OLLAMA,
        name,
        Optional.of("http://127.0.0.1:11434"),
        Optional.empty(),
        new Host("here", DataClass.RESTRICTED),
        new Price.Unknown(),
        Settings.NONE,
        OptionalInt.empty(),
        OptionalInt.of(4),
        IMPATIENT,
        Optional.empty());
  }

  static Model model(String name, ProviderKind kind, DataClass clearance, Price price) {
    return new Model(
        new ModelName(name),
        kind,
        name,
        Optional.of("http://127.0.0.1:1/" + name),
        Optional.empty(),
        new Host("here", clearance),
        price,
        Settings.NONE,
        OptionalInt.empty(),
        OptionalInt.of(32),
        IMPATIENT,
        Optional.empty());
  }

  static Assignment assignment(List<Model> models, Job... jobs) {
    var project = new Project(Path.of("metier.yaml"), models, List.of(), List.of(jobs), List.of());
    return new Assignment(
        project, List.of(jobs), Goal.MATRIX, Optional.empty(), false, OptionalInt.empty());
  }

  static Answer says(String text) {
    return says(text, 10);
  }

  static Answer says(String text, int tokens) {
    return new Answer.Reply(
        new ChatReply(
            List.of(new Part.Text(text)), FinishReason.STOP, new Usage(tokens, 0, tokens, false)),
        Timing.of(Duration.ofMillis(5)));
  }

  /// Right with probability `accuracy`, decided by the case and the seed alone.
  static Function<Question, Answer> rightIn(double accuracy, long seed) {
    return q -> {
      boolean right =
          new SplittableRandom(seed * 31 + q.caseId().hashCode()).nextDouble() < accuracy;
      return says(right ? "yes" : "no");
    };
  }

  /// All that a question says.
  static String text(Question question) {
    var text = new StringBuilder();
    question
        .request()
        .messages()
        .forEach(message ->
            message.parts().forEach(part -> text.append(((Part.Text) part).text()).append('\n')));
    return text.toString();
  }

  /// The same model, whose server is waited for.
  static Model patient(Model model, Duration outage) {
    return new Model(
        model.name(),
        model.kind(),
        model.id(),
        model.address(),
        model.key(),
        model.host(),
        model.price(),
        model.settings(),
        model.window(),
        model.concurrency(),
        model.timeouts().outage(outage),
        model.apiVersion());
  }

  /// What a server tells that knows a digest of the weights.
  static Identity weights(String digest) {
    return new Identity(
        new Fingerprint(Map.of("digest", digest), Set.of()),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static Runner runner() {
    return new Runner(Retries.USUAL, _ -> {}, CLOCK, new java.util.Random(1));
  }

  /// Counts what is asked of it.
  static final class Scripted implements Provider {
    private final Function<Question, Answer> script;
    final AtomicInteger asked = new AtomicInteger();
    final Set<String> cases = ConcurrentHashMap.newKeySet();
    Identity identity =
        new Identity(
            new Fingerprint(Map.of("build", "1"), Set.of()),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty());

    Scripted(Function<Question, Answer> script) {
      this.script = script;
    }

    @Override
    public Answer ask(Question question) {
      asked.incrementAndGet();
      cases.add(question.job() + "/" + question.caseId() + "/" + question.repeat());
      return script.apply(question);
    }

    @Override
    public Identity identify() {
      return identity;
    }

    @Override
    public Set<String> refused() {
      return asked.get() > 0 ? Set.of("temperature") : Set.of();
    }

    @Override
    public void close() {}
  }

  /// Runs an assignment with a provider for each model.
  static QualifyResult run(Assignment assignment, Map<String, Scripted> providers, Ledger ledger) {
    return run(assignment, providers, ledger, new Silent());
  }

  static QualifyResult run(
      Assignment assignment, Map<String, Scripted> providers, Ledger ledger, Progress progress) {
    try (var models =
        CandidateModels.ask(
            assignment.models(),
            (model, _) -> {
              Scripted provider = providers.get(model.name().text());
              if (provider == null) {
                throw new IllegalStateException("no script for " + model.name());
              }
              return provider;
            },
            ledger)) {
      return qualifier(ledger, progress).qualify(assignment, models);
    }
  }

  static Qualifier qualifier(Ledger ledger, Progress progress) {
    return new Qualifier(
        ledger, new TrialExecutor(runner(), Duration.ofSeconds(5)), progress, System::nanoTime);
  }

  /// Watches without a word.
  static class Silent implements Progress {
    @Override
    public void moved(RunState run) {}

    @Override
    public void decided(CellState cell, RunState run) {}

    @Override
    public void ending(RunState run, Duration grace) {}

    @Override
    public void ended(RunState run, boolean stopped) {}
  }
}
