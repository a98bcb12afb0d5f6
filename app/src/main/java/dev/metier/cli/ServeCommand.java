package dev.metier.cli;

import dev.metier.account.KeyFile;
import dev.metier.account.KeyRing;
import dev.metier.account.VirtualKey;
import dev.metier.catalog.ProviderKind;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.Problems;
import dev.metier.core.problem.ProblemsException;
import dev.metier.grade.check.AnswerChecks;
import dev.metier.journal.OperatorLog;
import dev.metier.journal.Traces;
import dev.metier.pipeline.cascade.StepBacks;
import dev.metier.policy.Policy;
import dev.metier.policy.PolicyFile;
import dev.metier.policy.Route;
import dev.metier.policy.ServedJob;
import dev.metier.policy.ServedModel;
import dev.metier.provider.gguf.GgufProvider;
import dev.metier.provider.http.MissingKeys;
import dev.metier.server.Gateway;
import dev.metier.server.GatewayDependencies;
import dev.metier.server.GatewayOptions;
import dev.metier.terminal.Console;
import dev.metier.terminal.Interrupts;
import dev.metier.terminal.Invocation;
import dev.metier.terminal.Logs;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Serves the policy until it is asked to end.
@Command(
    name = "serve",
    description = "Serve the policy to clients of OpenAI and Anthropic; `model` names a job.",
    footer = {
      "",
      "A changed policy.json or keys.json is taken up at once; requests under way finish under the"
          + " old one.",
      "Ctrl-C and SIGTERM end it in order; the second time it ends at once.",
      "Exit codes: 0 ended in order, 2 the input is wrong, 130 ended at once."
    })
final class ServeCommand implements Callable<Integer> {
  private static final int LAST_PORT = 65_535;
  private static final int LONGEST_DRAIN = 86_400;
  private static final int USUAL_PORT = 8099;

  @Option(
      names = {"-p", "--policy"},
      paramLabel = "FILE",
      description = "What `metier compile` wrote. Default: policy.json of the project.")
  private Optional<Path> policyFile = Optional.empty();

  @Mixin private ProjectArgument project = new ProjectArgument();

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Where to listen; other than loopback only with keys. Default: 127.0.0.1.")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "0 takes any free one. Default: 8099.")
  private int port = USUAL_PORT;

  @Option(
      names = "--drain",
      paramLabel = "SECONDS",
      description = "How long streams may go on when it is asked to end. Default: 30.")
  private int drain = 30;

  @Mixin private AccessOptions access = new AccessOptions();

  @Option(
      names = "--require-evidence",
      description =
          "Serve only what compiling now would give: refuse a policy that was edited, or whose"
              + " evidence the ledger beside it does not hold.")
  private boolean requireEvidence;

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  @Option(
      names = "--log",
      paramLabel = "FORM",
      description =
          "How to log to stderr: text, or json with one object a line. Default: METIER_LOG, else"
              + " text.")
  private Optional<Logs.Form> form = Optional.empty();

  private final Workplace workplace;
  private Console console;

  ServeCommand(Workplace workplace) {
    this.workplace = workplace;
    this.console = workplace.console();
  }

  @Override
  public Integer call() {
    try (var logs = Logs.of(workplace.console(), form)) {
      console = logs.console();
      serve();
    }
    return 0;
  }

  private void serve() {
    checkRanges();
    Path file = policyFile.orElseGet(project::policy);
    Path kept = kept(file);
    Path keyFile = kept.resolve("keys.json");
    var read = new PolicyWatch.Read(file, keyFile);
    Policy policy = PolicyFile.read(file);
    List<VirtualKey> virtual = KeyFile.read(keyFile, policy.jobs().keySet());
    var keys = new KeyRing(virtual);
    GatewayOptions options =
        GatewayOptions.usual(host, port)
            .drain(Duration.ofSeconds(drain))
            .access(access.origins(), access.certificate());
    if (!options.loopback() && keys.isOpen()) {
      throw new ProblemsException(
          "Anybody who reaches " + host + " could ask, since there are no keys.",
          "Give one with `metier key add NAME`, or listen at 127.0.0.1.");
    }
    Consumer<Policy> check =
        requireEvidence ? new EvidenceCheck(workplace, file)::require : any -> {};
    check.accept(policy);
    inProcess(policy);
    Optional<Traces> traces = Traces.of(workplace.console().env());
    try (Gateway gateway = started(options, dependencies(kept, traces), policy, keys)) {
      KeptPolicies.beside(file).keep(policy);
      tell(policy, file, gateway.port());
      keys(policy);
      var asked = new CountDownLatch(1);
      try (var _ = Interrupts.ending(asked::countDown)) {
        try (var _ = new PolicyWatch(read, gateway, policy, virtual, check)) {
          await(asked);
          // told at once, whatever the watch still waits for
          console.say("Ending: requests under way may finish. Ctrl-C once more ends at once.");
        }
        boolean all = gateway.drain();
        console.say(all ? "All of them did." : "Some did not, and were told so.");
      }
    } finally {
      traces.ifPresent(Traces::close);
    }
  }

  private GatewayDependencies dependencies(Path kept, Optional<Traces> traces) {
    return GatewayDependencies.local(
        workplace.providers(),
        workplace.clock(),
        journal(kept),
        Stream.concat(Stream.of(new OperatorLog()), traces.stream()).toList(),
        new AnswerChecks());
  }

