package dev.metier.cli;

import dev.metier.config.Project;
import dev.metier.job.Money;
import dev.metier.plan.Goal;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.Forecast;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Says what a run would do, without doing it.
@Command(
    name = "check",
    description =
        "Validate metier.yaml; say what would run, where data would go, what it could cost at most.")
final class CheckCommand implements Callable<Integer> {
  @Mixin private ProjectOptions options = new ProjectOptions();

  private final Console console;

  CheckCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Project project = options.read();
    var assignment = Assignment.of(project, options.jobs(project), Goal.MATRIX);
    List<Forecast> forecasts = Forecast.of(assignment);
    if (options.json()) {
      console.json(ForecastJson.of(project, forecasts));
    } else {
      console.print(ForecastText.of(project, forecasts));
    }
    return 0;
  }

  /// The sum of what is known, and whether something is not.
  static Optional<Money> total(List<Forecast> forecasts) {
    Money sum = Money.ZERO;
    for (Forecast forecast : forecasts) {
      if (forecast.mostMoney().isEmpty()) {
        return Optional.empty();
      }
      sum = sum.plus(forecast.mostMoney().get());
    }
    return Optional.of(sum);
  }
}
