package dev.metier.provider.http;

import dev.metier.call.CallLimits;
import dev.metier.call.HttpCall;
import dev.metier.call.HttpCall.Head;
import dev.metier.provider.Answer.Failure;
import dev.metier.provider.http.ResponseCollector.Received;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// Carries what the event loop notes of one answer to the thread that asked, with the moment it
/// came.
///
/// The loop only notes the time and goes on: were it to parse, answers that arrive together would
/// wait for one another, and that waiting would be taken for the model's.
final class ResponseQueue implements HttpCall.Listener {
  private final ResponseCollector collector;
  private final LinkedBlockingQueue<Consumer<ResponseCollector>> events =
      new LinkedBlockingQueue<>();
  private long size;

  ResponseQueue(ResponseCollector collector) {
    this.collector = collector;
  }

  @Override
  public void head(Head head) {
    events.add(to -> to.head(head));
  }

  /// Keeps no more of an answer than is ever read.
  @Override
  public void chunk(byte[] bytes, long nanos) {
    if (size <= CallLimits.ANSWER) {
      events.add(to -> to.chunk(bytes, nanos));
    }
    size += bytes.length;
  }

  @Override
  public void end(long nanos) {
    events.add(to -> to.end(nanos));
  }

  @Override
  public void refused(Head head, byte[] text) {
    events.add(to -> to.refused(head, text));
  }

  @Override
  public void failed(Failure failure) {
    events.add(to -> to.failed(failure));
  }

  /// Reads what comes until it is clear what was received; on the thread that asked.
  Received read(HttpCall call) throws InterruptedException {
    boolean answering = false;
    Optional<Received> received = Optional.empty();
    while (received.isEmpty()) {
      events.take().accept(collector);
      received = collector.received();
      if (collector.complete()) {
        call.settle();
      } else if (collector.answering() && !answering) {
        answering = true;
        call.answering();
      }
    }
    return received.get();
  }
}
