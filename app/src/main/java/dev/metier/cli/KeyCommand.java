package dev.metier.cli;

import dev.metier.account.KeyFile;
import dev.metier.account.KeyRing;
import dev.metier.account.NewKey;
import dev.metier.account.VirtualKey;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.Problems;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.Nearest;
import dev.metier.job.JobName;
import dev.metier.job.Money;
import dev.metier.policy.Amounts;
import dev.metier.policy.PolicyFile;
import dev.metier.project.ProjectReader;
import dev.metier.terminal.Console;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/// The keys that the gateway gives to its clients.
@Command(
    name = "key",
    description = "Give, list and take back the keys that clients show to the gateway.")
final class KeyCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /// The command with its own commands.
  static CommandLine line(Workplace workplace) {
    var line = new CommandLine(new KeyCommand());
    line.addSubcommand(new Add(workplace));
    line.addSubcommand(new Show(workplace.console()));
    line.addSubcommand(new Revoke(workplace.console()));
    line.getSubcommands().values().forEach(c -> c.getCommandSpec().mixinStandardHelpOptions(true));
    return line;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /// Whose keys.
  static final class Options {
    @Mixin private ProjectArgument project = new ProjectArgument();

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    Path keys() {
      return project.folder().resolve(".metier").resolve("keys.json");
    }

    /// The jobs that clients may come to ask for: those of the policy, and of the metier.yaml.
    Set<JobName> jobs() {
      var jobs = new TreeSet<JobName>();
      Path policy = project.folder().resolve("policy.json");
      Path yaml = project.folder().resolve("metier.yaml");
      if (Files.exists(policy)) {
        jobs.addAll(PolicyFile.read(policy).jobs().keySet());
      }
      if (Files.exists(yaml)) {
        ProjectReader.read(yaml).jobs().forEach(job -> jobs.add(job.name()));
      }
      return jobs;
    }
  }

  /// Makes a key.
  @Command(
      name = "add",
      description = "Make a key and print it, once: only its hash is kept.",
      footer = {"", "As soon as there is one key, the gateway answers nobody without one."})
  static final class Add implements Callable<Integer> {
    @Mixin private Options options = new Options();

    @Parameters(index = "0", paramLabel = "NAME", description = "Who it is for.")
    private String name = "";

    @Option(
        names = "--jobs",
        paramLabel = "JOB",
        split = ",",
        description = "The jobs that it may ask for, with commas between them. Default: every job.")
    private List<String> jobs = new ArrayList<>();

    @Option(names = "--per-day", paramLabel = "USD", description = "Most money a day (UTC).")
    private Optional<String> perDay = Optional.empty();

    @Option(names = "--per-minute", paramLabel = "N", description = "Most requests in any minute.")
    private Optional<Integer> perMinute = Optional.empty();

    @Option(
        names = "--may-override",
        description = "Its client may name the job in the header x-metier-job.")
    private boolean mayOverride;

    private final Workplace workplace;

    Add(Workplace workplace) {
      this.workplace = workplace;
    }

    @Override
    public Integer call() {
      var problems = new Problems();
      Set<JobName> allowed = allowed(problems);
      Optional<Money> most = perDay.flatMap(text -> money(text, problems));
      check(KeyFile.read(options.keys()), problems);
      problems.throwIfAny();
      var made = NewKey.random(new SecureRandom());
      var key =
          new VirtualKey(
              name,
              KeyRing.hash(made.secret()),
              allowed,
              most,
              perMinute.map(OptionalInt::of).orElse(OptionalInt.empty()),
              mayOverride,
              workplace.clock().instant());
      KeyFile.change(options.keys(), keys -> with(key, keys));
      tell(key, made);
      return 0;
    }

    /// Another command may have given the name away since it was checked.
    private List<VirtualKey> with(VirtualKey key, List<VirtualKey> keys) {
      var problems = new Problems();
      check(keys, problems);
      problems.throwIfAny();
      var all = new ArrayList<>(keys);
      all.add(key);
      return all;
    }

    private void check(List<VirtualKey> keys, Problems problems) {
      if (!KeyFile.nameAllowed(name)) {
        problems.add(
            Problem.general(
                "`" + name + "` is no name for a key.",
                "Use letters, digits, spaces and ._@+-, at most 80."));
      }
      if (keys.stream().anyMatch(key -> key.name().equals(name))) {
        problems.add(
            Problem.general(
                "There is a key for " + name + " already.",
                "Choose another name, or `metier key revoke` the old one first."));
      }
      if (perMinute.isPresent() && perMinute.get() < 1) {
        problems.add(Problem.general("--per-minute is at least 1.", "For example 60."));
      }
    }

    private Set<JobName> allowed(Problems problems) {
      var allowed = new TreeSet<JobName>();
      var names =
          jobs.isEmpty() ? List.<String>of() : options.jobs().stream().map(JobName::text).toList();
      for (String job : jobs) {
        String text = job.strip();
        if (!names.contains(text)) {
          problems.add(
              Problem.general("There is no job `" + text + "`.", Nearest.hint(text, names)));
        } else {
          allowed.add(new JobName(text));
        }
      }
      return allowed;
    }

    private static Optional<Money> money(String text, Problems problems) {
      String number = text.strip().replaceFirst("^\\$", "").replaceFirst("(?i)\\s*usd$", "");
      var money = Amounts.money(number + " USD");
      if (money.isEmpty()) {
        problems.add(
            Problem.general(
                "--per-day `" + text + "` is no amount of money.",
                "For example --per-day 5.00 (US dollars)."));
      }
      return money;
    }

    private void tell(VirtualKey key, NewKey made) {
      Console console = workplace.console();
      if (options.json) {
        ObjectNode node = (ObjectNode) KeyFile.json(List.of(key)).get(0);
        console.json(node.put("key", made.secret()));
        return;
      }
      console.say("The key for " + key.name() + ", shown this once; only its hash is kept:");
      console.line(made.secret());
      console.say(
          "Clients send it as `Authorization: Bearer` or `x-api-key`; "
              + options.project.invocation().in("`metier connect` says how."));
    }
  }

  /// Lists the keys.
  @Command(name = "list", description = "List the keys: whose, and what each may do.")
  static final class Show implements Callable<Integer> {
    @Mixin private Options options = new Options();

    private final Console console;

    Show(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      List<VirtualKey> keys = KeyFile.read(options.keys());
      if (options.json) {
        console.json(KeyFile.json(keys));
      } else if (keys.isEmpty()) {
        console.line(
            "There are no keys: a gateway that starts now asks nobody for one, and listens on this"
                + " machine only.");
      } else {
        keys.forEach(key -> console.line(line(key)));
      }
      return 0;
    }

    private static String line(VirtualKey key) {
      var parts = new ArrayList<String>();
      parts.add(
          key.jobs().isEmpty()
              ? "every job"
              : key.jobs().stream().sorted().map(JobName::text).collect(Collectors.joining(", ")));
      key.perDay().ifPresent(money -> parts.add(money + " a day"));
      key.perMinute()
          .ifPresent(
              most -> parts.add(most + (most == 1 ? " request" : " requests") + " a minute"));
      if (key.mayOverride()) {
        parts.add("may name the job in a header");
      }
      return key.name()
          + ": "
          + String.join("; ", parts)
          + " (since "
          + key.created().truncatedTo(ChronoUnit.SECONDS)
          + ")";
    }
  }

  /// Takes a key back.
  @Command(
      name = "revoke",
      description = "Take a key back: nobody gets an answer with it any more.")
  static final class Revoke implements Callable<Integer> {
    @Mixin private Options options = new Options();

    @Parameters(index = "0", paramLabel = "NAME", description = "Whose key.")
    private String name = "";

    private final Console console;

    Revoke(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      without(KeyFile.read(options.keys()));
      List<VirtualKey> left = KeyFile.change(options.keys(), this::without);
      if (options.json) {
        console.json(KeyFile.json(left));
        return 0;
      }
      console.line("The key of " + name + " is taken back.");
      if (left.isEmpty()) {
        console.say(
            "It was the last one: a gateway that runs answers nobody until there is another. One"
                + " that starts now asks nobody for a key, and listens on this machine only.");
      }
      return 0;
    }

    private List<VirtualKey> without(List<VirtualKey> keys) {
      var left = keys.stream().filter(key -> !key.name().equals(name)).toList();
      if (left.size() == keys.size()) {
        throw new ProblemsException(
            "There is no key for `" + name + "`.",
            Nearest.hint(name, keys.stream().map(VirtualKey::name).toList()));
      }
      return left;
    }
  }
}
