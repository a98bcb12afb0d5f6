package dev.metier.pipeline.route;

import dev.metier.job.ModelName;
import dev.metier.journal.RequestRecord.Checked;
import dev.metier.journal.RequestRecord.Stage;
import dev.metier.pipeline.RequestContext;
import dev.metier.policy.CascadeProof;
import dev.metier.policy.Route;
import java.util.ArrayList;
import java.util.List;

/// Tells the client, and the journal, where in its cascade a request is answered.
final class CascadeHeaders {
  static final String FIRST = "first";
  static final String MIDDLE = "middle";
  static final String THEN = "then";

  private static final String CHECK = "x-metier-check";

  private CascadeHeaders() {}

  /// What the stage of a model is called.
  static String stage(Route.Cascade cascade, ModelName model) {
    boolean middle = cascade.middle().filter(each -> each.model().equals(model)).isPresent();
    return model.equals(cascade.first()) ? FIRST : middle ? MIDDLE : THEN;
  }

  /// @param name of the stage that answers
  /// @param check what came of the checks, as [Stage] says it
  /// @param stages those that were asked before, and that one, as far as they are checked
  static void set(RequestContext context, String name, String check, List<CheckedStage> stages) {
    note(context, name, check, stages);
    context.end().response().header(StageChoice.HEADER, name);
    context.end().response().header(CHECK, check);
  }

  /// The same for the journal alone.
  static void note(RequestContext context, String name, String check, List<CheckedStage> stages) {
    var checked = new ArrayList<Checked>();
    stages.forEach(stage -> {
      String before = stage.name().equals(MIDDLE) ? CascadeProof.MIDDLE : "";
      stage.results().forEach(each -> checked.add(each.under(before)));
    });
    context.findings().stage(new Stage(name, check).with(checked));
  }
}
