package dev.metier.pipeline;

import dev.metier.account.Budgets.Held.Hold;
import dev.metier.account.VirtualKey;
import dev.metier.chat.Usage;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.journal.RequestRecord.Skipped;
import dev.metier.journal.RequestRecord.Try;
import dev.metier.policy.Policy;
import dev.metier.policy.ServedJob;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.Protocol;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.RefusedException;
import dev.metier.protocol.ReplyMetadata;
import dev.metier.server.limits.MemoryLimiter;
import dev.metier.upstream.EventLoopContext;
import dev.metier.upstream.Incoming;
import dev.metier.wire.Fields;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request and all that is known of it; the steps fill it in. Only for the event loop of its
/// connection.
public final class RequestContext {
  /// How much more a request holds once it is read: its texts, and what is put together of them.
  private static final long READ = 2;

  private final String id;
  private final Instant at;
  private final long began = System.nanoTime();
  private final EventLoopContext loop;
  private final HttpServerRequest request;
  private final Protocol protocol;
  private final Policy policy;
  private final ClientResponse outlet;
  private final EndActions endActions = new EndActions();
  private final List<Skipped> skipped = new ArrayList<>();
  private final List<Try> tries = new ArrayList<>();
  private @Nullable Fields fields;
  private @Nullable ParsedRequest read;
  private @Nullable ServedJob job;
  private Optional<VirtualKey> key = Optional.empty();
  private String asked = "";
  private DataClass data = DataClass.RESTRICTED;
  private Optional<String> raised = Optional.empty();
  private List<ModelName> allowed = List.of();
  private Optional<Hold> hold = Optional.empty();
  private Optional<ModelName> model = Optional.empty();
  private Optional<Refusal> refusal = Optional.empty();
  private List<String> unspoken = List.of();
  private Usage usage = Usage.NONE;
  private Duration queued = Duration.ZERO;
  private boolean cached;
  private Runnable onward = () -> {};
  private MemoryLimiter.@Nullable Reservation share;
  private boolean roomy;
  private boolean over;
  private int step;

  /// A request whose body is not read yet.
  ///
  /// @param policy the one in force now; the request finishes under it
  public RequestContext(
      String id,
      Instant at,
      EventLoopContext loop,
      HttpServerRequest request,
      Protocol protocol,
      Policy policy) {
    this.id = id;
    this.at = at;
    this.loop = loop;
    this.request = request;
    this.protocol = protocol;
    this.policy = policy;
    this.outlet = new ClientResponse(this, request.response());
  }

  public String id() {
    return id;
  }

  Instant at() {
    return at;
  }

  long began() {
    return began;
  }

  EventLoopContext loop() {
    return loop;
  }

  Protocol protocol() {
    return protocol;
  }

  Policy policy() {
    return policy;
  }

  ClientResponse outlet() {
    return outlet;
  }

  /// How the journey goes on after a step that took its time; nothing when it is over.
  void onward(Runnable next) {
    onward = next;
  }

  void onward() {
    if (!over) {
      onward.run();
    }
  }

  int stepsDone() {
    return step;
  }

