package dev.metier.project;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.chat.Tool;
import dev.metier.core.problem.Place;
import dev.metier.core.text.Nearest;
import dev.metier.core.text.NumberText;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Table;
import dev.metier.job.Case;
import dev.metier.job.CaseFree;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.project.cases.CaseFiles;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What can be wrong with a job whose every key is right: bars that so few cases can never prove,
/// data that nobody may read.
final class JobChecks {
  private static final int TOLD = 5;
  private static final int FEW = 20;
  private static final Set<ProviderKind> OWN_SERVERS =
      EnumSet.of(ProviderKind.OLLAMA, ProviderKind.LLAMACPP, ProviderKind.LMSTUDIO);

  private final String job;

  private final Table table;
  private final List<String> candidates;
  private final Reading reading;
  private final List<CaseFiles.Loaded> loaded;

  JobChecks(String job, Table table, List<String> candidates, Reading reading) {
    this.job = job;
    this.table = table;
    this.candidates = candidates;
    this.reading = reading;
    this.loaded = table.find(JobSection.CASES).orElse(List.of());
  }

  void run(boolean recorded) {
    var templates = ProjectReading.of(reading).takeTemplates();
    var tools = ProjectReading.of(reading).takeTools();
    privacy();
    checkTools(tools);
    if (table.has(JobSection.CASES)
        && table.find(JobSection.CASES).isPresent()
        && casesAreWhole()) {
      counts();
      drafts();
      if (!recorded) {
        unused();
      }
      judgePrice();
      endless();
      repeats();
      ids();
      new NeedChecks(table, candidates, reading).run();
      new VariableChecks(job, table, loaded, reading).run(templates, recorded);
      new Baselines(job, table, candidates, reading)
          .check(loaded.stream().flatMap(l -> l.cases().stream()).toList());
    }
  }

  /// With broken case files, counts and variables would only be told wrongly.
  private boolean casesAreWhole() {
    return !ProjectReading.of(reading).casesBroken(table);
  }

  private int count() {
    return loaded.stream().mapToInt(l -> l.cases().size()).sum();
  }

  private void counts() {
    int cases = count();
    if (cases == 0) {
      reading.problem(
          table.valuePlace(JobSection.CASES), "The job has no cases yet.", CaseFiles.NONE_YET);
    } else if (cases < FEW
        && table.find(JobSection.SCOPE).filter(Job.Scope.SUITE::equals).isEmpty()) {
      reading.note(
          "Job "
              + job
              + " has "
              + cases
              + (cases == 1 ? " case" : " cases")
              + "; fewer than "
              + FEW
              + " say little about what will come.");
    }
  }

  /// Names drafts that nobody decided on: no grader sees them.
  private void drafts() {
    long drafts =
        loaded.stream()
            .flatMap(file -> file.cases().stream())
            .filter(each -> each.draft().isPresent())
            .count();
    if (drafts > 0) {
      reading.note(
          "Job "
              + job
              + ": "
              + (drafts == 1 ? "one case has a draft" : drafts + " cases have drafts")
              + " of what is expected, which no grader sees. Decide on "
              + (drafts == 1 ? "it" : "them")
              + " with `metier label "
              + job
              + "`.");
    }
  }

  /// Says that what cases expect is looked at by nobody.
  private void unused() {
    List<Case> cases = loaded.stream().flatMap(file -> file.cases().stream()).toList();
    long expecting = cases.stream().filter(each -> each.expected().isPresent()).count();
    boolean form =
        table
            .find(JobSection.GRADERS)
            .filter(graders -> CaseFree.looksAtFormOnly(graders, cases))
            .isPresent();
    if (expecting > 0 && form) {
      reading.note(
          "Job "
              + job
              + ": "
              + (expecting == 1 ? "one case says" : NumberText.count(expecting) + " cases say")
              + " what is expected, and no grader looks at it: only the form of answers is graded."
              + " Below `graders`, `- rouge_1: {expected: \"{{expected}}\", at_least: 0.5}`"
              + " compares roughly, a `rubric` with a judge by sense.");
    }
  }

  /// Servers of one's own write on until their window is full, where nothing ends an answer.
  private void endless() {
    boolean limited =
        table.find(Prompts.SETTINGS).filter(s -> s.maxTokens().isPresent()).isPresent();
    List<String> endless =
        candidates.stream()
            .flatMap(c -> Stream.ofNullable(ProjectReading.of(reading).models.get(c)))
            .filter(model -> OWN_SERVERS.contains(model.kind()))
            .filter(model -> !limited && model.settings().maxTokens().isEmpty())
            .map(model -> model.name().text())
            .toList();
    if (!endless.isEmpty()) {
      reading.note(
          "Job "
              + job
              + " sets no `max_tokens`: one answer of "
              + String.join(", ", endless)
              + " may take as long as it takes to fill the window, should it repeat itself. For"
              + " example `settings: {max_tokens: 500}`.");
    }
  }

