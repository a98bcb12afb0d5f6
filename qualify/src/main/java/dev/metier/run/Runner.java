package dev.metier.run;

import dev.metier.catalog.Pricing;
import dev.metier.plan.Trial;
import dev.metier.provider.Answer;
import dev.metier.provider.Provider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Runs one trial to its end, retries included. Thread-safe.
public final class Runner {
  private static final Retries PROBE =
      new Retries(4, Duration.ofMillis(750), Duration.ofMinutes(2));

  private final Retries retries;
  private final Pause pause;
  private final Clock clock;
  private final RandomGenerator random;

  /// A runner that asks and waits as told.
  ///
  /// @param random for jitter; is used under a lock
  public Runner(Retries retries, Pause pause, Clock clock, RandomGenerator random) {
    this.retries = retries;
    this.pause = pause;
    this.clock = clock;
    this.random = random;
  }

  /// Asks until an answer comes or asking again cannot help.
  ///
  /// @throws InterruptedException when the run is being stopped; nothing is to be kept of the trial
  public Observation run(Trial trial, Provider provider, Throttle throttle)
      throws InterruptedException {
    // where the last call failed, the next need not try as hard to say the same
    return run(trial, provider, throttle, retries, throttle.failing().isPresent());
  }

  /// The same to find out whether a server answers at all: with longer pauses, some seconds
  /// together, so that it may start anew meanwhile.
  public Observation probe(Trial trial, Provider provider, Throttle throttle)
      throws InterruptedException {
    return run(trial, provider, throttle, PROBE, false);
  }

  private Observation run(
      Trial trial, Provider provider, Throttle throttle, Retries retries, boolean doubtful)
      throws InterruptedException {
    Instant at = clock.instant();
    for (int made = 1; ; made++) {
      Answer answer = provider.ask(trial.question());
      if (Thread.interrupted() && answer instanceof Answer.Failure) {
        throw new InterruptedException();
      }
      switch (answer) {
        case Answer.Failure failure -> {
          Optional<Duration> next = next(retries, failure, made, throttle.answered() && !doubtful);
          if (isLoad(failure.cause())) {
            throttle.refused(next.or(failure::retryAfter).orElse(Duration.ofSeconds(1)));
          } else if (failure.cause().isTransient()) {
            throttle.failed(failure.detail());
          }
          if (next.isEmpty()) {
            return new Observation(trial, failure, Optional.empty(), made, at);
          }
          pause.take(next.get());
        }
        case Answer.Reply reply -> {
          throttle.went();
          var cost =
              Pricing.of(trial.model().price(), reply.reply().usage(), reply.timing().total());
          return new Observation(trial, answer, cost, made, at);
        }
        case Answer.Recorded recorded -> {
          var cost =
              recorded
                  .usage()
                  .flatMap(usage -> Pricing.of(trial.model().price(), usage, Duration.ZERO));
          return new Observation(trial, answer, cost, 0, at);
        }
      }
    }
  }

  private Optional<Duration> next(
      Retries retries, Answer.Failure failure, int made, boolean answered) {
    synchronized (random) {
      return retries.pause(failure, made, answered, random);
    }
  }

  private static boolean isLoad(Answer.Cause cause) {
    return cause == Answer.Cause.RATE_LIMITED || cause == Answer.Cause.OVERLOADED;
  }
}
