package dev.metier.cli;

import dev.metier.catalog.Address;
import dev.metier.catalog.ProviderKind;
import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.ProblemsException;
import dev.metier.provider.http.LocalRuntimes;
import dev.metier.provider.http.LocalRuntimes.Found;
import dev.metier.terminal.Console;
import dev.metier.terminal.Invocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes a first metier.yaml.
@Command(
    name = "init",
    description =
        "Find local runtimes and API keys (by name only) and write a first metier.yaml with two"
            + " starter jobs.")
final class InitCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "FOLDER", description = "Where. Default: here.")
  private Path folder = Path.of(".");

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Your server of models, instead of looking at the usual ports of this machine.")
  private Optional<String> url = Optional.empty();

  private final Workplace workplace;

  InitCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    Path file = folder.resolve("metier.yaml");
    if (Files.exists(file)) {
      throw new ProblemsException(
          file + " is there already; nothing was changed.",
          "Name another folder: `metier init FOLDER`");
    }
    Console console = workplace.console();
    List<Found> runtimes = url.map(InitCommand::named).orElseGet(LocalRuntimes::find);
    List<ProviderKind> keys = keys(console);
    runtimes.forEach(
        r -> console.line("Found " + said(r) + " at " + r.address() + ": " + offered(r) + "."));
    keys.forEach(
        k -> console.line("Found " + k.usualKeyVariable().orElseThrow() + " in the environment."));
    if (runtimes.isEmpty() && keys.isEmpty()) {
      console.line(
          "Found no local runtime (Ollama, llama-server, LM Studio, vLLM) and no API key; "
              + "the file shows where to name yours.");
    }
    copyStarter(StarterYaml.of(runtimes, keys));
    console.line("");
    console.line("Wrote " + file + " with two starter jobs, their prompts and cases.");
    var next = Invocation.of(Optional.of(folder));
    console.line("Put your own cases in place of them, then:");
    console.line("  " + next.command("check"));
    console.line("  " + next.command("qualify"));
    return 0;
  }

  private static List<Found> named(String url) {
    Address address =
        Address.of(url)
            .filter(Address::reachable)
            .orElseThrow(() ->
                new ProblemsException(
                    "`--url " + url + "` is no address.",
                    "For example --url http://127.0.0.1:8080/v1"));
    return switch (LocalRuntimes.at(address.text())) {
      case LocalRuntimes.Look.Answers(Found found) -> List.of(found);
      case LocalRuntimes.Look.WantsKey(String base) ->
          throw new ProblemsException(
              base + " wants a key to tell its models; nothing was written.",
              "Run `metier init` without --url, and name a model there with `use: openai/NAME`,"
                  + " `url: "
                  + base
                  + "` and `key: env:NAME`.");
      case LocalRuntimes.Look.Nothing _ ->
          throw new ProblemsException(
              "No server of models answers at " + url + "; nothing was written.",
              "Asked for /api/tags and /v1/models there. Start it, or correct the address.");
    };
  }

  /// A server that does not say what it is speaks as OpenAI's do.
  private static String said(Found runtime) {
    return runtime.kind().local() ? runtime.kind().word() : "a server that speaks like OpenAI's";
  }

  private static String offered(Found runtime) {
    return runtime.models().isEmpty()
        ? "it offers no model"
        : String.join(", ", runtime.models().stream().limit(5).toList());
  }

  /// Kinds whose usual variable is set; its value is not looked at.
  static List<ProviderKind> keys(Console console) {
    return ProviderKind.vendors().stream()
        .filter(kind -> kind.usualKeyVariable().filter(console.env()::containsKey).isPresent())
        .toList();
  }

  private void copyStarter(String yaml) {
    Path starter = Path.of(System.getProperty("metier.home", ".")).resolve("examples/starter");
    try {
      for (Path file : starterFiles(starter)) {
        Path target = folder.resolve(starter.relativize(file).toString());
        if (Files.exists(target)) {
          throw new ProblemsException(
              target + " is there already; nothing was changed.",
              "Name another folder: `metier init FOLDER`");
        }
      }
      for (Path file : starterFiles(starter)) {
        Path target = folder.resolve(starter.relativize(file).toString());
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.copy(file, target);
      }
    } catch (IOException e) {
      throw WholeFile.unwritable(folder, e);
    }
    WholeFile.write(folder.resolve("metier.yaml"), yaml);
  }

  private static List<Path> starterFiles(Path starter) throws IOException {
    var files = new ArrayList<Path>();
    for (String part : List.of("cases", "prompts")) {
      try (var walk = Files.walk(starter.resolve(part))) {
        walk.filter(Files::isRegularFile).sorted().forEach(files::add);
      }
    }
    return files;
  }
}
