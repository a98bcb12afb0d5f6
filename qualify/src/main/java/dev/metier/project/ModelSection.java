package dev.metier.project;

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
import dev.metier.policy.ProfileReader;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The sections `models` and `hosts`.
final class ModelSection {
  static final Shape<DataClass> DATA_CLASS =
      ScalarReader.words(
          DataClass.values(),
          "anyone may read it",
          "for the team's own people and those it has contracts with",
          "for few people, with care",
          "must not leave what the team controls");

  private static final Slot<DataClass> CLEARANCE =
      key("clearance", DATA_CLASS, "The most sensitive data class this host may read.", "internal")
          .needed();

  static final Shape<List<Host>> HOSTS =
      Shape.named(
          "host",
          Table.shape("host", "Where models run, and what may be read there.", CLEARANCE),
          (named, place, reading) -> {
            ProjectReading.of(reading).places.put("hosts." + named.name(), place);
            var host = named.value().find(CLEARANCE).map(c -> new Host(named.name(), c));
            host.ifPresent(h -> ProjectReading.of(reading).hosts.put(h.name(), h));
            return host;
          });

  static final Slot<List<String>> URL =
      key(
              "url",
              Shape.oneOrMore(
                  ScalarReader.text()
                      .as(
                          new Shape.Kind.Single(
                              "an address", "\"type\":\"string\",\"format\":\"uri\""))
                      .then(ModelSection::url)),
              "Base address of the server, or of several that serve the same build: the first one"
                  + " is asked to qualify, all share the load when serving.",
              "http://10.0.0.7:8000/v1")
          .otherwise("the provider's usual address");
  private static final Slot<KeySource> KEY =
      key(
              "key",
              new Shape<>(
                  new Shape.Kind.Single(
                      "env:NAME or file:PATH",
                      "\"type\":\"string\",\"pattern\":\"^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$\""),
                  _ -> true,
                  ModelSection::keySource),
              "Where the key is read from when it is needed; never the key itself.",
              "env:ANTHROPIC_API_KEY")
          .otherwise("the provider's usual environment variable, for hosted providers");
  static final Slot<String> HOST =
      key("host", ScalarReader.text(), "Where it runs: a name under `hosts`.", "workstation")
          .otherwise(
              "`this-machine`, cleared for restricted data, for local providers at a loopback"
                  + " address; else a host of its own, cleared for public data only");
  private static final Slot<Optional<Price>> PRICE =
      key("price", Prices.SHAPE, "What using it costs.", "list")
          .otherwise("`list` for hosted providers, `unknown` for local ones");
  private static final Slot<Integer> WINDOW =
      key("window", ScalarReader.count(), "Tokens it can read and write together.", "32768");
  private static final Slot<Integer> CONCURRENCY =
      key("concurrency", ScalarReader.count(), "Most requests at a time.", "4");
  private static final Slot<String> LICENCE =
      key(
              "licence",
              ScalarReader.text(),
              "The licence of its weights, for its card; nothing depends on it.",
              "Apache-2.0")
          .otherwise("what the server tells, or what is known of its name");
  private static final Slot<Timeouts> TIMEOUTS =
      key("timeouts", timeouts(), "How long to wait for it.", "{first_token: 5m}");
  private static final Slot<String> API_VERSION =
      key("api_version", ScalarReader.text(), "Version of the vendor's API.", "2026-10-21")
          .otherwise("the usual one");

  static final Slot<List<String>> COMMAND =
      key(
              "command",
              Shape.oneOrMore(ScalarReader.text()).then(StructureKinds::command),
              "The program and its arguments: the request as JSON on its standard input, the answer"
                  + " on its standard output.",
              "[./my-agent, --brief]")
          .otherwise("needed with `use: program`");
  static final Slot<String> BODY =
      key(
              "body",
              ScalarReader.jsonObject("an object"),
              "What an address of your own is sent, as JSON: `{{prompt}}` in a text becomes the"
                  + " prompt, a text that is `{{messages}}` the messages.",
              "{question: \"{{prompt}}\"}")
          .otherwise("`prompt`, `messages`, `tools` and `settings`");
  static final Slot<String> AT =
      key(
              "at",
              ScalarReader.text().then(GraderSection::path),
              "Where in the JSON that an application gives the answer stands; a `usage` beside it"
                  + " is counted as OpenAI's.",
              "output.text")
          .otherwise("all that it gives is the answer");

