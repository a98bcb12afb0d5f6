package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import dev.metier.catalog.ProviderKind;
import dev.metier.core.problem.Place;
import dev.metier.core.text.Nearest;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.form.Written;
import dev.metier.job.Case;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec.Group;
import dev.metier.job.GraderSpec.Rule;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Prompt;
import dev.metier.job.Serving;
import dev.metier.job.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// The sections `jobs` and `workflows`.
final class JobSection {
  private static final String CLAUDE = "claude-";
  static final Slot<String> PURPOSE =
      key("purpose", ScalarReader.text(), "One line for people.", "route incoming support mail")
          .usually("", "empty");
  static final Slot<DataClass> DATA =
      key("data", ModelSection.DATA_CLASS, "How sensitive the cases are.", "internal").needed();
  static final Slot<List<CaseFiles.Loaded>> CASES =
      key(
              "cases",
              CaseFiles.shape(),
              "Inputs, and what a good answer must satisfy: a path or pattern, a list of them, or"
                  + " cases written here.",
              "cases/tickets.jsonl")
          .needed();
  static final Slot<Group> GRADERS =
      key(
              "graders",
              GraderSection.SHAPE,
              "How answers are graded. All must pass; when one has a weight, the score is the"
                  + " weighted mean.",
              "[{one_of: {expected: \"{{label}}\"}}]")
          .otherwise("needed unless all candidates are recorded");
  static final Slot<List<Needs.Need>> NEEDS =
      key("needs", Needs.SHAPE, "What a model must meet to be FIT.", "{quality: {at_least: 0.90}}")
          .needed();
  static final Slot<Job.Scope> SCOPE =
      key(
              "scope",
              ScalarReader.words(
                  Job.Scope.values(),
                  "the cases are a sample of future requests",
                  "the cases are all there is"),
              "What the cases stand for.",
              "suite")
          .usually(Job.Scope.TRAFFIC, "traffic");
  static final Slot<Job.Prefer> PREFER =
      key(
              "prefer",
              ScalarReader.words(
                  Job.Prefer.values(), "the cheapest", "the fastest", "one on your own machines"),
              "What decides among FIT models.",
              "latency")
          .usually(Job.Prefer.COST, "cost");
  static final Slot<Integer> REPEATS =
      key(
              "repeats",
              ScalarReader.whole(1, 1000).map(Math::toIntExact),
              "How often each case is asked.",
              "3")
          .usually(1, "1");
  static final Slot<List<String>> MODELS =
      key(
              "models",
              Shape.oneOrMore(ScalarReader.text().then(JobSection::known)),
              "The candidates, in this order.",
              "[qwen, opus]")
          .otherwise("all models of the file");

  private static final Slot<List<String>> ALIASES =
      key(
              "aliases",
              Shape.oneOrMore(ScalarReader.text().then(JobSection::alias)),
              "Other names that clients may use for the job, such as the model they ask for today.",
              "[triage, gpt-4o-mini]")
          .usually(List.of(), "none; `claude-` and the job's name always works");
  private static final Slot<Money> PER_DAY =
      key("per_day", ProjectScalars.money(), "Most money a day (UTC), over all keys.", "5 USD")
          .needed();
  private static final Slot<Money> BUDGET =
      key(
              "budget",
              Table.shape("budget", "What serving a job may cost.", PER_DAY)
                  .then((table, place, reading) -> table.find(PER_DAY)),
              "What serving the job may cost.",
              "{per_day: 5 USD}")
          .otherwise("no limit but those of the keys");
  private static final Slot<Duration> CACHE =
      key(
              "cache",
              ScalarReader.duration(),
              "How long equal requests get the same answer again.",
              "10m")
          .otherwise("every request is asked anew");
  private static final Slot<DataClass> PERSONAL =
      key(
              "personal_data",
              ModelSection.DATA_CLASS,
              "The class that a request is raised to when personal data or secrets are found in"
                  + " it.",
              "confidential")
          .otherwise("nobody looks");
  private static final Slot<Boolean> KEEP =
      key(
              "keep_content",
              ScalarReader.flag(),
              "Whether requests and answers may be kept in the journal, not only their figures.",
              "true")
          .usually(false, "false");
  private static final String NEVER = "never";
  private static final Slot<Duration> STORE =
      key(
              "store",
              Shape.<Duration>either(
                  ScalarReader.choice(
                          Map.of(NEVER, Duration.ZERO),
                          ScalarReader.told(NEVER, "each request brings the whole conversation"))
                      .onlyFor(JobSection::isNever),
                  ScalarReader.duration()),
              "How long an answer of the Responses API is kept in memory after its last use, so that"
                  + " the next request can go on from it (`previous_response_id`).",
              "4h")
          .otherwise("1h; never for restricted data");
  private static final Slot<Table> SERVE =
      key(
              "serve",
              Table.shape(
                  "serve",
                  "How the gateway serves a job.",
                  ALIASES,
                  BUDGET,
                  CACHE,
                  PERSONAL,
                  KEEP,
                  STORE),
              "How the gateway serves the job.",
              "{aliases: [triage], budget: {per_day: 5 USD}}")
          .otherwise("by its name, without a budget or a cache of its own");

