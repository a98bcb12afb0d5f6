package dev.metier.provider.http;

import dev.metier.catalog.Application;
import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Locality;
import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.core.text.Sha256;
import dev.metier.dialect.RemoteModel;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Identity;
import dev.metier.provider.http.Fetch.Fetched;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Finds out what exactly a server serves, from what it tells about itself. Facts that change while
/// the same weights are served (load, memory, times) are left out.
final class Identifier {
  private static final JsonMapper MAPPER = new JsonMapper();

  /// A busy server may need longer for its facts than one that is idle.
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Model model;
  private final HttpConnections wire;
  private final ModelEndpoint speech;
  private final Keys.Key key;
  private final Map<String, String> facts = new TreeMap<>();
  private OptionalInt window = OptionalInt.empty();
  private OptionalInt slots = OptionalInt.empty();
  private Optional<String> elsewhere = Optional.empty();
  private Optional<String> trouble = Optional.empty();
  private Cause cause = Cause.UNUSABLE;

  Identifier(Model model, HttpConnections wire, ModelEndpoint speech, Keys.Key key) {
    this.model = model;
    this.wire = wire;
    this.speech = speech;
    this.key = key;
  }

  Identity identify() {
    fact("provider", model.kind().word());
    fact("model", model.id());
    fact("api", speech.dialect().path(model.id(), false));
    if (key instanceof Keys.Missing(String sentence)) {
      trouble(Cause.UNAUTHORISED, sentence);
    } else {
      ask();
    }
    return new Identity(
        new Fingerprint(facts, speech.learned()), window, slots, elsewhere, trouble, cause);
  }

  private void ask() {
    askKind();
    if (model.kind() != ProviderKind.OLLAMA && model.kind() != ProviderKind.HTTP) {
      passedOn(isOllama() ? RemoteModel.of(show().json()) : Optional.empty());
    }
  }

  private void askKind() {
    switch (model.kind()) {
      case LLAMACPP -> llamaCpp();
      case OLLAMA -> ollama();
      case VLLM -> vllm();
      case LMSTUDIO -> lmStudio();
      case OPENAI -> host();
      case GOOGLE -> google();
      case ANTHROPIC -> {
        host();
        fact("version", ModelEndpoint.version(model));
      }
      case HTTP -> {
        host();
        if (model.application().orElse(null) instanceof Application.Endpoint(var body, var at)) {
          fact("body", body.map(Identifier::hash).orElse(""));
          fact("at", at.orElse(""));
        }
      }
      case PROGRAM, GGUF, BASELINE, RECORDED, WORKFLOW -> {}
    }
  }

  private void host() {
    fact("host", Optional.ofNullable(URI.create(base()).getAuthority()).orElse(""));
  }

  /// Only Google's own word counts: what stands before it may not know the question.
  private void google() {
    host();
    String path = speech.dialect().path(model.id(), false);
    Fetched told = get(root() + path.substring(0, path.lastIndexOf(':')));
    JsonNode error = told.json().path("error");
    if (text(error, "status").equals("NOT_FOUND") && text(error, "message").contains(model.id())) {
      trouble(Cause.NOT_FOUND, "Google does not have " + model.id() + "; look for its right name");
    }
    window = number(told.json().path("inputTokenLimit"));
  }

