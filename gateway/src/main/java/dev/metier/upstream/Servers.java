package dev.metier.upstream;

import dev.metier.call.EventLoopContext;
import dev.metier.catalog.Model;
import dev.metier.chat.ChatRequest;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.policy.Policy;
import dev.metier.policy.ServedModel;
import dev.metier.provider.ProviderSource;
import dev.metier.provider.Tokens;
import dev.metier.provider.http.ModelEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// The servers of all models. A new policy keeps those that are still named, with what is known of
/// them. Thread-safe.
public final class Servers {
  /// A local runtime reads one long prompt at a time well, and a few short ones.
  private static final int LOCAL_PLACES = 4;

  private static final int HOSTED_PLACES = 10_000;
  private static final int QUEUE = 256;
  private static final int HOSTED_FACTOR = 3;

  private record Address(Model model, Set<String> refused) {}

  private final Map<Address, Server> all = new ConcurrentHashMap<>();
  private final Map<String, Slots> slots = new ConcurrentHashMap<>();
  private final ProviderSource providers;
  private final Duration silence;
  private volatile Map<ModelName, List<Server>> byModel = Map.of();

  /// @param providers of the models in this process
  /// @param silence after how much silence the stream of a local model gets a sign of life
  public Servers(ProviderSource providers, Duration silence) {
    this.providers = providers;
    this.silence = silence;
  }

  /// After how much silence a stream of this model gets a sign of life: later for those whose
  /// servers seldom read long.
  public Duration silence(Model model) {
    return model.kind().local() ? silence : silence.multipliedBy(HOSTED_FACTOR);
  }

  /// Takes over the models of a policy. Requests under way keep the servers they have.
  public synchronized void reload(Policy policy) {
    var next = new HashMap<ModelName, List<Server>>();
    var kept = new HashSet<Address>();
    for (ServedModel served : policy.models().values()) {
      var servers = new ArrayList<Server>();
      for (Model model : addressed(served)) {
        var address = new Address(model, served.refused());
        kept.add(address);
        servers.add(all.computeIfAbsent(address, this::server));
      }
      next.put(served.model().name(), List.copyOf(servers));
    }
    var least = new HashMap<String, Integer>();
    kept.forEach(a -> least.merge(a.model().endpoint(), places(a.model()), Math::min));
    least.forEach((endpoint, places) ->
        slots.computeIfAbsent(endpoint, e -> new Slots(places, QUEUE)).places(places));
    byModel = Map.copyOf(next);
    // whether such a server read all of a prompt is counted on an event loop
    if (kept.stream().anyMatch(address -> address.model().kind().takesWindow())) {
      Thread.ofVirtual().start(Tokens::load);
    }
    all.keySet().retainAll(kept);
  }

  private static List<Model> addressed(ServedModel served) {
    Model model = served.model();
    return served.addresses().isEmpty()
        ? List.of(model)
        : served.addresses().stream().map(model::at).toList();
  }

  private static int places(Model model) {
    return model.concurrency().orElse(model.kind().local() ? LOCAL_PLACES : HOSTED_PLACES);
  }

  private Server server(Address address) {
    Model model = address.model();
    var shared = slots.computeIfAbsent(model.endpoint(), e -> new Slots(places(model), QUEUE));
    return switch (model.kind().access()) {
      case HTTP -> new RemoteServer(model, ModelEndpoint.of(model, address.refused()), shared);
      case IN_PROCESS, RECORDED ->
          new LocalAttempt.LocalServer(model, providers.open(model, Set.of()), shared);
      case OWN -> throw new IllegalArgumentException("an application answers no requests");
      case STAGES -> throw new IllegalArgumentException("a workflow is asked by its stages");
    };
  }

  /// The server for this model's next request: the session's own while that is well, else the one
  /// with the fewest requests under way; empty when all of them rest.
  ///
  /// @param session what keeps a conversation on one server; empty when there is none
  public Optional<Server> choose(ModelName model, String session) {
    return first(model, session, server -> server.health().rest().isZero());
  }

  /// The server for a request that no other model can answer: also one that rests since it answered
  /// with errors; empty when none of them answers at all.
  ///
  /// @param session as for [#choose]
  public Optional<Server> chooseLast(ModelName model, String session) {
    return choose(model, session)
        .or(() -> first(model, session, server -> server.health().answers()));
  }

  private Optional<Server> first(ModelName model, String session, Predicate<Server> may) {
    Server best = null;
    for (Server server : byModel.getOrDefault(model, List.of())) {
      if (may.test(server) && (best == null || ahead(server, best, session))) {
        best = server;
      }
    }
    return Optional.ofNullable(best);
  }

  /// How long all servers of a model still rest; zero when one does not.
  public Duration rest(ModelName model) {
    return byModel.getOrDefault(model, List.of()).stream()
        .map(server -> server.health().rest())
        .min(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /// With a session, the order of hashes decides (highest random weight); without, the load.
  private static boolean ahead(Server one, Server other, String session) {
    return session.isEmpty()
        ? one.health().outstanding() < other.health().outstanding()
        : weight(one, session) > weight(other, session);
  }

  private static int weight(Server server, String session) {
    int hash = (server.place() + '\n' + session).hashCode();
    // the low bits of String's hash are close for close texts
    hash ^= hash >>> 16;
    hash *= 0x85ebca6b;
    hash ^= hash >>> 13;
    return hash * 0xc2b2ae35;
  }

  /// All servers, for the metrics.
  public List<Server> all() {
    return List.copyOf(all.values());
  }

  /// A try at a server: with [#count] the only door to the models.
  ///
  /// @param data the class of the request
  /// @throws IllegalStateException when the server's host may not read data of this class: whatever
  ///   came before, no connection is made past this line
  public static Attempt at(
      Server server,
      EventLoopContext loop,
      Incoming incoming,
      DataClass data,
      Attempt.Listener listener) {
    check(server, data);
    return server.attempt(loop, incoming, data, listener);
  }

  /// A question to a model's own server how long a request is, ready to be started; empty when
  /// servers of its kind do not tell, or this one did not lately.
  ///
  /// @param data the class of the request
  /// @throws IllegalStateException as [#at]
  public static Optional<TokenCount> count(
      Server server,
      EventLoopContext loop,
      ChatRequest request,
      DataClass data,
      TokenCount.Listener listener) {
    check(server, data);
    return server instanceof RemoteServer remote && remote.counts()
        ? Optional.of(new TokenCount(loop, remote, request, listener))
        : Optional.empty();
  }

  private static void check(Server server, DataClass data) {
    Model model = server.model();
    if (!model.mayRead(data)) {
      throw new IllegalStateException(model.host().name() + " may not read " + data + " data");
    }
  }
}
