package dev.metier.cli;

import dev.metier.compile.PolicyCompiler;
import dev.metier.core.io.WholeFile;
import dev.metier.hybrid.search.Frontier;
import dev.metier.hybrid.search.HybridSearch;
import dev.metier.hybrid.view.FrontierHtml;
import dev.metier.hybrid.view.FrontierJson;
import dev.metier.hybrid.view.FrontierText;
import dev.metier.job.Job;
import dev.metier.plan.Goal;
import dev.metier.project.Project;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.CellResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Shows what single models, chains and routers would do with a job; calls no model.
@Command(
    name = "frontier",
    description =
        "Show quality and cost of single models, chains with checks and routers; calls no model.",
    footer = {
      "",
      "A chain or router may run when it is proved to meet the needs, to be no worse "
          + "than the one model that would do the job alone, and to be cheaper, faster or "
          + "more local, as the job prefers.",
      "Exit codes: 0 one may run for every job shown, 1 for some job none may, 2 the "
          + "input is wrong."
    })
final class FrontierCommand implements Callable<Integer> {
  @Mixin private ProjectOptions options = new ProjectOptions();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write it as a page with a drawing, too; the page loads nothing.")
  private Optional<Path> html = Optional.empty();

  private final Workplace workplace;

  FrontierCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    Workplace.refuseStandard(
        html, "Name a file; `metier frontier` prints a drawing of characters.");
    Project project = options.read();
    var assignment = Assignment.of(project, options.jobs(project), Goal.CHOOSE);
    try (var ledger = Workplace.kept(options.ledger(project))) {
      List<CellResult> results = workplace.look(assignment, ledger);
      var sources = workplace.sources(assignment, ledger);
      List<Frontier> frontiers =
          assignment.jobs().stream().map(job -> frontier(project, job, results, sources)).toList();
      html.ifPresent(file ->
          WholeFile.write(file, FrontierHtml.of(Workplace.name(project) + ": routes", frontiers)));
      if (options.json()) {
        workplace.console().json(json(frontiers));
      } else {
        String text = String.join("\n", frontiers.stream().map(FrontierText::of).toList());
        workplace.console().print(options.invocation().in(text));
      }
      return frontiers.stream().anyMatch(each -> each.proved().isEmpty()) ? 1 : 0;
    }
  }

  private static Frontier frontier(
      Project project, Job job, List<CellResult> results, HybridSearch.Sources sources) {
    var own = results.stream().filter(r -> r.job().name().equals(job.name())).toList();
    return HybridSearch.of(
        job,
        project.hybrid(job.name()),
        own,
        PolicyCompiler.fit(job, own).stream().findFirst(),
        sources);
  }

  private static ObjectNode json(List<Frontier> frontiers) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode jobs = node.putArray("jobs");
    frontiers.forEach(frontier -> jobs.add(FrontierJson.of(frontier)));
    return node;
  }
}
