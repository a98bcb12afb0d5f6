package dev.metier.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Money;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetFileTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("ledger.db.budget");
  }

  private BudgetFile begun() {
    return BudgetFile.begin(file(), 7, Optional.of(Money.usd(2)));
  }

  @Test
  void whatIsWrittenForTheRunRaisesItAndGoesWithIt() {
    try (var budget = begun()) {
      assertThat(budget.get()).contains(Money.usd(2));
      BudgetFile.write(file(), new BudgetFile.Said(7, Money.usd(3.25)));
      assertThat(budget.get()).contains(Money.usd(3.25));
      assertThat(BudgetFile.read(file())).contains(new BudgetFile.Said(7, Money.usd(3.25)));
    }
    assertThat(file()).doesNotExist();
  }

  @Test
  void itNeverBecomesLess() throws IOException {
    try (var budget = begun()) {
      BudgetFile.write(file(), new BudgetFile.Said(7, Money.usd(3)));
      assertThat(budget.get()).contains(Money.usd(3));
      BudgetFile.write(file(), new BudgetFile.Said(7, Money.usd(1)));
      assertThat(budget.get()).contains(Money.usd(3));
      Files.delete(file());
      assertThat(budget.get()).contains(Money.usd(3));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "{}",
        "[7, 9]",
        "{\"run\": 6, \"budget_usd\": 9}",
        "{\"run\": 7, \"budget_usd\": \"9\"}",
        "{\"run\": 7.5, \"budget_usd\": 9}",
        "{\"run\": 7, \"budget_usd\": -9}"
      })
  void whatIsNotForThisRunOrCannotBeReadRaisesNothing(String text) throws IOException {
    try (var budget = begun()) {
      Files.writeString(file(), text);
      assertThat(budget.get()).contains(Money.usd(2));
    }
  }

  @Test
  void aRunWithoutALimitHasNoFileAndRemovesThatOfOneThatWasKilled() {
    begun();
    try (var budget = BudgetFile.begin(file(), 8, Optional.empty())) {
      assertThat(file()).doesNotExist();
      BudgetFile.write(file(), new BudgetFile.Said(8, Money.usd(1)));
      assertThat(budget.get()).isEmpty();
    }
  }
}
