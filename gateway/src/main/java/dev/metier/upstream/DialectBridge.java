package dev.metier.upstream;

import dev.metier.call.EventLoopContext;
import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Usage;
import dev.metier.dialect.Dialect;
import dev.metier.dialect.FieldChanges;
import dev.metier.dialect.ReplyAssembly;
import dev.metier.dialect.StreamReader;
import dev.metier.dialect.WireError;
import dev.metier.protocol.ForwardedFields;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.RefusedException;
import dev.metier.protocol.SubProtocol;
import dev.metier.protocol.chat.ChatCompletions;
import dev.metier.protocol.chat.ChatLogProbs;
import dev.metier.protocol.messages.Messages;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.http.Keys;
import dev.metier.provider.http.ModelEndpoint;
import dev.metier.wire.Fields;
import dev.metier.wire.Json;
import dev.metier.wire.MalformedException;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Stands between one client's request and one model: the same dialect on both sides is forwarded
/// as bytes, everything else is translated.
final class DialectBridge {
  /// Bytes of a request from which on its translation would hold up others on the event loop.
  private static final int LARGE = 512 << 10;

  /// What the limit of an answer is called, here or there.
  private static final List<String> LIMITS = List.of("max_tokens", "max_completion_tokens");

  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence AGENT = HttpHeaders.createOptimized("metier");
  private static final CharSequence STREAM =
      HttpHeaders.createOptimized("text/event-stream, application/x-ndjson, application/json");

  private final Incoming incoming;
  private final ModelEndpoint speech;
  private final Optional<Dialect.Passthrough> passthrough;
  private volatile List<String> dropped = List.of();

  DialectBridge(Incoming incoming, ModelEndpoint speech) {
    this.incoming = incoming;
    this.speech = speech;
    var same = speech.dialect().passthrough(incoming.protocol().word());
    this.passthrough = same.filter(_ -> !incoming.composed());
  }

  /// Whether a whole answer of the model goes on to the client as it came.
  boolean forwards() {
    return passthrough.isPresent();
  }

  ModelEndpoint speech() {
    return speech;
  }

  boolean embeds() {
    return incoming.protocol().equals(ChatCompletions.EMBEDDINGS);
  }

  /// The path below the base URL.
  String path() {
    return passthrough
        .map(Dialect.Passthrough::path)
        .orElseGet(() -> speech.dialect().path(speech.model().id(), incoming.stream()));
  }

  /// Writes the body, a large one away from the event loop; it is handed over on the loop.
  ///
  /// @param refused takes why the request cannot be put to this model
  void write(EventLoopContext loop, Consumer<Buffer> written, Consumer<Refusal> refused) {
    if (incoming.fields().json().length > LARGE) {
      Thread.ofVirtual().start(() -> writeNow(loop, written, refused));
    } else {
      writeNow(loop, written, refused);
    }
  }

  private void writeNow(
      EventLoopContext loop, Consumer<Buffer> written, Consumer<Refusal> refused) {
    try {
      Buffer body = body();
      loop.run(() -> written.accept(body));
    } catch (RefusedException e) {
      loop.run(() -> refused.accept(e.refusal()));
    }
  }

  /// The body for the model.
  ///
  /// @throws dev.metier.protocol.RefusedException when the request cannot be translated
  Buffer body() {
    if (passthrough.isEmpty() && incoming.protocol() instanceof SubProtocol) {
      throw new RefusedException(
          Refusal.of(
              Refusal.Reason.UNSUPPORTED,
              "The model of this job takes no " + incoming.protocol().word() + "."));
    }
    if (passthrough.isEmpty()) {
      ParsedRequest asked = incoming.asked().get();
      ChatRequest request = speech.adapted(asked.request());
      Set<String> all = new LinkedHashSet<>(asked.dropped());
      all.addAll(speech.dialect().cannotExpress(request));
      dropped = List.copyOf(all);
      return EventLoopContext.wrapped(
          speech.dialect().writeRequest(request, speech.model().id(), incoming.stream()));
    }
    return forwarded(passthrough.get());
  }

  private Buffer forwarded(Dialect.Passthrough manner) {
    ForwardedFields.checkTools(incoming.fields(), incoming.allowed());
    Dialect.Passable passable = speech.dialect().passable(incoming.fields());
    var splice = new Splice(passable.request()).text("model", speech.model().id());
    if (incoming.stream() && !incoming.usageInStream()) {
      manner.usageOption().forEach(splice::merged);
    }
    FieldChanges changes = speech.dialect().changes(passable.request());
    splice.usually(speech.model().settings(), limit()).without(without(splice, changes));
    changes.set().forEach(splice::set);
    for (String name : LIMITS) {
      if (speech.refused().contains(name)) {
        splice.renamed(name, speech.dialect().limitField());
      }
    }
    Set<String> all = new TreeSet<>(splice.dropped());
    all.removeAll(changes.removed());
    all.addAll(changes.told());
    all.addAll(passable.told());
    dropped = List.copyOf(all);
    return splice.body();
  }

