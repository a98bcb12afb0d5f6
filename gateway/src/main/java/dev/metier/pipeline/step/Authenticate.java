package dev.metier.pipeline.step;

import dev.metier.account.KeyRing;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.Step;
import dev.metier.pipeline.StepResult;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds out whose request it is. Where nobody has a key, nobody needs one: but then a page in a
/// browser must not ask in its user's name, so what a browser sends for another site is refused.
public final class Authenticate implements Step {
  private static final Set<String> OURS = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  /// Told to whoever is [#fromAnotherSite].
  public static final String OTHER_SITE = "Pages of other sites may not ask.";

  private final Supplier<KeyRing> keys;

  Authenticate(Supplier<KeyRing> keys) {
    this.keys = keys;
  }

  @Override
  public StepResult take(RequestContext context) {
    KeyRing ring = keys.get();
    if (ring.isOpen()) {
      return fromAnotherSite(context.request().http()) ? refused(OTHER_SITE) : StepResult.NEXT;
    }
    var key = shown(context.request().http()::getHeader).flatMap(ring::find);
    key.ifPresent(context.findings()::key);
    return key.isPresent()
        ? StepResult.NEXT
        : refused("This key is not known here; ask whoever runs this gateway for one.");
  }

  private static StepResult refused(String message) {
    return StepResult.refused(Refusal.of(Reason.BAD_KEY, message));
  }

  /// The key that a client shows, in whichever of the two headers.
  public static Optional<String> shown(Function<String, @Nullable String> header) {
    return Optional.<String>ofNullable(header.apply("authorization"))
        .filter(value -> value.regionMatches(true, 0, "bearer ", 0, 7))
        .map(value -> value.substring(7).strip())
        .or(() -> Optional.<String>ofNullable(header.apply("x-api-key")).map(String::strip));
  }

  /// Whether a browser sent it for a page of another site, or under a name that is not this
  /// machine's.
  public static boolean fromAnotherSite(HttpServerRequest request) {
    return request.headers().getAll("origin").stream().anyMatch(origin -> !ours(host(origin)))
        || request.headers().getAll("host").stream().anyMatch(h -> !ours(host("http://" + h)));
  }

  private static String host(String origin) {
    try {
      return Optional.ofNullable(URI.create(origin).getHost()).orElse("");
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static boolean ours(String host) {
    return OURS.contains(host.toLowerCase(Locale.ROOT));
  }
}
