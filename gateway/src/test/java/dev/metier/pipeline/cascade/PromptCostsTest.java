package dev.metier.pipeline.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.Settings;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.pipeline.cascade.PromptCosts.Prompt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PromptCostsTest {
  private static final Model OPUS = model("opus", ProviderKind.ANTHROPIC, price(5, 0.5));
  private static final Model SONNET = model("sonnet", ProviderKind.ANTHROPIC, price(3, 0.3));
  private static final Model LOCAL = model("local", ProviderKind.LLAMACPP, price(0, 0));
  private static final Model UNKNOWN = model("new", ProviderKind.VLLM, new Price.Unknown());

  private static Price price(double input, double cached) {
    return new Price.PerToken(
        Money.usd(input), Money.usd(25), Money.usd(cached), Optional.empty(), "test");
  }

  private static Model model(String name, ProviderKind kind, Price price) {
    return new Model(
        new ModelName(name),
        kind,
        name,
        Optional.of("http://127.0.0.1:1/v1"),
        Optional.empty(),
        new Host("h", DataClass.INTERNAL),
        price,
        Settings.NONE,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Timeouts.USUAL,
        Optional.empty());
  }

  private static Prompt prompt(long tokens, Duration at) {
    return new Prompt(tokens, true, at.toNanos());
  }

  @Test
  void aColdPromptIsWrittenAndAWarmOneIsRead() {
    var once = PromptCosts.NONE.after(prompt(100_000, Duration.ofMinutes(1)), List.of(OPUS), OPUS);
    assertThat(once.spent()).isEqualTo(Money.usd(0.625));
    var again = once.after(prompt(110_000, Duration.ofMinutes(2)), List.of(OPUS), OPUS);
    assertThat(again.spent().minus(once.spent()))
        .as("100,000 read at $0.5 and 10,000 written at $6.25 a million")
        .isEqualTo(Money.usd(0.1125));
    assertThat(again.alone()).isEqualTo(again.spent());
  }

  @Test
  void whatWasNotHeardOfForFiveMinutesIsColdAgain() {
    var once = PromptCosts.NONE.after(prompt(1000, Duration.ofMinutes(1)), List.of(OPUS), OPUS);
    var late = once.after(prompt(1000, Duration.ofMinutes(6)), List.of(OPUS), OPUS);
    assertThat(late.spent()).isEqualTo(once.spent().times(2));
  }

  @Test
  void withoutAMarkAnthropicKeepsNothing() {
    var first = new Prompt(1000, false, 1);
    var second = new Prompt(1000, false, 2);
    var twice =
        PromptCosts.NONE.after(first, List.of(OPUS), OPUS).after(second, List.of(OPUS), OPUS);
    assertThat(twice.spent()).isEqualTo(Money.usd(0.01));
  }

  @Test
  void theWayBackIsWeighedAgainstStaying() {
    var begun = PromptCosts.NONE.after(prompt(50_000, Duration.ZERO), List.of(OPUS), OPUS);
    var next = prompt(51_000, Duration.ofMinutes(1));
    assertThat(begun.allows(next, List.of(SONNET, OPUS), OPUS, 0.2))
        .as("a cold prompt of $0.19 beside a conversation of $0.34")
        .isFalse();
    assertThat(begun.allows(next, List.of(SONNET, OPUS), OPUS, 0.6)).isTrue();
    assertThat(begun.allows(next, List.of(LOCAL, OPUS), OPUS, 0.2)).isTrue();
  }

  @Test
  void whatTurnsOfACheapModelSavedMayBeSpentOnAChange() {
    var costs = PromptCosts.NONE;
    for (int turn = 1; turn <= 20; turn++) {
      costs = costs.after(prompt(5000L * turn, Duration.ofMinutes(turn)), List.of(LOCAL), OPUS);
    }
    assertThat(costs.spent()).isEqualTo(Money.ZERO);
    assertThat(
            costs.allows(prompt(105_000, Duration.ofMinutes(21)), List.of(SONNET, OPUS), OPUS, 0))
        .isTrue();
  }

  @Test
  void anUnknownPriceAllowsNothing() {
    var begun = PromptCosts.NONE.after(prompt(10, Duration.ZERO), List.of(OPUS), OPUS);
    var next = prompt(10, Duration.ofMinutes(1));
    assertThat(begun.allows(next, List.of(UNKNOWN), OPUS, 9)).isFalse();
    var after = begun.after(next, List.of(UNKNOWN), OPUS);
    assertThat(after.allows(next, List.of(OPUS), OPUS, 9)).isFalse();
  }
}
