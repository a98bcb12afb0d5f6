package dev.metier.cli;

import dev.metier.compile.KeptRoutes;
import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.ProblemText;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.JobName;
import dev.metier.learn.LabelFile;
import dev.metier.learn.LabelModel;
import dev.metier.learn.baseline.LearnedBaselines;
import dev.metier.plan.Goal;
import dev.metier.policy.Policy;
import dev.metier.policy.PolicyDiff;
import dev.metier.policy.PolicyFile;
import dev.metier.policy.Route;
import dev.metier.policy.ServedJob;
import dev.metier.policy.ServedModel;
import dev.metier.project.Project;
import dev.metier.qualify.CellResult;
import dev.metier.report.matrix.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Turns the verdicts of the kept evidence into the policy that is served; calls no model.
@Command(
    name = "compile",
    description = "Turn the verdicts into policy.json, and show what changes; calls no model.",
    footer = {
      "",
      "A job that has a route keeps it when its verdicts would close it, unless --close "
          + "is given: what is served does not end because a prompt was edited. Only a route "
          + "that the job's data may not take any more is closed at once.",
      "Exit codes: 0 every job has a route by the verdicts, 1 some job is closed or "
          + "keeps the route it had, 2 the input is wrong."
    })
final class CompileCommand implements Callable<Integer> {
  @Mixin private ProjectArgument argument = new ProjectArgument();

