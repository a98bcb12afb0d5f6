package dev.metier.report.html;

import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.chat.Settings;
import dev.metier.core.text.NumberText;
import dev.metier.job.Job;
import dev.metier.report.html.ReportView.ModelPart;
import dev.metier.report.matrix.Figures;
import dev.metier.report.view.CasesView.Excerpt;
import dev.metier.report.view.CasesView.Field;
import dev.metier.report.view.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Describes the configuration of a run: prompt, models, hosts and prices.
final class Setups {
  private Setups() {}

  static ModelPart model(Model model) {
    String id = model.id().substring(Math.max(0, model.id().lastIndexOf('/') + 1));
    return new ModelPart(
        model.name().text(),
        model.kind().word() + "/" + id,
        model.host().name(),
        model.host().clearance().name().toLowerCase(Locale.ROOT),
        price(model.price()));
  }

  static String price(Price price) {
    return switch (price) {
      case Price.PerToken(var input, var output, var cached, _, var source) ->
          input
              + " in, "
              + output
              + " out, "
              + cached
              + " cached, for a million tokens ("
              + source
              + ")";
      case Price.Hardware h ->
          "machine of "
              + h.price()
              + " over "
              + Figures.trimmed(Math.round(h.life().toDays() / 36.5) / 10.0)
              + " years, busy "
              + Figures.percent(h.utilisation())
              + " of the time"
              + (h.watts().isPresent()
                  ? ", "
                      + Figures.trimmed(h.watts().getAsDouble())
                      + " W at "
                      + h.perKwh()
                      + " a kWh"
                  : "");
      case Price.Unknown _ -> "not known";
    };
  }

  /// The turns of the prompt.
  static List<Field> prompt(Job job) {
    return job.prompt().turns().stream()
        .map(turn ->
            new Field(
                turn.role().name().toLowerCase(Locale.ROOT),
                new Excerpt(VisibleText.of(turn.template().text()), "", 0)))
        .toList();
  }

  /// `temperature 0, max_tokens 400`.
  static String settings(Settings settings) {
    var parts = new ArrayList<String>();
    settings.temperature().ifPresent(t -> parts.add("temperature " + Figures.trimmed(t)));
    settings.maxTokens().ifPresent(most -> parts.add("max_tokens " + NumberText.count(most)));
    settings.seed().ifPresent(seed -> parts.add("seed " + seed));
    if (!settings.stop().isEmpty()) {
      parts.add("stop " + String.join(" ", settings.stop()).replace("\n", "\\n"));
    }
    settings.responseSchema().ifPresent(_ -> parts.add("with a response schema"));
    settings.toolChoice().ifPresent(choice -> parts.add("tool_choice " + choice));
    settings.extra().forEach((name, value) -> parts.add(name + " " + value));
    return String.join(", ", parts);
  }
}
