package dev.metier.pipeline.route;

import dev.metier.job.ModelName;
import dev.metier.journal.RequestRecord.Checked;
import dev.metier.journal.RequestRecord.Stage;
import dev.metier.pipeline.RequestContext;
import dev.metier.policy.CascadeProof;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The headers that tell a client who answers it, and where in a cascade that is.
final class AnswerHeaders {
  private static final CharSequence MODEL = HttpHeaders.createOptimized("x-metier-model");
  private static final CharSequence ROUTE = HttpHeaders.createOptimized("x-metier-route");
  private static final CharSequence CHECK = HttpHeaders.createOptimized("x-metier-check");
  private static final int MOST_DROPPED = 32;
  private static final int LONGEST_NAME = 80;

  private AnswerHeaders() {}

  /// Notes that a model answers.
  ///
  /// @param route how the route came to this model
  /// @param dropped what the client asked for and this model did not hear of
  static void set(RequestContext context, ModelName model, String route, List<String> dropped) {
    var response = context.end().response();
    context.end().answeredBy(model);
    response.header(MODEL, model.text());
    response.header(ROUTE, route);
    context.findings().dropped(dropped);
    if (dropped.isEmpty()) {
      return;
    }
    String told =
        dropped.stream()
            .filter(AnswerHeaders::isPlain)
            .limit(MOST_DROPPED)
            .collect(Collectors.joining(","));
    if (!told.isEmpty()) {
      response.header("x-metier-dropped", told);
    }
  }

  /// Tells the client, and the journal, where in its cascade a request is answered.
  ///
  /// @param name of the stage that answers
  /// @param check what came of the checks, as [Stage] says it
  /// @param stages those that were asked before, and that one, as far as they are checked
  static void stage(RequestContext context, String name, String check, List<CheckedStage> stages) {
    note(context, name, check, stages);
    context.end().response().header(StageChoice.HEADER, name);
    context.end().response().header(CHECK, check);
  }

  /// The same for the journal alone.
  static void note(RequestContext context, String name, String check, List<CheckedStage> stages) {
    var checked = new ArrayList<Checked>();
    stages.forEach(stage -> {
      String before = stage.name().equals(StageChoice.MIDDLE) ? CascadeProof.MIDDLE : "";
      stage.results().forEach(each -> checked.add(each.under(before)));
    });
    context.findings().stage(new Stage(name, check).with(checked));
  }

  /// Whether a name that the client chose can stand in a header.
  private static boolean isPlain(String name) {
    return name.length() <= LONGEST_NAME
        && name.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ',');
  }
}
