package dev.metier.policy;

import static dev.metier.core.problem.JsonScalars.count;
import static dev.metier.core.problem.JsonScalars.list;
import static dev.metier.core.problem.JsonScalars.number;
import static dev.metier.core.problem.JsonScalars.parsed;
import static dev.metier.core.problem.JsonScalars.text;
import static dev.metier.core.problem.JsonScalars.whole;

import dev.metier.catalog.Address;
import dev.metier.catalog.Host;
import dev.metier.catalog.KeySource;
import dev.metier.catalog.Locality;
import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.Settings;
import dev.metier.core.problem.JsonFields;
import dev.metier.core.problem.JsonFields.As;
import dev.metier.core.problem.JsonValue;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.Problems;
import dev.metier.core.text.Nearest;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// Reads the models and hosts of a policy file.
///
/// @param folder relative paths are relative to it
/// @param hosts those that were read, by name
/// @param written the names of all hosts in the file, also of those that are wrong otherwise
record ModelReader(Path folder, Map<String, Host> hosts, Set<String> written) {
  private static final As<String> ADDRESS =
      parsed(
          "an address that begins with http:// or https://, without a password, its port at most"
              + " 65535",
          ModelReader::address);

  /// What `use` says.
  private record Use(ProviderKind kind, String id) {}

  static Optional<Host> host(JsonValue.Member member, Problems problems) {
    return JsonFields.of(member.value(), "the host " + member.name(), problems)
        .flatMap(fields -> {
          Optional<DataClass> clearance = fields.needed("clearance", Amounts.data());
          return fields.done()
              ? Optional.of(new Host(member.name(), clearance.orElseThrow()))
              : Optional.empty();
        });
  }

  Optional<ServedModel> model(JsonValue.Member member, Problems problems) {
    var fields = JsonFields.of(member.value(), "the model " + member.name(), problems);
    if (fields.isPresent() && !ModelName.allowed(member.name())) {
      fields.get().wrong(member.place(), "This is no name for a model.", "");
    }
    return fields.flatMap(f -> model(member.name(), f));
  }

  private Optional<ServedModel> model(String name, JsonFields fields) {
    Optional<Use> use =
        fields.needed("use", parsed("provider/id, as in \"ollama/qwen3.6:27b\"", this::use));
    Optional<Host> host = fields.needed("host", this::knownHost);
    List<String> addresses = addresses(use, fields);
    Optional<KeySource> key =
        fields.find("key", parsed("env:NAME or file:PATH; never a key itself", this::key));
    var price = fields.needed("price", PriceReader::price);
    var settings = fields.find("settings", ModelReader::settings);
    var window = fields.find("window", count());
    var concurrency = fields.find("concurrency", count());
    var timeouts = fields.find("timeouts", ModelReader::timeouts);
    var version = fields.find("api_version", text());
    var refused = fields.find("refused", list(text()));
    use.ifPresent(used -> checkHost(used, host, addresses, fields));
    if (!fields.done()) {
      return Optional.empty();
    }
    var model =
        new Model(
            new ModelName(name),
            use.orElseThrow().kind(),
            use.orElseThrow().id(),
            addresses.stream().findFirst(),
            key,
            host.orElseThrow(),
            price.orElseThrow(),
            settings.orElse(Settings.NONE),
            window.map(OptionalInt::of).orElse(OptionalInt.empty()),
            concurrency.map(OptionalInt::of).orElse(OptionalInt.empty()),
            timeouts.orElse(Timeouts.USUAL),
            version);
    return Optional.of(new ServedModel(model, addresses, new HashSet<>(refused.orElse(List.of()))));
  }

  /// The file may state clearances of hosts, but not that a model runs here which does not.
  private static void checkHost(
      Use use, Optional<Host> host, List<String> addresses, JsonFields fields) {
    boolean here = host.map(h -> h.name().equals(Locality.THIS_MACHINE)).orElse(false);
    if (here && !Locality.isHere(use.kind(), use.id(), addresses)) {
      fields.wrong(fields.place("host"), Locality.elsewhere(use.id()), Locality.ELSEWHERE_HINT);
    }
  }

