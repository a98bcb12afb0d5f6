package dev.metier.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Price;
import dev.metier.catalog.Pricing;
import dev.metier.chat.Usage;
import dev.metier.job.Money;
import dev.metier.provider.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MoneyAndLimitsTest {
  @Test
  void aPurseHoldsTheMostAndKeepsWhatIsNotSpent() {
    var budget = new RunBudget(Optional.of(Money.usd(1)));
    assertThat(budget.hold(Money.usd(0.6))).isTrue();
    assertThat(budget.hold(Money.usd(0.6))).isFalse();
    budget.settle(Money.usd(0.6), Money.usd(0.1));
    assertThat(budget.hold(Money.usd(0.9))).isTrue();
    assertThat(budget.hold(Money.usd(0.01))).isFalse();
    assertThat(budget.spent()).isEqualTo(Money.usd(0.1));
  }

  @Test
  void aPurseThatSawAbsurdCostsWorksOn() {
    var absurd = new Money(Long.MAX_VALUE);
    var budget = new RunBudget(Optional.empty());
    for (int i = 0; i < 3; i++) {
      assertThat(budget.hold(absurd)).isTrue();
    }
    for (int i = 0; i < 3; i++) {
      budget.settle(absurd, absurd);
    }
    assertThat(budget.hold(Money.usd(1))).isTrue();
    assertThat(budget.spent()).isEqualTo(absurd);
  }

  @Test
  void aBillCountsCachedTokensAtTheirOwnPriceAndLongPromptsAtTheirs() {
    var tier = new Price.LongPrompt(100_000, Money.usd(2), Money.usd(20), Money.usd(1));
    var price =
        new Price.PerToken(Money.usd(1), Money.usd(10), Money.usd(0.1), Optional.of(tier), "test");
    var small = new Usage(1000, 400, 100, false);
    // 600 x 1 + 400 x 0.1 + 100 x 10 dollars per million.
    assertThat(Pricing.of(price, small, Duration.ZERO).orElseThrow().marginal())
        .isEqualTo(Money.usd(0.00164));
    var large = new Usage(200_000, 0, 0, false);
    assertThat(Pricing.of(price, large, Duration.ZERO).orElseThrow().marginal())
        .isEqualTo(Money.usd(0.4));
  }

  @Test
  void whatIsWrittenToACacheCostsMoreThanOtherInput() {
    var price =
        new Price.PerToken(Money.usd(1), Money.usd(10), Money.usd(0.1), Optional.empty(), "test");
    var usage = new Usage(1000, 400, 500, 200, 0, 0, false);
    // 100 x 1 + 300 x 1.25 + 200 x 2 + 400 x 0.1 dollars per million.
    assertThat(Pricing.of(price, usage, Duration.ZERO).orElseThrow().marginal())
        .isEqualTo(Money.usd(0.000_915));
  }

  @Test
  void aMachineCostsEnergyAtTheMarginAndWearAndIdleTimeInFull() {
    // A year of 31,536,000 s at 50 % is 15,768,000 busy seconds; 15,768 dollars make 0.001 a
    // second.
    var price =
        new Price.Hardware(
            Money.usd(15_768),
            Money.ZERO,
            Duration.ofDays(365),
            OptionalDouble.of(360),
            OptionalDouble.of(36),
            Money.usd(0.5),
            0.5,
            1);
    var cost = Pricing.of(price, Usage.NONE, Duration.ofSeconds(10)).orElseThrow();
    // 360 W for 10 s is 0.001 kWh; idle 36 W for another 10 s a tenth of that.
    assertThat(cost.marginal()).isEqualTo(Money.usd(0.0005));
    assertThat(cost.full()).isEqualTo(Money.usd(0.01 + 0.0005 + 0.00005));
  }

  @Test
  void anUnknownPriceIsNotZero() {
    assertThat(Pricing.of(new Price.Unknown(), Usage.NONE, Duration.ofSeconds(1))).isEmpty();
  }

  @Test
  void aRefusalHalvesTheLimitOnceAndClosesTheDoorForAsLongAsAsked() {
    var now = new AtomicLong(0);
    var throttle = new Throttle(8, 8, now::get);
    for (int i = 0; i < 8; i++) {
      assertThat(throttle.enter()).isTrue();
    }
    assertThat(throttle.enter()).isFalse();
    for (int i = 0; i < 8; i++) {
      throttle.refused(Duration.ofSeconds(2));
      throttle.leave();
    }
    assertThat(throttle.limit()).isEqualTo(4);
    assertThat(throttle.enter()).isFalse();
    assertThat(throttle.pause()).contains(Duration.ofSeconds(2));
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(throttle.enter()).isTrue();
  }

  @Test
  void theLimitGrowsByOneForEachRoundThatWentWell() {
    var throttle = new Throttle(2, 4, () -> 0);
    for (int i = 0; i < 3; i++) {
      throttle.went();
    }
    assertThat(throttle.limit()).isEqualTo(3);
    for (int i = 0; i < 100; i++) {
      throttle.went();
    }
    assertThat(throttle.limit()).isEqualTo(4);
  }

  @Test
  void pausesGrowAndObeyTheServer() {
    var retries = new Retries(5, Duration.ofMillis(500), Duration.ofMinutes(2));
    var random = new Random(1);
    var plain = Answer.Failure.of(Answer.Cause.SERVER_ERROR, "500");
    for (int made = 1; made < 5; made++) {
      long ceiling = 500L << (made - 1);
      assertThat(retries.pause(plain, made, true, random).orElseThrow().toMillis())
          .isBetween(ceiling / 2, ceiling);
    }
    assertThat(retries.pause(plain, 5, true, random)).isEmpty();
    var unaccepted = Answer.Failure.of(Answer.Cause.CONNECT_TIMEOUT, "no connection");
    assertThat(retries.pause(unaccepted, 1, true, random)).isPresent();
    assertThat(retries.pause(unaccepted, 2, true, random)).isEmpty();
    var asked =
        new Answer.Failure(Answer.Cause.RATE_LIMITED, "429", Optional.of(Duration.ofSeconds(30)));
    assertThat(retries.pause(asked, 4, false, random)).contains(Duration.ofSeconds(30));
    var tooLong =
        new Answer.Failure(Answer.Cause.RATE_LIMITED, "429", Optional.of(Duration.ofHours(1)));
    assertThat(retries.pause(tooLong, 1, true, random)).isEmpty();
    assertThat(retries.pause(Answer.Failure.of(Answer.Cause.TOO_LONG, ""), 1, true, random))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Answer.Cause.class)
  void noFailureOfAServerThatHasNotAnsweredYetIsWaitedOnForLong(Answer.Cause cause) {
    var failure = Answer.Failure.of(cause, "down");
    boolean load = cause == Answer.Cause.RATE_LIMITED || cause == Answer.Cause.OVERLOADED;
    assertThat(paused(failure, false)).isLessThanOrEqualTo(Duration.ofMillis(load ? 7500 : 1500));
    assertThat(paused(failure, true)).isLessThanOrEqualTo(Duration.ofMillis(7500));
  }

  @Test
  void whatHadAllTheTimeThereIsIsNotAskedAgainAtOnce() {
    for (Answer.Cause cause :
        List.of(
            Answer.Cause.FIRST_TOKEN_TIMEOUT,
            Answer.Cause.IDLE_TIMEOUT,
            Answer.Cause.TOTAL_TIMEOUT)) {
      assertThat(paused(Answer.Failure.of(cause, "silence"), true)).isZero();
    }
  }

  private static Duration paused(Answer.Failure failure, boolean answered) {
    var random = new Random(1);
    Duration all = Duration.ZERO;
    Optional<Duration> pause = Retries.USUAL.pause(failure, 1, answered, random);
    for (int made = 2; pause.isPresent(); made++) {
      all = all.plus(pause.get());
      pause = Retries.USUAL.pause(failure, made, answered, random);
    }
    return all;
  }

  @Test
  void aServerThatHasNotAnsweredAnythingYetIsNamedAfterAFewSeconds() {
    var now = new AtomicLong(0);
    var throttle = new Throttle(2, 2, now::get);
    assertThat(throttle.silence()).isEmpty();
    throttle.enter();
    now.addAndGet(Duration.ofSeconds(7).toNanos());
    assertThat(throttle.silence()).contains(Duration.ofSeconds(7));
    throttle.failed("no first token after 7 s");
    assertThat(throttle.silence()).isEmpty();
    assertThat(throttle.failing()).contains("no first token after 7 s");
    throttle.went();
    assertThat(throttle.failing()).isEmpty();
    now.addAndGet(Duration.ofSeconds(7).toNanos());
    assertThat(throttle.silence()).isEmpty();
  }
}
