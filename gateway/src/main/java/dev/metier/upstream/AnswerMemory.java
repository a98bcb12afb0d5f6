package dev.metier.upstream;

/// What one answer takes of the memory for all requests: the most that it took at any time, since
/// what was handed on may still wait for the client. Only for the event loop of its request.
final class AnswerMemory {
  /// Less is not counted, and more in steps of this size.
  private static final int STEP = 64 << 10;

  /// The step of an answer of which nothing is handed on before it is whole.
  private static final int STEP_OF_KEPT = 8 << 10;

  private final Attempt.Listener listener;
  private int uncounted = STEP;
  private int step = STEP;
  private long held;

  AnswerMemory(Attempt.Listener listener) {
    this.listener = listener;
  }

  /// All of it waits here: everything is counted.
  void countAll() {
    uncounted = 0;
    step = STEP_OF_KEPT;
  }

  /// Counts so many bytes in all; false when there is no memory for them, and the try is over.
  boolean hold(long bytes) {
    if (bytes <= held + uncounted) {
      return true;
    }
    long more = bytes - held + step;
    boolean granted = listener.hold(more);
    held += granted ? more : 0;
    return granted;
  }

  /// Gives back the memory of an answer that came to nothing.
  void release() {
    if (held > 0) {
      listener.release(held);
      held = 0;
    }
  }
}
