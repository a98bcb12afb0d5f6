package dev.metier.cli.imports;

import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.NumberText;
import dev.metier.core.text.ShortText;
import dev.metier.importer.CaseScreening;
import dev.metier.importer.ImportedCase;
import dev.metier.importer.ImportedJob;
import dev.metier.importer.table.AnswerForm;
import dev.metier.importer.table.ColumnMapping;
import dev.metier.importer.table.DataTable;
import dev.metier.importer.table.TableFile;
import dev.metier.importer.table.TableImport;
import dev.metier.terminal.Console;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// From a table.
@Command(
    name = "cases",
    description =
        "Make a job of a table: CSV, TSV, XLSX, JSON lines or JSON. Which column is what is"
            + " guessed, and shown with three rows before anything is written. The grader follows"
            + " from what the expected answers look like.")
public final class ImportCases implements Callable<Integer> {
  private static final int SHOWN = 3;
  private static final int WIDE = 90;

  @Parameters(
      arity = "1",
      paramLabel = "FILE",
      description = "A .csv, .tsv, .xlsx, .jsonl or .json file.")
  private Path file = Path.of("cases.csv");

  @Option(
      names = "--input",
      paramLabel = "COLUMN",
      description = "A column that a model is shown; may be named several times.")
  private List<String> inputs = List.of();

  @Option(names = "--expected", paramLabel = "COLUMN", description = "The expected answer.")
  private Optional<String> expected = Optional.empty();

  @Option(names = "--id", paramLabel = "COLUMN", description = "What a case is called.")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--slice",
      paramLabel = "COLUMN",
      description = "A column of tags; may be named several times.")
  private List<String> slices = List.of();

  @Option(
      names = "--cluster",
      paramLabel = "COLUMN",
      description = "What names cases that belong together, such as a customer.")
  private Optional<String> cluster = Optional.empty();

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "Of a text file that is not UTF-8, such as windows-1252.")
  private Optional<String> encoding = Optional.empty();

  @Option(
      names = "--sheet",
      paramLabel = "NAME",
      description = "Of a workbook: the sheet, by name or number. Default: the first one.")
  private String sheet = "";

  @Mixin private ImportOptions options = new ImportOptions();

  private final Console console;
  private final Supplier<String> head;

  /// @param head what a new metier.yaml has above its jobs
  public ImportCases(Console console, Supplier<String> head) {
    this.console = console;
    this.head = head;
  }

  @Override
  public Integer call() {
    DataTable table = TableFile.read(file, encoding.map(ImportCases::charset), sheet);
    var found = TableImport.of(table, new ColumnMapping(inputs, expected, id, slices, cluster));
    CaseScreening screening = options.screened(found.cases());
    String stem = file.getFileName().toString().replaceAll("\\.[^.]*$", "");
    Path folder = options.folder(file);
    var job =
        new ImportedJob(
            options.job(stem),
            options.purpose(),
            screening.data(options.data()),
            screening.why(),
            found.prompt(options.purpose()),
            found.form().graders(),
            found.form().remark(),
            screening.cases());
    var ending = new ImportEnding(console, options, head);
    boolean sure = !inputs.isEmpty();
    var notes = new ArrayList<>(found.notes());
    notes.addAll(screening.notes());
    if (options.json()) {
      return ending.write(job, folder, sure, told(table, found, job, notes));
    }
    show(table, found, job);
    notes.forEach(note -> console.line("Note: " + note));
    console.line("");
    return ending.write(job, folder, sure);
  }

  private static Charset charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new ProblemsException(
          "`" + name + "` is no encoding.", "For example `--encoding windows-1252`.");
    }
  }

  private void show(DataTable table, TableImport found, ImportedJob job) {
    ColumnMapping mapping = found.mapping();
    console.line(
        String.format(
            Locale.ROOT,
            "%s: %s, columns %s.",
            file,
            NumberText.count(table.rows().size(), "row"),
            String.join(", ", table.columns())));
    console.line("");
    console.line("  input     " + String.join(", ", mapping.inputs()));
    console.line("  expected  " + expected(mapping, found.form()));
    console.line("  id        " + mapping.id().orElse("none: a hash of the input"));
    console.line(
        "  slices    "
            + (mapping.slices().isEmpty() ? "none" : String.join(", ", mapping.slices())));
    mapping.cluster().ifPresent(column -> console.line("  cluster   " + column));
    console.line("");
    job.cases().stream().limit(SHOWN).forEach(this::show);
  }

  private static String expected(ColumnMapping mapping, AnswerForm form) {
    return mapping.expected().map(column -> column + ": " + form.words()).orElse("none");
  }

  private void show(ImportedCase given) {
    console.line("  " + given.origin() + (given.slices().isEmpty() ? "" : " " + given.slices()));
    given.vars().forEach((name, value) -> console.line("    " + name + ": " + brief(value)));
    given.expected().ifPresent(value -> console.line("    expected: " + brief(value)));
  }

  private static String brief(String value) {
    String line = value.replaceAll("\\s+", " ").strip();
    return ShortText.dotted(line, WIDE);
  }

  private static ObjectNode told(
      DataTable table, TableImport found, ImportedJob job, List<String> notes) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("rows", table.rows().size());
    ObjectNode mapping = node.putObject("mapping");
    found.mapping().inputs().forEach(mapping.putArray("input")::add);
    found.mapping().expected().ifPresent(column -> mapping.put("expected", column));
    found.mapping().id().ifPresent(column -> mapping.put("id", column));
    found.mapping().slices().forEach(mapping.putArray("slices")::add);
    found.mapping().cluster().ifPresent(column -> mapping.put("cluster", column));
    node.put("expected_answers", found.form().kindWord());
    var shown = node.putArray("sample");
    for (ImportedCase given : job.cases().subList(0, Math.min(SHOWN, job.cases().size()))) {
      ObjectNode one = shown.addObject().put("place", given.origin());
      ObjectNode vars = one.putObject("vars");
      given.vars().forEach(vars::put);
      given.expected().ifPresent(value -> one.put("expected", value));
    }
    notes.forEach(node.putArray("notes")::add);
    return node;
  }
}
