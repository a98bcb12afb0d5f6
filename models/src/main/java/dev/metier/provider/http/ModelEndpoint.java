package dev.metier.provider.http;

import dev.metier.catalog.Application;
import dev.metier.catalog.Locality;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.chat.CacheHints;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.SamplingHints;
import dev.metier.chat.Settings;
import dev.metier.dialect.Dialect;
import dev.metier.dialect.Vocabulary;
import dev.metier.dialect.WireError;
import dev.metier.dialect.anthropic.AnthropicMessages;
import dev.metier.dialect.gemini.GeminiContent;
import dev.metier.dialect.ollama.OllamaChat;
import dev.metier.dialect.openai.OpenAiChat;
import dev.metier.dialect.own.OwnFormat;
import dev.metier.wire.Bytes;
import dev.metier.wire.Fields;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// How one model is spoken to: its dialect, and what it refuses to hear.
///
/// @param refused fields that are not sent
/// @param local whether its server runs here, or is of a kind that one runs oneself
public record ModelEndpoint(Model model, Dialect dialect, Set<String> refused, boolean local) {
  private static final String OFFICIAL = "api.openai.com";

  /// How many others are told beside each token is refused where the tokens are not told.
  private static final Set<String> LIKELIHOODS = Set.of(Settings.LIKELIHOOD, "top_logprobs");

  public static ModelEndpoint of(Model model, Set<String> refused) {
    Dialect dialect =
        switch (model.kind()) {
          case OPENAI -> new OpenAiChat(official(model), refused, model.profile(), false);
          case LLAMACPP, VLLM, LMSTUDIO -> new OpenAiChat(false, refused, model.profile(), false);
          case ANTHROPIC -> new AnthropicMessages(version(model), refused, model.profile());
          case GOOGLE -> new GeminiContent(model.id(), refused, model.profile());
          case OLLAMA -> new OllamaChat(model.window(), refused);
          case HTTP -> new OwnFormat(endpoint(model));
          case PROGRAM, GGUF, BASELINE, RECORDED, WORKFLOW ->
              throw new IllegalArgumentException(
                  model.kind().word() + " is not spoken to over HTTP");
        };
    boolean local = model.kind().local() || model.address().map(Locality::isLoopback).orElse(false);
    return new ModelEndpoint(model, dialect, dialect.without(), local);
  }

  private static Application.Endpoint endpoint(Model model) {
    return model
        .application()
        .filter(Application.Endpoint.class::isInstance)
        .map(Application.Endpoint.class::cast)
        .orElseGet(() -> new Application.Endpoint(Optional.empty(), Optional.empty()));
  }

  /// The same model, spoken to in this dialect.
  public ModelEndpoint in(Dialect other) {
    return other.equals(dialect) ? this : new ModelEndpoint(model, other, refused, local);
  }

  /// The way to ask once more after a refusal: without the parameter that was refused. Empty when
  /// that cannot help.
  ///
  /// @param sent the body that was refused
  public Optional<ModelEndpoint> after(WireError refusal, byte[] sent) {
    return refusal
        .parameter()
        .filter(field -> refusal.kind() == WireError.Kind.REFUSED_PARAMETER)
        .filter(field -> sends(sent, field))
        .map(field -> without(field.equals(Settings.LIKELIHOOD) ? LIKELIHOODS : Set.of(field)))
        .filter(next -> !next.refused.equals(refused));
  }

  /// Fields that are not sent although nothing in the model's profile tells so.
  Set<String> learned() {
    Set<String> learned = new TreeSet<>(refused);
    learned.removeAll(model.profile().refused());
    return learned;
  }

  /// The same model without these fields too.
  ModelEndpoint without(Set<String> fields) {
    Set<String> more = new TreeSet<>(refused);
    more.addAll(fields);
    return of(model, more);
  }

  /// Whether a body has this field, in itself or in an object of it, such as Ollama's options; or
  /// deeper, by the name that Google gives it.
  private static boolean sends(byte[] body, String field) {
    String camel = Vocabulary.camelCase(field);
    byte[] deep = ("\"" + camel + "\":").getBytes(StandardCharsets.UTF_8);
    return (!camel.equals(field) && Bytes.find(body, 0, body.length, deep) >= 0)
        || Fields.of(body)
            .filter(all ->
                has(all, field)
                    || all.all().stream()
                        .filter(outer -> body[outer.from()] == '{')
                        .map(outer -> Fields.of(Arrays.copyOfRange(body, outer.from(), outer.to())))
                        .flatMap(Optional::stream)
                        .anyMatch(inner -> has(inner, field)))
            .isPresent();
  }

  private static boolean has(Fields fields, String name) {
    return fields.field(name).isPresent() || fields.field(Vocabulary.camelCase(name)).isPresent();
  }

  /// Base URL, without a slash at the end, and without the version that the paths of some kinds
  /// bring themselves.
  public static String address(Model model) {
    String address = model.address().or(model.kind()::usualAddress).orElse("");
    if (model.kind() == ProviderKind.HTTP) {
      return address;
    }
    String plain = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    return model.kind().basePath().isEmpty() ? plain.replaceFirst("/v1(beta)?$", "") : plain;
  }

  private static boolean official(Model model) {
    return OFFICIAL.equals(URI.create(address(model)).getHost());
  }

  static String version(Model model) {
    return model.apiVersion().orElse(AnthropicMessages.USUAL);
  }

  public Map<String, String> headers(Keys.Key key) {
    Map<String, String> headers = new LinkedHashMap<>(dialect.headers());
    if (key instanceof Keys.Present(String secret)) {
      headers.putAll(dialect.keyHeaders(secret));
    }
    return headers;
  }

  /// The request with what this model needs set, where the job does not set it itself.
  public ChatRequest adapted(ChatRequest request) {
    ChatRequest adapted = adapted(request, Map.of());
    return paysForCaching()
        ? new ChatRequest(
            adapted.messages(), adapted.tools(), adapted.settings(), cached(adapted.hints()))
        : adapted;
  }

  /// Clients of other protocols cannot say what is worth keeping, and count on it all the same.
  private static SamplingHints cached(SamplingHints hints) {
    return hints.with(new CacheHints(hints.caching().marks(), true));
  }

  private boolean paysForCaching() {
    return model.price() instanceof Price.PerToken price
        && price.cachedInput().compareTo(price.input()) < 0;
  }

  /// The same for a request whose times are measured.
  ChatRequest measured(ChatRequest request) {
    return adapted(request, model.kind().measuredExtra());
  }

  private ChatRequest adapted(ChatRequest request, Map<String, String> usual) {
    return new ChatRequest(
        request.messages(),
        request.tools(),
        request.settings().withDefaults(model.settings()).withDefaults(Settings.ofExtra(usual)),
        request.hints());
  }
}