  /// What the limit of this answer is called.
  private String limit() {
    String usual = speech.dialect().limitField();
    return LIMITS.stream().filter(this::isAsked).findFirst().orElse(usual);
  }

  /// The fields that are left out; what the model is declared to need is the team's own word.
  private Set<String> without(Splice splice, FieldChanges changes) {
    Set<String> without = new HashSet<>(speech.refused());
    without.addAll(changes.removed());
    for (String name :
        ForwardedFields.removed(
            incoming.fields(), incoming.protocol(), speech.local(), incoming.allowed())) {
      String declared = speech.model().settings().extra().get(name);
      if (declared == null) {
        without.add(name);
      } else {
        splice.set(name, declared);
      }
    }
    return without;
  }

  private boolean isAsked(String field) {
    return incoming.fields().field(field).isPresent();
  }

  /// The way to ask once more after a refusal; empty when that cannot help.
  ///
  /// @param sent the body that was refused
  Optional<DialectBridge> after(WireError refusal, Buffer sent) {
    return refusal.kind() == WireError.Kind.REFUSED_PARAMETER
        ? speech.after(refusal, sent.getBytes()).map(next -> new DialectBridge(incoming, next))
        : Optional.empty();
  }

  /// What the client asked for and the model does not hear of; known once the body is written.
  List<String> dropped() {
    return dropped;
  }

  void headers(Keys.Key key, MultiMap to) {
    to.set(HttpHeaders.CONTENT_TYPE, JSON);
    to.set(HttpHeaders.USER_AGENT, AGENT);
    to.set(HttpHeaders.ACCEPT, incoming.stream() ? STREAM : JSON);
    // without a word any packing is allowed, and answers are forwarded as they come
    to.set(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY);
    endpoint().headers(key).forEach(to::set);
    if (passthrough.isPresent()) {
      incoming.headers().forEach(to::set);
    }
  }

  /// A forwarded client speaks the version that its headers name.
  private ModelEndpoint endpoint() {
    return passthrough.isPresent()
        ? speech.in(speech.dialect().inVersionOf(incoming.headers()))
        : speech;
  }

  /// What hands on an answer of this media type; the guard follows what a stream says. What is
  /// forwarded is read whole only when the server answers in another form than was asked for.
  Relay relay(String type, KeyGuard guard) {
    boolean events = type.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    boolean lines = type.toLowerCase(Locale.ROOT).contains("ndjson");
    return incoming.stream() ? streamed(events, guard) : new WholeRelay(this, events || lines);
  }

  private Relay streamed(boolean events, KeyGuard guard) {
    StreamReader reader = speech.dialect().reader();
    if (passthrough.isPresent() && events) {
      boolean typed = passthrough.get().typedEvents();
      boolean hide = !typed && !incoming.usageInStream();
      return new Forwarding(
          new UsageTap(reader, typed, guard),
          new Forwarding.Manner(typed, hide, name(), () -> anew(reader, typed)));
    }
    return translating(reader, guard);
  }

  private Translating translating(StreamReader reader, KeyGuard guard) {
    return new Translating(
        reader, incoming.protocol().stream(incoming.heading(), incoming.asked().get()), guard);
  }

  /// What writes a broken stream anew; empty where only forwarding keeps all of the answer.
  private Optional<Translating> anew(StreamReader reader, boolean typed) {
    return typed || several()
        ? Optional.empty()
        : understood().map(_ -> translating(reader, KeyGuard.none()));
  }

  /// Whether the client asked for several answers at once, of which only forwarding gives all.
  private boolean several() {
    return incoming.fields().number("n").filter(n -> n != 1).isPresent();
  }