  private Optional<Use> use(String text) {
    int slash = text.indexOf('/');
    String word = text.substring(0, Math.max(0, slash));
    String id = text.substring(slash + 1);
    return Arrays.stream(ProviderKind.values())
        .filter(kind -> kind.word().equals(word) && !id.isEmpty())
        .findFirst()
        .map(kind -> new Use(kind, kind.idIsPath() ? path(id).toString() : id));
  }

  private static List<String> addresses(Optional<Use> use, JsonFields fields) {
    var found = fields.find("addresses", list(ADDRESS));
    boolean network = use.isPresent() && use.get().kind().access() == ProviderKind.Access.HTTP;
    if (network && found.map(List::isEmpty).orElse(!fields.has("addresses"))) {
      fields.wrong(
          fields.place("addresses"),
          "A model that is called over the network needs at least one address.",
          "For example \"addresses\": [\"" + use.get().kind().usualAddress().get() + "\"].");
    }
    if (use.isPresent() && !network && found.isPresent()) {
      String word = use.get().kind().word();
      fields.wrong(fields.place("addresses"), "A " + word + " model has no address.", "");
    }
    if (use.isPresent() && use.get().kind().access() == ProviderKind.Access.RECORDED) {
      fields.wrong(
          fields.place("use"),
          "Recorded outcomes answer nobody, so no route may lead to them.",
          "Name a provider that can be called, and compile again.");
    }
    return found.orElse(List.of());
  }

  private static Optional<String> address(String text) {
    return Address.of(text).filter(Address::reachable).map(_ -> text);
  }

  private Optional<KeySource> key(String text) {
    if (text.matches("env:[A-Za-z_][A-Za-z0-9_]*")) {
      return Optional.of(new KeySource.Environment(text.substring(4)));
    }
    return text.startsWith("file:") && text.length() > 5
        ? Optional.of(new KeySource.File(path(text.substring(5))))
        : Optional.empty();
  }

  private Path path(String text) {
    return folder.resolve(text).normalize();
  }

  private Optional<Host> knownHost(JsonValue value, Problems problems) {
    return text()
        .read(value, problems)
        .flatMap(name -> {
          if (!written.contains(name)) {
            problems.add(
                Problem.at(
                    value.place(),
                    "There is no host \"" + name + "\" under `hosts`.",
                    Nearest.hint(name, written)));
          }
          return Optional.ofNullable(hosts.get(name));
        });
  }

  private static Optional<Timeouts> timeouts(JsonValue value, Problems problems) {
    return JsonFields.of(value, "`timeouts`", problems)
        .flatMap(fields -> {
          var all = new ArrayList<Duration>();
          for (String name : List.of("connect", "first_token", "idle", "total")) {
            fields.needed(name, Amounts.time()).ifPresent(all::add);
          }
          return fields.done()
              ? Optional.of(new Timeouts(all.get(0), all.get(1), all.get(2), all.get(3)))
              : Optional.empty();
        });
  }

  private static Optional<Settings> settings(JsonValue value, Problems problems) {
    return JsonFields.of(value, "`settings`", problems)
        .flatMap(fields -> {
          var temperature = fields.find("temperature", number("a number from 0 to 2", 0, 2));
          var most = fields.find("max_tokens", count());
          var seed = fields.find("seed", whole(Long.MIN_VALUE, Long.MAX_VALUE));
          var stop = fields.find("stop", list(text()));
          var schema = fields.find("response_schema", (json, _) -> Optional.of(json.json()));
          var choice = fields.find("tool_choice", text());
          var extra = fields.find("extra", ModelReader::extra);
          return fields.done()
              ? Optional.of(
                  new Settings(
                      temperature.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                      most.map(OptionalInt::of).orElse(OptionalInt.empty()),
                      seed.map(OptionalLong::of).orElse(OptionalLong.empty()),
                      stop.orElse(List.of()),
                      schema,
                      choice,
                      extra.orElse(Map.of())))
              : Optional.empty();
        });
  }

  private static Optional<Map<String, String>> extra(JsonValue value, Problems problems) {
    return JsonFields.named(
        value, "`extra`", problems, (member, _) -> Optional.of(member.value().json()));
  }
}
