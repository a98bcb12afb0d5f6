package dev.metier.importer.promptfoo;

import dev.metier.catalog.Locality;
import dev.metier.catalog.ProviderKind;
import dev.metier.core.problem.Place;
import dev.metier.form.Written;
import dev.metier.importer.promptfoo.config.CarriedAddress;
import dev.metier.importer.promptfoo.config.ConfigFolder;
import dev.metier.importer.promptfoo.config.TestFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The models of a configuration. Keys are never copied.
final class Providers {
  private static final Set<String> HOSTED = Set.of("openai", "anthropic", "google");
  private static final Map<String, String> KINDS =
      Map.of(
          "openai", "openai",
          "anthropic", "anthropic",
          "google", "google",
          "ollama", "ollama",
          "openrouter", "openai");
  private static final Set<String> MODES =
      Set.of("chat", "messages", "completion", "completions", "responses");

  /// What is carried over of a model's `config`, or told elsewhere.
  private static final Set<String> SAID =
      Set.of(
          "apiBaseUrl",
          "baseUrl",
          "temperature",
          "max_tokens",
          "seed",
          "apiKey",
          "apiKeyEnvar",
          "tools");

  /// A key that is asked of the environment.
  private static final Pattern VARIABLE =
      Pattern.compile("\\s*(?:\\{\\{\\s*env(?:\\.|\\[['\"])([A-Za-z_]\\w*)(?:['\"]])?\\s*}})\\s*");

  /// What is written for servers of one's own that want none.
  private static final Pattern NO_KEY =
      Pattern.compile(
          "(?i)|none|empty|dummy|fake|test|ollama|lm-?studio|n/?a|x+|not[-_ ]?needed"
              + "|(sk-)?no[-_]?key([-_]?(required|needed))?");

  private final ConfigFolder source;
  private final OwnProviders applications;
  private final Map<String, String> lines = new LinkedHashMap<>();
  private final List<AskedModels.Model> asked = new ArrayList<>();
  private boolean hosted;
  private boolean recorded;

  Providers(ConfigFolder source, OwnProviders applications) {
    this.source = source;
    this.applications = applications;
  }

  /// A line of `models` for each, by its name.
  ///
  /// @param answered whether all answers are recorded, so that it does not matter what has no line
  Map<String, String> models(Written written, boolean answered) {
    recorded = answered;
    List<Written> items = written instanceof Written.Items(_, var all) ? all : List.of(written);
    items.forEach(this::model);
    return lines;
  }

  /// All models that promptfoo asks, also those without a line.
  List<AskedModels.Model> asked() {
    return asked;
  }

  /// The hosts that are named and must be declared.
  List<String> hosts() {
    var hosts = new ArrayList<String>();
    if (hosted) {
      hosts.add("vendor");
    }
    if (lines.values().stream()
        .anyMatch(line -> line.endsWith("host: " + OwnProviders.HOST + "}"))) {
      hosts.add(OwnProviders.HOST);
    }
    return hosts;
  }

  private void model(Written written) {
    switch (written) {
      case Written.Scalar file when isList(file.text()) ->
          source
              .file(file.text(), file.place())
              .flatMap(path -> source.written(path, file.place()))
              .ifPresent(this::listed);
      case Written.Scalar scalar ->
          asked(scalar.text(), "", Optional.empty(), Optional.empty(), scalar.place());
      case Written.Entries entries when entries.find("id").isPresent() ->
          asked(
              entries.find("id").get().value().textOrJson(),
              entries.find("label").map(e -> e.value().textOrJson()).orElse(""),
              config(entries),
              TestFiles.names(entries, "prompts"),
              entries.place());
      case Written.Entries entries when entries.entries().size() == 1 -> {
        var only = entries.entries().getFirst();
        Optional<Written.Entries> inner =
            Optional.of(only.value())
                .filter(Written.Entries.class::isInstance)
                .map(Written.Entries.class::cast);
        asked(
            only.key(),
            "",
            inner.flatMap(Providers::config),
            inner.flatMap(more -> TestFiles.names(more, "prompts")),
            entries.place());
      }
      default -> source.lost("provider", written.place(), "It has no `id`.", "");
    }
  }

  /// A file of providers, which may not name further files.
  private static boolean isList(String id) {
    return ConfigFolder.isFile(id) && id.matches("(?i).*\\.(ya?ml|json)");
  }

  private void listed(Written written) {
    List<Written> items = written instanceof Written.Items(_, var all) ? all : List.of(written);
    items.stream()
        .filter(item -> !(item instanceof Written.Scalar named && isList(named.text())))
        .forEach(this::model);
  }

  private static Optional<Written.Entries> config(Written.Entries entries) {
    return entries
        .find("config")
        .map(Written.Entry::value)
        .filter(Written.Entries.class::isInstance)
        .map(Written.Entries.class::cast);
  }

  private void asked(
      String id,
      String label,
      Optional<Written.Entries> config,
      Optional<List<String>> prompts,
      Place place) {
    int before = lines.size();
    add(id, label, config, place);
    Optional<String> name = lines.keySet().stream().skip(before).findFirst();
    asked.add(new AskedModels.Model(id, label, name, prompts));
  }

