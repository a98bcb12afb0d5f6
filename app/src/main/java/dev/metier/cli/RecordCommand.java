package dev.metier.cli;

import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.ProblemText;
import dev.metier.core.problem.Problems;
import dev.metier.core.problem.ProblemsException;
import dev.metier.decision.Acceptance;
import dev.metier.decision.DecisionRecord;
import dev.metier.decision.RecordChanges;
import dev.metier.decision.RecordDraft;
import dev.metier.decision.RecordFolder;
import dev.metier.decision.RecordText;
import dev.metier.decision.view.RecordMarkdown;
import dev.metier.decision.view.RecordView;
import dev.metier.decision.view.RecordViews;
import dev.metier.ledger.Ledger;
import dev.metier.plan.Goal;
import dev.metier.project.Project;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.CellResult;
import dev.metier.report.screen.Screens;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// Decision records: which model does a job, on what evidence, and until when.
@Command(
    name = "record",
    description = {
      "List the decision records of the project, and say which do not hold any more.",
      "",
      "A record is a file, decisions/MDR-0001.md, with the numbers as they were when it was drafted.",
      "It calls no model."
    },
    footer = {
      "",
      "Exit codes: 0 every record that is accepted holds, 1 one does not, 2 the input is wrong."
    })
final class RecordCommand implements Callable<Integer> {
  @Mixin private Options options = new Options();

  private final Workplace workplace;

  private RecordCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  /// The command with its own commands.
  static CommandLine line(Workplace workplace) {
    var line = new CommandLine(new RecordCommand(workplace));
    line.addSubcommand(new New(workplace));
    line.addSubcommand(new Show(workplace));
    line.addSubcommand(new Accept(workplace));
    line.addSubcommand(new Refresh(workplace));
    line.addSubcommand(new Supersede(workplace));
    line.getSubcommands().values().forEach(c -> c.getCommandSpec().mixinStandardHelpOptions(true));
    return line;
  }

  /// Which project, and where its evidence is.
  static final class Options {
    @Option(
        names = {"-f", "--file"},
        paramLabel = "FILE",
        description = "The project: its folder, or a file in it. Default: here.")
    private Optional<Path> file = Optional.empty();

    @Option(
        names = "--ledger",
        paramLabel = "FILE",
        description = "Where evidence is kept. Default: .metier/ledger.db beside metier.yaml.")
    private Optional<Path> ledger = Optional.empty();

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    Project read() {
      return dev.metier.project.ProjectReader.read(file.orElse(Path.of(".")));
    }

    RecordFolder records(Project project) {
      return RecordFolder.of(ProjectOptions.folder(project));
    }

    /// Does something with the evidence of the whole project.
    <T> T look(
        Workplace workplace, Project project, BiFunction<List<CellResult>, Ledger, T> action) {
      Path place = ledger.orElseGet(() -> ProjectOptions.usualLedger(project));
      try (var kept = Workplace.kept(place)) {
        var assignment = Assignment.of(project, project.jobs(), Goal.MATRIX);
        return action.apply(workplace.look(assignment, kept), kept);
      }
    }
  }

  /// What became of the evidence of each record, a sentence each.
  ///
  /// @param results of some of the jobs; records of the others are not looked at
  static List<String> notes(Project project, List<CellResult> results, LocalDate today) {
    var broken = new Problems();
    List<DecisionRecord> all =
        RecordFolder.of(ProjectOptions.folder(project)).all(broken);
    var notes = new java.util.ArrayList<String>();
    for (DecisionRecord record : all) {
      var job = record.head().job();
      if (project.job(job).isPresent()
          && results.stream().noneMatch(each -> each.job().name().equals(job))) {
        continue;
      }
      List<String> changes = RecordChanges.since(record, results, today);
      if (!changes.isEmpty()) {
        notes.add(
            "Record "
                + record.head().id()
                + " ("
                + job
                + ") does not hold as it is: "
                + String.join(" ", changes));
      }
    }
    if (!broken.isEmpty()) {
      notes.add("Some records cannot be read: `metier record` says why.");
    }
    return notes;
  }

  static LocalDate today(Workplace workplace) {
    return workplace.clock().instant().atZone(ZoneOffset.UTC).toLocalDate();
  }

