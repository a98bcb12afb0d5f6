package dev.metier.cli.init;

import dev.metier.catalog.ProviderKind;
import dev.metier.provider.http.LocalRuntimes;
import dev.metier.provider.http.LocalRuntimes.Found;
import dev.metier.starter.StarterJob;
import dev.metier.terminal.Console;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The metier.yaml that `init` writes: the models that were found, and the starter jobs that were
/// asked for.
public final class StarterYaml {
  private static final int COMMENTED_EACH = 12;
  private static final String THIS_MACHINE = "this-machine";

  /// Addresses that no router passes on to the internet.
  private static final Pattern OWN_NETWORK =
      Pattern.compile("^(10\\.|192\\.168\\.|172\\.(1[6-9]|2\\d|3[01])\\.)");

  private StarterYaml() {}

  static String of(List<Found> runtimes, List<ProviderKind> keys, List<StarterJob> jobs) {
    return candidates(runtimes, keys)
        + JOBS
        + jobs.stream().map(StarterJob::yaml).collect(Collectors.joining("\n"));
  }

  /// What there is to choose from on this machine, without any job.
  public static String here(Console console) {
    return candidates(LocalRuntimes.survey().found(), InitCommand.keys(console));
  }

  /// All that stands above the jobs.
  static String candidates(List<Found> runtimes, List<ProviderKind> keys) {
    return head() + models(runtimes, keys) + hosts(runtimes);
  }

  private static String head() {
    var words = ProviderKind.named().stream().map(ProviderKind::word).toList();
    return HEAD.replace("PROVIDERS", String.join(", ", words));
  }

  private static String models(List<Found> runtimes, List<ProviderKind> keys) {
    var text = new StringBuilder("models:\n");
    FoundModels found = found(runtimes);
    for (Found runtime : runtimes) {
      found.tried().stream()
          .filter(model -> model.server().equals(runtime))
          .forEach(model -> text.append(entry(model)));
      found.left().stream()
          .filter(model -> model.server().equals(runtime))
          .limit(COMMENTED_EACH)
          .forEach(model -> text.append(commented(entry(model))));
    }
    if (found.tried().stream().noneMatch(model -> mayReadAll(model.server()))) {
      text.append(LOCAL);
    }
    boolean first = true;
    for (ProviderKind vendor : ProviderKind.vendors()) {
      String yaml = vendor(vendor, first);
      text.append(keys.contains(vendor) ? yaml : commented(yaml));
      first = false;
    }
    return text.append('\n').toString();
  }

  /// The models of these servers, under names that no vendor's has.
  static FoundModels found(List<Found> runtimes) {
    return FoundModels.of(
        runtimes,
        ProviderKind.vendors().stream()
            .map(kind -> kind.starter().orElseThrow().name())
            .collect(Collectors.toSet()));
  }

  private static String entry(FoundModels.Model model) {
    Found runtime = model.server();
    return "  "
        + model.name()
        + ":\n    use: "
        + quoted(runtime.kind().word() + "/" + model.id())
        + (runtime.usual() ? "" : "\n    url: " + quoted(runtime.address()))
        + "\n    host: "
        + (here(runtime) ? THIS_MACHINE : quoted(host(runtime)))
        + (runtime.kind().local() ? "\n" : "\n    price: unknown\n");
  }

  /// @param first whether its lines are the ones that are explained
  private static String vendor(ProviderKind kind, boolean first) {
    var starter = kind.starter().orElseThrow();
    String key = "    key: env:" + kind.usualKeyVariable().orElseThrow();
    String price = "    price: list";
    String explained = first ? "# the key itself never stands here" : "";
    String listed = first ? "# from the price table that comes with Metier" : "";
    return ("  " + starter.name() + ":\n    use: " + kind.word() + "/" + starter.id() + "\n")
        + (String.format("%-40s%s", key, explained).stripTrailing() + "\n")
        + ("    host: " + kind.word() + "\n")
        + (String.format("%-40s%s", price, listed).stripTrailing() + "\n");
  }

  private static String host(Found runtime) {
    return here(runtime) ? THIS_MACHINE : URI.create(runtime.address()).getHost();
  }

  private static boolean here(Found runtime) {
    String host = URI.create(runtime.address()).getHost().toLowerCase(Locale.ROOT);
    return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
  }

  /// Whether all starter jobs may go there: to this machine, and to a network of the team's own.
  private static boolean mayReadAll(Found runtime) {
    String host = URI.create(runtime.address()).getHost().toLowerCase(Locale.ROOT);
    return here(runtime)
        || OWN_NETWORK.matcher(host).find()
        || host.endsWith(".local")
        || !host.contains(".");
  }

  private static String hosts(List<Found> runtimes) {
    String others =
        runtimes.stream()
            .filter(runtime -> !here(runtime))
            .map(runtime ->
                "  "
                    + quoted(host(runtime))
                    + ": {clearance: "
                    + (mayReadAll(runtime) ? "confidential" : "internal")
                    + "}    # whose machine is it?\n")
            .reduce("", String::concat);
    String vendors =
        ProviderKind.vendors().stream()
            .map(kind -> "  " + kind.word() + ": {clearance: internal}\n")
            .reduce("", String::concat);
    return HOSTS + vendors + others + "\n";
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String commented(String yaml) {
    return yaml.lines().map(line -> "  #" + line.substring(1) + "\n").reduce("", String::concat);
  }

  private static final String HEAD =
      """
      # What the team wants done, and what there is to choose from.
      # All keys: docs/reference/metier-yaml.md. Check it with: metier check

      # The candidates. `use` is provider/model: PROVIDERS.
      """;
  private static final String LOCAL =
      """
        local:
          use: ollama/qwen3.6:27b             # the name your runtime gives it: ollama list
          host: this-machine
          # price:                            # to compare costs: what the machine cost and draws
          #   hardware: {usd: 3900, life: 3y, watts: 320, idle_watts: 95, usd_per_kwh: 0.31, utilisation: 0.2}
        # own:                                # any server that speaks as OpenAI's does
        #   use: openai/NAME
        #   url: "http://127.0.0.1:8000/v1"
        #   host: this-machine
        #   price: {input: 0, output: 0}      # in USD per million tokens
      """;
  private static final String HOSTS =
      """
      # Where models run, and the most sensitive data each may read:
      # public < internal < confidential < restricted. What is not cleared is never sent there.
      hosts:
        this-machine: {clearance: restricted}
      """;
  private static final String JOBS =
      """
      # The work, each with cases, graders, and what it needs. Replace the cases by your own: `metier check` says how often
      # so many prove a bar, and how many more would do it in most runs.
      jobs:
      """;
}
