package dev.metier.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Money;
import org.junit.jupiter.api.Test;

class PriceTableTest {
  private final PriceTable table = PriceTable.shipped();

  @Test
  void listedModelsHaveADatedPrice() {
    var opus = table.of(ProviderKind.ANTHROPIC, "claude-opus-5-5").orElseThrow();
    assertThat(opus.input()).isEqualTo(Money.usd(4));
    assertThat(opus.output()).isEqualTo(Money.usd(20));
    assertThat(opus.cachedInput()).isEqualTo(Money.usd(0.2));
    assertThat(opus.longPrompt()).isEmpty();
    assertThat(opus.source()).contains("2026-11-22", "2026-11-10", "pi-ai");
    assertThat(table.date()).isEqualTo("2026-11-22");
  }

  @Test
  void longPromptsMayCostMore() {
    var haiku = table.of(ProviderKind.ANTHROPIC, "claude-haiku-5-5").orElseThrow();
    assertThat(haiku.longPrompt())
        .contains(new Price.LongPrompt(100_000, Money.usd(0.5), Money.usd(2.5), Money.usd(0.05)));
  }

  @Test
  void anUnknownCachePriceIsTheInputPrice() {
    var pro = table.of(ProviderKind.OPENAI, "gpt-5-pro").orElseThrow();
    assertThat(pro.cachedInput()).isEqualTo(pro.input());
  }

  @Test
  void unlistedModelsHaveNone() {
    assertThat(table.of(ProviderKind.OPENAI, "gpt-0")).isEmpty();
    assertThat(table.of(ProviderKind.OLLAMA, "qwen")).isEmpty();
    assertThat(table.ids(ProviderKind.OPENAI)).hasSize(32).contains("gpt-6.1-sol");
  }
}
