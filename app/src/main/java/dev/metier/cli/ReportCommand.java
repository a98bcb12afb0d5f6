package dev.metier.cli;

import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.ProblemsException;
import dev.metier.plan.Goal;
import dev.metier.project.Project;
import dev.metier.qualify.Assignment;
import dev.metier.report.html.CaseDisclosure;
import dev.metier.report.matrix.FitMatrixSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Writes the report.
@Command(
    name = "report",
    description = "Write the report: one HTML file that loads nothing from anywhere.")
final class ReportCommand implements Callable<Integer> {
  @Mixin private ProjectOptions options = new ProjectOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where to write it; - for the standard output. Default: .metier/report.html beside"
              + " metier.yaml.")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--title",
      paramLabel = "TEXT",
      description =
          "What stands above it, for example a client's name. Default: the folder's name.")
  private Optional<String> title = Optional.empty();

  @Option(
      names = "--since",
      paramLabel = "RUN|DATE|BUILD",
      description = "Add what changed; as in `metier verdict`.")
  private Optional<String> since = Optional.empty();

  @Option(
      names = "--no-cases",
      description = "Leave out the texts of cases and answers, for readers who may not see them.")
  private boolean withoutCases;

  @Option(
      names = "--with-cases",
      description =
          "Put in the texts of all jobs; else those of jobs whose data is above internal are left"
              + " out.")
  private boolean withCases;

  private final Workplace workplace;

  ReportCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  private CaseDisclosure disclosure() {
    if (withCases && withoutCases) {
      throw new ProblemsException(
          "--with-cases and --no-cases exclude each other.", "Leave out one of them.");
    }
    return withCases
        ? CaseDisclosure.ALL
        : withoutCases ? CaseDisclosure.NONE : CaseDisclosure.USUAL;
  }

  @Override
  public Integer call() {
    CaseDisclosure disclosure = disclosure();
    Project project = options.read();
    var assignment = Assignment.of(project, options.jobs(project), Goal.MATRIX);
    Path file = output.orElseGet(() -> options.ledger(project).resolveSibling("report.html"));
    try (var ledger = Workplace.kept(options.ledger(project))) {
      var results = workplace.look(assignment, ledger);
      String above =
          title
              .map(String::strip)
              .filter(text -> !text.isEmpty())
              .orElseGet(() -> Workplace.name(project));
      var today =
          new FitMatrixSource(ledger, workplace.clock())
              .matrix(above, results, List.of())
              .with(
                  new WorkflowLooks(workplace, project, options.workflows(project))
                      .results(ledger));
      var matrix =
          since.map(text -> today.with(workplace.changes(text, assignment, ledger))).orElse(today);
      String html =
          workplace.report(
              matrix, results, ledger, disclosure, workplace.routes(assignment, results, ledger));
      if (Workplace.isStandard(output)) {
        workplace.console().print(html);
        return 0;
      }
      WholeFile.write(file, html);
    }
    if (options.json()) {
      workplace
          .console()
          .json(
              tools.jackson.databind.node.JsonNodeFactory.instance
                  .objectNode()
                  .put("report", file.toString()));
    } else {
      workplace.console().line("The report is " + file.toAbsolutePath().normalize().toUri());
    }
    return 0;
  }
}