  @Override
  public Integer call() {
    Project project = options.read();
    var problems = new Problems();
    List<DecisionRecord> all = options.records(project).all(problems);
    var results = options.look(workplace, project, (found, _) -> found);
    var views =
        all.stream()
            .map(each -> view(project, each, results, today(workplace)))
            .toList();
    if (options.json) {
      workplace.console().print(json(views));
    } else {
      tell(views);
    }
    problems.throwIfAny();
    boolean holds =
        views.stream()
            .filter(view -> view.status().equals("accepted"))
            .allMatch(view -> view.changes().isEmpty());
    return holds ? 0 : 1;
  }

  private void tell(List<RecordView> views) {
    if (views.isEmpty()) {
      workplace.console().line("There is no record yet. `metier record new JOB` drafts one.");
    }
    for (RecordView view : views) {
      String until = view.reviewBy().isEmpty() ? "" : ", review by " + view.reviewBy();
      workplace
          .console()
          .line(view.id() + "  " + view.status() + "  " + view.job() + ": " + view.model() + until);
      view.changes().forEach(change -> workplace.console().line("  " + change));
    }
  }

  private static String json(Object view) {
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(view) + "\n";
  }

  private static RecordView view(
      Project project, DecisionRecord record, List<CellResult> results, LocalDate today) {
    return RecordViews.of(
        Workplace.name(project), record, RecordChanges.since(record, results, today));
  }