  private static final Shape<Table> TABLE =
      Table.shape(
          "job",
          "A named piece of work and what it needs.",
          PURPOSE,
          DATA,
          Prompts.PROMPT,
          Prompts.SYSTEM,
          Prompts.TOOLS,
          Prompts.SETTINGS,
          CASES,
          GRADERS,
          NEEDS,
          SCOPE,
          PREFER,
          REPEATS,
          Duplicates.KEY,
          MODELS,
          SERVE);

  static final Shape<List<Job>> JOBS = Shape.named("job", TABLE, JobSection::job);

  private static final Slot<List<String>> STAGES =
      key(
              "stages",
              Shape.some(ScalarReader.text().then(JobSection::stage)),
              "The jobs, in the order of the work.",
              "[ticket-triage, reply-draft]")
          .needed();
  private static final Slot<Group> END_GRADERS =
      key(
          "graders",
          GraderSection.SHAPE,
          "How the end result is graded; checked, not used yet.",
          "[json_valid]");
  private static final Slot<List<Needs.Need>> END_NEEDS =
      key(
          "needs",
          Needs.SHAPE,
          "What the whole must meet; checked, not used yet.",
          "{quality: {at_least: 0.9}}");
  private static final Slot<String> END_PURPOSE =
      key("purpose", ScalarReader.text(), "One line for people.", "answer mail");

  static final Shape<List<Workflow>> WORKFLOWS =
      Shape.named(
          "workflow",
          Table.shape(
              "workflow",
              "Jobs that hand their results on.",
              END_PURPOSE,
              STAGES,
              END_GRADERS,
              END_NEEDS),
          JobSection::workflow);

  private JobSection() {}

  private static Optional<String> known(String model, Place place, Reading reading) {
    if (ProjectReading.of(reading).modelNames.contains(model)) {
      return Optional.of(model);
    }
    reading.problem(
        place,
        "There is no model \"" + model + "\".",
        Nearest.hint(model, ProjectReading.of(reading).modelNames));
    return Optional.empty();
  }

  private static Optional<String> stage(String job, Place place, Reading reading) {
    if (ProjectReading.of(reading).jobNames.contains(job)) {
      return Optional.of(job);
    }
    reading.problem(
        place,
        "There is no job \"" + job + "\".",
        Nearest.hint(job, ProjectReading.of(reading).jobNames));
    return Optional.empty();
  }

  private static Optional<String> alias(String alias, Place place, Reading reading) {
    if (!Serving.aliasAllowed(alias)) {
      reading.problem(
          place,
          "This is no name that clients could ask for.",
          "Use letters, digits and `-`, `_`, `.`, `:`, `/`, `@`, `+`, `[`, `]`, at most 120,"
              + " beginning with a letter or digit.");
      return Optional.empty();
    }
    Place other = ProjectReading.of(reading).aliases.putIfAbsent(alias, place);
    if (ProjectReading.of(reading).jobNames.contains(alias)) {
      reading.problem(place, "`" + alias + "` is the name of a job.", "Leave it out.");
    } else if (alias.startsWith(CLAUDE)
        && ProjectReading.of(reading).jobNames.contains(alias.substring(CLAUDE.length()))) {
      reading.problem(
          place,
          "`" + alias + "` means job " + alias.substring(CLAUDE.length()) + " anyway.",
          "Leave it out: every job has its name with `claude-` before it, for clients that take no"
              + " other.");
    } else if (other != null) {
      reading.problem(
          place,
          "`" + alias + "` is an alias already, in line " + other.line() + ".",
          "Each name means one job.");
    }
    return Optional.of(alias);
  }

