package dev.metier.pipeline.route;

import dev.metier.journal.RequestRecord.Checked;
import dev.metier.journal.RequestRecord.Stage;
import dev.metier.pipeline.RequestContext;
import java.util.List;

/// Tells the client, and the journal, where in its cascade a request is answered.
final class CascadeHeaders {
  private static final String CHECK = "x-metier-check";

  private CascadeHeaders() {}

  /// @param first whether the first model answers
  /// @param check what came of the checks, as [Stage] says it
  /// @param checked the checks that ran, in order
  static void set(RequestContext context, boolean first, String check, List<Checked> checked) {
    var stage = new Stage(first ? "first" : "then", check).with(checked);
    context.findings().stage(stage);
    context.end().response().header(StageChoice.HEADER, stage.name());
    context.end().response().header(CHECK, stage.check());
  }
}
