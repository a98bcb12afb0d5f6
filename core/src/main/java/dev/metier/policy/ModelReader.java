package dev.metier.policy;

import static dev.metier.form.Table.Slot.key;

import dev.metier.catalog.Address;
import dev.metier.catalog.Host;
import dev.metier.catalog.KeySource;
import dev.metier.catalog.Locality;
import dev.metier.catalog.Model;
import dev.metier.catalog.ModelProfile;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.Settings;
import dev.metier.core.problem.Place;
import dev.metier.core.text.Nearest;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.form.Written;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.learn.LabelFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The sections `hosts` and `models` of a policy file.
final class ModelReader {
  /// What names of models and jobs look like.
  static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,79}");

  private static final String VARIABLE = "env:[A-Za-z_][A-Za-z0-9_]*";

  /// What `use` says.
  private record Use(ProviderKind kind, String id) {}

  private static final Slot<DataClass> CLEARANCE =
      key(
              "clearance",
              Amounts.data(),
              "The most sensitive class that may be read there.",
              "\"internal\"")
          .needed();
  static final Shape<List<Host>> HOSTS =
      Shape.named(
          "host",
          Table.shape("host", "Where models run, and what may be read there.", CLEARANCE),
          (named, _, reading) -> {
            var host = named.value().find(CLEARANCE).map(c -> new Host(named.name(), c));
            host.ifPresent(h -> PolicyReading.of(reading).hosts.put(h.name(), h));
            return host;
          });

  private static final Slot<Use> SERVER = use(ProviderKind.Access.HTTP, "\"ollama/qwen3.6:27b\"");
  private static final Slot<Use> FILE =
      use(ProviderKind.Access.IN_PROCESS, "\"gguf/models/qwen.gguf\"");
  private static final Slot<Host> HOST =
      key(
              "host",
              ScalarReader.string().then(ModelReader::host),
              "Where it runs: a name under `hosts`.",
              "\"workstation\"")
          .needed();
  private static final Slot<List<String>> ADDRESSES =
      key(
              "addresses",
              Shape.some(
                  ScalarReader.parsed(
                      "an address that begins with http:// or https://, without a password, its"
                          + " port at most 65535",
                      "https?://[^@?]+",
                      ModelReader::address),
                  "A model that is called over the network needs at least one."),
              "Base URLs of the servers that serve it.",
              "[\"http://127.0.0.1:8000/v1\"]")
          .needed();
  private static final Slot<KeySource> KEY =
      key(
          "key",
          ScalarReader.parsed(
                  "env:NAME or file:PATH; never a key itself",
                  "(" + VARIABLE + "|file:.+)",
                  ModelReader::keySource)
              .then(ModelReader::whole),
          "Where the key is read from when it is needed.",
          "\"env:ANTHROPIC_API_KEY\"");
  private static final Slot<Price> PRICE =
      key("price", PriceReader.PRICES, "What using it costs.", "{\"unknown\": true}").needed();
  private static final Slot<Integer> WINDOW =
      key(
          "window",
          ScalarReader.count(),
          "Tokens it can read and write together: declared, or found when it was asked.",
          "131072");
  private static final Slot<Integer> CONCURRENCY =
      key("concurrency", ScalarReader.count(), "Most requests at a time.", "8");
  private static final Slot<String> API_VERSION =
      key("api_version", ScalarReader.string(), "Of the vendor's API.", "\"2026-10-21\"")
          .otherwise("the usual one");
  private static final Slot<List<String>> REFUSED =
      key(
          "refused",
          Shape.list(ScalarReader.string()),
          "Parameters that it turned out to refuse; they are not sent.",
          "[\"temperature\"]");

  private static final Slot<Duration> CONNECT = wait("connect", "Until the connection stands.");
  private static final Slot<Duration> FIRST_TOKEN =
      wait("first_token", "From the end of the request to the first content.");
  private static final Slot<Duration> IDLE = wait("idle", "Between two pieces of a stream.");
  private static final Slot<Duration> TOTAL = wait("total", "For the whole answer.");
  private static final Slot<Timeouts> TIMEOUTS =
      key(
              "timeouts",
              Table.shape("timeouts", "", CONNECT, FIRST_TOKEN, IDLE, TOTAL)
                  .then((table, _, _) -> timeouts(table)),
              "How long to wait for it.",
              "{\"connect\": \"5s\", ...}")
          .otherwise("the usual ones");

  static final Shape<List<ServedModel>> MODELS =
      Shape.named(
          "model",
          NAME,
          Shape.either(
              Table.shape(
                      "model in this process",
                      "A model from a file, which is called without a network.",
                      slots(FILE, HOST))
                  .onlyFor(ModelReader::isFile),
              Table.shape(
                  "model over the network",
                  "A model that servers serve.",
                  slots(SERVER, HOST, ADDRESSES))),
          ModelReader::model);

  private ModelReader() {}

  /// These, and those of every model.
  private static List<Slot<?>> slots(Slot<?>... own) {
    var all = new ArrayList<>(List.of(own));
    all.addAll(
        List.of(
            KEY,
            PRICE,
            SettingsReader.SLOT,
            WINDOW,
            CONCURRENCY,
            TIMEOUTS,
            API_VERSION,
            ProfileReader.SLOT,
            REFUSED));
    return all;
  }

  private static Slot<Use> use(ProviderKind.Access access, String example) {
    String words =
        Arrays.stream(ProviderKind.values())
            .filter(kind -> kind.access() == access)
            .map(ProviderKind::word)
            .collect(Collectors.joining("|"));
    return key(
            "use",
            ScalarReader.parsed(
                    "provider/id, as in \"ollama/qwen3.6:27b\"",
                    "(" + words + ")/.+",
                    ModelReader::use)
                .then(ModelReader::callable),
            "The provider and its name for the model.",
            example)
        .needed();
  }

  private static Slot<Duration> wait(String name, String doc) {
    return key(name, Amounts.time(), doc, "\"1m\"").needed();
  }

  /// Whether this is an object with this key.
  static boolean holds(Written written, Slot<?> key) {
    return written instanceof Written.Entries entries && entries.find(key.name()).isPresent();
  }

  private static boolean isFile(Written written) {
    return written instanceof Written.Entries entries
        && entries.find(FILE.name()).isPresent()
        && entries.find(FILE.name()).get().value() instanceof Written.Scalar use
        && use(use.text()).filter(u -> u.kind().idIsPath()).isPresent();
  }

  private static Optional<Use> use(String text) {
    int slash = text.indexOf('/');
    String word = text.substring(0, Math.max(0, slash));
    String id = text.substring(slash + 1);
    return ProviderKind.named().stream()
        .filter(kind -> kind.word().equals(word) && !id.isEmpty())
        .findFirst()
        .map(kind -> new Use(kind, id));
  }

  private static Optional<Use> callable(Use use, Place place, Reading reading) {
    return switch (use.kind().access()) {
      case RECORDED -> {
        reading.problem(
            place,
            "Recorded outcomes answer nobody, so no route may lead to them.",
            "Name a provider that can be called, and compile again.");
        yield Optional.empty();
      }
      case IN_PROCESS ->
          PolicyReading.of(reading)
              .resolve(use.id(), place)
              .filter(file -> use.kind() != ProviderKind.BASELINE || whole(file, place, reading))
              .map(file -> new Use(use.kind(), file.toString()));
      case HTTP -> Optional.of(use);
      case OWN -> {
        reading.problem(
            place,
            "A program or address of the team's own speaks no protocol of models, so no route may"
                + " lead to it.",
            "Name a provider that can be called, and compile again.");
        yield Optional.empty();
      }
      case STAGES -> throw new IllegalArgumentException("no file names a " + use.kind().word());
    };
  }

  /// Whether a model that was learned is the one that was compiled.
  private static boolean whole(Path file, Place place, Reading reading) {
    if (LabelFile.read(file) instanceof LabelFile.Unusable(String why)) {
      reading.problem(
          place,
          Character.toUpperCase(why.charAt(0)) + why.substring(1) + ".",
          "Compile the policy again, and keep the file beside it.");
      return false;
    }
    return true;
  }

  private static Optional<String> address(String text) {
    return Address.of(text).filter(Address::reachable).map(_ -> text);
  }

  private static Optional<Host> host(String name, Place place, Reading reading) {
    PolicyReading policy = PolicyReading.of(reading);
    policy
        .names("hosts")
        .filter(hosts -> !hosts.contains(name))
        .ifPresent(hosts ->
            reading.problem(
                place,
                "There is no host \"" + name + "\" under `hosts`.",
                Nearest.hint(name, hosts)));
    return Optional.ofNullable(policy.hosts.get(name));
  }

  private static Optional<Timeouts> timeouts(Table table) {
    return table.sound()
        ? Optional.of(
            new Timeouts(
                table.value(CONNECT),
                table.value(FIRST_TOKEN),
                table.value(IDLE),
                table.value(TOTAL)))
        : Optional.empty();
  }

  private static Optional<ServedModel> model(
      Shape.Named<Table> named, Place place, Reading reading) {
    Table table = named.value();
    var use = table.find(SERVER).or(() -> table.find(FILE));
    var host = table.find(HOST);
    List<String> addresses = table.find(ADDRESSES).orElse(List.of());
    // The file may state clearances of hosts, but not that a model runs here which does not.
    if (use.isPresent()
        && host.filter(h -> h.name().equals(Locality.THIS_MACHINE)).isPresent()
        && !Locality.isHere(use.get().kind(), use.get().id(), addresses)) {
      reading.problem(
          table.valuePlace(HOST), Locality.elsewhere(use.get().id()), Locality.ELSEWHERE_HINT);
    }
    if (!table.sound() || use.isEmpty() || host.isEmpty()) {
      return Optional.empty();
    }
    var model =
        new Model(
            new ModelName(named.name()),
            use.get().kind(),
            use.get().id(),
            addresses.stream().findFirst(),
            table.find(KEY),
            host.get(),
            table.value(PRICE),
            table.find(SettingsReader.SLOT).orElse(Settings.NONE),
            number(table.find(WINDOW)),
            number(table.find(CONCURRENCY)),
            table.find(TIMEOUTS).orElse(Timeouts.USUAL),
            table.find(API_VERSION),
            ProfileReader.declared(
                ModelProfile.of(use.get().kind(), use.get().id(), addresses.stream().findFirst()),
                table.find(ProfileReader.SLOT)));
    var served =
        new ServedModel(model, addresses, new HashSet<>(table.find(REFUSED).orElse(List.of())));
    PolicyReading.of(reading).models.put(named.name(), served);
    return Optional.of(served);
  }

  private static Optional<KeySource> keySource(String text) {
    if (text.matches(VARIABLE)) {
      return Optional.of(new KeySource.Environment(text.substring(4)));
    }
    return text.startsWith("file:") && text.length() > 5
        ? Optional.of(new KeySource.File(Path.of(text.substring(5))))
        : Optional.empty();
  }

  private static Optional<KeySource> whole(KeySource source, Place place, Reading reading) {
    return switch (source) {
      case KeySource.Environment variable -> Optional.of(variable);
      case KeySource.File(var path) ->
          PolicyReading.of(reading).resolve(path.toString(), place).map(KeySource.File::new);
    };
  }

  private static OptionalInt number(Optional<Integer> value) {
    return value.map(OptionalInt::of).orElse(OptionalInt.empty());
  }
}
