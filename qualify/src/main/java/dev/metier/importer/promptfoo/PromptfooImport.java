package dev.metier.importer.promptfoo;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.NumberText;
import dev.metier.form.Written;
import dev.metier.importer.Imported;
import dev.metier.importer.Origin;
import dev.metier.importer.RecordedAnswer;
import dev.metier.importer.javascript.CodeVariables;
import dev.metier.importer.promptfoo.config.Assertion;
import dev.metier.importer.promptfoo.config.ConfigFolder;
import dev.metier.importer.promptfoo.config.PromptTexts;
import dev.metier.importer.promptfoo.config.TestCase;
import dev.metier.importer.promptfoo.config.TestFiles;
import dev.metier.importer.promptfoo.config.Variables;
import dev.metier.job.Template;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A project from a promptfoo configuration (0.123): a job for each prompt, with the same cases.
public final class PromptfooImport {
  private static final JsonMapper JSON = JsonMapper.shared();
  private final ConfigFolder source;
  private final TestFiles files;
  private final Variables variables;
  private final Assertions assertions;
  private final Optional<String> judge;
  private final JudgedCases judged;
  private final PythonSource programs;
  private CaseNames names = new CaseNames(List.of());
  private RenderedPrompts rendered;
  private ToolDeclarations tools = new ToolDeclarations(JSON.createArrayNode());
  private final List<ObjectNode> cases = new ArrayList<>();
  private final IdentityHashMap<ObjectNode, TestCase> tests = new IdentityHashMap<>();
  private AskedModels asked = new AskedModels(List.of(), false);
  private Map<String, Map<Integer, List<String>>> recorded = Map.of();
  private final List<Origin> origins = new ArrayList<>();
  private final List<Integer> multiples = new ArrayList<>();
  private int without;

  /// What an import is told beside the configuration.
  ///
  /// @param results promptfoo's results of it: their answers stand in place of models
  /// @param judge the model that judges what tests ask a model about, as `use` has it, such as
  ///   `ollama/gemma3:12b`; beside results nothing is judged anew
  /// @param root the folder whose files may be read, and which holds the configuration's; without
  ///   it only that one
  /// @param code whether Python and commands may become programs of the project
  /// @param project the folder that the project is written to
  public record Options(
      Optional<Path> results,
      Optional<String> judge,
      Optional<Path> root,
      boolean code,
      Path project) {
    /// Nothing but the file.
    public static Options none(Path file) {
      Path project = file.resolveSibling("metier");
      return new Options(Optional.empty(), Optional.empty(), Optional.empty(), false, project);
    }

    public Options withResults(Optional<Path> results) {
      return new Options(results, judge, root, code, project);
    }

    public Options withJudge(Optional<String> judge) {
      return new Options(results, judge, root, code, project);
    }

    public Options withRoot(Path root) {
      return new Options(results, judge, Optional.of(root), code, project);
    }

    public Options withCode() {
      return new Options(results, judge, root, true, project);
    }
  }

  private PromptfooImport(Path folder, Options options) {
    Optional<String> judge = options.results().isEmpty() ? options.judge() : Optional.empty();
    this.source = new ConfigFolder(folder, options.root().orElse(folder));
    this.programs = new PythonSource(source, options.code(), options.project());
    this.files = new TestFiles(source);
    this.variables = new Variables(source);
    this.rendered = new RenderedPrompts(source, List.of(), List.of(), variables);
    this.assertions = new Assertions(source, programs, () -> tools);
    this.judge = judge;
    this.judged = new JudgedCases(source, judge.isPresent(), tests);
  }

  /// Reads a configuration.
  ///
  /// @throws ProblemsException when it is none
  public static Imported read(Path file) {
    return read(file, Options.none(file));
  }

  /// Reads a configuration.
  ///
  /// @throws ProblemsException when it is none, or one of the options cannot be met
  public static Imported read(Path file, Options options) {
    Path whole = file.toAbsolutePath().normalize();
    if (!Files.isRegularFile(whole)) {
      throw new ProblemsException("There is no file " + file + ".", "Name a promptfooconfig.yaml.");
    }
    Path folder = Optional.ofNullable(whole.getParent()).orElse(whole);
    return new PromptfooImport(folder, options)
        .read(whole, file, options.results().map(RecordedResults::read));
  }

