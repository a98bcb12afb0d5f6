package dev.metier.cli;

import dev.metier.core.problem.ProblemsException;
import dev.metier.decision.DecisionRecord;
import dev.metier.decision.RecordChanges;
import dev.metier.decision.RecordFolder;
import dev.metier.decision.RecordWriter;
import dev.metier.decision.view.RecordView;
import dev.metier.decision.view.RecordViews;
import dev.metier.ledger.Ledger;
import dev.metier.plan.Goal;
import dev.metier.project.Project;
import dev.metier.project.ProjectReader;
import dev.metier.qualify.Assignment;
import dev.metier.qualify.CellResult;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// Which project's records, where its evidence is, and how what was done is told.
final class RecordOptions {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The project: its folder, or a file in it. Default: here.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--ledger",
      paramLabel = "FILE",
      description = "Where evidence is kept. Default: .metier/ledger.db beside metier.yaml.")
  private Optional<Path> ledger = Optional.empty();

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  Project read() {
    return ProjectReader.read(file.orElse(Path.of(".")));
  }

  RecordFolder records(Project project) {
    return RecordFolder.of(ProjectOptions.folder(project));
  }

  /// Does something with the evidence of the whole project.
  <T> T look(Workplace workplace, Project project, BiFunction<List<CellResult>, Ledger, T> action) {
    Path place = ledger.orElseGet(() -> ProjectOptions.usualLedger(project));
    try (var kept = Workplace.kept(place)) {
      var assignment = Assignment.of(project, project.jobs(), Goal.MATRIX);
      return action.apply(workplace.look(assignment, kept), kept);
    }
  }

  boolean json() {
    return json;
  }

  static LocalDate today(Workplace workplace) {
    return workplace.clock().instant().atZone(ZoneOffset.UTC).toLocalDate();
  }

  static String json(Object view) {
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(view) + "\n";
  }

  static RecordView view(
      Project project, DecisionRecord record, List<CellResult> results, LocalDate today) {
    return RecordViews.of(
        Workplace.name(project),
        record,
        RecordChanges.since(
            record, results, today, ProjectOptions.folder(project).resolve(RecordChanges.POLICY)));
  }

  static Optional<LocalDate> day(String option, Optional<String> text) {
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeException e) {
      throw new ProblemsException(
          option + " " + text.orElse("") + " is no day.", "Write it as 2026-11-22.");
    }
  }

  /// Writes what a record became, unless its file was changed meanwhile.
  static void write(RecordFolder records, RecordFolder.Kept was, DecisionRecord now) {
    String id = was.record().head().id();
    if (records.replace(id, RecordWriter.of(now), was.hash()).isPresent()) {
      throw new ProblemsException(id + " was changed meanwhile.", "Do it again.");
    }
  }

  /// Says what was done, or shows the record to a program.
  static void done(
      Workplace workplace, RecordOptions options, Supplier<RecordView> view, String sentence) {
    if (options.json()) {
      workplace.console().print(json(view.get()));
    } else {
      workplace.console().line(sentence);
    }
  }
}
