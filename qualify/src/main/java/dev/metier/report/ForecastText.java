package dev.metier.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import dev.metier.catalog.Model;
import dev.metier.catalog.Pricing;
import dev.metier.core.text.NumberText;
import dev.metier.job.Case;
import dev.metier.job.Check;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.project.Project;
import dev.metier.qualify.Forecast;
import dev.metier.qualify.Prospect;
import dev.metier.report.matrix.Figures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// What `metier check` prints for people.
public final class ForecastText {
  private ForecastText() {}

  /// The forecasts with what is to be read beside them.
  ///
  /// @param workflows what would be done to workflows, behind the jobs
  /// @param notes sentences that stand behind the figures
  public static String of(
      Project project, List<Forecast> forecasts, String workflows, List<String> notes) {
    var text = new StringBuilder();
    text.append(project.file()).append(" is fine: ");
    text.append(count(project.jobs().size(), "job")).append(", ");
    text.append(count(project.models().size(), "model")).append(".\n");
    int width = forecasts.stream().mapToInt(f -> f.model().name().text().length()).max().orElse(0);
    Map<JobName, List<Forecast>> jobs =
        forecasts.stream()
            .collect(groupingBy(each -> each.job().name(), LinkedHashMap::new, toList()));
    for (List<Forecast> ofJob : jobs.values()) {
      Job job = ofJob.getFirst().job();
      text.append('\n').append(head(job));
      ofJob.forEach(
          each -> text.append(named(each.model().name(), width)).append(line(each)).append('\n'));
      judges(project, job)
          .forEach((model, does) ->
              text.append(named(model.name(), width))
                  .append(place(model))
                  .append(does)
                  .append('\n'));
    }
    text.append(forecasts.isEmpty() ? "" : "\n" + total(forecasts)).append(workflows);
    notes.forEach(note -> text.append("\nNote: ").append(note));
    return text.append(notes.isEmpty() ? "" : "\n").toString();
  }

  private static String named(ModelName name, int width) {
    return String.format(Locale.ROOT, "  %-" + Math.max(1, width) + "s  ", name);
  }

  /// Who reads answers of a job and gives none, and when.
  private static Map<Model, String> judges(Project project, Job job) {
    var told = new LinkedHashMap<Model, String>();
    job.judged()
        .flatMap(spec -> project.model(spec.judge()))
        .ifPresent(judge -> told.put(judge, ": judges the answers"));
    if (project.hybrid(job.name()).searched()) {
      project.hybrid(job.name()).checks().stream()
          .flatMap(check -> check.parts().stream())
          .flatMap(check ->
              check instanceof Check.Judge judge
                  ? project.model(judge.model()).stream()
                  : Stream.<Model>empty())
          .forEach(judge ->
              told.putIfAbsent(
                  judge,
                  ": judges kept answers when `qualify --hybrid " + job.name() + "` asks it"));
    }
    return told;
  }

  private static String place(Model model) {
    var host = model.host();
    return "on " + host.name() + " (cleared for " + word(host.clearance()) + ")";
  }

  private static String head(Job job) {
    long critical = job.cases().stream().filter(Case::critical).count();
    String needs = String.join(", ", job.needs().stream().map(Requirement::inWords).toList());
    return job.name()
        + ": "
        + count(job.cases().size(), "case")
        + (critical == 0 ? "" : ", " + critical + " of them critical")
        + (job.repeats() > 1 ? " x " + job.repeats() + " repeats" : "")
        + ", "
        + word(job.data())
        + " data; needs "
        + needs
        + "\n"
        + Prospect.of(job).stream().map(p -> "  " + sentence(p) + "\n").collect(joining());
  }

  /// How often so many cases decide, before anything is paid for.
  private static String sentence(Prospect prospect) {
    return NumberText.count(prospect.cases(), "case")
        + (prospect.cases() == 1 ? " proves " : " prove ")
        + prospect.need().label()
        + " in "
        + runs(prospect.power())
        + " of 100 runs if the model is right "
        + Figures.percent(prospect.quality())
        + " of the time"
        + prospect
            .enough()
            .map(n -> "; " + NumberText.count(n) + " cases in " + runs(prospect.powerEnough()))
            .orElse("")
        + ".";
  }

  private static long runs(double chance) {
    return Math.min(99, Math.round(chance * 100));
  }

  private static String line(Forecast forecast) {
    if (forecast.forbidden().isPresent()) {
      return "FORBIDDEN: " + forecast.forbidden().get().reason();
    }
    return place(forecast.model())
        + ": "
        + forecast.fewest()
        + " to "
        + NumberText.count(forecast.most(), "call")
        + ", "
        + money(forecast);
  }

  private static String money(Forecast forecast) {
    if (!Pricing.isBilled(forecast.model())) {
      return "no bill";
    }
    return forecast.mostMoney().map(m -> "at most " + m).orElse("price not known");
  }

  private static String total(List<Forecast> forecasts) {
    long fewest = forecasts.stream().mapToLong(Forecast::fewest).sum();
    long most = forecasts.stream().mapToLong(Forecast::most).sum();
    String bill =
        Forecast.total(forecasts)
            .map(m -> "at most " + m)
            .orElse("at a price that is not known for every model");
    return "In all "
        + NumberText.count(fewest)
        + " to "
        + NumberText.count(most, "call")
        + ", "
        + bill
        + ".\n";
  }

  static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
