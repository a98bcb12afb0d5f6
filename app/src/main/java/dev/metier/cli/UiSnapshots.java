package dev.metier.cli;

import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.Sha256;
import dev.metier.label.Labeller;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.sqlite.LedgerWatch;
import dev.metier.plan.Goal;
import dev.metier.project.Project;
import dev.metier.project.ProjectReader;
import dev.metier.qualify.Assignment;
import dev.metier.web.PastChanges;
import dev.metier.web.ProjectSnapshot;
import dev.metier.web.SnapshotSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads a project anew whenever a file of it changed, and else gives what was read last.
final class UiSnapshots implements SnapshotSource, AutoCloseable {
  /// Cases may lie outside the project's folder: after so long it is read anew in any case.
  private static final Duration OLDEST = Duration.ofSeconds(10);

  private static final int DEEPEST = 6;
  private static final int MOST_FILES = 5_000;

  private final Workplace workplace;
  private final Path place;
  private final Optional<Path> ledger;
  private final Optional<Labeller> reader;
  private final UiRoutes routes;
  private Optional<Held> held = Optional.empty();
  private Optional<Path> known = Optional.empty();
  private Optional<Path> watched = Optional.empty();
  private Optional<LedgerWatch> watch = Optional.empty();

  /// A project that was read, and what its evidence said then.
  private record Held(
      String files, Instant at, Project project, String ledger, ProjectSnapshot snapshot) {}

  /// @param place the project's folder, or its metier.yaml
  /// @param ledger where the evidence is, when not in the usual place
  UiSnapshots(Workplace workplace, Path place, Optional<Path> ledger) {
    this(workplace, place, ledger, Optional.empty());
  }

  /// @param name what the reader is called; empty for the name of the account
  UiSnapshots(Workplace workplace, Path place, Optional<Path> ledger, Optional<String> name) {
    this.workplace = workplace;
    this.reader = LabelCommand.person(workplace.console(), name).map(Labeller::person);
    this.place = place;
    this.ledger = ledger;
    this.routes =
        new UiRoutes(
            project -> Workplace.kept(ledger(project)),
            (project, kept) ->
                workplace.sources(Assignment.of(project, project.jobs(), Goal.MATRIX), kept));
  }

  /// The project's folder.
  Path folder() {
    return ProjectArgument.folder(place);
  }

  @Override
  public String name() {
    Path name = folder().getFileName();
    return name == null ? "Metier" : name.toString();
  }

  /// The project as it was named: its folder, or its metier.yaml.
  Path named() {
    return place;
  }

  @Override
  public synchronized ProjectSnapshot read() {
    String files = stamp();
    Instant now = workplace.clock().instant();
    Optional<Held> last =
        held.filter(h -> h.files().equals(files) && h.at().plus(OLDEST).isAfter(now));
    held = Optional.empty();
    Project project = last.map(Held::project).orElseGet(() -> ProjectReader.read(place));
    String evidence = stampOf(ledger(project));
    ProjectSnapshot snapshot =
        last.filter(h -> h.ledger().equals(evidence))
            .map(Held::snapshot)
            .orElseGet(() -> fresh(project));
    Instant at = last.map(Held::at).orElse(now);
    held = Optional.of(new Held(files, at, project, evidence, snapshot));
    return snapshot;
  }

  /// A ledger that was there and is gone is no project without evidence.
  private void there(Path file) {
    if (Files.exists(file)) {
      known = Optional.of(file);
    } else if (known.equals(Optional.of(file))) {
      throw new ProblemsException(
          "The ledger " + file + " was there, and is gone.",
          "Put it back from a copy. To begin without evidence, start metier ui again, or a run.");
    }
  }

  private ProjectSnapshot fresh(Project project) {
    there(ledger(project));
    var assignment = Assignment.of(project, project.jobs(), Goal.MATRIX);
    try (var kept = Workplace.kept(ledger(project))) {
      var results = workplace.look(assignment, kept);
      var matrix = workplace.matrix(project, results, kept, List.of());
      return new ProjectSnapshot(project, results, matrix, routes.at(project, results));
    }
  }

  /// Whether the ledger was written; other files are stamped when they are read.
  @Override
  public synchronized boolean changed() {
    Path file = ledger();
    if (!watched.equals(Optional.of(file))) {
      watch.ifPresent(LedgerWatch::close);
      watched = Optional.of(file);
      watch = Optional.of(Ledgers.watch(file));
    }
    return watch.orElseThrow().changed();
  }

  @Override
  public synchronized void close() {
    watch.ifPresent(LedgerWatch::close);
    watch = Optional.empty();
    watched = Optional.empty();
  }

  @Override
  public PastChanges changes(Optional<String> since) {
    Project project = read().project();
    try (var kept = Workplace.kept(ledger(project))) {
      Optional<Since> asked = since.flatMap(text -> Since.find(text, kept));
      boolean known = since.isEmpty() || asked.isPresent();
      Optional<Since> usual = asked.or(() -> Since.find(Since.PREVIOUS, kept));
      var assignment = Assignment.of(project, project.jobs(), Goal.MATRIX);
      return new PastChanges(
          usual.map(moment -> workplace.changes(moment, assignment, kept)),
          usual.map(Since::value).orElse(""),
          known,
          Since.moments(kept));
    }
  }

  @Override
  public void answers(Filter filter, Consumer<KeptAnswer> each) {
    try (var kept = Workplace.kept(ledger(read().project()))) {
      kept.answers(filter, each);
    }
  }

  @Override
  public Optional<Labeller> reader() {
    return reader;
  }

  @Override
  public Instant now() {
    return workplace.clock().instant();
  }

  @Override
  public <T> T kept(Function<Ledger, T> look) {
    try (var kept = Workplace.kept(ledger(read().project()))) {
      return look.apply(kept);
    }
  }

  Path ledger(Project project) {
    return ledger.orElseGet(() -> ProjectOptions.usualLedger(project));
  }

  /// Where the evidence is, whether or not the project can be read.
  Path ledger() {
    return ledger.orElseGet(() -> folder().resolve(".metier").resolve("ledger.db"));
  }

  /// What changes when the ledger does: SQLite writes to its log first.
  private static String stampOf(Path ledger) {
    return stamp(ledger) + stamp(ledger.resolveSibling(ledger.getFileName() + "-wal"));
  }

  /// What changes when a file of the project does; empty when that cannot be told.
  private String stamp() {
    Path folder = folder();
    try (var files =
        Files.find(folder, DEEPEST, (file, facts) -> facts.isRegularFile() && isRead(file))) {
      String all =
          files.limit(MOST_FILES).map(UiSnapshots::stamp).sorted().collect(Collectors.joining());
      return HexFormat.of().formatHex(Sha256.of(all));
    } catch (IOException | java.io.UncheckedIOException e) {
      return "";
    }
  }

  /// Not what this program writes.
  private static boolean isRead(Path file) {
    String path = file.toString().replace('\\', '/');
    return !path.contains("/.git/") && !path.contains("/.metier/");
  }

  private static String stamp(Path file) {
    try {
      return file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file) + "\n";
    } catch (IOException e) {
      return file + "\n";
    }
  }
}