  private void checkRanges() {
    var problems = new Problems();
    if (port < 0 || port > LAST_PORT) {
      problems.add(
          Problem.general(
              "--port " + port + " is no port.",
              "Ports go from 1 to " + LAST_PORT + "; 0 takes any free one."));
    }
    if (drain < 0 || drain > LONGEST_DRAIN) {
      problems.add(
          Problem.general(
              "--drain " + drain + " is out of range.",
              "It takes 0 to " + LONGEST_DRAIN + " seconds."));
    }
    problems.throwIfAny();
  }

  /// Where the gateway keeps what belongs to a policy.
  static Path kept(Path policy) {
    return policy.toAbsolutePath().resolveSibling(".metier");
  }

  private static Path journal(Path kept) {
    return kept.resolve("requests");
  }

  /// What the gateway found of the cascades of a policy.
  static StepBacks stepBacks(Path policy) {
    return new StepBacks(journal(kept(policy)));
  }

  private static Gateway started(
      GatewayOptions options, GatewayDependencies dependencies, Policy policy, KeyRing keys) {
    try {
      return Gateway.start(options, dependencies, policy, keys);
    } catch (UncheckedIOException e) {
      if (options.certificate().isPresent() && !(root(e) instanceof BindException)) {
        throw new ProblemsException(
            "The certificate and the private key cannot be used together.",
            "Name the key that belongs to the first certificate of the file.");
      }
      throw new ProblemsException(
          "Cannot listen at " + options.host() + ":" + options.port() + ".",
          "Another program may use that port, or this machine has no such address; name another"
              + " with --port or --host.");
    }
  }

  private static Throwable root(Throwable e) {
    Throwable cause = e.getCause();
    return cause == null ? e : root(cause);
  }

  /// A thread that is interrupted is asked to end too.
  private static void await(CountDownLatch asked) {
    try {
      asked.await();
    } catch (InterruptedException e) {
      asked.countDown();
    }
  }

  private void tell(Policy policy, Path file, int at) {
    String scheme = access.certificate().isPresent() ? "https://" : "http://";
    String address = scheme + (host.contains(":") ? "[" + host + "]" : host) + ":" + at;
    if (json) {
      ObjectNode node = JsonNodeFactory.instance.objectNode().put("address", address);
      policy.jobs().values().forEach(job -> node.withArray("jobs").add(job.name().text()));
      policy.jobs().values().stream()
          .filter(job -> !job.byForm().isEmpty())
          .forEach(job -> node.withArray("form_only").add(job.name().text()));
      console.json(node);
      return;
    }
    console.line("Metier serves at " + address);
    int width =
        policy.jobs().keySet().stream().mapToInt(name -> name.text().length()).max().orElse(0);
    for (ServedJob job : policy.jobs().values()) {
      console.line(
          "  " + padded(job.name().text(), width) + "  " + route(job.route()) + job.byForm());
    }
    console.line(
        "Point a client at it, here one of OpenAI's SDK: " + connect(policy, file, address));
  }

  /// The command that prints the settings of a client, for a job that has a route.
  private String connect(Policy policy, Path file, String address) {
    var open =
        policy.jobs().values().stream().filter(job -> job.route().closed().isEmpty()).toList();
    var place = policyFile.isPresent() ? Optional.ofNullable(file.getParent()) : project.project();
    var words = new StringBuilder(Invocation.of(place).command("connect openai-sdk"));
    if (open.size() > 1) {
      words.append(" --job ").append(open.getFirst().name());
    }
    if (!address.endsWith(":" + USUAL_PORT) || address.startsWith("https:")) {
      words.append(" --url ").append(address);
    }
    return words.toString();
  }

  /// What comes of a model in this process is told before it can happen.
  private void inProcess(Policy policy) {
    policy.models().values().stream()
        .map(ServedModel::model)
        .filter(model -> model.kind() == ProviderKind.GGUF)
        .forEach(model ->
            console.say(
                model.name()
                    + " runs in this process: should "
                    + GgufProvider.BACKEND
                    + " fail on its file, the gateway ends. For more than a trial let a"
                    + " llama-server serve the file, and name it as llamacpp/NAME."));
  }

  /// A server without its key would answer every request with a refusal.
  private void keys(Policy policy) {
    MissingKeys.of(
            policy.models().values().stream().map(ServedModel::model).toList(), console.env())
        .forEach(console::say);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String route(Route route) {
    return switch (route) {
      case Route.Single(var model, var fallbacks) ->
          fallbacks.isEmpty() ? model.text() : model + ", else " + joined(fallbacks);
      case Route.Cascade cascade ->
          cascade.checked().stream()
                  .map(each -> each.model() + " if its answer passes, else ")
                  .collect(Collectors.joining())
              + joined(cascade.later());
      case Route.Workflow flow ->
          flow.stages().stream()
              .map(each ->
                  each.name()
                      + " by "
                      + each.model()
                      + each.chain()
                          .map(chain -> " if its answer passes, else " + chain.then())
                          .orElse(""))
              .collect(Collectors.joining(", then "));
      case Route.Learned learned ->
          learned.first()
              + " or "
              + learned.then()
              + " as a router chooses"
              + (learned.fallbacks().isEmpty() ? "" : ", else " + joined(learned.fallbacks()));
      case Route.Closed closed -> "closed: " + closed.why();
    };
  }

  private static String joined(List<?> names) {
    return String.join(", else ", names.stream().map(Object::toString).toList());
  }
}
