package dev.metier.cli;

import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.Problems;
import dev.metier.decision.Acceptance;
import dev.metier.decision.DecisionRecord;
import dev.metier.decision.RecordDraft;
import dev.metier.decision.RecordFolder;
import dev.metier.decision.view.RecordMarkdown;
import dev.metier.decision.view.RecordView;
import dev.metier.decision.view.RecordViews;
import dev.metier.project.Project;
import dev.metier.report.screen.Screens;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
  @Mixin private RecordOptions options = new RecordOptions();

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

  @Override
  public Integer call() {
    Project project = options.read();
    var problems = new Problems();
    List<DecisionRecord> all = options.records(project).all(problems);
    var results = options.look(workplace, project, (found, _) -> found);
    var views =
        all.stream()
            .map(each -> RecordOptions.view(project, each, results, RecordOptions.today(workplace)))
            .toList();
    if (options.json()) {
      workplace.console().print(RecordOptions.json(views));
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

  /// Drafts a record.
  @Command(
      name = "new",
      description = "Draft a record of a job from the kept evidence, and print where it is.")
  static final class New implements Callable<Integer> {
    @Mixin private RecordOptions options = new RecordOptions();

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
                    new RecordDraft.Choice(records.next(), model, owner.orElse(""), withCases));
            records.add(record);
            String id = record.head().id();
            RecordOptions.done(
                workplace,
                options,
                () -> RecordOptions.view(project, record, results, RecordOptions.today(workplace)),
                "Drafted " + records.file(id) + "; `metier record show " + id + "` shows it.");
            return 0;
          });
    }
  }

  /// Shows a record.
  @Command(name = "show", description = "Show a record: as Markdown, HTML or JSON.")
  static final class Show implements Callable<Integer> {
    @Mixin private RecordOptions options = new RecordOptions();

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
                  RecordOptions.view(
                      project,
                      RecordViews.toSend(record, withCases),
                      results,
                      RecordOptions.today(workplace)));
      String text =
          options.json()
              ? RecordOptions.json(view)
              : html ? Screens.sheet(view) : RecordMarkdown.of(view);
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
    @Mixin private RecordOptions options = new RecordOptions();

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
              RecordOptions.day("--date", date),
              RecordOptions.day("--review-by", review),
              records.file(id),
              results);
      RecordOptions.write(records, was, accepted);
      RecordOptions.done(
          workplace,
          options,
          () -> RecordOptions.view(project, accepted, results, RecordOptions.today(workplace)),
          id + " is accepted; review by " + accepted.head().reviewBy().orElseThrow() + ".");
      return 0;
    }
  }

  /// Takes the numbers of now.
  @Command(
      name = "refresh",
      description = "Take the numbers of the evidence of now into a proposed record.")
  static final class Refresh implements Callable<Integer> {
    @Mixin private RecordOptions options = new RecordOptions();

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
            RecordOptions.write(records, was, now);
            RecordOptions.done(
                workplace,
                options,
                () -> RecordOptions.view(project, now, results, RecordOptions.today(workplace)),
                id + " has the numbers of now.");
            return 0;
          });
    }
  }

  /// Puts one record in the place of another.
  @Command(name = "supersede", description = "Put a record in the place of an older one.")
  static final class Supersede implements Callable<Integer> {
    @Mixin private RecordOptions options = new RecordOptions();

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
