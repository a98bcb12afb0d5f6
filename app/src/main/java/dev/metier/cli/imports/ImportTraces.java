package dev.metier.cli.imports;

import dev.metier.core.text.NumberText;
import dev.metier.importer.trace.TraceImport;
import dev.metier.terminal.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// From traces of an application.
@Command(
    name = "traces",
    description =
        "Make a job of what an application asked models, as OpenTelemetry recorded it: each call"
            + " with text alone is a case; the answer is a draft, which is no answer key. Spans and"
            + " log records of a call may lie in several files; name them together.")
public final class ImportTraces implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "JSON that an exporter wrote, in lines or as one object.")
  private List<Path> files = List.of();

  @Mixin private ImportOptions options = new ImportOptions();

  private final Console console;
  private final Supplier<String> head;

  /// @param head what a new metier.yaml has above its jobs
  public ImportTraces(Console console, Supplier<String> head) {
    this.console = console;
    this.head = head;
  }

  @Override
  public Integer call() {
    TraceImport found = TraceImport.read(files);
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    told.put("calls", found.calls());
    ObjectNode left = told.putObject("left_out");
    found.left().forEach((why, count) -> left.put(why.name().toLowerCase(Locale.ROOT), count));
    String words =
        String.format(
            Locale.ROOT,
            "%s, %s; left out: %s.",
            NumberText.count(found.calls(), "call of a model", "calls of models"),
            NumberText.count(found.cases().size(), "case"),
            found.leftInWords());
    return new DraftedImport(
            "traced", "answer what the application asked", found.cases(), told, words)
        .write(console, options, head);
  }
}
