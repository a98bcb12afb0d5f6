package dev.metier.pipeline.step;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.metier.job.DataClass;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;

/// Answers of the Responses API, kept in memory for a while so that clients can go on from them by
/// `previous_response_id` and `item_reference`. Bounded in bytes and time; nothing is written to a
/// disk. Thread-safe.
public final class ResponseStore {
  private static final long MOST_BYTES = 32L << 20;
  private static final int OVERHEAD = 300;
  private static final String ID_PREFIX = "resp_";

  /// Whose answer it is: another key, and another job, never finds it.
  ///
  /// @param requestId of the gateway
  record Address(String holder, String job, String requestId) {}

  /// One answer and what it answered.
  ///
  /// @param previous the answer that it went on from
  /// @param input the items of the request itself, as JSON between the brackets of a list
  /// @param output the items of the answer, likewise
  /// @param data the class of the request
  /// @param life how long it is kept after its last use
  record Stored(
      Optional<String> previous, String input, String output, DataClass data, Duration life) {}

  private final Cache<Address, Stored> cache =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES)
          .weigher((Address address, Stored stored) -> weight(stored))
          .expireAfter(Expiry.accessing((Address address, Stored stored) -> stored.life()))
          .build();

  private final Map<Address, List<Runnable>> open = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  private static int weight(Stored stored) {
    return OVERHEAD + bytes(stored.input()) + bytes(stored.output());
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// Notes that an answer is under way: whoever asks for it before it is kept can wait.
  void begin(Address address) {
    lock.lock();
    try {
      open.put(address, new ArrayList<>());
    } finally {
      lock.unlock();
    }
  }

  /// Notes that the answer is over, kept or not.
  void end(Address address) {
    List<Runnable> waiting;
    lock.lock();
    try {
      waiting = Optional.ofNullable(open.remove(address)).orElse(List.of());
    } finally {
      lock.unlock();
    }
    waiting.forEach(Runnable::run);
  }

  /// Does this when the answer is over; false, and nothing is done, when it is not under way.
  boolean await(Address address, Runnable then) {
    lock.lock();
    try {
      return Optional.ofNullable(open.get(address)).map(all -> all.add(then)).orElse(false);
    } finally {
      lock.unlock();
    }
  }

  void put(Address address, Stored stored) {
    cache.put(address, stored);
  }

  Optional<Stored> find(Address address) {
    return Optional.ofNullable(cache.getIfPresent(address));
  }

  /// The request whose answer has this id, such as `resp_01h2`.
  static Optional<String> requestOfResponse(String id) {
    return Optional.of(id)
        .filter(text -> text.startsWith(ID_PREFIX))
        .map(text -> text.substring(ID_PREFIX.length()));
  }

  /// The request whose answer holds the item of this id, such as `msg_01h2_0`: it stands between
  /// the kind of item and its place in the answer.
  static Optional<String> requestOfItem(String id) {
    int from = id.indexOf('_') + 1;
    int to = id.lastIndexOf('_');
    return from > 0 && to > from ? Optional.of(id.substring(from, to)) : Optional.empty();
  }

  /// The item of this id in an answer.
  static Optional<JsonNode> item(Stored stored, String id) {
    for (JsonNode item : Json.value("[" + stored.output() + "]")) {
      if (Json.text(item, "id").equals(id)) {
        return Optional.of(item);
      }
    }
    return Optional.empty();
  }
}
