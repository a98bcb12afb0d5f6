package dev.metier.cli;

import dev.metier.account.KeyFile;
import dev.metier.client.Client;
import dev.metier.client.Recipe.Step.Settings;
import dev.metier.client.RecipeText;
import dev.metier.client.SettingsWriter;
import dev.metier.client.Target;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.Nearest;
import dev.metier.policy.Policy;
import dev.metier.policy.PolicyFile;
import dev.metier.policy.ServedJob;
import dev.metier.terminal.Console;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Prints or writes the settings with which a client asks the gateway.
@Command(
    name = "connect",
    description = "Print or write the settings of a client, so that it asks the gateway.",
    footer = {"", "No key is printed or written, only the name of the variable that holds it."})
final class ConnectCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "CLIENT",
      completionCandidates = Words.class,
      description = "Which client: ${COMPLETION-CANDIDATES}.")
  private String client = "";

  @Mixin private ProjectArgument project = new ProjectArgument();

  @Option(
      names = "--job",
      paramLabel = "JOB",
      description = "What it is to ask for. Default: the only job that has a route.")
  private Optional<String> job = Optional.empty();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where the gateway listens. Default: http://127.0.0.1:8099.")
  private String url = "http://127.0.0.1:8099";

  @Option(
      names = "--key-env",
      paramLabel = "NAME",
      description = "The environment variable that holds the key. Default: METIER_KEY.")
  private String keyVariable = "METIER_KEY";

  @Option(names = "--write", description = "Write the files, after asking; others' settings stay.")
  private boolean write;

  @Option(names = "--yes", description = "With --write: do not ask.")
  private boolean yes;

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  private final Workplace workplace;

  /// The words for the clients.
  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Client.words().iterator();
    }
  }

  ConnectCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    Client chosen = chosen();
    Path folder = project.folder();
    Policy policy = PolicyFile.read(folder.resolve("policy.json"));
    boolean keyed = !KeyFile.read(folder.resolve(".metier").resolve("keys.json")).isEmpty();
    Target target = Target.of(policy, served(policy), root(), variable()).keyed(keyed);
    List<Settings> files =
        chosen.recipe(target).steps().stream()
            .filter(Settings.class::isInstance)
            .map(Settings.class::cast)
            .toList();
    if (write && files.isEmpty()) {
      throw new ProblemsException(
          chosen.title() + " keeps its settings where only it can write them.",
          "Leave out --write and do what is printed.");
    }
    Console console = workplace.console();
    ObjectNode result = RecipeText.json(chosen, target);
    if (!json) {
      console.print(RecipeText.of(chosen, target));
    }
    if (write) {
      write(files, result.putArray("written"));
    }
    if (json) {
      console.json(result);
    }
    return 0;
  }

  private void write(List<Settings> files, ArrayNode told) {
    Console console = workplace.console();
    var writer = new SettingsWriter(Path.of("").toAbsolutePath(), home());
    if (!yes) {
      String names = String.join(", ", files.stream().map(f -> writer.file(f).toString()).toList());
      if (!console.terminal()) {
        throw new ProblemsException(
            "Nobody can be asked here whether to write " + names + ".", "Add --yes.");
      }
      if (!console.confirms("Write " + names + "?")) {
        console.say("Nothing was written.");
        return;
      }
    }
    for (Settings settings : files) {
      var written = writer.write(settings, workplace.clock().instant());
      ObjectNode node = told.addObject().put("file", written.file().toString());
      written.backup().ifPresent(backup -> node.put("backup", backup.toString()));
      console.say(
          "Wrote "
              + written.file()
              + written.backup().map(backup -> "; as it was before: " + backup).orElse("")
              + ".");
    }
  }

  private Path home() {
    return Path.of(
        Optional.ofNullable(workplace.console().env().get("HOME"))
            .orElse(System.getProperty("user.home", "")));
  }

  private Client chosen() {
    return Arrays.stream(Client.values())
        .filter(each -> each.word().equals(client))
        .findFirst()
        .orElseThrow(() ->
            new ProblemsException(
                "There is no recipe for `" + client + "`.",
                Nearest.to(client, Client.words())
                    .map(near -> "Did you mean `" + near + "`?")
                    .orElse("Possible: " + String.join(", ", Client.words()) + ".")));
  }

  private ServedJob served(Policy policy) {
    var open =
        policy.jobs().values().stream().filter(each -> each.route().closed().isEmpty()).toList();
    var names = open.stream().map(each -> each.name().text()).toList();
    if (job.isEmpty()) {
      if (open.size() != 1) {
        throw new ProblemsException(
            open.isEmpty() ? "No job has a route." : "Several jobs have a route.",
            open.isEmpty()
                ? "`metier compile` says why."
                : "Name one: --job " + String.join(" | ", names));
      }
      return open.getFirst();
    }
    ServedJob served =
        policy
            .named(job.get())
            .orElseThrow(() ->
                new ProblemsException(
                    "There is no job `" + job.get() + "` in the policy.",
                    Nearest.hint(job.get(), names)));
    if (served.route().closed().isPresent()) {
      throw new ProblemsException(
          "The job " + served.name() + " is closed.", served.route().closed().get());
    }
    return served;
  }

  /// Without `/v1`, since some clients add it themselves.
  private String root() {
    String plain = url.replaceAll("/+$", "").replaceAll("/v1$", "");
    try {
      URI uri = URI.create(plain);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
        return plain;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw new ProblemsException(
        "--url takes an address that begins with http:// or https://.",
        "For example --url http://127.0.0.1:8099.");
  }

  private String variable() {
    if (keyVariable.matches("[A-Za-z_][A-Za-z0-9_]{0,79}")) {
      return keyVariable;
    }
    throw new ProblemsException(
        "--key-env takes the name of an environment variable, never a key.",
        "For example --key-env METIER_KEY.");
  }
}
