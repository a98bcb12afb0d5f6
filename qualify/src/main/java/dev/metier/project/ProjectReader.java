package dev.metier.project;

import static dev.metier.form.Table.Slot.key;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.form.Written;
import dev.metier.form.Yaml;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.Serving;
import dev.metier.job.Workflow;
import dev.metier.privacy.PersonalCases;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads a metier.yaml, with all the files it names, into a project.
public final class ProjectReader {
  private static final Pattern CURRENCY = Pattern.compile("[A-Za-z]{3}");
  private static final Slot<List<String>> EXCHANGE =
      key(
              "exchange",
              Shape.named("currency (its code)", ScalarReader.positive(), ProjectReader::rate),
              "How many US dollars one unit of a currency is; all costs are compared in US"
                  + " dollars.",
              "{eur: 1.16}")
          .otherwise("`{eur: 1.15}`, an assumption");
  private static final Slot<List<Host>> HOSTS =
      key(
              "hosts",
              ModelSection.HOSTS,
              "Where models run, and the most sensitive data that may be read there.",
              "{workstation: {clearance: restricted}}")
          .usually(List.of(), "none");
  private static final Slot<List<Model>> MODELS =
      key("models", ModelSection.MODELS, "The candidates.", "{qwen: {use: \"ollama/qwen3.6:27b\"}}")
          .needed();
  private static final Slot<List<Job>> JOBS =
      key("jobs", JobSection.JOBS, "The work, and what it needs.", "{ticket-triage: {...}}")
          .needed();
  private static final Slot<List<Workflow>> WORKFLOWS =
      key(
              "workflows",
              WorkflowSection.WORKFLOWS,
              "Jobs that hand their results on, asked for as one.",
              "{mail-to-reply: {stages: {triage: {}, reply: {uses: [triage]}}, ...}}")
          .usually(List.of(), "none");
  private static final Slot<String> OWN =
      key(
              "x-...",
              ScalarReader.json("anything"),
              "Keys that begin with `x-` are yours, for example to define anchors; they are not"
                  + " read.",
              "{...}")
          .matching(Pattern.compile("x-.*"));

  /// The whole file. Later keys refer to earlier ones.
  static final Shape<Table> FILE =
      Table.shape(
          "metier.yaml",
          "What a team wants to know: which model is fit for which job.",
          EXCHANGE,
          HOSTS,
          MODELS,
          JOBS,
          WORKFLOWS,
          OWN);

  private static final String IF_EMPTY =
      "It needs `models` and `jobs`; `metier init FOLDER` writes an example.";

  private ProjectReader() {}

  /// Reads a metier.yaml, or the one in a folder.
  ///
  /// @throws ProblemsException with every mistake that was found
  public static Project read(Path fileOrFolder) {
    Path file =
        Files.isDirectory(fileOrFolder) ? fileOrFolder.resolve("metier.yaml") : fileOrFolder;
    Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
    var reading = new ProjectReading(folder);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new ProblemsException(
          file + " is not a file that can be read as a project.",
          "Name a metier.yaml, or its folder.");
    }
    if (!Files.exists(file)) {
      throw new ProblemsException(
          "There is no " + file + ".", "`metier init` writes one; or name its folder.");
    }
    var project =
        ProjectReading.of(reading)
            .text(file, Place.of(file))
            .flatMap(text -> Yaml.read(file, text, IF_EMPTY, reading::problem))
            .flatMap(written -> project(file, written, reading));
    if (project.isEmpty() || reading.count() > 0) {
      throw new ProblemsException(reading.problems());
    }
    return project.get();
  }

  private static Optional<Project> project(Path file, Written written, Reading reading) {
    if (written instanceof Written.Entries root) {
      ProjectReading.of(reading).hostNames = names(root, "hosts");
      ProjectReading.of(reading).modelNames = names(root, "models");
      ProjectReading.of(reading).jobNames = names(root, "jobs");
      ProjectReading.of(reading).readAhead(casePaths(root));
    }
    var table = FILE.read(written, reading);
    table.ifPresent(t -> {
      empty(t, MODELS, ProjectReading.of(reading).modelNames, reading);
      empty(t, JOBS, ProjectReading.of(reading).jobNames, reading);
    });
    return table
        .filter(_ -> reading.count() == 0)
        .map(sound -> project(file, sound, ProjectReading.of(reading)));
  }

  private static Project project(Path file, Table table, ProjectReading reading) {
    var personal = new HashMap<JobName, PersonalCases>();
    for (Job job : table.value(JOBS)) {
      Serving serving = reading.serving.getOrDefault(job.name(), Serving.PLAIN);
      found(job, serving, reading).ifPresent(found -> personal.put(job.name(), found));
      Optional.ofNullable(reading.heldOut.get(job.name()))
          .ifPresent(held ->
              found(held, serving, reading).ifPresent(found -> personal.put(held.name(), found)));
    }
    return new Project(
        file,
        table.value(MODELS),
        table.value(HOSTS),
        table.value(JOBS),
        table.value(WORKFLOWS),
        reading.serving,
        reading.hybrids,
        reading.addresses,
        reading.notes(),
        personal,
        reading.heldOut,
        reading.places);
  }

  /// What raises the class of a job's cases, which is told.
  private static Optional<PersonalCases> found(Job job, Serving serving, ProjectReading reading) {
    // What was set aside is shown all the same.
    var found = PersonalCases.in(job.withCases(job.written()), serving.personal());
    found.ifPresent(each ->
        reading.note(
            "Job "
                + job.name()
                + ": "
                + each.sentence()
                + ". All of its cases count as "
                + each.data().name().toLowerCase(Locale.ROOT)
                + "; hosts cleared for less get none of them."));
    return found;
  }

  private static void empty(
      Table table, Slot<?> key, java.util.Collection<String> names, Reading reading) {
    if (table.has(key) && table.find(key).isPresent() && names.isEmpty()) {
      reading.problem(
          table.place(key),
          "`" + key.name() + "` is empty.",
          "For example `" + key.example() + "`.");
    }
  }

  private static List<String> names(Written.Entries root, String key) {
    return entries(root.find(key)).stream().map(Written.Entry::key).toList();
  }

  /// What jobs say their cases are, where that is one text.
  private static List<String> casePaths(Written.Entries root) {
    var paths = new ArrayList<String>();
    for (Written.Entry job : entries(root.find("jobs"))) {
      for (Written.Entry key : entries(Optional.of(job))) {
        if (key.key().equals(JobSection.CASES.name())
            && key.value() instanceof Written.Scalar path) {
          paths.add(path.text());
        }
      }
    }
    return paths;
  }

  private static List<Written.Entry> entries(Optional<Written.Entry> key) {
    return key.map(Written.Entry::value)
        .map(value ->
            value instanceof Written.Entries(_, var entries) ? entries : List.<Written.Entry>of())
        .orElse(List.of());
  }

  private static Optional<String> rate(Shape.Named<Double> named, Place place, Reading reading) {
    String code = named.name().toUpperCase(Locale.ROOT);
    if (!CURRENCY.matcher(code).matches() || code.equals("USD")) {
      reading.problem(
          Problem.at(
              place, "This is no currency to exchange for US dollars.", "Write its code, as eur."));
      return Optional.empty();
    }
    ProjectReading.of(reading).rates.put(code, BigDecimal.valueOf(named.value()));
    return Optional.of(code);
  }
}