  private void add(String id, String label, Optional<Written.Entries> config, Place place) {
    if (!recorded && applications.takes(id)) {
      applications
          .said(id, config, place)
          .ifPresent(said ->
              lines.put(
                  name(label.isEmpty() ? plain(id) : label), "{" + String.join(", ", said) + "}"));
      return;
    }
    var parts = new ArrayList<>(List.of(id.split(":", -1)));
    String vendor = parts.removeFirst();
    String kind = KINDS.getOrDefault(vendor, "");
    if (!parts.isEmpty() && MODES.contains(parts.getFirst())) {
      parts.removeFirst();
    }
    if (kind.isEmpty() || parts.isEmpty()) {
      if (recorded) {
        return;
      }
      source.lost(
          "provider",
          place,
          ConfigFolder.isFile(id)
              ? "It is a program, which is not run."
              : "No model is named that can be asked from here.",
          "Name a model under `models`.");
      return;
    }
    String model = String.join(":", parts);
    var said = new ArrayList<String>();
    said.add("use: " + Yamls.text(kind + "/" + model));
    if (vendor.equals("openrouter")) {
      said.add("url: https://openrouter.ai/api/v1");
    }
    boolean local = config.filter(c -> settings(c, place, said)).isPresent();
    key(vendor, model, config, local, place).ifPresent(said::add);
    host(kind, local).ifPresent(said::add);
    lines.put(name(label.isEmpty() ? model : label), "{" + String.join(", ", said) + "}");
  }

  private Optional<String> host(String kind, boolean local) {
    if (!HOSTED.contains(kind)) {
      return Optional.empty();
    }
    if (local) {
      source.note(
          "A model at an address of this machine stands under `host: this-machine`; where it passes"
              + " requests on, name the host that reads them.");
      return Optional.of("host: " + Locality.THIS_MACHINE);
    }
    hosted = true;
    return Optional.of("host: vendor");
  }

  /// Whether its address is on this machine.
  private boolean settings(Written.Entries config, Place place, List<String> said) {
    List<String> left = config.keys().stream().filter(key -> !SAID.contains(key)).toList();
    if (!left.isEmpty()) {
      source.note(
          "What a model's `config` says beside the usual is left out: "
              + String.join(", ", left)
              + ". `extra` of a job or model can say such settings.");
    }
    Optional<String> address =
        address(config).map(e -> CarriedAddress.url(e.value().textOrJson(), source, place));
    address.ifPresent(url -> said.add("url: " + Yamls.text(url)));
    for (String number : List.of("temperature", "max_tokens", "seed")) {
      config
          .find(number)
          .map(e -> e.value().textOrJson())
          .filter(value -> value.matches("\\d+(\\.\\d+)?"))
          .ifPresent(value -> said.add(number + ": " + value));
    }
    return address.filter(Locality::isLoopback).isPresent();
  }

  /// Of which variable the key is asked, where it is not the usual one of the vendor.
  private Optional<String> key(
      String vendor, String model, Optional<Written.Entries> config, boolean local, Place place) {
    Optional<String> given = config.flatMap(c -> c.find("apiKey")).map(e -> e.value().textOrJson());
    Optional<String> variable =
        config
            .flatMap(c -> c.find("apiKeyEnvar"))
            .map(e -> e.value().textOrJson())
            .filter(name -> name.matches("[A-Za-z_][A-Za-z0-9_]*"))
            .or(() -> given.map(VARIABLE::matcher).filter(Matcher::matches).map(m -> m.group(1)));
    boolean clear =
        given
            .filter(text -> !text.contains("{{"))
            .filter(text -> !local || !NO_KEY.matcher(text.strip()).matches())
            .isPresent();
    String usual =
        ProviderKind.vendors().stream()
            .filter(kind -> kind.word().equals(vendor))
            .flatMap(kind -> kind.usualKeyVariable().stream())
            .findFirst()
            .orElse(vendor.toUpperCase(Locale.ROOT) + "_API_KEY");
    boolean elsewhere = config.flatMap(Providers::address).isPresent();
    if (clear) {
      String name = variable.orElse(elsewhere ? named(model) : usual);
      source.lost(
          "apiKey",
          place,
          "A key stands in the file; it is not copied.",
          "Put it into the environment as `" + name + "`, and take it out of the file.");
      variable = Optional.of(name);
    }
    return variable
        .or(() -> vendor.equals("openrouter") ? Optional.of(usual) : Optional.empty())
        .map(name -> "key: env:" + name);
  }

  private static Optional<Written.Entry> address(Written.Entries config) {
    return Stream.of("apiBaseUrl", "baseUrl").flatMap(key -> config.find(key).stream()).findFirst();
  }

  /// A variable for the key of a server of the team's own, which no vendor's key may reach.
  private static String named(String model) {
    String plain = model.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
    return plain.replaceAll("^(?=[0-9])", "KEY_").replaceAll("^_|_$", "") + "_API_KEY";
  }

  /// What an application is called where it has no label.
  private static String plain(String id) {
    String plain = id.startsWith("http") ? CarriedAddress.plain(id).replaceFirst("[?#].*", "") : id;
    return plain
        .replaceFirst("^(?:https?://|exec:|python:|file://)", "")
        .replaceAll("[^\\w.-]+", "-");
  }

  private String name(String text) {
    String plain = Yamls.name(text, "model");
    String name = plain;
    for (int i = 2; lines.containsKey(name); i++) {
      name = plain + "-" + i;
    }
    return name;
  }
}
