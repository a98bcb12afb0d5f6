package dev.metier.cli;

import dev.metier.catalog.Address;
import dev.metier.catalog.ProviderKind;
import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.NumberText;
import dev.metier.provider.http.LocalRuntimes;
import dev.metier.provider.http.LocalRuntimes.Found;
import dev.metier.starter.StarterJob;
import dev.metier.terminal.Console;
import dev.metier.terminal.Invocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes a first metier.yaml.
@Command(
    name = "init",
    description =
        "Find local runtimes and API keys (by name only) and write a first metier.yaml with starter"
            + " jobs: prompts, graders and made-up cases.")
final class InitCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "FOLDER", description = "Where. Default: here.")
  private Path folder = Path.of(".");

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Your server of models, instead of looking at the usual ports of this machine.")
  private Optional<String> url = Optional.empty();

  @Option(
      names = "--jobs",
      paramLabel = "JOB",
      split = ",",
      description =
          "Starter jobs to write, instead of asking for them; `all` for all of them. Where nobody"
              + " can be asked: ticket-triage, invoice-extraction.")
  private List<String> jobs = List.of();

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
    List<StarterJob> chosen = StarterChoice.of(jobs, console);
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
    write(files(chosen, StarterYaml.of(runtimes, keys, chosen)));
    console.line("");
    console.line(
        "Wrote "
            + file
            + " with "
            + NumberText.count(chosen.size(), "starter job")
            + " ("
            + String.join(", ", chosen.stream().map(StarterJob::word).toList())
            + "), prompts and made-up cases.");
    var next = Invocation.of(Optional.of(folder));
    if (chosen.contains(StarterJob.COMMIT_MESSAGE) && inRepository()) {
      console.line("Your own commits as cases: `metier import git --last 40`.");
    }
    console.line("Put your own cases in place of them, then:");
    console.line("  " + next.command("check"));
    console.line("  " + next.command("qualify"));
    return 0;
  }

  /// Whether the folder lies in a git repository.
  private boolean inRepository() {
    return Stream.iterate(folder.toAbsolutePath().normalize(), Objects::nonNull, Path::getParent)
        .anyMatch(each -> Files.exists(each.resolve(".git")));
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

  /// What is to be written, by its path in the folder; metier.yaml comes last, so that what has one
  /// is whole.
  private static Map<String, String> files(List<StarterJob> jobs, String yaml) {
    var files = new LinkedHashMap<String, String>();
    for (StarterJob job : jobs) {
      files.putAll(job.files());
    }
    files.put("metier.yaml", yaml);
    return files;
  }

  private void write(Map<String, String> files) {
    for (String name : files.keySet()) {
      Path target = folder.resolve(name);
      if (Files.exists(target)) {
        throw new ProblemsException(
            target + " is there already; nothing was changed.",
            "Name another folder: `metier init FOLDER`");
      }
    }
    files.forEach((name, text) -> WholeFile.write(folder.resolve(name), text));
  }
}
