package dev.metier.report;

import dev.metier.job.Job;
import dev.metier.project.Project;
import dev.metier.qualify.Forecast;
import dev.metier.qualify.Prospect;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What `metier check --json` prints.
public final class ForecastJson {
  private ForecastJson() {}

  /// The forecasts with what is to be read beside them.
  ///
  /// @param notes sentences that stand behind the figures
  public static ObjectNode of(Project project, List<Forecast> forecasts, List<String> notes) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("file", project.file().toString());
    ArrayNode cells = root.putArray("cells");
    forecasts.forEach(forecast -> cells.add(cell(forecast)));
    ArrayNode power = root.putArray("power");
    forecasts.stream()
        .map(Forecast::job)
        .distinct()
        .forEach(job -> Prospect.of(job).forEach(p -> power.add(prospect(job, p))));
    ObjectNode calls = root.putObject("calls");
    calls.put("fewest", forecasts.stream().mapToLong(Forecast::fewest).sum());
    calls.put("most", forecasts.stream().mapToLong(Forecast::most).sum());
    Forecast.total(forecasts)
        .ifPresentOrElse(
            m -> root.put("usd_at_most", m.dollars()), () -> root.putNull("usd_at_most"));
    ArrayNode told = root.putArray("notes");
    notes.forEach(told::add);
    return root;
  }

  private static ObjectNode prospect(Job job, Prospect prospect) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("job", job.name().text()).put("need", prospect.need().label());
    node.put("cases", prospect.cases()).put("quality", prospect.quality());
    node.put("power", prospect.power());
    prospect.enough().ifPresentOrElse(n -> node.put("enough", n), () -> node.putNull("enough"));
    return node.put("power_enough", prospect.powerEnough());
  }

  private static ObjectNode cell(Forecast forecast) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("job", forecast.job().name().text());
    node.put("model", forecast.model().name().text());
    node.put("host", forecast.model().host().name());
    node.put("clearance", ForecastText.word(forecast.model().host().clearance()));
    node.put("data", ForecastText.word(forecast.job().data()));
    forecast.forbidden().ifPresent(verdict -> node.put("forbidden", verdict.reason()));
    node.put("fewest_calls", forecast.fewest());
    node.put("most_calls", forecast.most());
    forecast
        .mostMoney()
        .ifPresentOrElse(
            m -> node.put("usd_at_most", m.dollars()), () -> node.putNull("usd_at_most"));
    return node;
  }
}
