package dev.metier.project;

import dev.metier.core.text.Nearest;
import dev.metier.form.Reading;
import dev.metier.form.Table;
import dev.metier.job.Case;
import dev.metier.job.CaseFree;
import dev.metier.job.CaseGraders;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.FieldKind;
import dev.metier.job.MessageList;
import dev.metier.job.Prompt;
import dev.metier.job.Template;
import dev.metier.project.cases.CaseFiles;
import dev.metier.wire.JsonSyntax;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What can be wrong between a job's templates and the variables of its cases: values that are
/// missing, keys that nothing uses, lists where a text is meant.
final class VariableChecks {
  private static final int TOLD = 5;
  private static final int NAMED = 8;
  private static final String PROMPT = "the prompt";
  private static final String WHOLE = "`equals`";
  private static final List<String> OURS =
      List.of("expected", "slices", "cluster", "graders", "id");

  /// A case by its index in a file.
  private record Spot(CaseFiles.Loaded file, int index) {}

  private final String job;
  private final Table table;
  private final List<CaseFiles.Loaded> loaded;
  private final Reading reading;

  VariableChecks(String job, Table table, List<CaseFiles.Loaded> loaded, Reading reading) {
    this.job = job;
    this.table = table;
    this.loaded = loaded;
    this.reading = reading;
  }

  /// @param recorded whether all answers are on record, so that nothing needs to be asked
  void run(List<ProjectReading.Used> templates, boolean recorded) {
    Map<String, ProjectReading.Used> used = new LinkedHashMap<>();
    for (var each : templates) {
      each.template()
          .variables()
          .forEach(name -> used.merge(name, each, (first, next) -> first.needed() ? first : next));
    }
    if (!recorded || !templates.isEmpty()) {
      lacking(used);
    }
    keysShown(templates);
    Set<String> all = new TreeSet<>(used.keySet());
    own()
        .forEach(group ->
            CaseFree.templates(group).forEach(template -> all.addAll(template.variables())));
    unused(all);
    sameForAll();
    turns();
    lists();
    jsonValues();
  }

  private Stream<Case> cases() {
    return loaded.stream().flatMap(file -> file.cases().stream());
  }

  private Stream<GraderSpec> own() {
    return cases().flatMap(given -> given.own().stream()).map(CaseGraders::graders);
  }

  /// Finds prompts that show what the answer must be: of answers that are copied nothing is
  /// learned.
  private void keysShown(List<ProjectReading.Used> templates) {
    Set<String> keys =
        templates.stream()
            .filter(each -> each.by().equals(WHOLE) && each.template().isVariable())
            .flatMap(each -> each.template().variables().stream())
            .collect(Collectors.toSet());
    for (var each : templates) {
      if (each.by().equals(PROMPT)) {
        each.template().variables().stream()
            .filter(keys::contains)
            .forEach(name ->
                reading.problem(
                    each.place(),
                    "The prompt shows `{{"
                        + name
                        + "}}`, which is the whole answer that "
                        + WHOLE
                        + " expects: a model that copies it passes, and nothing is known of it.",
                    "Take it out of the prompt."));
      }
    }
  }

  /// Tells a prompt that says the same for every case, though the cases hold something to be shown.
  private void sameForAll() {
    long cases = cases().filter(each -> !each.vars().isEmpty()).count();
    List<Template> prompt =
        table.find(Prompts.PROMPT).stream()
            .flatMap(List::stream)
            .map(Prompt.Turn::template)
            .toList();
    boolean varies =
        Stream.concat(prompt.stream(), table.find(Prompts.SYSTEM).stream())
                .anyMatch(each -> !each.variables().isEmpty())
            || cases().anyMatch(each -> !each.pictures().isEmpty());
    if (cases < 2 || prompt.isEmpty() || varies) {
      return;
    }
    Set<String> names =
        cases().flatMap(each -> each.vars().keySet().stream()).collect(Collectors.toSet());
    Optional<String> bare =
        new TreeSet<>(names)
            .stream()
                .filter(name ->
                    prompt.stream().anyMatch(each -> each.text().contains("{" + name + "}")))
                .findFirst();
    reading.note(
        "The prompt of job "
            + job
            + " has no variable, so that all "
            + cases
            + " cases ask the same. "
            + bare.map(name -> "Did you mean `{{" + name + "}}` where it says `{" + name + "}`?")
                .orElse(
                    "Show what differs, such as `{{"
                        + names.stream().sorted().findFirst().orElse("input")
                        + "}}`."));
  }