  int nextStep() {
    return step++;
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeader(name));
  }

  public HttpServerRequest request() {
    return request;
  }

  // -- what the client sent ----------------------------------------------------------------------

  public void fields(Fields read) {
    fields = read;
  }

  /// The body's outermost fields.
  Fields fields() {
    return present(fields);
  }

  boolean hasBody() {
    return fields != null;
  }

  boolean stream() {
    return fields != null && fields.isTrue("stream");
  }

  /// What it takes of the memory for all, until its answer has left.
  public void holds(MemoryLimiter.Reservation room) {
    share = room;
    endActions.add(() -> outlet.whenSent(room::giveBack));
  }

  MemoryLimiter.Reservation share() {
    return present(share);
  }

  /// Before it is read whole; counts once.
  ///
  /// @throws RefusedException when there is no room for that
  void makeRoom() {
    if (!roomy && !share().take(READ * fields().json().length)) {
      throw new RefusedException(MemoryLimiter.refusal());
    }
    roomy = true;
  }

  /// The request read whole; read once, when a step or a translation needs it.
  ///
  /// @throws RefusedException when it cannot be read, or there is no room for that
  ParsedRequest whole() {
    ParsedRequest now = read;
    if (now == null) {
      makeRoom();
      now = protocol.read(fields().json());
      read = now;
    }
    return now;
  }

  /// What the client asked for and nobody heard of; empty while the request is only forwarded.
  List<String> dropped() {
    var all = new LinkedHashSet<String>(read == null ? List.of() : read.dropped());
    all.addAll(unspoken);
    return List.copyOf(all);
  }

  /// Notes what the answering model's dialect cannot say.
  void dropped(List<String> names) {
    unspoken = List.copyOf(names);
  }

  /// About how many tokens the prompt has.
  long inputEstimate() {
    return fields == null ? 0 : Math.max(1, fields.json().length / 4);
  }

  /// What a model is to be told of it.
  Incoming incoming() {
    var through = new HashMap<String, String>();
    for (String name : List.of("anthropic-version", "anthropic-beta")) {
      header(name).ifPresent(value -> through.put(name, value));
    }
    boolean usage =
        fields()
            .field("stream_options")
            .filter(f -> fields().raw(f).contains("\"include_usage\""))
            .filter(f -> fields().raw(f).contains("true"))
            .isPresent();
    var heading = new ReplyMetadata(id, asked, at, inputEstimate());
    return new Incoming(
        protocol, fields(), stream(), usage, this::whole, heading, Map.copyOf(through));
  }

  void key(VirtualKey shown) {
    key = Optional.of(shown);
  }

  Optional<VirtualKey> key() {
    return key;
  }

  /// Whose turn it is in a queue: the key's name, or nobody's.
  String holder() {
    return key.map(VirtualKey::name).orElse("");
  }

  void asked(String name) {
    asked = name;
  }

  String asked() {
    return asked;
  }

  void job(ServedJob named) {
    job = named;
    data = named.data();
  }

  ServedJob job() {
    return present(job);
  }

  Optional<ServedJob> jobIfNamed() {
    return Optional.ofNullable(job);
  }

  DataClass data() {
    return data;
  }

  Optional<String> raised() {
    return raised;
  }

  /// Raises the class; it is never lowered.
  void raise(DataClass to, String why) {
    if (to.compareTo(data) > 0) {
      data = to;
      raised = Optional.of(why);
    }
  }

  void allowed(List<ModelName> models) {
    allowed = List.copyOf(models);
  }

  /// The models that may read this request, in the order they are tried.
  List<ModelName> allowed() {
    return allowed;
  }

  void skip(ModelName which, String why) {
    skipped.add(new Skipped(which.text(), why));
  }

  List<Skipped> skipped() {
    return skipped;
  }

  void tried(Try one) {
    tries.add(one);
  }

  List<Try> tries() {
    return tries;
  }

  void hold(Hold held) {
    hold = Optional.of(held);
  }

  Optional<Hold> hold() {
    return hold;
  }

  void queued(Duration time) {
    queued = queued.plus(time);
  }

  Duration queued() {
    return queued;
  }

  // -- how it ends -------------------------------------------------------------------------------

  /// Notes who is about to answer.
  void answeredBy(ModelName which) {
    model = Optional.of(which);
  }

  Optional<ModelName> model() {
    return model;
  }

  void fromCache() {
    cached = true;
  }

  boolean cached() {
    return cached;
  }

  Usage usage() {
    return usage;
  }

  Optional<Refusal> refusal() {
    return refusal;
  }

  public boolean isOver() {
    return over;
  }

  /// What is to be done when it is over, however it ends.
  public void whenOver(Consumer<RequestContext> what) {
    endActions.add(() -> what.accept(this));
  }

  /// Ends it with a refusal: as a status while nothing was sent, else inside the stream.
  public void refuse(Refusal why) {
    if (!over) {
      refusal = Optional.of(why);
      outlet.refuse(why);
      end();
    }
  }

  /// Ends it with a complete answer.
  void complete(Usage used) {
    if (!over) {
      usage = used;
      outlet.end();
      end();
    }
  }

  /// The client left.
  public void gone(Usage used) {
    if (!over) {
      usage = used;
      refusal =
          Optional.of(Refusal.of(Refusal.Reason.CLIENT_GONE, "The client closed the connection."));
      end();
    }
  }

  void usage(Usage used) {
    usage = used;
  }

  private void end() {
    over = true;
    endActions.run(id);
  }

  private static <T> T present(@Nullable T value) {
    return Optional.ofNullable(value)
        .orElseThrow(() -> new IllegalStateException("a step was left out"));
  }
}
