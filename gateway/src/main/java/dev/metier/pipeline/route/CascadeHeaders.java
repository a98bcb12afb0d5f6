package dev.metier.pipeline.route;

import dev.metier.journal.RequestRecord.Stage;
import dev.metier.pipeline.RequestContext;

/// Tells the client, and the journal, where in its cascade a request is answered.
final class CascadeHeaders {
  private static final String CHECK = "x-metier-check";

  private CascadeHeaders() {}

  /// @param first whether the first model answers
  /// @param check what came of the checks, as [Stage] says it
  static void set(RequestContext context, boolean first, String check) {
    var stage = new Stage(first ? "first" : "then", check);
    context.findings().stage(stage);
    context.end().response().header(StageChoice.HEADER, stage.name());
    context.end().response().header(CHECK, stage.check());
  }
}