  // Keys that nothing uses -----------------------------------------------------------------------

  /// Names keys of the cases that are used nowhere. Where a program of the team gets all of them,
  /// or nothing is asked, only those that look like a misspelled key of ours.
  private void unused(Set<String> used) {
    Set<String> unused = new TreeSet<>();
    cases().forEach(each -> unused.addAll(each.vars().keySet()));
    unused.removeAll(used);
    boolean all =
        table.has(Prompts.PROMPT)
            && specs()
                .noneMatch(spec ->
                    spec instanceof GraderSpec.Program || spec instanceof GraderSpec.JavaScript);
    var meant = new ArrayList<String>();
    var named = new ArrayList<String>();
    for (String name : unused) {
      Optional<String> near = Nearest.to(name, OURS);
      near.ifPresent(key -> meant.add("`" + key + "` instead of `" + name + "`"));
      if (near.isPresent() || all) {
        named.add("`" + name + "`");
      }
    }
    if (!named.isEmpty()) {
      int more = named.size() - NAMED;
      reading.note(
          "Job "
              + job
              + ": "
              + String.join(", ", named.subList(0, Math.min(NAMED, named.size())))
              + (more > 0 ? " and " + more + " more" : "")
              + " of its cases "
              + (named.size() == 1 ? "is" : "are")
              + " used nowhere."
              + (meant.isEmpty() ? "" : " Did you mean " + String.join(", ", meant) + "?"));
    }
  }

  /// Every grader of the job, also those within others.
  private Stream<GraderSpec> specs() {
    return Stream.concat(table.find(JobSection.GRADERS).stream(), own()).flatMap(CaseFree::within);
  }

  // Lists where a text is meant ------------------------------------------------------------------

  /// Tells lists of messages that cannot be sent as such.
  private void turns() {
    var alone =
        table.find(Prompts.PROMPT).stream()
            .flatMap(List::stream)
            .flatMap(turn -> lone(turn.template()))
            .toList();
    int told = 0;
    for (var file : loaded) {
      for (int i = 0; i < file.cases().size() && told < TOLD && !alone.isEmpty(); i++) {
        for (String name : alone) {
          var wrong = file.cases().get(i).value(name).flatMap(MessageList::mistake);
          if (wrong.isPresent()) {
            told++;
            reading.problem(
                file.places().apply(i),
                "`" + name + "` is a list of messages, but " + wrong.get() + ".",
                "Write each as {\"role\": \"user\", \"content\": \"...\"}; roles are system, user"
                    + " and assistant.");
          }
        }
      }
    }
  }

  /// Tells lists that `equals` compares as JSON text.
  private void lists() {
    Set<String> names =
        specs()
            .flatMap(spec ->
                spec instanceof GraderSpec.Equals(var text, _, _, _) ? lone(text) : Stream.of())
            .collect(Collectors.toSet());
    for (String name : names) {
      cases()
          .filter(each -> each.value(name).filter(VariableChecks::isList).isPresent())
          .findFirst()
          .ifPresent(each ->
              reading.note(
                  "Job "
                      + job
                      + ": `"
                      + name
                      + "` of case "
                      + each.id()
                      + " is a list, which `equals` compares as JSON text; `one_of` takes it as the"
                      + " answers that are allowed."));
    }
  }

  /// Tells values that are used as JSON and are none: the grade would be broken, or a list of
  /// messages or answers would be one text.
  private void jsonValues() {
    Map<String, Function<String, Optional<String>>> flaws = new TreeMap<>();
    table.find(Prompts.PROMPT).stream()
        .flatMap(List::stream)
        .flatMap(turn -> lone(turn.template()))
        .forEach(name -> flaws.put(name, VariableChecks::noTurns));
    specs()
        .flatMap(VariableChecks::listsIn)
        .flatMap(VariableChecks::lone)
        .forEach(name -> flaws.put(name, JsonSyntax::slip));
    specs()
        .flatMap(VariableChecks::jsonIn)
        .flatMap(VariableChecks::lone)
        .forEach(name -> flaws.put(name, JsonSyntax::mistake));
    flaws.forEach((name, flaw) -> loaded.forEach(file -> noJson(file, name, flaw)));
  }

  private void noJson(CaseFiles.Loaded file, String name, Function<String, Optional<String>> flaw) {
    int told = 0;
    for (int i = 0; i < file.cases().size() && told < TOLD; i++) {
      Optional<String> why = file.cases().get(i).value(name).flatMap(flaw);
      if (why.isPresent()) {
        told++;
        reading.problem(
            file.places().apply(i),
            "`" + name + "` is used as JSON and is none: " + why.get() + ".",
            "In CSV, JSON is quoted as a whole, and each quote in it is written twice.");
      }
    }
  }

