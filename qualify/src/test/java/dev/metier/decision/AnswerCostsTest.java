package dev.metier.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.Pricing;
import dev.metier.chat.Usage;
import dev.metier.job.Money;
import dev.metier.ledger.Outcome;
import dev.metier.qualify.CellResult;
import dev.metier.report.SampleResults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AnswerCostsTest {
  private static final long SECONDS = 4;

  private static Price.Hardware machine(double utilisation) {
    return new Price.Hardware(
        Money.usd(3900),
        Money.usd(500),
        Duration.ofDays(1095),
        OptionalDouble.of(320),
        OptionalDouble.of(95),
        Money.usd(0.31),
        utilisation,
        1);
  }

  private static double cost(double utilisation) {
    return Pricing.of(machine(utilisation), new Usage(0, 0, 0, false), Duration.ofSeconds(SECONDS))
        .orElseThrow()
        .full()
        .dollars();
  }

  private static CellResult result(String name, Price price, List<Double> dollars) {
    CellResult of = SampleResults.result(SampleResults.JOB, name, 19, _ -> true);
    Model was = of.model();
    var model =
        new Model(
            was.name(),
            was.kind(),
            was.id(),
            was.address(),
            was.key(),
            was.host(),
            price,
            was.settings(),
            was.window(),
            was.concurrency(),
            was.timeouts(),
            was.apiVersion());
    var outcomes = new ArrayList<Outcome>();
    for (double each : dollars) {
      outcomes.add(
          new Outcome(
              "c" + outcomes.size(),
              0,
              1,
              true,
              SECONDS * 1_000_000_000L,
              1,
              40,
              Math.round(each * 1e9),
              false,
              Optional.empty(),
              false));
    }
    return new CellResult(
        of.job(),
        model,
        of.verdict(),
        "s",
        "g",
        19,
        50,
        outcomes,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        false);
  }

  private static CellResult own() {
    return result("qwen", machine(0.2), java.util.Collections.nCopies(12, cost(0.2)));
  }

  private static CellResult hosted() {
    var costs = new ArrayList<Double>();
    for (int i = 0; i < 20; i++) {
      costs.add(i % 2 == 0 ? 0.010 : 0.020);
    }
    return result("opus", new Price.Unknown(), costs);
  }

  @Test
  void aMachineCostsWhatItDoesAtTwiceAndHalfTheUse() {
    var money = AnswerCosts.of(own(), List.of()).orElseThrow();

    assertThat(money.perThousand().low()).isCloseTo(1000 * cost(0.4), within(1e-5));
    assertThat(money.perThousand().high()).isCloseTo(1000 * cost(0.1), within(1e-5));
    assertThat(money.assumes()).contains("10 to 40 %", "20 % is declared", "$3900", "3.0 years");
  }

  @Test
  void aBillHasTheRangeOfItsMean() {
    var money = AnswerCosts.of(hosted(), List.of()).orElseThrow();
    double error = 1.959964 * 5 * Math.sqrt(20.0 / 19) / Math.sqrt(20);

    assertThat(money.perThousand().low()).isCloseTo(15 - error, within(1e-6));
    assertThat(money.perThousand().high()).isCloseTo(15 + error, within(1e-6));
  }

  @Test
  void theMachinePaysWhereItsYearCostsAsMuchAsTheBills() {
    var money = AnswerCosts.of(own(), List.of(own(), hosted())).orElseThrow();
    var pays = money.paysFrom().orElseThrow();
    var bill = money.besidePerThousand().orElseThrow();

    assertThat(yearly(pays.low())).isCloseTo(pays.low() * bill.high() / 1000, within(0.1));
    assertThat(yearly(pays.high())).isCloseTo(pays.high() * bill.low() / 1000, within(0.1));
  }

  /// Of so many answers, by the price of an answer at the use that they make of the machine.
  private static double yearly(double answers) {
    double use = answers * SECONDS / (365.25 * 86_400);
    return answers * cost(use);
  }

  @Test
  void whatTurnsItIsWhereBothCostTheSame() {
    var money = AnswerCosts.of(own(), List.of(hosted())).orElseThrow();
    double use =
        Double.parseDouble(money.turns().get(1).replaceAll(".*less than ([0-9.]+) %.*", "$1"))
            / 100;

    assertThat(1000 * cost(use)).isCloseTo(15, within(1.5));
    assertThat(money.turns().getFirst()).startsWith("opus becomes more than 9");
  }

  @Test
  void withoutAPriceNothingIsSaid() {
    assertThat(AnswerCosts.of(result("qwen", new Price.Unknown(), List.of()), List.of())).isEmpty();
  }
}
