package dev.metier.provider.http;

import dev.metier.call.CallLimits;
import io.vertx.core.MultiMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Carries what the event loop notes of one answer to the thread that asked, with the moment it
/// came.
///
/// The loop only notes the time and goes on: were it to parse, answers that arrive together would
/// wait for one another, and that waiting would be taken for the model's.
final class ResponseQueue implements HttpCall.Listener {
  private final ResponseCollector hearing;
  private final LinkedBlockingQueue<Letter> letters = new LinkedBlockingQueue<>();
  private long size;

  /// One thing to hear; says whether more is wanted.
  @FunctionalInterface
  private interface Letter {
    boolean read(ResponseCollector hearing);
  }

  ResponseQueue(ResponseCollector hearing) {
    this.hearing = hearing;
  }

  @Override
  public boolean head(int status, MultiMap headers) {
    letters.add(h -> h.head(status, headers));
    return true;
  }

  /// Keeps no more of an answer than is ever read.
  @Override
  public boolean chunk(byte[] bytes, long nanos) {
    letters.add(h -> h.chunk(bytes, nanos));
    size += bytes.length;
    return size <= CallLimits.ANSWER;
  }

  /// The reader decides that, and tells the call itself.
  @Override
  public boolean complete() {
    return false;
  }

  @Override
  public void end(long nanos) {
    letters.add(h -> {
      h.end(nanos);
      return true;
    });
  }

  @Override
  public void failed(Throwable why, HttpCall.Progress progress) {
    letters.add(h -> {
      h.failed(why, progress);
      return true;
    });
  }

  /// Reads what has come, and waits for it at most so long; on the thread that asked.
  void read(HttpCall call, long nanos) throws InterruptedException {
    Letter letter = letters.poll(nanos, TimeUnit.NANOSECONDS);
    while (letter != null && hearing.heard().isEmpty()) {
      if (!letter.read(hearing)) {
        call.abort();
      } else if (hearing.complete()) {
        call.settle();
      }
      letter = letters.poll();
    }
  }
}