  /// Why a text that begins like a list of messages is no JSON.
  private static Optional<String> noTurns(String text) {
    return text.stripLeading().startsWith("[") && text.contains("role")
        ? JsonSyntax.slip(text)
        : Optional.empty();
  }

  /// Templates that are read as JSON.
  private static Stream<Template> jsonIn(GraderSpec spec) {
    return spec instanceof GraderSpec.ToolCalls calls
        ? calls.expected().stream().flatMap(call -> call.arguments().stream())
        : fields(spec, FieldKind.JSON);
  }

  /// Templates that are read as a list of texts, where they are one.
  private static Stream<Template> listsIn(GraderSpec spec) {
    return spec instanceof GraderSpec.OneOf one
        ? one.expected().stream()
        : fields(spec, FieldKind.ONE_OF);
  }

  private static Stream<Template> fields(GraderSpec spec, FieldKind kind) {
    return spec instanceof GraderSpec.JsonFields(var fields, _)
        ? fields.stream()
            .filter(field -> field.comparison().kind() == kind)
            .map(GraderSpec.Field::expected)
        : Stream.empty();
  }

  private static boolean isList(String value) {
    return value.startsWith("[\"") && value.endsWith("]");
  }

  private static Stream<String> lone(Template template) {
    return template.isVariable() ? template.variables().stream() : Stream.of();
  }

  // Values that are missing
  // ----------------------------------------------------------------------

  private void lacking(Map<String, ProjectReading.Used> used) {
    int cases = loaded.stream().mapToInt(l -> l.cases().size()).sum();
    int told = 0;
    for (var variable : used.entrySet()) {
      var lacking = lacking(variable.getKey());
      if (lacking.isEmpty()) {
        continue;
      }
      if (lacking.size() == cases) {
        lackingEverywhere(variable.getKey(), variable.getValue());
        continue;
      }
      for (Spot spot : variable.getValue().needed() ? lacking : List.<Spot>of()) {
        if (++told <= TOLD) {
          lackingHere(spot, variable.getKey(), variable.getValue());
        }
      }
    }
    if (told > TOLD) {
      reading.problem(
          table.place(JobSection.CASES),
          (told - TOLD) + " more cases of job " + job + " lack a variable.",
          "");
    }
  }

  /// The cases that have no such value.
  private List<Spot> lacking(String variable) {
    var spots = new ArrayList<Spot>();
    for (var file : loaded) {
      for (int i = 0; i < file.cases().size(); i++) {
        if (!has(file.cases().get(i), variable)) {
          spots.add(new Spot(file, i));
        }
      }
    }
    return spots;
  }

  private static boolean has(Case given, String variable) {
    return given.vars().containsKey(variable)
        || variable.equals("id")
        || (variable.equals("expected") && given.expected().isPresent());
  }

  private void lackingEverywhere(String variable, ProjectReading.Used used) {
    var known = new TreeSet<String>(Set.of("id"));
    loaded.forEach(
        l -> l.cases().stream().limit(100).forEach(c -> known.addAll(c.values().keySet())));
    boolean expected = variable.equals("expected");
    reading.problem(
        used.place(),
        expected
            ? "No case says what is expected, which " + used.by() + " needs."
            : "No case has a value for `{{" + variable + "}}`, which " + used.by() + " uses.",
        expected ? remedy() : Nearest.hint(variable, known));
  }

  private String remedy() {
    return cases().anyMatch(given -> given.draft().isPresent())
        ? "Their drafts are no answer key until a person accepted them: `metier label " + job + "`"
        : "Add `expected` to the cases, or write what is expected, as \"{{label}}\".";
  }

  private void lackingHere(Spot spot, String variable, ProjectReading.Used used) {
    Case given = spot.file().cases().get(spot.index());
    reading.problem(
        spot.file().places().apply(spot.index()),
        "Case "
            + given.id()
            + (variable.equals("expected")
                ? " does not say what is expected, which "
                    + used.by()
                    + " of job "
                    + job
                    + " needs."
                : " has no `" + variable + "`, which " + used.by() + " of job " + job + " uses."),
        Nearest.to(variable, given.vars().keySet())
            .map(near -> "It has `" + near + "`.")
            .orElse(""));
  }
}