  @Option(
      names = "--ledger",
      paramLabel = "FILE",
      description = "Where evidence is kept. Default: .metier/ledger.db beside metier.yaml.")
  private Optional<Path> ledger = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write it. Default: policy.json beside metier.yaml.")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--goal",
      paramLabel = "GOAL",
      description =
          "choose, the usual: as strict as picking one of several asks for. matrix: as if each were"
              + " the only one.")
  private Goal goal = Goal.CHOOSE;

  @Option(
      names = "--close",
      description = "Close routes that the verdicts do not support any more.")
  private boolean close;

  @Option(names = "--dry-run", description = "Show what would change, and write nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  private final Workplace workplace;

  CompileCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    Workplace.refuseStandard(
        output, "Name a file; `metier compile --dry-run` shows what would change.");
    Project project = argument.read();
    Path target = output.orElseGet(() -> ProjectOptions.folder(project).resolve("policy.json"));
    Optional<Policy> inForce = inForce(target);
    Path evidence = ledger.orElseGet(() -> ProjectOptions.usualLedger(project));
    KeptEvidence known = KeptEvidence.of(workplace, project, goal, evidence);
    List<CellResult> results = known.results();
    KeptRoutes compiled = compiled(project, known, inForce.filter(_ -> !close));
    List<String> fitAlone = fitAlone(results, compiled);
    Policy policy = compiled.policy();
    var diff = PolicyDiff.between(inForce, policy);
    boolean same =
        inForce.map(old -> isSame(old, policy) && !isSteppedBack(old, target)).orElse(false)
            && diff.isEmpty();
    if (!same && !dryRun) {
      var kept = KeptPolicies.beside(target);
      inForce.ifPresent(kept::keep);
      writeBaselines(project, policy);
      writeRouters(policy);
      PolicyFile.write(policy, target);
      kept.keep(policy);
    }
    if (json) {
      workplace.console().json(json(target, compiled, fitAlone, diff, !same && !dryRun));
    } else {
      workplace.console().print(argument.invocation().in(diff.text()));
      workplace.console().print(argument.invocation().in(kept(compiled)));
      fitAlone.forEach(l -> workplace.console().line(argument.invocation().in("! " + l)));
      if (!diff.isEmpty()) {
        workplace.console().print(known.costs(project));
      }
      workplace.console().line(summary(target, policy, diff, same));
      if (!same && !dryRun && output.isEmpty() && closed(policy).size() < policy.jobs().size()) {
        workplace.console().line("To serve it: " + argument.invocation().command("serve"));
      }
    }
    return closed(policy).isEmpty() && compiled.kept().isEmpty() ? 0 : 1;
  }

  /// Whether the gateway found a cascade of it not to be the proven one any more; compiling it
  /// again lets it begin anew.
  private static boolean isSteppedBack(Policy policy, Path file) {
    return !ServeCommand.stepBacks(file).under(policy).isEmpty();
  }

  /// Models that were learned, before the policy that names them; one that a kept route names is
  /// there already.
  private static void writeBaselines(Project project, Policy policy) {
    var baselines = new LearnedBaselines(project);
    for (ServedModel served : policy.models().values()) {
      Path file = Path.of(served.model().id());
      project
          .model(served.model().name())
          .flatMap(
              model -> baselines.whole(model).filter(w -> file.equals(baselines.file(model, w))))
          .ifPresent(whole -> write(file, whole));
    }
  }

  /// Routers, likewise.
  private static void writeRouters(Policy policy) {
    for (ServedJob job : policy.jobs().values()) {
      if (job.route() instanceof Route.Learned learned) {
        try {
          learned.router().write();
        } catch (IOException e) {
          throw WholeFile.unwritable(learned.router().path(), e);
        }
      }
    }
  }

  private static void write(Path file, LabelModel whole) {
    try {
      LabelFile.write(file, whole);
    } catch (IOException e) {
      throw WholeFile.unwritable(file, e);
    }
  }

  private KeptRoutes compiled(Project project, KeptEvidence known, Optional<Policy> keep) {
    Policy next = known.policy(project, workplace.clock().instant());
    return keep.map(old -> KeptRoutes.of(old, next, project, known.results()))
        .orElseGet(() -> new KeptRoutes(next, Map.of()));
  }

  /// What is wrong with the old file is told, and does not stand in the way of a new one.
  private Optional<Policy> inForce(Path target) {
    if (!Files.exists(target)) {
      return Optional.empty();
    }
    try {
      return Optional.of(PolicyFile.read(target));
    } catch (ProblemsException wrong) {
      workplace.console().say("The policy so far cannot be read, so all of it is new:");
      workplace.console().say(ProblemText.plain().of(wrong.problems()));
      return Optional.empty();
    }
  }

  /// What is said of routes that the verdicts do not support any more.
  private static String kept(KeptRoutes compiled) {
    var text = new StringBuilder();
    compiled
        .kept()
        .forEach((job, why) ->
            text.append("! job ")
                .append(job)
                .append(" keeps its open route: ")
                .append(whoAnswers(compiled.policy().job(job).route()))
                .append(" its clients. ")
                .append(why)
                .append('\n'));
    int kept = compiled.kept().size();
    if (kept > 0) {
      text.append("  An open route closes only on demand: `metier compile --close` closes ")
          .append(kept == 1 ? "it.\n" : "them.\n");
    }
    return text.toString();
  }

  private static String whoAnswers(Route route) {
    return route instanceof Route.Workflow
        ? "the models of its stages still answer"
        : route.models().getFirst() + " still answers";
  }

  /// Models that a route could have and has not, since they are FIT by themselves only.
  private static List<String> fitAlone(List<CellResult> results, KeptRoutes compiled) {
    var told = new HashSet<>(closed(compiled.policy()).keySet());
    told.addAll(compiled.kept().keySet());
    return results.stream()
        .filter(r -> !told.contains(r.job().name()))
        .flatMap(r ->
            Stream.concat(
                    r.fitAlone().stream().map(a -> a.sentence()),
                    r.formOnly().filter(_ -> isServed(r, compiled.policy())).stream())
                .map(said -> "job " + r.job().name() + ", " + r.model().name() + ": " + said))
        .toList();
  }

  private static boolean isServed(CellResult result, Policy policy) {
    return policy
        .named(result.job().name().text())
        .filter(job -> job.route().models().contains(result.model().name()))
        .isPresent();
  }

  private static boolean isSame(Policy old, Policy next) {
    return old.evidence().equals(next.evidence()) && old.project().equals(next.project());
  }

  private static Map<JobName, String> closed(Policy policy) {
    var closed = new LinkedHashMap<JobName, String>();
    policy
        .jobs()
        .forEach((name, job) -> job.route().closed().ifPresent(why -> closed.put(name, why)));
    return closed;
  }

  private String summary(Path target, Policy policy, PolicyDiff diff, boolean same) {
    int jobs = policy.jobs().size();
    int open = jobs - closed(policy).size();
    String routes = Figures.share(open, jobs, "job") + " a route.";
    if (same) {
      return "Nothing changes in " + target + ": " + routes;
    }
    String what = diff.isEmpty() ? "Nothing that is served changes, but the evidence does. " : "";
    return what + (dryRun ? "Nothing was written" : "Wrote " + target) + ": " + routes;
  }

  private static ObjectNode json(
      Path target, KeptRoutes compiled, List<String> fitAlone, PolicyDiff diff, boolean written) {
    Policy policy = compiled.policy();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("policy", target.toString()).put("written", written);
    node.put("evidence", policy.evidence()).put("project", policy.project());
    node.set("changes", diff.json());
    ArrayNode closed = node.putArray("closed");
    closed(policy).forEach((job, why) -> closed.addObject().put("job", job.text()).put("why", why));
    ArrayNode kept = node.putArray("kept");
    compiled.kept().forEach((job, why) -> kept.addObject().put("job", job.text()).put("why", why));
    fitAlone.forEach(node.putArray("notes")::add);
    return node;
  }
}
