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
import dev.metier.job.Case;
import dev.metier.job.CaseFree;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec.Group;
import dev.metier.job.GraderSpec.Rule;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Prompt;
import dev.metier.project.cases.CaseFiles;
import dev.metier.project.cases.Duplicates;
import dev.metier.project.cases.Holdout;
import dev.metier.project.cases.ReviewLog;
import dev.metier.project.cases.UnnamedCases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The section `jobs`.
final class JobSection {
  static final Slot<String> PURPOSE =
      key("purpose", ScalarReader.text(), "One line for people.", "route incoming support mail")
          .usually("", "empty");
  static final Slot<DataClass> DATA =
      key("data", ModelSection.DATA_CLASS, "How sensitive the cases are.", "internal").needed();
  static final Slot<List<CaseFiles.Loaded>> CASES =
      key(
              "cases",
              CaseFiles.shape().then(OwnGraders::read).then(CasePictures::read),
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
          Holdout.KEY,
          MODELS,
          HybridSection.HYBRID,
          ServeSection.SERVE);

  static final Shape<List<Job>> JOBS = Shape.named("job", TABLE, JobSection::job);

  private JobSection() {}

  static Optional<String> known(String model, Place place, Reading reading) {
    if (ProjectReading.of(reading).modelNames.contains(model)) {
      return Optional.of(model);
    }
    reading.problem(
        place,
        "There is no model \"" + model + "\".",
        Nearest.hint(model, ProjectReading.of(reading).modelNames));
    return Optional.empty();
  }

  private static Optional<Job> job(Shape.Named<Table> named, Place place, Reading reading) {
    Table table = named.value();
    var places = ProjectReading.of(reading).places;
    places.put("jobs." + named.name(), place);
    checkName(named.name(), place, reading);
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
    new JudgeChecks(table, reading).run(table.has(MODELS) ? candidates : List.of());
    var needs = table.find(NEEDS).orElse(List.of());
    for (int i = 0; i < needs.size(); i++) {
      places.put("jobs." + named.name() + ".needs." + i, needs.get(i).place());
    }
    ServeSection.take(named.name(), table, reading);
    HybridSection.take(named.name(), table, candidates, reading);
    if (!table.sound() || !JobName.allowed(named.name())) {
      return Optional.empty();
    }
    var job = job(named, prompt.orElse(Prompt.ofUser("")), candidates, reading);
    var pass = ProjectReading.of(reading);
    Job tuned = reviewed(Holdout.take(job, table, reading, pass.jobNames, pass.heldOut), pass);
    pass.jobs.put(named.name(), tuned);
    return Optional.of(tuned);
  }

  /// The job with its cases as people say that they are; so is the one that confirms it.
  private static Job reviewed(Job job, ProjectReading pass) {
    var log = ReviewLog.of(pass.resolve(""), job.name());
    int before = pass.count();
    Job reviewed = log.applied(job, pass);
    if (pass.count() == before) {
      pass.heldOut.computeIfPresent(job.name(), (_, held) -> log.applied(held, pass));
    }
    reviewed.reviewed().ifPresent(told -> pass.note("Job " + job.name() + ": " + told + "."));
    return reviewed;
  }

  private static Job job(
      Shape.Named<Table> named, Prompt asked, List<String> candidates, Reading reading) {
    Table table = named.value();
    return new Job(
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
        candidates.stream().filter(ModelName::allowed).map(ModelName::new).toList(),
        HybridSection.likelihoods(table),
        List.of());
  }

  static void checkName(String name, Place place, Reading reading) {
    if (!JobName.allowed(name)) {
      reading.problem(place, "This is no name for a job.", ModelSection.NAME_HINT);
    }
  }

  private static List<Case> cases(Shape.Named<Table> job, Prompt prompt, Reading reading) {
    var cases = UnnamedCases.identified(job.value().value(CASES), prompt);
    Set<String> graded =
        job.value().find(GRADERS).stream()
            .flatMap(CaseFree::templates)
            .flatMap(template -> template.variables().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    return Duplicates.counted(job.name(), cases, prompt, graded, job.value(), reading);
  }

  private static boolean allBringGraders(Table table) {
    var cases =
        table.find(CASES).orElse(List.of()).stream().flatMap(l -> l.cases().stream()).toList();
    return !cases.isEmpty() && cases.stream().allMatch(given -> given.own().isPresent());
  }

  static void lacking(Table table, Slot<?> key, Reading reading) {
    if (table.lacks(key) && !(key.equals(GRADERS) && allBringGraders(table))) {
      reading.problem(
          table.place(),
          "`" + key.name() + "` is missing in `" + reading.key() + "`.",
          "For example `" + key.name() + ": " + key.example() + "`.");
    }
  }

  private static List<String> candidates(Table table, Reading reading) {
    if (!table.has(MODELS)) {
      var judges = JudgeChecks.judges(table).stream().map(judged -> judged.judge().text()).toList();
      return Baselines.without(ProjectReading.of(reading)).stream()
          .filter(name -> !judges.contains(name))
          .toList();
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
