package dev.metier.cli;

import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.Sha256;
import dev.metier.drill.Drill;
import dev.metier.drill.DrillReport;
import dev.metier.drill.ScenarioResult;
import dev.metier.job.JobName;
import dev.metier.policy.Policy;
import dev.metier.policy.PolicyFile;
import dev.metier.policy.ServedJob;
import dev.metier.terminal.Logs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Pulls the plug, without anybody being hurt: the policy is served in this process with played
/// models, and every way of failing is tried.
@Command(
    name = "drill",
    description = {
      "Prove that no failure sends a job's data where it may not be read; calls no model.",
      "",
      "The policy is served in this process, with every model played by a server on the loopback."
          + " For each job and each way of failing, connections to hosts are counted that may not"
          + " read its data. Of a workflow each stage fails by itself, and what it is told is"
          + " searched for what its host may not read. A job that every host may read is drilled as"
          + " if its clients raised their requests to restricted by the header x-metier-class."
    },
    footer = {"", "Exit codes: 0 no such host was reached, 1 one was, 2 the input is wrong."})
final class DrillCommand implements Callable<Integer> {
  @Option(
      names = {"-p", "--policy"},
      paramLabel = "FILE",
      description = "What `metier compile` wrote. Default: policy.json of the project.")
  private Optional<Path> policyFile = Optional.empty();

  @Mixin private ProjectArgument project = new ProjectArgument();

  @Option(
      names = "--job",
      paramLabel = "NAME",
      description = "Drill only this job; may be repeated.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write the result. Default: drill.json beside the policy.")
  private Optional<Path> output = Optional.empty();

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  private final Workplace workplace;

  /// The job, or stage of a workflow, whose findings are being told.
  private String shown = "";

  DrillCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  private List<ScenarioResult> played(Policy policy, List<ServedJob> jobs)
      throws InterruptedException {
    try (var _ = Logs.silent(workplace.console())) {
      return new Drill(policy, this::tell).run(jobs);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    Workplace.refuseStandard(output, "Name a file; --json prints the result.");
    Path file = policyFile.orElseGet(project::policy);
    Policy policy = PolicyFile.read(file);
    var drilled = new ArrayList<ServedJob>();
    var open = new ArrayList<JobName>();
    for (ServedJob job : wanted(policy, file)) {
      if (Drill.applies(policy, job)) {
        drilled.add(job);
      } else {
        open.add(job.name());
      }
    }
    List<ScenarioResult> findings = played(policy, drilled);
    var report = new DrillReport(workplace.clock().instant(), policy, hash(file), open, findings);
    Path target = output.orElseGet(() -> file.resolveSibling("drill.json"));
    WholeFile.write(target, report.json().toPrettyString() + "\n");
    if (json) {
      workplace.console().json(report.json());
    } else {
      open.forEach(job ->
          workplace
              .console()
              .line(job + ": every host is cleared for restricted data; nothing to prove."));
      workplace.console().line(report.summary());
      workplace.console().line("Wrote " + target + ".");
    }
    return report.leaks() == 0 ? 0 : 1;
  }

  private List<ServedJob> wanted(Policy policy, Path file) {
    if (names.isEmpty()) {
      return List.copyOf(policy.jobs().values());
    }
    return names.stream()
        .map(name ->
            policy
                .named(name)
                .orElseThrow(() ->
                    new ProblemsException(
                        "There is no job " + name + " in " + file + ".",
                        "Its jobs: " + String.join(", ", known(policy)) + ".")))
        .toList();
  }

  private static List<String> known(Policy policy) {
    return policy.jobs().keySet().stream().map(JobName::text).toList();
  }

  /// Tells of a finding, under the name of its job.
  private void tell(ScenarioResult finding) {
    if (json) {
      return;
    }
    if (!finding.what().equals(shown)) {
      shown = finding.what();
      workplace.console().line(DrillReport.heading(finding));
    }
    workplace.console().line(DrillReport.line(finding));
  }

  private static String hash(Path file) {
    try {
      return Sha256.hex(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new ProblemsException("Cannot read " + file + ".", "Check your rights.");
    }
  }
}
