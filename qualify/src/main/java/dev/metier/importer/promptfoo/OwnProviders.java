package dev.metier.importer.promptfoo;

import dev.metier.core.problem.Place;
import dev.metier.form.Written;
import dev.metier.importer.promptfoo.config.CarriedAddress;
import dev.metier.importer.promptfoo.config.ConfigFolder;
import dev.metier.privacy.Kind;
import dev.metier.privacy.PersonalData;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Providers that are applications: an address of one's own, a command, a function in Python.
///
/// @param chat whether some prompt has more turns than one
/// @param only the variable that every prompt is, and nothing else
record OwnProviders(
    ConfigFolder source, PythonSource programs, boolean chat, Optional<String> only) {
  static final String HOST = "application";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern ADDRESS = Pattern.compile("https?(?:://\\S+)?");
  private static final Pattern COMMAND = Pattern.compile("exec:\\s*(\\S.*)", Pattern.DOTALL);
  private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
  private static final Pattern HOLE = Pattern.compile("\\{\\{\\s*([\\w.]+)\\s*\\}\\}");
  private static final Pattern PATH =
      Pattern.compile(
          "json(?:\\??\\.[A-Za-z_$][\\w$]*|(?:\\?\\.)?\\[(?:\\d+|'[^']+'|\"[^\"]+\")\\])+");
  private static final Pattern BEARER =
      Pattern.compile("(?i)bearer\\s+\\{\\{\\s*env\\.([A-Za-z_]\\w*)\\s*\\}\\}");
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i).*(api[-_]?key|secret|passw|authorization|credential).*|(.*[-_]|.*access|.*auth)?(token|key|auth|pwd)");

  private static final Pattern WRITTEN_BEARER = Pattern.compile("(?i)bearer\\s+[^\\s{]+");
  private static final String KEY = "APPLICATION_KEY";

  /// Keys of an address that say how it is called, in ways that ours is not.
  private static final Set<String> OTHERWISE =
      Set.of(
          "queryParams",
          "request",
          "transformRequest",
          "requestTransform",
          "auth",
          "session",
          "signatureAuth",
          "tls",
          "multipart",
          "sessionParser");

  private static final String UNHEARD = "A candidate hears the prompt, not the test's variables.";

  /// Whether an id names such a provider.
  boolean takes(String id) {
    return ADDRESS.matcher(id).matches()
        || COMMAND.matcher(id).matches()
        || programs.isFunction(id);
  }

  /// What its line says; empty where it cannot be carried over, which is told.
  Optional<List<String>> said(String id, Optional<Written.Entries> config, Place place) {
    Optional<List<String>> said =
        ADDRESS.matcher(id).matches()
            ? address(id, config, place)
            : program(id, config, place).map(OwnProviders::command);
    return said.map(parts -> {
      var all = new ArrayList<>(parts);
      all.add("host: " + HOST);
      return all;
    });
  }

  private Optional<List<String>> lost(Place place, String why, String instead) {
    source.lost("provider", place, why, instead);
    return Optional.empty();
  }

  // Programs ---------------------------------------------------------------------------------

  private Optional<List<String>> program(String id, Optional<Written.Entries> config, Place place) {
    if (!programs.allowed()) {
      return lost(
          place,
          "It is a program, which is not run.",
          "`--allow-code` makes it a candidate that is run, unconfined, when it is asked.");
    }
    String settings = config.map(Written.Entries::json).orElse("{}");
    if (settings.contains("{{") || hasSecret(JSON.readTree(settings))) {
      return lost(place, "Its `config` has a key or `{{...}}`, which is not copied.", "");
    }
    Optional<String> key = CarriedAddress.key(id);
    if (key.isPresent()) {
      return lost(place, key.get(), "Let the program read it from the environment.");
    }
    Matcher command = COMMAND.matcher(id);
    if (!command.matches()) {
      return programs.asks(id, config, place);
    }
    List<String> words =
        ARGUMENT
            .matcher(command.group(1))
            .results()
            .map(w -> Stream.of(1, 2, 3).map(w::group).filter(g -> g != null).findFirst())
            .flatMap(Optional::stream)
            .toList();
    return Optional.of(programs.asks(words, config));
  }

  private static boolean hasSecret(JsonNode node) {
    return node.properties().stream()
            .anyMatch(each ->
                (SECRET.matcher(each.getKey()).matches()
                        && each.getValue().isString()
                        && !each.getValue().stringValue().isEmpty())
                    || hasSecret(each.getValue()))
        || (node.isArray() && node.valueStream().anyMatch(OwnProviders::hasSecret));
  }

  private static List<String> command(List<String> words) {
    return List.of("use: program", "command: " + JSON.writeValueAsString(words));
  }

  // Addresses --------------------------------------------------------------------------------

  private Optional<List<String>> address(String id, Optional<Written.Entries> config, Place place) {
    String url = text(config, "url").orElse(id);
    Optional<String> other =
        config.flatMap(c -> c.keys().stream().filter(OTHERWISE::contains).findFirst());
    String method = text(config, "method").orElse("POST").toUpperCase(Locale.ROOT);
    if (!url.startsWith("http") || url.contains("{{") || !url.contains("://")) {
      return lost(place, "Its address is not said in plain.", "Write it with `use: http`.");
    }
    if (other.isPresent() || !method.equals("POST")) {
      return lost(
          place,
          "It is called by "
              + other.map(o -> "`" + o + "`").orElse(method)
              + "; ours by POST alone.",
          "Put a small program before it: `use: program`.");
    }
    var said =
        new ArrayList<>(
            List.of("use: http", "url: " + Yamls.text(CarriedAddress.url(url, source, place))));
    boolean sound =
        headers(config, place, said) && body(config, place, said) && answer(config, place, said);
    return sound ? Optional.of(said) : Optional.empty();
  }

  private static Optional<String> text(Optional<Written.Entries> config, String key) {
    return config.flatMap(c -> c.find(key)).map(e -> e.value().textOrJson());
  }

  /// Whether all headers are what is sent anyway, or the key.
  private boolean headers(Optional<Written.Entries> config, Place place, List<String> said) {
    List<Written.Entry> all =
        config
            .flatMap(c -> c.find("headers"))
            .map(Written.Entry::value)
            .filter(Written.Entries.class::isInstance)
            .map(w -> ((Written.Entries) w).entries())
            .orElse(List.of());
    for (Written.Entry header : all) {
      String name = header.key().toLowerCase(Locale.ROOT);
      String value = header.value().textOrJson();
      Matcher bearer = BEARER.matcher(value.strip());
      if (name.equals("authorization") && bearer.matches()) {
        said.add("key: env:" + bearer.group(1));
      } else if (name.equals("authorization") && WRITTEN_BEARER.matcher(value.strip()).matches()) {
        said.add("key: env:" + KEY);
        source.lost(
            "apiKey",
            header.place(),
            "A key stands in the file; it is not copied.",
            "Put it into the environment as `" + KEY + "`, and take it out of the file.");
      } else if (!Set.of("content-type", "accept").contains(name)
          || !value.toLowerCase(Locale.ROOT).startsWith("application/json")) {
        lost(
            place,
            "It sends the header `" + header.key() + "`, which cannot be said here.",
            "Put a small program before it: `use: program`.");
        return false;
      }
    }
    return true;
  }

  private boolean body(Optional<Written.Entries> config, Place place, List<String> said) {
    Optional<String> written = text(config, "body");
    if (written.isEmpty()) {
      lost(place, "It says no `body`.", "Write one with `use: http`.");
      return false;
    }
    try {
      if (JSON.readTree(written.get()) instanceof ObjectNode body) {
        if (hasSecret(body) || PersonalData.in(written.get()).kinds().contains(Kind.SECRET)) {
          lost(
              place,
              "A key stands in its `body`; it is not copied.",
              "Send it in the header, `key: env:NAME`, or put a small program before it.");
          return false;
        }
        Optional<JsonNode> filled = filled(body);
        filled.ifPresent(form -> said.add("body: " + form));
        if (filled.isEmpty()) {
          lost(place, UNHEARD, "Say it in the prompt, or use a program.");
        }
        return filled.isPresent();
      }
    } catch (JacksonException e) {
      source.note("A body that is no JSON is not sent here.");
    }
    lost(place, "Its body is no JSON object.", "Put a small program before it: `use: program`.");
    return false;
  }

  /// The body in our words; empty where it has a variable of the test.
  private Optional<JsonNode> filled(JsonNode node) {
    if (node.isString()) {
      return filled(node.stringValue()).map(text -> JSON.createArrayNode().add(text).get(0));
    }
    JsonNode copy = node.deepCopy();
    if (copy instanceof ObjectNode object) {
      for (var each : node.properties()) {
        Optional<JsonNode> inner = filled(each.getValue());
        if (inner.isEmpty()) {
          return inner;
        }
        object.set(each.getKey(), inner.get());
      }
    } else if (copy instanceof ArrayNode array) {
      for (int i = 0; i < node.size(); i++) {
        Optional<JsonNode> inner = filled(node.get(i));
        if (inner.isEmpty()) {
          return inner;
        }
        array.set(i, inner.get());
      }
    }
    return Optional.of(copy);
  }

  private Optional<String> filled(String text) {
    boolean whole = HOLE.matcher(text.strip()).matches();
    Matcher hole = HOLE.matcher(text);
    var out = new StringBuilder();
    while (hole.find()) {
      boolean prompt =
          hole.group(1).equals("prompt") || only.filter(hole.group(1)::equals).isPresent();
      if (!prompt || (chat && !whole)) {
        return Optional.empty();
      }
      hole.appendReplacement(out, Matcher.quoteReplacement(chat ? "{{messages}}" : "{{prompt}}"));
    }
    String filled = hole.appendTail(out).toString();
    return filled.contains("{%") ? Optional.empty() : Optional.of(filled);
  }

  private boolean answer(Optional<Written.Entries> config, Place place, List<String> said) {
    Optional<String> code =
        text(config, "transformResponse")
            .or(() -> text(config, "responseParser"))
            .map(String::strip);
    if (code.filter(c -> !Set.of("json", "text").contains(c)).isEmpty()) {
      return true;
    }
    if (!PATH.matcher(code.get()).matches()) {
      lost(
          place,
          "Its answer is taken out by code; only a path such as `json.a[0].b` is.",
          "Let what it gives be the answer, and take it out by a `transform` of the tests.");
      return false;
    }
    String at =
        code.get()
            .substring("json".length())
            .replace("?.[", "[")
            .replace("?.", ".")
            .replace('\'', '"')
            .replaceFirst("^\\.", "");
    said.add("at: " + JSON.writeValueAsString(at));
    return true;
  }
}