  private void llamaCpp() {
    Fetched props = get(root() + "/props");
    if (props.unreachable()) {
      noAnswer(props, "start it with: llama-server -m MODEL.gguf --port " + port());
      return;
    }
    JsonNode json = props.json();
    window = number(json.path("default_generation_settings").path("n_ctx"));
    slots = number(json.path("total_slots"));
    fact("build", text(json, "build_info"));
    fact("template", hash(text(json, "chat_template")));
    String path = text(json, "model_path");
    fact("file", path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1));
    JsonNode meta = listed(get(base() + "/models").json().path("data"), "id", true).path("meta");
    for (String name : List.of("n_params", "size", "ftype", "n_ctx_train", "n_vocab")) {
      fact(name, meta.path(name).asString(""));
    }
    window.ifPresent(value -> fact("window", "" + value));
  }

  private void ollama() {
    Fetched show = show();
    if (show.unreachable()) {
      noAnswer(show, "start it with: ollama serve");
      return;
    }
    if (show.status() == 404) {
      trouble(Cause.NOT_FOUND, "Ollama does not have it; run: ollama pull " + model.id());
    }
    JsonNode json = show.json();
    JsonNode details = json.path("details");
    fact("family", text(details, "family"));
    fact("parameters", text(details, "parameter_size"));
    fact("quantisation", text(details, "quantization_level"));
    fact("template", hash(text(json, "template")));
    JsonNode tag = tag(get(root() + "/api/tags").json());
    fact("digest", text(tag, "digest"));
    fact("build", text(get(root() + "/api/version").json(), "version"));
    JsonNode running = tag(get(root() + "/api/ps").json());
    window = number(running.path("context_length"));
    model.window().ifPresent(value -> fact("window", "" + value));
    passedOn(RemoteModel.of(json).or(() -> RemoteModel.of(tag)).or(() -> RemoteModel.of(running)));
  }

  private JsonNode tag(JsonNode listing) {
    JsonNode found = listed(listing.path("models"), "name", false);
    for (JsonNode entry : listing.path("models")) {
      if (found.isMissingNode() && text(entry, "name").equals(model.id() + ":latest")) {
        found = entry;
      }
    }
    return found;
  }

  /// Cloud models behind a local Ollama carry the word in their tag.
  private Optional<String> cloudName() {
    return Locality.isCloud(model.kind(), model.id(), model.address())
        ? Optional.of(Locality.CLOUD_HOST)
        : Optional.empty();
  }

  /// Ollama speaks like others too, and tells then only here where a model runs.
  private boolean isOllama() {
    boolean absent = trouble.isPresent() && cause == Cause.CONNECT;
    return !absent
        && Locality.isOwnServer(model.kind(), model.address())
        && !text(get(root() + "/api/version").json(), "version").isEmpty();
  }

  private void passedOn(Optional<String> told) {
    elsewhere = told.or(this::cloudName);
    // Remembered with the fingerprint, so that privacy knows it without asking again.
    elsewhere.ifPresent(where -> fact("elsewhere", where));
  }

  private Fetched show() {
    return Fetch.post(
        wire,
        root() + "/api/show",
        headers(),
        MAPPER.createObjectNode().put("model", model.id()),
        longest());
  }

  private void vllm() {
    Fetched models = get(base() + "/models");
    if (models.unreachable()) {
      noAnswer(models, "start it with: vllm serve " + model.id() + " --port " + port());
      return;
    }
    JsonNode served = served(models);
    window = number(served.path("max_model_len"));
    fact("weights", text(served, "root"));
    fact("build", text(get(root() + "/version").json(), "version"));
    window.ifPresent(value -> fact("window", "" + value));
  }

  private void lmStudio() {
    Fetched models = get(root() + "/api/v0/models");
    if (models.unreachable()) {
      noAnswer(models, "start it with: lms server start --port " + port());
      return;
    }
    JsonNode served = served(models.ok() ? models : get(base() + "/models"));
    for (String name : List.of("arch", "quantization", "compatibility_type", "publisher")) {
      fact(name, text(served, name));
    }
    window = number(served.path("loaded_context_length"));
    window.ifPresent(value -> fact("window", "" + value));
  }

  private JsonNode served(Fetched models) {
    JsonNode served = listed(models.json().path("data"), "id", false);
    if (served.isMissingNode() && models.ok()) {
      List<String> ids = new ArrayList<>();
      models.json().path("data").forEach(entry -> ids.add(text(entry, "id")));
      trouble(
          Cause.NOT_FOUND,
          base()
              + " does not serve "
              + model.id()
              + (ids.isEmpty() ? ", nor any other model" : " but " + String.join(", ", ids)));
    }
    return served;
  }

  private JsonNode listed(JsonNode entries, String field, boolean orFirst) {
    for (JsonNode entry : entries) {
      if (text(entry, field).equals(model.id())) {
        return entry;
      }
    }
    return orFirst && !entries.isEmpty() ? entries.path(0) : MissingNode.getInstance();
  }

  private void noAnswer(Fetched fetched, String remedy) {
    trouble(
        Cause.CONNECT,
        fetched.late()
            ? base() + " does not say within " + longest().toSeconds() + " s what it serves"
            : "nothing listens at " + base() + "; " + remedy);
  }

  private void trouble(Cause kind, String sentence) {
    cause = kind;
    trouble = Optional.of(sentence);
  }

  /// No longer than a call may take in all.
  private Duration longest() {
    Duration total = model.timeouts().total();
    Duration most = total.compareTo(LONGEST) < 0 ? total : LONGEST;
    return most.compareTo(Fetch.SHORT) < 0 ? Fetch.SHORT : most;
  }

  private Fetched get(String url) {
    return Fetch.get(wire, url, headers(), longest());
  }

  private Map<String, String> headers() {
    return speech.headers(key);
  }

  private String base() {
    return ModelEndpoint.address(model);
  }

  /// The base URL without the version that only the OpenAI-compatible part has.
  private String root() {
    String base = base();
    return base.endsWith("/v1") ? base.substring(0, base.length() - 3) : base;
  }

  private String port() {
    int port = URI.create(base()).getPort();
    return port < 0 ? "80" : "" + port;
  }

  private void fact(String name, String value) {
    if (!value.isEmpty()) {
      facts.put(name, value);
    }
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).stringValue("");
  }

  private static OptionalInt number(JsonNode node) {
    int value = node.isNumber() ? node.asInt(0) : 0;
    return value > 0 ? OptionalInt.of(value) : OptionalInt.empty();
  }

  private static String hash(String text) {
    return text.isEmpty() ? "" : HexFormat.of().formatHex(Sha256.of(text), 0, 8);
  }
}