  private Imported read(Path file, Path named, Optional<RecordedResults> results) {
    Written.Entries config = config(file, named);
    ignored(config);
    List<PromptTexts.Said> prompts = prompts(config, results);
    var providers = new Providers(source, applications(prompts));
    Optional<Written> written =
        config.find("providers").or(() -> config.find("targets")).map(Written.Entry::value);
    Map<String, String> models =
        written.map(w -> providers.models(w, results.isPresent())).orElse(Map.of());
    tools = ToolDeclarations.of(written, source);
    var transforms =
        AnswerTransforms.of(written, new JavaScriptSource(source), results.isPresent());
    if (models.isEmpty() && results.isEmpty()) {
      source.note("No model is carried over; metier.yaml names a local one as an example.");
    }
    asked = new AskedModels(providers.asked(), results.isPresent());
    List<TestCase> tests = tests(config);
    names = new CaseNames(tests);
    rendered = new RenderedPrompts(source, prompts, tests, variables);
    for (int i = 0; i < tests.size(); i++) {
      add(tests.get(i), i, transforms);
    }
    if (without > 0) {
      source.note(
          NumberText.count(
              without,
              "test has no assertion that is carried over, and is left out of the cases.",
              "tests have no assertion that is carried over, and are left out of the cases."));
    }
    Optional<ResultsOfTests> ofTests =
        results.map(r -> new ResultsOfTests(r, source, tests, multiples));
    List<RecordedAnswer> outcomes = ofTests.map(r -> r.outcomes(origins)).orElse(List.of());
    recorded = ofTests.map(r -> r.asked(origins)).orElse(Map.of());
    return made(config, named, rendered.prompts(), models, providers.hosts(), outcomes);
  }

  private OwnProviders applications(List<PromptTexts.Said> prompts) {
    boolean chat = prompts.stream().anyMatch(PromptTexts.Said::isChat);
    List<String> texts =
        prompts.stream()
            .flatMap(p -> p.turns().stream())
            .map(t -> t.text().strip())
            .distinct()
            .toList();
    Optional<String> only =
        texts.size() == 1
            ? new Template(texts.getFirst())
                .variables().stream()
                    .filter(_ -> new Template(texts.getFirst()).isVariable())
                    .findFirst()
            : Optional.empty();
    return new OwnProviders(source, programs, chat, only);
  }

  private Imported made(
      Written.Entries config,
      Path named,
      List<PromptTexts.Said> prompts,
      Map<String, String> models,
      List<String> hosts,
      List<RecordedAnswer> outcomes) {
    String purpose = config.find("description").map(e -> e.value().textOrJson()).orElse("");
    var files = new ProjectFiles(named, purpose, models, hosts, judge, tools);
    int all = cases.size() + judged.cases().values().stream().mapToInt(List::size).sum();
    var written =
        outcomes.isEmpty()
            ? files.with(
                prompts,
                cases,
                judged.cases(),
                (one, prompt) ->
                    asked.about(
                        Optional.ofNullable(tests.get(one)).orElseThrow(), prompts.get(prompt)))
            : files.recorded(prompts, cases, outcomes, recorded);
    written.texts().putAll(programs.files());
    return new Imported(
        written.texts(),
        written.jobs(),
        all,
        source.carriedCount(),
        source.refusedCount(),
        source.losses(),
        source.notes(),
        origins,
        outcomes);
  }

  private Written.Entries config(Path file, Path named) {
    Written root =
        source
            .written(file, Place.of(file))
            .orElseThrow(() -> {
              var first = source.losses().getFirst();
              return new ProblemsException(
                  named + ":" + first.place().line() + ": " + first.why(), first.instead());
            });
    if (root instanceof Written.Entries config
        && Stream.of("prompts", "providers", "targets", "tests", "scenarios")
            .anyMatch(key -> config.find(key).isPresent())) {
      return config;
    }
    throw new ProblemsException(
        named + " is no configuration of promptfoo.", "It has `prompts`, `providers` and `tests`.");
  }

  /// The prompts; where all answers are recorded, one stands for each that cannot be told.
  private List<PromptTexts.Said> prompts(
      Written.Entries config, Optional<RecordedResults> results) {
    List<PromptTexts.Said> written =
        config
            .find("prompts")
            .map(e -> new PromptTexts(source).prompts(e.value()))
            .orElse(List.of());
    return results
        .map(RecordedResults::prompts)
        .filter(labels -> labels.size() != written.size())
        .map(labels -> PromptTexts.placeholders(labels, config.place()))
        .orElse(written);
  }

  private void ignored(Written.Entries config) {
    config
        .find("assert")
        .ifPresent(e ->
            source.lost(
                "assert",
                e.place(),
                "promptfoo itself ignores it here.",
                "Put it under `defaultTest`."));
    for (String key : List.of("transform", "extensions", "redteam", "nunjucksFilters")) {
      config.find(key).ifPresent(e -> source.lost(key, e.place(), "It is not carried over.", ""));
    }
  }