  /// A judge whose cost nobody knows is not asked, so that nobody is.
  private void judgePrice() {
    table.find(JobSection.GRADERS).stream()
        .flatMap(CaseFree::within)
        .flatMap(spec ->
            spec instanceof GraderSpec.Judged judged
                ? Stream.ofNullable(ProjectReading.of(reading).models.get(judged.judge().text()))
                : Stream.of())
        .filter(model -> model.price() instanceof Price.Unknown && !model.kind().local())
        .forEach(model ->
            reading.note(
                "Nothing of job "
                    + job
                    + " is asked while nobody knows what its judge, "
                    + model.name()
                    + ", costs: write its `price`, `{input: 0, output: 0}` for a server of your"
                    + " own."));
  }

  /// Repeats tell how an answer varies; with one seed for all of them it may not.
  private void repeats() {
    int repeats = table.find(JobSection.REPEATS).orElse(1);
    var job = table.find(Prompts.SETTINGS).stream();
    var models =
        candidates.stream()
            .flatMap(c -> Stream.ofNullable(ProjectReading.of(reading).models.get(c)));
    boolean seeded =
        Stream.concat(job, models.map(Model::settings)).anyMatch(s -> s.seed().isPresent());
    if (repeats > 1 && seeded) {
      reading.note(
          "Job "
              + this.job
              + " asks each case "
              + repeats
              + " times with the same seed: a server that keeps to it says the same each time, and"
              + " the repeats tell nothing.");
    }
  }

  // Privacy --------------------------------------------------------------------------------------

  private void privacy() {
    var data = table.find(JobSection.DATA);
    if (data.isEmpty()) {
      return;
    }
    var known = candidates.stream().map(ProjectReading.of(reading).models::get).toList();
    boolean allKnown = !known.isEmpty() && !known.contains(null);
    var closed = new TreeSet<String>();
    for (Model model : known) {
      if (model != null && !model.mayRead(data.get())) {
        closed.add(model.name().text());
      }
    }
    if (allKnown && closed.size() == known.size()) {
      reading.problem(
          table.valuePlace(JobSection.DATA),
          "No candidate of this job may read " + word(data.get()) + " data.",
          "Hosts and their clearance: " + hosts(known) + ".");
    } else if (table.has(JobSection.MODELS)) {
      for (String name : closed) {
        reading.note(
            "Model "
                + name
                + " may not read the "
                + word(data.get())
                + " data of job "
                + job
                + ": its verdict will be FORBIDDEN.");
      }
    }
    references(data.get());
  }

  private void references(DataClass data) {
    for (var need : table.find(JobSection.NEEDS).orElse(List.of())) {
      need.requirement()
          .reference()
          .map(name -> ProjectReading.of(reading).models.get(name.text()))
          .filter(model -> !model.mayRead(data))
          .ifPresent(model ->
              reading.problem(
                  need.place(),
                  "Model "
                      + model.name()
                      + " cannot be compared with: its host "
                      + model.readingHost().name()
                      + " may not read "
                      + word(data)
                      + " data.",
                  "Compare with a model that may, or state a quality `at_least`."));
    }
  }

  private static String hosts(List<Model> models) {
    var hosts = new LinkedHashMap<String, String>();
    for (Model model : models) {
      Host host = model.host();
      hosts.put(host.name(), host.name() + " " + word(host.clearance()));
    }
    return ScalarReader.list(hosts.values());
  }

  private static String word(DataClass data) {
    return data.name().toLowerCase(Locale.ROOT);
  }

  private void checkTools(Map<Place, String> named) {
    var tools = table.find(Prompts.TOOLS).orElse(List.of()).stream().map(Tool::name).toList();
    if (tools.isEmpty()) {
      return;
    }
    named.forEach((place, name) -> {
      if (!tools.contains(name)) {
        reading.problem(place, "The job has no tool `" + name + "`.", Nearest.hint(name, tools));
      }
    });
  }

  // Cases ----------------------------------------------------------------------------------------

  private void ids() {
    Map<String, Place> first = new HashMap<>();
    int twice = 0;
    for (var file : loaded) {
      for (int i = 0; i < file.cases().size(); i++) {
        String id = file.cases().get(i).id();
        var place = file.places().apply(i);
        var other = first.putIfAbsent(id, place);
        if (other != null && ++twice <= TOLD) {
          reading.problem(
              place,
              "Case "
                  + id
                  + " is there twice, first in "
                  + other.file().getFileName()
                  + " line "
                  + other.line()
                  + ".",
              "Give each case an id of its own.");
        }
      }
    }
    more(twice, " more cases of job " + job + " have an id that is taken.");
  }

  private void more(int count, String what) {
    if (count > TOLD) {
      reading.problem(table.place(JobSection.CASES), (count - TOLD) + what, "");
    }
  }
}
