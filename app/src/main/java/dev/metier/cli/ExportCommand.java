package dev.metier.cli;

import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.ProblemsException;
import dev.metier.exporter.CaseExport;
import dev.metier.job.Job;
import dev.metier.ledger.Export;
import dev.metier.ledger.Filter;
import dev.metier.ledger.Ledger;
import dev.metier.project.Project;
import java.io.BufferedWriter;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Writes the kept trials, or a job's cases, for other programs.
@Command(
    name = "export",
    description =
        "Write the kept trials as JSON lines or CSV, or a job's cases for promptfoo or Inspect.")
final class ExportCommand implements Callable<Integer> {
  /// What is written: the trials in two forms, or the cases for two tools.
  enum Format {
    JSONL,
    CSV,
    PROMPTFOO,
    INSPECT
  }

  @Mixin private ProjectOptions options = new ProjectOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "Of trials: jsonl (default) or csv. Of one job's cases, named in `metadata.caseId`:"
              + " promptfoo (a configuration in JSON) or inspect (samples as JSON lines).")
  private Format format = Format.JSONL;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write them. Default, and -: the standard output.")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--raw",
      description =
          "In CSV: write cells as they are, also those that a spreadsheet takes for formulas;"
              + " without it these have an apostrophe before them.")
  private boolean raw;

  private final Workplace workplace;

  ExportCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    Project project = options.read();
    List<Job> jobs = options.jobs(project);
    if (format == Format.PROMPTFOO || format == Format.INSPECT) {
      return cases(jobs);
    }
    try (var ledger = Ledgers.read(options.ledger(project))) {
      if (output.isPresent() && !Workplace.isStandard(output)) {
        WholeFile.write(output.get(), out -> export(ledger, jobs, out));
      } else {
        var out =
            new BufferedWriter(
                new OutputStreamWriter(workplace.console().out(), StandardCharsets.UTF_8));
        export(ledger, jobs, out);
        out.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return 0;
  }

  private int cases(List<Job> jobs) {
    if (jobs.size() != 1) {
      throw new ProblemsException(
          "The cases of one job are written at a time.", "Name the job: `metier export JOB`.");
    }
    var export =
        format == Format.PROMPTFOO
            ? CaseExport.promptfoo(jobs.getFirst())
            : CaseExport.inspect(jobs.getFirst());
    if (output.isPresent() && !Workplace.isStandard(output)) {
      WholeFile.write(output.get(), export.text());
    } else {
      workplace.console().out().print(export.text());
      workplace.console().out().flush();
    }
    export
        .left()
        .forEach((kind, count) ->
            workplace
                .console()
                .say(
                    "Not written, since promptfoo has no such assertion: "
                        + kind
                        + ", "
                        + count
                        + (count == 1 ? " time." : " times.")));
    return 0;
  }

  private void export(Ledger ledger, List<Job> jobs, Writer out) throws IOException {
    boolean first = true;
    for (Job job : jobs) {
      Filter filter = Filter.ALL.ofJob(job.name()).withSuperseded();
      switch (format) {
        case JSONL -> Export.jsonl(ledger, out, filter);
        case CSV -> Export.csv(ledger, first ? out : new WithoutHeader(out), filter, raw);
        case PROMPTFOO, INSPECT -> throw new IllegalStateException("these are cases");
      }
      first = false;
    }
  }

  /// Leaves out the first line; only the first job's columns are named.
  private static final class WithoutHeader extends FilterWriter {
    private boolean past;

    WithoutHeader(Writer out) {
      super(out);
    }

    @Override
    public void write(int character) throws IOException {
      if (past) {
        super.write(character);
      }
      past |= character == '\n';
    }

    @Override
    public void write(char[] text, int from, int count) throws IOException {
      for (int i = from; i < from + count; i++) {
        write(text[i]);
      }
    }

    @Override
    public void write(String text, int from, int count) throws IOException {
      write(text.toCharArray(), from, count);
    }
  }
}