  private static Optional<LocalDate> day(String option, Optional<String> text) {
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeException e) {
      throw new ProblemsException(
          option + " " + text.orElse("") + " is no day.", "Write it as 2026-11-22.");
    }
  }

  /// Writes what a record became, unless its file was changed meanwhile.
  private static void write(RecordFolder records, RecordFolder.Kept was, DecisionRecord now) {
    String id = was.record().head().id();
    if (records.replace(id, RecordText.of(now), was.hash()).isPresent()) {
      throw new ProblemsException(id + " was changed meanwhile.", "Do it again.");
    }
  }

  /// Says what was done, or shows the record to a program.
  private static void done(
      Workplace workplace, Options options, Supplier<RecordView> view, String sentence) {
    if (options.json) {
      workplace.console().print(json(view.get()));
    } else {
      workplace.console().line(sentence);
    }
  }

  /// Drafts a record.
  @Command(
      name = "new",
      description = "Draft a record of a job from the kept evidence, and print where it is.")
  static final class New implements Callable<Integer> {
    @Mixin private Options options = new Options();

    @Parameters(paramLabel = "JOB", description = "The job that is decided about.")
    private String job = "";

    @Option(
        names = "--model",
        paramLabel = "NAME",
        description = "What does the job. Default: by the policy, else the first that is FIT.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--owner", paramLabel = "NAME", description = "Who answers for it.")
    private Optional<String> owner = Optional.empty();

    @Option(
        names = "--with-cases",
        description = "Keep texts of cases in it, also of a class above internal.")
    private boolean withCases;

    private final Workplace workplace;

    New(Workplace workplace) {
      this.workplace = workplace;
    }

    @Override
    public Integer call() {
      Project project = options.read();
      RecordFolder records = options.records(project);
      return options.look(
          workplace,
          project,
          (results, ledger) -> {
            var source =
                RecordDraft.Source.of(project, results, job, ledger, workplace.clock().instant());
            DecisionRecord record =
                RecordDraft.of(
                    source,
                    new RecordDraft.Choice(
                        records.next(), model, owner.orElse(""), withCases));
            records.add(record);
            String id = record.head().id();
            done(
                workplace,
                options,
                () -> view(project, record, results, today(workplace)),
                "Drafted " + records.file(id) + "; `metier record show " + id + "` shows it.");
            return 0;
          });
    }
  }

  /// Shows a record.
  @Command(name = "show", description = "Show a record: as Markdown, HTML or JSON.")
  static final class Show implements Callable<Integer> {
    @Mixin private Options options = new Options();

    @Parameters(paramLabel = "ID", description = "The record, such as MDR-0001.")
    private String id = "";

    @Option(names = "--html", description = "As one HTML file that loads nothing, to be printed.")
    private boolean html;

    @Option(
        names = "--with-cases",
        description = "With texts of cases of a class above internal, where the record has them.")
    private boolean withCases;

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FILE",
        description = "Where to write it. Default: the standard output.")
    private Optional<Path> output = Optional.empty();

    private final Workplace workplace;

    Show(Workplace workplace) {
      this.workplace = workplace;
    }

    @Override
    public Integer call() {
      Project project = options.read();
      DecisionRecord record = options.records(project).read(id).record();
      RecordView view =
          options.look(
              workplace,
              project,
              (results, _) ->
                  view(
                      project,
                      RecordViews.toSend(record, withCases),
                      results,
                      today(workplace)));
      String text =
          options.json ? json(view) : html ? Screens.sheet(view) : RecordMarkdown.of(view);
      if (output.isPresent() && !Workplace.isStandard(output)) {
        WholeFile.write(output.get(), text);
        workplace.console().line("Wrote " + output.get() + ".");
      } else {
        workplace.console().print(text);
      }
      return 0;
    }
  }

  /// Accepts a record.
  @Command(
      name = "accept",
      description = "Accept a record; says everything that stands in the way, if anything does.")
  static final class Accept implements Callable<Integer> {
    @Mixin private Options options = new Options();

    @Parameters(paramLabel = "ID", description = "The record, such as MDR-0001.")
    private String id = "";

    @Option(names = "--owner", paramLabel = "NAME", description = "Who answers for it.")
    private Optional<String> owner = Optional.empty();

    @Option(names = "--date", paramLabel = "DAY", description = "When it was decided.")
    private Optional<String> date = Optional.empty();

    @Option(names = "--review-by", paramLabel = "DAY", description = "When it is looked at again.")
    private Optional<String> review = Optional.empty();

    private final Workplace workplace;

    Accept(Workplace workplace) {
      this.workplace = workplace;
    }

    @Override
    public Integer call() {
      Project project = options.read();
      RecordFolder records = options.records(project);
      RecordFolder.Kept was = records.read(id);
      var results = options.look(workplace, project, (found, _) -> found);
      DecisionRecord accepted =
          Acceptance.accepted(
              was.record(),
              owner.orElse(""),
              day("--date", date),
              day("--review-by", review),
              records.file(id),
              results);
      write(records, was, accepted);
      done(
          workplace,
          options,
          () -> view(project, accepted, results, today(workplace)),
          id + " is accepted; review by " + accepted.head().reviewBy().orElseThrow() + ".");
      return 0;
    }
  }

  /// Takes the numbers of now.
  @Command(
      name = "refresh",
      description = "Take the numbers of the evidence of now into a proposed record.")
  static final class Refresh implements Callable<Integer> {
    @Mixin private Options options = new Options();

    @Parameters(paramLabel = "ID", description = "The record, such as MDR-0001.")
    private String id = "";

    private final Workplace workplace;

    Refresh(Workplace workplace) {
      this.workplace = workplace;
    }

    @Override
    public Integer call() {
      Project project = options.read();
      RecordFolder records = options.records(project);
      RecordFolder.Kept was = records.read(id);
      return options.look(
          workplace,
          project,
          (results, ledger) -> {
            DecisionRecord now =
                RecordDraft.again(
                    RecordDraft.Source.of(
                        project,
                        results,
                        was.record().head().job().text(),
                        ledger,
                        workplace.clock().instant()),
                    was.record());
            write(records, was, now);
            done(
                workplace,
                options,
                () -> view(project, now, results, today(workplace)),
                id + " has the numbers of now.");
            return 0;
          });
    }
  }

  /// Puts one record in the place of another.
  @Command(name = "supersede", description = "Put a record in the place of an older one.")
  static final class Supersede implements Callable<Integer> {
    @Mixin private Options options = new Options();

    @Parameters(index = "0", paramLabel = "OLD", description = "The record that ends.")
    private String old = "";

    @Parameters(index = "1", paramLabel = "NEW", description = "The one in its place.")
    private String by = "";

    private final Workplace workplace;

    Supersede(Workplace workplace) {
      this.workplace = workplace;
    }

    @Override
    public Integer call() {
      Project project = options.read();
      Acceptance.supersede(options.records(project), old, by);
      workplace.console().line(old + " is superseded by " + by + ".");
      return 0;
    }
  }
}
