package dev.metier.pipeline.step;

import dev.metier.account.KeyRing;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.Step;
import dev.metier.pipeline.StepResult;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Finds out whose request it is. Where nobody has a key, nobody needs one: but then a page in a
/// browser must not ask in its user's name, so what a browser sends for another site is refused.
public final class Authenticate implements Step {
  private final Supplier<KeyRing> keys;
  private final Origins origins;

  Authenticate(Supplier<KeyRing> keys, Origins origins) {
    this.keys = keys;
    this.origins = origins;
  }

  @Override
  public StepResult take(RequestContext context) {
    KeyRing ring = keys.get();
    if (ring.isOpen()) {
      return origins.areForeign(context.request().http())
          ? StepResult.refused(
              Refusal.of(Reason.OTHER_SITE, Origins.sentence(context.request().http())))
          : StepResult.NEXT;
    }
    var key = shown(context.request()::headers).flatMap(ring::find);
    key.ifPresent(context.findings()::key);
    return key.isPresent()
        ? StepResult.NEXT
        : refused("This key is not known here; ask whoever runs this gateway for one.");
  }

  private static StepResult refused(String message) {
    return StepResult.refused(Refusal.of(Reason.BAD_KEY, message));
  }

  /// The key that a client shows, in whichever of the two headers; none when a header comes with
  /// different values, since others on the way may have looked at another one.
  ///
  /// @param values all values of a header, by its name
  public static Optional<String> shown(Function<String, List<String>> values) {
    List<String> bearers = values.apply("authorization").stream().distinct().toList();
    List<String> plain = values.apply("x-api-key").stream().distinct().toList();
    if (bearers.size() > 1 || plain.size() > 1) {
      return Optional.empty();
    }
    return bearers.stream()
        .filter(value -> value.regionMatches(true, 0, "bearer ", 0, 7))
        .map(value -> value.substring(7).strip())
        .findFirst()
        .or(() -> plain.stream().map(String::strip).findFirst());
  }
}