  private Optional<ParsedRequest> understood() {
    try {
      return Optional.of(incoming.asked().get());
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }

  /// A whole answer for the client; compared with no other.
  @SuppressWarnings("ArrayRecordComponent")
  record Whole(byte[] bytes, Usage usage, Optional<WireError> error) {}

  /// Turns a whole answer of the model into the client's.
  ///
  /// @param events whether the model streamed although nobody asked it to
  /// @throws MalformedException when it is not what the model should send
  Whole whole(byte[] body, boolean events) {
    if (events) {
      return streamed(body);
    }
    if (passthrough.isEmpty()) {
      Optional<WireError> error = inside(body);
      return error.isPresent()
          ? new Whole(body, Usage.NONE, error)
          : written(speech.dialect().readReply(body));
    }
    Fields fields =
        Fields.of(body)
            .orElseThrow(() -> new MalformedException("not a JSON object: " + Json.quote(body)));
    if (fields.field("error").filter(f -> body[f.from()] != 'n').isPresent()) {
      return new Whole(body, Usage.NONE, Optional.of(speech.dialect().readError(200, body)));
    }
    String content = passthrough.get().content();
    char opening = passthrough.get().opening();
    if (fields.field(content).filter(f -> begins(body[f.from()], opening)).isEmpty()) {
      throw new MalformedException("no " + content + " in the answer: " + Json.quote(body));
    }
    boolean chat = incoming.protocol().equals(ChatCompletions.PROTOCOL);
    if (chat && UsageTap.Text.hasNothing(body, 0, body.length, UsageTap.Text.CHOICES)) {
      throw new MalformedException("no choices in the answer: " + Json.quote(body));
    }
    Optional<Whole> anew = chat && ChoiceScan.mayBeIrregular(body) ? anew(body) : Optional.empty();
    return anew.orElseGet(() -> new Whole(named(fields), usage(fields), Optional.empty()));
  }

  /// A whole answer written anew, if it is in a shape that the client would misread.
  ///
  /// @throws MalformedException when the server gave up in its middle
  private Optional<Whole> anew(byte[] body) {
    var reader = speech.dialect().reader();
    var assembly = new ReplyAssembly();
    reader.read(body).forEach(assembly::add);
    reader.end().forEach(assembly::add);
    if (reader.error().isPresent()) {
      return Optional.of(new Whole(body, Usage.NONE, reader.error()));
    }
    ChatReply reply = assembly.reply();
    boolean regular = !reader.irregular() && CutCalls.settled(reply).equals(reply);
    if (regular || several() || understood().isEmpty()) {
      return Optional.empty();
    }
    Whole whole = written(reply);
    byte[] bytes = ChatLogProbs.carried(body, whole.bytes());
    return Optional.of(new Whole(bytes, whole.usage(), whole.error()));
  }

  /// The name to answer under, as JSON text.
  byte[] name() {
    return utf8(Json.quoted(incoming.heading().model()));
  }

  /// The answer under the name that the client asked for: local servers call a model by its path.
  private byte[] named(Fields fields) {
    return fields.field("model").isPresent()
        ? new Splice(fields).text("model", incoming.heading().model()).body().getBytes()
        : fields.json();
  }

  /// Whether a value begins as a list, or as a number where `opening` is a digit.
  private static boolean begins(byte first, char opening) {
    return opening == '0' ? first >= '0' && first <= '9' : first == opening;
  }

  private Optional<WireError> inside(byte[] body) {
    return Fields.of(body)
        .flatMap(f -> f.field("error"))
        .filter(f -> body[f.from()] != 'n')
        .map(f -> speech.dialect().readError(200, body));
  }

  private Whole streamed(byte[] body) {
    var reader = speech.dialect().reader();
    var assembly = new ReplyAssembly();
    reader.read(body).forEach(assembly::add);
    reader.end().forEach(assembly::add);
    if (reader.error().isPresent()) {
      return new Whole(body, Usage.NONE, reader.error());
    }
    if (!assembly.complete()) {
      throw new MalformedException("the answer was cut off");
    }
    return written(assembly.reply());
  }

  private Whole written(ChatReply read) {
    ChatReply reply = CutCalls.settled(read);
    byte[] bytes =
        incoming.protocol().writeReply(reply, incoming.heading(), incoming.asked().get());
    Usage told = reply.usage();
    Usage usage =
        told.estimated() && told.output() == 0
            ? new Usage(told.input(), 0, UsageTap.tokens(DeliveredUsage.characters(reply)), true)
            : told;
    return new Whole(bytes, usage, Optional.empty());
  }

  /// The usage of a forwarded answer, read from its own small field. Embeddings have no answer to
  /// be counted.
  private Usage usage(Fields fields) {
    if (incoming.protocol().equals(Messages.COUNT_TOKENS)) {
      return Usage.NONE;
    }
    Usage told = fields.field("usage").map(field -> told(fields.raw(field))).orElse(Usage.NONE);
    return !told.estimated()
            || told.output() > 0
            || incoming.protocol().equals(ChatCompletions.EMBEDDINGS)
        ? told
        : new Usage(told.input(), 0, UsageTap.tokens(fields.json().length), true);
  }

  /// The usage in a field's JSON text; none when it is no object that can be read.
  Usage told(String json) {
    return Json.tryObject(utf8(json)).map(speech.dialect()::readUsage).orElse(Usage.NONE);
  }

  /// What a failure says of the server: of counts and embeddings nothing, since many servers lack
  /// them and chat all the same.
  Health.Outcome outcome(Cause cause) {
    return incoming.protocol() instanceof SubProtocol
        ? Health.Outcome.UNTOLD
        : Health.Outcome.of(cause);
  }

  /// The error of a model's server, understood.
  WireError error(int status, byte[] body) {
    return speech.dialect().readError(status, body);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