  private List<TestCase> tests(Written.Entries config) {
    TestCase usual =
        config
            .find("defaultTest")
            .flatMap(e -> usual(e.value()))
            .orElse(TestCase.nothing(config.place()));
    var all = new ArrayList<TestCase>();
    config
        .find("tests")
        .ifPresent(e -> files.tests(e.value()).forEach(test -> all.add(test.over(usual))));
    config.find("scenarios").map(Written.Entry::value).ifPresent(w -> scenarios(w, usual, all));
    var multiplied = new ArrayList<TestCase>();
    for (TestCase test : all) {
      List<TestCase> each = variables.multiplied(test);
      multiples.add(each.size());
      multiplied.addAll(each);
    }
    return multiplied;
  }

  private Optional<TestCase> usual(Written written) {
    if (written instanceof Written.Scalar named) {
      return source
          .file(named.text(), named.place())
          .flatMap(file -> source.written(file, named.place()))
          .flatMap(this::usual);
    }
    return written instanceof Written.Entries entries
        ? Optional.of(files.test(entries))
        : Optional.empty();
  }

  /// One scenario, a list, or the name of files that have either.
  private void scenarios(Written written, TestCase usual, List<TestCase> all) {
    switch (written) {
      case Written.Items(_, var items) -> items.forEach(item -> scenarios(item, usual, all));
      case Written.Scalar(var place, var text, _) when text.startsWith("file://") ->
          source.matching(text, place).stream()
              .flatMap(file -> source.written(file, place).stream())
              .filter(w -> !(w instanceof Written.Scalar))
              .forEach(w -> scenarios(w, usual, all));
      default -> scenario(written, usual, all);
    }
  }

  private void scenario(Written written, TestCase usual, List<TestCase> all) {
    if (!(written instanceof Written.Entries scenario)) {
      source.lost("scenario", written.place(), "A scenario is an object.", "");
      return;
    }
    var configs = scenario.find("config").map(e -> files.tests(e.value())).orElse(List.of());
    var tests = scenario.find("tests").map(e -> files.tests(e.value())).orElse(List.of());
    for (TestCase config : configs) {
      for (TestCase test : tests) {
        all.add(test.over(config).over(usual));
      }
    }
  }

  /// Tells what of a test's options is not carried over; whether the test cannot be used then.
  private boolean told(Map<String, Written> options) {
    Written stored = options.get("storeOutputAs");
    if (stored != null) {
      source.lost(
          "options.storeOutputAs",
          stored.place(),
          "Later tests read the answer to this one, which no case does here.",
          "Make them stages of a workflow, or write a usual answer into their variable.");
    }
    Written code = options.get("transformVars");
    if (code != null) {
      source.lost(
          "options.transformVars",
          code.place(),
          "It makes variables by code, which is not run while importing.",
          "Its tests are left out.");
    }
    return code != null;
  }

  private void add(TestCase test, int number, AnswerTransforms transforms) {
    if (asked.isForNobody(test, rendered.prompts(), source)) {
      test.assertions().forEach(source::refused);
      return;
    }
    boolean told = told(test.options());
    Optional<List<String>> by = told ? Optional.empty() : transforms.of(test.options());
    Optional<Map<String, String>> vars =
        variables.texts(test).map(texts -> rendered.with(test, texts));
    if (by.isEmpty() || vars.isEmpty()) {
      test.assertions().forEach(source::refused);
      without++;
      return;
    }
    List<Assertion> rest = judged.rest(test, vars.get(), number + 1, names);
    boolean counted = test.threshold().isPresent();
    var graded =
        assertions.graders(
            rest, new Assertions.Mode(counted, !by.get().isEmpty(), test.vars(), vars.get()));
    List<ObjectNode> graders = graded.nodes();
    if (graders.isEmpty()) {
      without += rest.size() == test.assertions().size() ? 1 : 0;
      return;
    }
    if (counted && test.threshold().getAsDouble() > 0 && Assertions.weightless(graded)) {
      source.lost("threshold", test.place(), Assertions.NO_WEIGHT, Assertions.GIVE_WEIGHT);
      return;
    }
    graders.forEach(grader -> AnswerTransforms.before(by.get(), grader));
    var typed = new CodeVariables(test.vars());
    graders.forEach(typed::addTo);
    String id = names.unique(names.plain(test, vars.get(), number + 1), "");
    ObjectNode one = made(id, vars.get(), graders, test.threshold());
    cases.add(one);
    tests.put(one, test);
    origins.add(graded.origin(number, id, counted));
  }

  private static ObjectNode made(
      String id, Map<String, String> vars, List<ObjectNode> graders, OptionalDouble threshold) {
    ObjectNode one = JSON.createObjectNode().put("id", id);
    ObjectNode values = one.putObject("vars");
    vars.forEach(values::put);
    if (threshold.isPresent()) {
      ObjectNode own = one.putObject("graders");
      own.putArray("of").addAll(graders);
      own.put("threshold", Math.clamp(threshold.getAsDouble(), 0, 1));
    } else {
      one.putArray("graders").addAll(graders);
    }
    return one;
  }
}
