package dev.metier.pipeline.route;

import dev.metier.job.ModelName;
import dev.metier.pipeline.RequestContext;
import dev.metier.protocol.Refusal;
import dev.metier.upstream.Incoming;
import dev.metier.upstream.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which of several models is asked next, and what is told when none of them answers. When the
/// servers of all of them rest, they are asked all the same, from the first on. Only for the event
/// loop of its request.
final class ModelOrder {
  private final RequestContext context;
  private final Servers servers;
  private final List<ModelName> models;
  private final Incoming incoming;
  private final List<Duration> waits = new ArrayList<>();
  private Optional<Refusal> last = Optional.empty();
  private int place = -1;
  private boolean evenResting;

  /// @param models in the order they are tried
  /// @param incoming what they are asked
  ModelOrder(RequestContext context, Servers servers, List<ModelName> models, Incoming incoming) {
    this.context = context;
    this.servers = servers;
    this.models = List.copyOf(models);
    this.incoming = incoming;
  }

  /// Goes on to the next; empty when none is left.
  Optional<ModelName> next() {
    place++;
    if (place == models.size() && last.isEmpty() && !evenResting) {
      evenResting = true;
      place = 0;
    }
    return current();
  }

  /// The one that is asked now; empty before the first and after the last.
  Optional<ModelName> current() {
    return place >= 0 && place < models.size() ? Optional.of(models.get(place)) : Optional.empty();
  }

  /// Whether it is the first of them.
  boolean isFirst() {
    return place == 0;
  }

  /// Whether it is asked even while its servers rest.
  boolean evenResting() {
    return evenResting;
  }

  /// Whether a later one can be asked at once.
  boolean hasAlternative() {
    return models.stream()
        .skip(place + 1L)
        .flatMap(model -> servers.choose(model, context.session()).stream())
        .anyMatch(server -> server.model().mayRead(incoming.data()));
  }

  /// Takes why the current one did not answer.
  void failed(Refusal why) {
    why.retryAfter().ifPresent(waits::add);
    last = Optional.of(why);
  }

  /// Takes why the current one was not asked; what an earlier model failed of tells more.
  void notAsked(Refusal why) {
    last = last.or(() -> Optional.of(why));
  }

  /// Why none of them answered.
  Refusal why() {
    return last.map(this::soonest).orElseGet(this::resting);
  }

  /// The same, until the first of all models may be asked again. Where no server said when, that is
  /// known only if all of them rest.
  private Refusal soonest(Refusal refusal) {
    List<Duration> rests = models.stream().map(servers::rest).filter(Duration::isPositive).toList();
    boolean all = rests.size() == models.size() && refusal.reason().retry();
    return refusal
        .retryAfter()
        .or(() -> rests.stream().findFirst().filter(_ -> all))
        .flatMap(_ -> Stream.concat(waits.stream(), rests.stream()).min(Comparator.naturalOrder()))
        .map(refusal::after)
        .orElse(refusal);
  }

  private Refusal resting() {
    return Refusals.resting(
        models.stream().map(servers::rest).min(Comparator.naturalOrder()).orElse(Duration.ZERO));
  }
}