  static final Shape<List<Model>> MODELS =
      Shape.named("model", Table.shape("model", "A candidate.", keys()), ModelSection::model);

  private ModelSection() {}

  private static List<Slot<?>> keys() {
    var keys =
        new java.util.ArrayList<Slot<?>>(
            List.of(
                ModelUse.SLOT,
                URL,
                KEY,
                HOST,
                PRICE,
                WINDOW,
                CONCURRENCY,
                TIMEOUTS,
                API_VERSION,
                LICENCE,
                COMMAND,
                BODY,
                AT,
                ProfileReader.SLOT));
    keys.addAll(Prompts.SAMPLING);
    return List.copyOf(keys);
  }

  private static Optional<String> url(String text, Place place, Reading reading) {
    Optional<Address> address = Address.of(text);
    if (address.filter(a -> !a.reachable()).isPresent()) {
      reading.problem(
          place,
          "There is no port " + address.flatMap(Address::port).orElse(0) + ".",
          "Ports go from 1 to 65535.");
      return Optional.empty();
    }
    if (address.isPresent()) {
      return address.map(Address::text);
    }
    reading.problem(
        place,
        "`url` takes an address that begins with http:// or https://, without a password.",
        "For example `url: http://127.0.0.1:8080/v1`.");
    return Optional.empty();
  }

  private static Optional<KeySource> keySource(Written written, Reading reading) {
    if (written instanceof Written.Scalar(_, var text, _)) {
      if (text.matches("env:[A-Za-z_][A-Za-z0-9_]*")) {
        return Optional.of(new KeySource.Environment(text.substring(4)));
      }
      if (text.startsWith("file:") && text.length() > 5) {
        try {
          return Optional.of(
              new KeySource.File(ProjectReading.of(reading).resolve(text.substring(5))));
        } catch (java.nio.file.InvalidPathException e) {
          // told below
        }
      }
    }
    // The place is the word `key`: the value may be a secret and must not be shown.
    reading.problem(
        reading.keyPlace(written.place()),
        "`key` takes env:NAME or file:PATH; a key itself has no place in this file.",
        "Put the key into an environment variable and write `key: env:NAME`; if it was a real key,"
            + " replace it at the vendor.");
    return Optional.empty();
  }

  private static Shape<Timeouts> timeouts() {
    Timeouts usual = Timeouts.USUAL;
    Slot<Duration> connect =
        key("connect", ScalarReader.duration(), "Until the connection stands.", "5s")
            .usually(usual.connect(), "5s");
    Slot<Duration> first =
        key(
                "first_token",
                ScalarReader.duration(),
                "From the end of the request to the first content of a stream.",
                "2m")
            .usually(usual.firstToken(), "2m");
    Slot<Duration> idle =
        key("idle", ScalarReader.duration(), "Between two pieces of a stream.", "1m")
            .usually(usual.idle(), "1m");
    Slot<Duration> total =
        key("total", ScalarReader.duration(), "For the whole answer.", "10m")
            .usually(usual.total(), "10m");
    Slot<Duration> outage =
        key(
                "outage",
                ScalarReader.duration(),
                "How long `qualify` waits for a server that answered before and does not any more.",
                "10m")
            .usually(usual.outage(), "5m");
    return Table.shape(
            "timeouts", "How long to wait for a model.", connect, first, idle, total, outage)
        .map(t ->
            new Timeouts(
                t.value(connect), t.value(first), t.value(idle), t.value(total), t.value(outage)));
  }

  private static Optional<Model> model(Shape.Named<Table> named, Place place, Reading reading) {
    Table table = named.value();
    ProjectReading.of(reading).places.put("models." + named.name(), place);
    if (!ModelName.allowed(named.name())) {
      reading.problem(place, "This is no name for a model.", NAME_HINT);
      return Optional.empty();
    }
    var use = table.find(ModelUse.SLOT);
    var host = use.flatMap(u -> host(table, u, reading));
    if (use.isEmpty()) {
      return Optional.empty();
    }
    ProviderKind kind = use.get().kind();
    Applications.check(kind, table, reading);
    if (table.has(URL) && kind.usualAddress().isEmpty() && kind != ProviderKind.HTTP) {
      reading.problem(
          table.place(URL), "A " + kind.word() + " model has no address.", "Leave out `url`.");
    }
    Optional<Price> price =
        table.has(PRICE) && table.find(PRICE).isEmpty()
            ? Optional.empty()
            : Prices.price(
                kind, use.get().id(), table.find(PRICE), table.valuePlace(PRICE), reading);
    if (host.isEmpty() || price.isEmpty() || !table.sound()) {
      return Optional.empty();
    }
    var built = built(new ModelName(named.name()), use.get(), host.get(), price.get(), table);
    ProjectReading.of(reading).models.put(named.name(), built);
    severalServers(built, table, reading);
    return Optional.of(built);
  }

