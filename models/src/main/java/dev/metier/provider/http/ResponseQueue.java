package dev.metier.provider.http;

import dev.metier.call.CallLimits;
import dev.metier.call.HttpCall;
import dev.metier.call.HttpCall.Head;
import dev.metier.provider.Answer.Failure;
import dev.metier.provider.http.ResponseCollector.Heard;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// Carries what the event loop notes of one answer to the thread that asked, with the moment it
/// came.
///
/// The loop only notes the time and goes on: were it to parse, answers that arrive together would
/// wait for one another, and that waiting would be taken for the model's.
final class ResponseQueue implements HttpCall.Listener {
  private final ResponseCollector hearing;
  private final LinkedBlockingQueue<Consumer<ResponseCollector>> letters =
      new LinkedBlockingQueue<>();
  private long size;

  ResponseQueue(ResponseCollector hearing) {
    this.hearing = hearing;
  }

  @Override
  public void head(Head head) {
    letters.add(to -> to.head(head));
  }

  /// Keeps no more of an answer than is ever read.
  @Override
  public void chunk(byte[] bytes, long nanos) {
    if (size <= CallLimits.ANSWER) {
      letters.add(to -> to.chunk(bytes, nanos));
    }
    size += bytes.length;
  }

  @Override
  public void end(long nanos) {
    letters.add(to -> to.end(nanos));
  }

  @Override
  public void refused(Head head, byte[] text) {
    letters.add(to -> to.refused(head, text));
  }

  @Override
  public void failed(Failure failure) {
    letters.add(to -> to.failed(failure));
  }

  /// Reads what comes until it is clear what was heard; on the thread that asked.
  Heard read(HttpCall call) throws InterruptedException {
    boolean answering = false;
    Optional<Heard> heard = Optional.empty();
    while (heard.isEmpty()) {
      letters.take().accept(hearing);
      heard = hearing.heard();
      if (hearing.complete()) {
        call.settle();
      } else if (hearing.answering() && !answering) {
        answering = true;
        call.answering();
      }
    }
    return heard.get();
  }
}
