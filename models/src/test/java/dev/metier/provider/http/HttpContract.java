package dev.metier.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.provider.Answer;
import dev.metier.provider.Identity;
import dev.metier.provider.Provider;
import dev.metier.provider.Question;
import dev.metier.provider.Timing;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What holds for every provider over HTTP.
abstract class HttpContract {
  /// A provider that answers [#question].
  abstract Provider provider();

  abstract Question question();

  @Test
  void answersCompletely() {
    try (Provider provider = provider()) {
      Answer.Reply reply = reply(provider.ask(question()));
      assertThat(reply.reply().isEmpty()).isFalse();
      assertThat(reply.reply().usage().input()).isPositive();
      assertThat(reply.reply().usage().output()).isPositive();
    }
  }

  @Test
  void theFirstTokenComesNoLaterThanTheLast() {
    try (Provider provider = provider()) {
      Timing timing = reply(provider.ask(question())).timing();
      assertThat(timing.total()).isPositive();
      timing
          .firstToken()
          .ifPresent(first -> assertThat(first).isPositive().isLessThanOrEqualTo(timing.total()));
    }
  }

  @Test
  void theFingerprintIsTheSameEachTime() {
    try (Provider provider = provider()) {
      Identity before = provider.identify();
      reply(provider.ask(question()));
      assertThat(provider.identify().fingerprint().hash()).isEqualTo(before.fingerprint().hash());
      assertThat(before.fingerprint().facts()).isNotEmpty();
    }
  }

  @Test
  void manyThreadsMayAskAtOnce() throws InterruptedException {
    try (Provider provider = provider()) {
      var answers = new java.util.concurrent.ConcurrentLinkedQueue<Answer>();
      var threads = new java.util.ArrayList<Thread>();
      for (int i = 0; i < 8; i++) {
        threads.add(Thread.ofVirtual().start(() -> answers.add(provider.ask(question()))));
      }
      for (Thread thread : threads) {
        thread.join(Duration.ofSeconds(20));
      }
      assertThat(answers).hasSize(8).allMatch(Answer.Reply.class::isInstance);
    }
  }

  @Test
  void anInterruptedCallEndsSoonAndTheThreadStaysInterrupted() throws InterruptedException {
    try (Provider provider = provider()) {
      var answer = new AtomicReference<Answer>();
      var done = new CountDownLatch(1);
      Thread thread =
          Thread.ofVirtual()
              .start(() -> {
                Thread.currentThread().interrupt();
                Answer came = provider.ask(question());
                if (Thread.currentThread().isInterrupted()) {
                  answer.set(came);
                }
                done.countDown();
              });
      assertThat(done.await(5, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
      thread.join();
      assertThat(answer.get()).isInstanceOf(Answer.Failure.class);
    }
  }

  static Answer.Reply reply(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Reply.class);
    return (Answer.Reply) answer;
  }

  static Answer.Failure failure(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Failure.class);
    return (Answer.Failure) answer;
  }
}