  private static void severalServers(Model model, Table table, Reading reading) {
    List<String> urls = table.find(URL).orElse(List.of());
    if (urls.stream().distinct().count() < urls.size()) {
      reading.problem(
          table.valuePlace(URL), "An address is named twice.", "Name each server once.");
    }
    if (urls.size() > 1) {
      ProjectReading.of(reading).addresses.put(model.name(), urls);
    }
  }

  private static Model built(ModelName name, ModelUse use, Host host, Price price, Table table) {
    ProviderKind kind = use.kind();
    return new Model(
        name,
        kind,
        Applications.id(kind, table).orElse(use.id()),
        table.find(URL).map(List::getFirst).or(kind::usualAddress),
        // The usual key is for the vendor's own address; it is sent to nobody else.
        table.find(KEY).or(() -> table.has(URL) ? Optional.empty() : usualKey(kind)),
        host,
        price,
        Prompts.sampling(table),
        number(table.find(WINDOW)),
        number(table.find(CONCURRENCY)),
        table.find(TIMEOUTS).orElse(Timeouts.USUAL),
        table.find(API_VERSION),
        ProfileReader.declared(
            ModelProfile.of(kind, use.id(), table.find(URL).map(List::getFirst)),
            table.find(ProfileReader.SLOT)),
        Applications.of(kind, table),
        table.find(LICENCE).map(String::strip).filter(text -> !text.isEmpty()));
  }

  static final String NAME_HINT =
      "Use letters, digits, `-`, `_` and `.`, at most 80, beginning with a letter or digit.";

  private static Optional<KeySource> usualKey(ProviderKind kind) {
    return kind.usualKeyVariable().map(KeySource.Environment::new);
  }

  private static OptionalInt number(Optional<Integer> value) {
    return value.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private static Optional<Host> host(Table table, ModelUse use, Reading reading) {
    if (table.has(HOST)) {
      String name = table.find(HOST).orElse("");
      boolean here =
          name.equals(Locality.THIS_MACHINE)
              && !ProjectReading.of(reading).hostNames.contains(name);
      if (!here && !name.isEmpty() && !ProjectReading.of(reading).hostNames.contains(name)) {
        reading.problem(
            table.valuePlace(HOST),
            "There is no host \"" + name + "\".",
            ProjectReading.of(reading).hostNames.isEmpty()
                ? "Declare it: `hosts: {" + name + ": {clearance: internal}}`."
                : Nearest.hint(name, ProjectReading.of(reading).hostNames));
      }
      if (name.equals(Locality.THIS_MACHINE)
          && !Locality.isHere(use.kind(), use.id(), table.find(URL).orElse(List.of()))) {
        reading.problem(
            table.valuePlace(HOST), Locality.elsewhere(use.id()), Locality.ELSEWHERE_HINT);
      }
      return here
          ? Optional.of(new Host(name, DataClass.RESTRICTED))
          : Optional.ofNullable(ProjectReading.of(reading).hosts.get(name));
    }
    Host own = ownHost(use, table.find(URL));
    return Optional.of(ProjectReading.of(reading).hosts.getOrDefault(own.name(), own));
  }

  /// Fails closed: only what surely runs on this machine may read more than public data.
  private static Host ownHost(ModelUse use, Optional<List<String>> urls) {
    ProviderKind kind = use.kind();
    boolean cloud = Locality.isCloud(kind, use.id(), urls.map(List::getFirst));
    List<String> all = urls.orElse(kind.usualAddress().stream().toList());
    if (kind.local() && Locality.isHere(kind, use.id(), all)) {
      return new Host(Locality.THIS_MACHINE, DataClass.RESTRICTED);
    }
    String name =
        cloud
            ? "ollama-cloud"
            : urls.stream()
                .flatMap(List::stream)
                .filter(url -> !Locality.isLoopback(url))
                .findFirst()
                .map(url -> URI.create(url).getHost())
                .orElse(kind.word());
    return new Host(name, DataClass.PUBLIC);
  }
}
