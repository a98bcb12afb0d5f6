package dev.metier.cli;

import dev.metier.project.Project;
import dev.metier.qualify.Qualifier;
import dev.metier.report.Medium;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.terminal.Interrupts;
import dev.metier.terminal.RunOutput;
import dev.metier.terminal.Watching;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// Shows a run at the console, and lets Ctrl-C stop it.
///
/// @param json print JSON instead of text
/// @param events with JSON: print what happens too, a line each
record ConsoleRun(Workplace workplace, Project project, boolean json, boolean events)
    implements RunOutput {
  @Override
  public void say(String sentence) {
    workplace.console().say(sentence);
  }

  @Override
  public Watching watching() {
    return Watching.of(workplace.console(), workplace.clock(), json, events);
  }

  @Override
  public Stopping stopping(Qualifier qualifier) {
    return Interrupts.stopping(qualifier)::close;
  }

  @Override
  public void show(FitMatrix matrix, Path report) {
    String text =
        json
            ? workplace.rendered(matrix, Medium.JSON, Optional.of(report))
            : workplace.shown(matrix, project, Optional.of(report));
    if (events) {
      // One event a line, the result last.
      workplace.console().json(JsonMapper.shared().readTree(text));
    } else {
      workplace.console().print(text);
    }
  }
}
