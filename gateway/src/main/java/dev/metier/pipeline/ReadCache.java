package dev.metier.pipeline;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.metier.chat.Usage;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;

/// Gives the same answer to the same request again, where the job allows. A key never sees what was
/// answered to another, nor a class what was answered to another, nor a policy what an older one
/// answered.
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
  public boolean take(RequestContext exchange) {
    var life = exchange.job().serving().cache();
    boolean unwanted =
        exchange.header("cache-control").map(value -> value.contains("no-")).orElse(false);
    if (life.isEmpty() || unwanted) {
      return true;
    }
    Address address = address(exchange);
    Kept kept = cache.getIfPresent(address);
    if (kept != null && exchange.allowed().contains(kept.model())) {
      answer(exchange, kept);
      return false;
    }
    exchange.outlet().keep();
    exchange.whenOver(over -> keep(over, address, life.get()));
    return true;
  }

  private static void answer(RequestContext exchange, Kept kept) {
    exchange.fromCache();
    exchange.answeredBy(kept.model());
    exchange.outlet().header("x-metier-model", kept.model().text());
    exchange.outlet().header("x-metier-cache", "hit");
    if (kept.stream()) {
      exchange.outlet().stream(kept.bytes());
    } else {
      exchange.outlet().whole(kept.bytes());
    }
    exchange.complete(Usage.NONE);
  }

  private void keep(RequestContext exchange, Address address, Duration life) {
    if (exchange.refusal().isEmpty() && exchange.model().isPresent()) {
      exchange
          .outlet()
          .kept()
          .ifPresent(bytes ->
              cache.put(address, new Kept(bytes, exchange.stream(), exchange.model().get(), life)));
    }
  }

  private static Address address(RequestContext exchange) {
    return new Address(
        exchange.holder(),
        exchange.job().name().text(),
        exchange.data(),
        exchange.protocol().word(),
        exchange.policy().evidence() + exchange.policy().compiled(),
        ByteBuffer.wrap(hash(exchange.fields().json())));
  }

  private static byte[] hash(byte[] body) {
    try {
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(body), 32);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