  private static void serve(String job, Optional<DataClass> data, Table serve, Reading reading) {
    var personal = serve.find(PERSONAL);
    if (data.isPresent() && personal.isPresent() && personal.get().compareTo(data.get()) < 0) {
      reading.problem(
          serve.valuePlace(PERSONAL),
          "`personal_data` raises the class of a request, but the job's data is "
              + word(data.get())
              + " already.",
          "Write a class above " + word(data.get()) + ", or leave it out.");
    }
    if (data.filter(DataClass.RESTRICTED::equals).isPresent() && serve.find(KEEP).orElse(false)) {
      reading.problem(
          serve.valuePlace(KEEP),
          "The content of restricted data is not kept.",
          "Leave out `keep_content`; the figures of every request are kept anyway.");
    }
    if (JobName.allowed(job)) {
      var serving =
          new Serving(
              serve.find(ALIASES).orElse(List.of()),
              serve.find(BUDGET),
              serve.find(CACHE),
              personal,
              serve.find(KEEP).orElse(false),
              serve.find(STORE));
      ProjectReading.of(reading).serving.put(new JobName(job), serving);
    }
  }

  private static boolean isNever(Written written) {
    return written instanceof Written.Scalar scalar && scalar.text().equals(NEVER);
  }

  private static String word(DataClass data) {
    return data.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<Workflow> workflow(
      Shape.Named<Table> named, Place place, Reading reading) {
    var stages = named.value().find(STAGES).orElse(List.of());
    ProjectReading.of(reading).takeTemplates();
    ProjectReading.of(reading).takeTools();
    reading.note(
        "Workflows come with hybrids: " + named.name() + " is read and kept, but not run yet.");
    return Optional.of(
        new Workflow(
            named.name(), stages.stream().filter(JobName::allowed).map(JobName::new).toList()));
  }

  private static Optional<Job> job(Shape.Named<Table> named, Place place, Reading reading) {
    Table table = named.value();
    Map<String, Place> places = ProjectReading.of(reading).places;
    places.put("jobs." + named.name(), place);
    if (!JobName.allowed(named.name())) {
      reading.problem(place, "This is no name for a job.", ModelSection.NAME_HINT);
    }
    var candidates = candidates(table, reading);
    boolean recorded = allRecorded(candidates, reading);
    if (!recorded) {
      lacking(table, Prompts.PROMPT, reading);
      lacking(table, GRADERS, reading);
    }
    Optional<Prompt> prompt = Prompts.prompt(table, reading);
    Prompts.checkTools(table, reading);
    Prompts.checkStops(named.name(), table, candidates, reading);
    new JobChecks(named.name(), table, candidates, reading).run(recorded);
    var needs = table.find(NEEDS).orElse(List.of());
    for (int i = 0; i < needs.size(); i++) {
      places.put("jobs." + named.name() + ".needs." + i, needs.get(i).place());
    }
    table.find(SERVE).ifPresent(serve -> serve(named.name(), table.find(DATA), serve, reading));
    if (!table.sound() || !JobName.allowed(named.name())) {
      return Optional.empty();
    }
    Prompt asked = prompt.orElse(Prompt.ofUser(""));
    return Optional.of(
        new Job(
            new JobName(named.name()),
            table.value(PURPOSE),
            table.value(DATA),
            asked,
            table.value(Prompts.TOOLS),
            table.value(Prompts.SETTINGS),
            cases(named, asked, reading),
            table.find(GRADERS).orElse(new Group(Rule.ALL, List.of(), OptionalDouble.empty())),
            table.value(NEEDS).stream().map(Needs.Need::requirement).toList(),
            table.value(SCOPE),
            table.value(PREFER),
            table.value(REPEATS),
            candidates.stream().filter(ModelName::allowed).map(ModelName::new).toList()));
  }

  private static List<Case> cases(Shape.Named<Table> job, Prompt prompt, Reading reading) {
    var cases = UnnamedCases.identified(job.value().value(CASES), prompt);
    return Duplicates.counted(job.name(), cases, prompt, job.value(), reading);
  }

  private static void lacking(Table table, Slot<?> key, Reading reading) {
    if (table.lacks(key)) {
      reading.problem(
          table.place(),
          "`" + key.name() + "` is missing in `" + reading.key() + "`.",
          "For example `" + key.name() + ": " + key.example() + "`.");
    }
  }

  private static List<String> candidates(Table table, Reading reading) {
    if (!table.has(MODELS)) {
      return List.copyOf(ProjectReading.of(reading).modelNames);
    }
    var names = table.find(MODELS).orElse(List.of());
    var once = new ArrayList<String>();
    for (String name : names) {
      if (once.contains(name)) {
        reading.problem(table.place(MODELS), "`" + name + "` is named twice.", "");
      } else {
        once.add(name);
      }
    }
    return once;
  }

  private static boolean allRecorded(List<String> candidates, Reading reading) {
    return !candidates.isEmpty()
        && candidates.stream()
            .allMatch(name -> {
              var model = ProjectReading.of(reading).models.get(name);
              return model != null && model.kind() == ProviderKind.RECORDED;
            });
  }
}
