package dev.metier.pipeline.step;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.metier.chat.Usage;
import dev.metier.core.text.Sha256;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.Step;
import dev.metier.pipeline.StepResult;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Gives the same answer to the same request again, where the job allows. A key never sees what was
/// answered to another, nor a class what was answered to another, nor a policy what an older one
/// answered. What was not done as it was proven is not given again.
final class ReadCache implements Step {
  private static final long MOST_BYTES = 64L << 20;
  private static final int OVERHEAD = 200;

  /// Everything that must be equal; the body by its SHA-256.
  private record Address(
      String holder, String job, DataClass data, String protocol, String policy, ByteBuffer body) {}

  /// An answer; compared with no other.
  @SuppressWarnings("ArrayRecordComponent")
  private record Kept(byte[] bytes, boolean stream, ModelName model, Duration life) {}

  private final Cache<Address, Kept> cache =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES)
          .weigher((Address address, Kept kept) -> kept.bytes().length + OVERHEAD)
          .expireAfter(Expiry.creating((Address address, Kept kept) -> kept.life()))
          .build();

  @Override
  public StepResult take(RequestContext context) {
    var life = context.findings().job().serving().cache();
    boolean unwanted =
        context.request().header("cache-control").map(value -> value.contains("no-")).orElse(false);
    if (life.isEmpty() || unwanted) {
      return StepResult.NEXT;
    }
    Address address = address(context);
    Kept kept = cache.getIfPresent(address);
    if (kept != null && context.findings().allowed().contains(kept.model())) {
      answer(context, kept);
      return StepResult.ANSWERED;
    }
    context.end().response().keep();
    context.end().whenOver(() -> keep(context, address, life.get()));
    return StepResult.NEXT;
  }

  private static void answer(RequestContext context, Kept kept) {
    context.end().fromCache();
    context.end().answeredBy(kept.model());
    context.end().response().header("x-metier-model", kept.model().text());
    context.end().response().header("x-metier-cache", "hit");
    if (kept.stream()) {
      context.end().response().stream(kept.bytes());
    } else {
      context.end().response().whole(kept.bytes());
    }
    context.end().complete(Usage.NONE);
  }

  private void keep(RequestContext context, Address address, Duration life) {
    boolean fallback =
        context.findings().stage(false).filter(stage -> !stage.fallbacks().isEmpty()).isPresent();
    if (!fallback && context.end().refusal().isEmpty() && context.end().model().isPresent()) {
      context
          .end()
          .response()
          .kept()
          .ifPresent(bytes ->
              cache.put(
                  address,
                  new Kept(bytes, context.request().stream(), context.end().model().get(), life)));
    }
  }

  private static Address address(RequestContext context) {
    return new Address(
        context.findings().holder(),
        context.findings().job().name().text(),
        context.findings().data(),
        context.request().protocol().word(),
        context.findings().policy().evidence() + context.findings().policy().compiled(),
        ByteBuffer.wrap(Sha256.of(context.request().fields().json())));
  }
}
