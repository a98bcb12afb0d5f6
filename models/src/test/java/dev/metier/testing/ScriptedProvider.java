package dev.metier.testing;

import dev.metier.catalog.Fingerprint;
import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.provider.Answer;
import dev.metier.provider.Identity;
import dev.metier.provider.Provider;
import dev.metier.provider.Question;
import dev.metier.provider.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Answers by a script, keeps the questions, and can hold answers back until the test lets them go,
/// in any order. Thread-safe.
public final class ScriptedProvider implements Provider {
  private final Function<Question, Answer> script;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Question> questions = new ArrayList<>();
  private final Set<String> released = new HashSet<>();
  private int waiting;
  private boolean holding;
  private boolean closed;

  private ScriptedProvider(Function<Question, Answer> script) {
    this.script = script;
  }

  public static ScriptedProvider answering(Function<Question, Answer> script) {
    return new ScriptedProvider(script);
  }

  /// Replies with a text after 10 ms (as its timing claims), with a usage of 10 and 1 tokens.
  public static ScriptedProvider saying(Function<Question, String> script) {
    return new ScriptedProvider(question -> reply(script.apply(question)));
  }

  public static Answer.Reply reply(String text) {
    return new Answer.Reply(
        new ChatReply(List.of(new Part.Text(text)), FinishReason.STOP, new Usage(10, 0, 1, false)),
        Timing.of(Duration.ofMillis(10)));
  }

  /// From now on, answers are held back until released.
  public ScriptedProvider hold() {
    return locked(() -> {
      holding = true;
      return this;
    });
  }

  /// Lets the answer to this case and repeat go, also if it is not asked yet.
  public void release(String caseId, int repeat) {
    locked(() -> released.add(key(caseId, repeat)));
  }

  /// Lets all answers go, those to come included.
  public void releaseAll() {
    locked(() -> holding = false);
  }

  /// Waits until so many answers are held back at the same time; fails the test after ten seconds.
  public void awaitHeld(int count) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.SECONDS.toNanos(10);
      while (waiting < count) {
        if (left <= 0) {
          throw new AssertionError("only " + waiting + " of " + count + " answers are held back");
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /// How often it was asked.
  public int calls() {
    return locked(questions::size);
  }

  /// The questions, in the order they came.
  public List<Question> questions() {
    return locked(() -> List.copyOf(questions));
  }

  public boolean isClosed() {
    return locked(() -> closed);
  }

  @Override
  public Answer ask(Question question) {
    lock.lock();
    try {
      questions.add(question);
      waiting++;
      changed.signalAll();
      while (holding && !released.contains(key(question.caseId(), question.repeat()))) {
        changed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.Failure.of(Answer.Cause.CUT_OFF, "interrupted");
    } finally {
      waiting--;
      lock.unlock();
    }
    return script.apply(question);
  }

  @Override
  public Identity identify() {
    return new Identity(
        new Fingerprint(Map.of("script", "1"), Set.of()),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public void close() {
    locked(() -> closed = true);
  }

  private static String key(String caseId, int repeat) {
    return caseId + " " + repeat;
  }

  private <T> T locked(java.util.function.Supplier<T> action) {
    lock.lock();
    try {
      T result = action.get();
      changed.signalAll();
      return result;
    } finally {
      lock.unlock();
    }
  }
}
