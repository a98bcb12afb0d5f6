package dev.metier.cli;

import dev.metier.compile.Clearances;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.policy.Policy;
import dev.metier.policy.PolicyDiff;
import dev.metier.policy.PolicyFile;
import dev.metier.policy.ServedJob;
import dev.metier.project.ProjectReader;
import dev.metier.report.matrix.Figures;
import dev.metier.terminal.Console;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The policies that were in force before, and the way back to one of them.
@Command(
    name = "policy",
    description = "List the policies that were in force, and put one of them back.")
final class PolicyCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /// The command with its own commands.
  static CommandLine line(Workplace workplace) {
    var line = new CommandLine(new PolicyCommand());
    line.addSubcommand(new Show(workplace.console()));
    line.addSubcommand(new Restore(workplace.console()));
    line.getSubcommands().values().forEach(c -> c.getCommandSpec().mixinStandardHelpOptions(true));
    return line;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static boolean inForce(Policy policy, Path file) {
    try {
      return Files.exists(file) && PolicyFile.read(file).evidence().equals(policy.evidence());
    } catch (ProblemsException e) {
      return false;
    }
  }

  /// Which jobs have a route in it.
  private static String routes(Policy policy) {
    var open = policy.jobs().values().stream().filter(PolicyCommand::isOpen).toList();
    var closed = policy.jobs().values().stream().filter(job -> !isOpen(job)).toList();
    return Figures.share(open.size(), policy.jobs().size(), "job")
        + " a route"
        + (closed.isEmpty()
            ? ""
            : ", closed: "
                + String.join(", ", closed.stream().map(job -> job.name().text()).toList()));
  }

  private static boolean isOpen(ServedJob job) {
    return job.route().closed().isEmpty();
  }

  /// Lists them.
  @Command(
      name = "list",
      description = "List the policies that were written or served, the latest first.")
  static final class Show implements Callable<Integer> {
    private static final int HASH = 12;

    @Mixin private ProjectArgument project = new ProjectArgument();

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    private final Console console;

    Show(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      Path file = project.policy();
      List<Policy> all = KeptPolicies.beside(file).all();
      if (json) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        all.forEach(policy -> list.add(json(policy, file)));
        console.json(list);
      } else if (all.isEmpty()) {
        console.line("No policy was written or served yet.");
      } else {
        all.forEach(policy ->
            console.line(
                policy.evidence().substring(0, HASH)
                    + "  "
                    + policy.compiled()
                    + "  "
                    + routes(policy)
                    + (inForce(policy, file) ? " (in force)" : "")));
      }
      return 0;
    }

    private static ObjectNode json(Policy policy, Path file) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("evidence", policy.evidence()).put("compiled", policy.compiled().toString());
      node.put("in_force", inForce(policy, file));
      ArrayNode open = node.putArray("open");
      policy.jobs().values().stream()
          .filter(PolicyCommand::isOpen)
          .forEach(job -> open.add(job.name().text()));
      return node;
    }
  }

  /// Puts one back.
  @Command(
      name = "restore",
      description = "Put an earlier policy in the place of policy.json, and show what changes.",
      footer = {
        "",
        "A running `metier serve` takes it up at once. The next `metier compile` goes by "
            + "the evidence again."
      })
  static final class Restore implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "HASH", description = "The beginning of its hash.")
    private String hash = "";

    @Mixin private ProjectArgument project = new ProjectArgument();

    @Option(names = "--dry-run", description = "Show what would change, and write nothing.")
    private boolean dryRun;

    private final Console console;

    Restore(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      Path file = project.policy();
      var kept = KeptPolicies.beside(file);
      Policy earlier = kept.find(hash.strip());
      check(earlier, file.resolveSibling("metier.yaml"));
      Optional<Policy> now =
          Files.exists(file) ? Optional.of(PolicyFile.read(file)) : Optional.empty();
      console.print(PolicyDiff.between(now, earlier).text());
      if (!dryRun) {
        now.ifPresent(kept::keep);
        PolicyFile.write(earlier, file);
      }
      console.line(
          (dryRun ? "Nothing was written: " : "Wrote " + file + ": ") + routes(earlier) + ".");
      return 0;
    }

    private static void check(Policy earlier, Path yaml) {
      if (Files.exists(yaml)) {
        List<Problem> broken = new Clearances(ProjectReader.read(yaml)).broken(earlier);
        if (!broken.isEmpty()) {
          throw new ProblemsException(broken);
        }
      }
    }
  }
}
