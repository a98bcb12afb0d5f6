package dev.metier.cli.init;

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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
public final class InitCommand implements Callable<Integer> {
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

  @Option(
      names = "--commits",
      description =
          "Make the cases of commit-message of the last 40 commits of the repository that FOLDER is"
              + " in, rather than made-up ones. In a terminal it is asked.")
  private boolean commits;

  @Option(
      names = "--redact",
      description = "Take keys and passwords out of the commits, instead of writing none of them.")
  private boolean redact;

  private boolean refused;

  private final Console console;

  public InitCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Path file = folder.resolve("metier.yaml");
    if (Files.exists(file)) {
      throw new ProblemsException(
          file + " is there already; nothing was changed.",
          "Name another folder: `metier init FOLDER`");
    }
    Set<StarterJob> chosen = new LinkedHashSet<>(StarterChoice.of(jobs, console));
    if (commits) {
      chosen.add(StarterJob.COMMIT_MESSAGE);
    }
    Optional<OwnCommits> own =
        chosen.contains(StarterJob.COMMIT_MESSAGE) ? ownCommits() : Optional.empty();
    List<Found> runtimes = url.map(InitCommand::named).orElseGet(this::found);
    List<ProviderKind> keys = keys(console);
    tell(runtimes, keys);
    write(chosen, own, runtimes, keys);
    console.line("");
    console.line(
        "Wrote "
            + file
            + " with "
            + NumberText.count(chosen.size(), "starter job")
            + " ("
            + String.join(", ", chosen.stream().map(StarterJob::word).toList())
            + "), prompts and "
            + (own.isEmpty()
                ? "made-up cases."
                : chosen.size() == 1
                    ? "your commits as cases."
                    : "made-up cases; those of commit-message are your commits."));
    tellNext(chosen, own);
    return 0;
  }

  /// The commits of the team, where somebody wants them as cases.
  private Optional<OwnCommits> ownCommits() {
    Optional<Path> repository = OwnCommits.repository(folder);
    if (commits) {
      return Optional.of(
          OwnCommits.of(
              repository.orElseThrow(() ->
                  new ProblemsException(
                      "No git repository is at " + folder + " or above it; nothing was written.",
                      "Leave out --commits, or name a folder within the repository.")),
              redact));
    }
    if (!console.terminal() || repository.isEmpty()) {
      return Optional.empty();
    }
    String answer =
        console.asks(
            "Make the cases of commit-message of the last "
                + OwnCommits.LAST
                + " commits of "
                + repository.get()
                + ", rather than made-up ones? [Y/n]");
    if (!answer.toLowerCase(Locale.ROOT).matches("|y|yes|j|ja")) {
      return Optional.empty();
    }
    try {
      return Optional.of(OwnCommits.of(repository.get(), redact));
    } catch (ProblemsException e) {
      e.problems().forEach(problem -> console.say(problem.what() + " " + problem.hint()));
      console.say("So commit-message gets made-up cases.");
      refused = e.problems().stream().anyMatch(problem -> problem.hint().contains("--redact"));
      return Optional.empty();
    }
  }

  private List<Found> found() {
    LocalRuntimes.Survey survey = LocalRuntimes.survey();
    survey
        .wantKey()
        .forEach(address ->
            console.line(
                "Left out: what answers at "
                    + address
                    + " tells nothing without a key. If models run there, name one under `models:`"
                    + " in metier.yaml, with `use: openai/NAME`, `url: "
                    + address
                    + "` and `key: env:NAME`."));
    return survey.found();
  }

  private void tell(List<Found> runtimes, List<ProviderKind> keys) {
    runtimes.forEach(
        r -> console.line("Found " + said(r) + " at " + r.address() + ": " + offered(r) + "."));
    StarterYaml.found(runtimes).told().forEach(console::line);
    for (ProviderKind kind : ProviderKind.vendors()) {
      kind.usualKeyVariable()
          .filter(console.env()::containsKey)
          .ifPresent(variable ->
              console.line(
                  keys.contains(kind)
                      ? "Found " + variable + " in the environment."
                      : "Left out: " + variable + " is in the environment, but empty."));
    }
    if (runtimes.isEmpty() && keys.isEmpty()) {
      console.line(
          "Found no local runtime (Ollama, llama-server, LM Studio, vLLM) and no API key; "
              + "the file shows where to name yours.");
    }
  }

  private void tellNext(Set<StarterJob> chosen, Optional<OwnCommits> own) {
    var next = Invocation.of(Optional.of(folder));
    own.ifPresent(commits -> commits.told().forEach(console::line));
    if (own.isEmpty()
        && chosen.contains(StarterJob.COMMIT_MESSAGE)
        && OwnCommits.repository(folder).isPresent()) {
      console.line(
          "Your own commits as cases: `metier import git --last 40 --name own-commits "
              + (refused ? "--redact " : "")
              + "--to "
              + folder
              + "`; from the start: `metier init --commits"
              + (refused ? " --redact" : "")
              + "`.");
    }
    console.line("Put your own cases in place of those that are made up, then:");
    console.line("  " + next.command("check"));
    if (own.isPresent()) {
      console.line(
          "  " + next.command("label commit-message") + "    to accept, mend or drop the drafts");
    }
    console.line("  " + next.command("qualify"));
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
        ? "it offers no model yet; load one, and name it under `models:` in metier.yaml"
        : FoundModels.some(runtime.models());
  }

  /// Kinds whose usual variable is set; of its value only whether it is blank is looked at.
  static List<ProviderKind> keys(Console console) {
    return ProviderKind.vendors().stream()
        .filter(kind ->
            kind.usualKeyVariable()
                .map(console.env()::get)
                .filter(key -> !key.isBlank())
                .isPresent())
        .toList();
  }

  /// Writes all of it or nothing; metier.yaml comes last, so that what has one is whole.
  private void write(
      Set<StarterJob> chosen,
      Optional<OwnCommits> own,
      List<Found> runtimes,
      List<ProviderKind> keys) {
    var made = chosen.stream().filter(job -> own.isEmpty() || job != OwnCommits.JOB).toList();
    var files = new LinkedHashMap<String, String>();
    made.forEach(job -> files.putAll(job.files()));
    if (!made.isEmpty()) {
      files.put("metier.yaml", StarterYaml.of(runtimes, keys, made));
    }
    Stream.concat(
            files.keySet().stream(), chosen.stream().flatMap(job -> job.files().keySet().stream()))
        .map(folder::resolve)
        .filter(Files::exists)
        .findFirst()
        .ifPresent(there -> {
          throw new ProblemsException(
              there + " is there already; nothing was changed.",
              "Name another folder: `metier init FOLDER`");
        });
    files.forEach((name, text) -> WholeFile.write(folder.resolve(name), text));
    own.ifPresent(commits -> commits.write(folder, StarterYaml.candidates(runtimes, keys)));
  }
}
