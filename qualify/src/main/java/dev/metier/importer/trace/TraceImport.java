package dev.metier.importer.trace;

import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.NumberText;
import dev.metier.core.text.Sha256;
import dev.metier.importer.ImportedCase;
import dev.metier.job.Case.Draft;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Cases from traces: what a model was asked is the input, its answer a draft. The calls of a
/// conversation, or else of a trace, belong together.
///
/// @param calls of models that were met
/// @param left what was left out, and how often
public record TraceImport(List<ImportedCase> cases, int calls, Map<TraceLoss, Integer> left) {
  private static final int ID_DIGITS = 12;

  public TraceImport {
    cases = List.copyOf(cases);
    left = Map.copyOf(left);
  }

  /// Reads spans and log records of all files; those of one call may lie in several.
  ///
  /// @throws ProblemsException when a file is not there, or none makes a case
  public static TraceImport read(List<Path> files) {
    Map<TraceLoss, Integer> left = new EnumMap<>(TraceLoss.class);
    var reader = new TraceReader(loss -> left.merge(loss, 1, Integer::sum));
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new ProblemsException(
            "There is no file " + file + ".",
            "Name files of JSON that OpenTelemetry's exporters wrote.");
      }
      reader.read(file);
    }
    var cases = new ArrayList<ImportedCase>();
    Set<String> seen = new HashSet<>();
    List<TracedCall> calls = reader.calls();
    for (TracedCall call : calls) {
      Optional<TraceLoss> loss = call.loss();
      String messages = call.messages();
      if (loss.isEmpty() && !seen.add(messages)) {
        loss = Optional.of(TraceLoss.REPEATED);
      }
      loss.ifPresentOrElse(
          why -> left.merge(why, 1, Integer::sum), () -> cases.add(made(call, messages)));
    }
    var read = new TraceImport(cases, calls.size(), left);
    if (cases.isEmpty()) {
      throw read.nothing();
    }
    return read;
  }

  private static ImportedCase made(TracedCall call, String messages) {
    return new ImportedCase(
        Sha256.hex(messages).substring(0, ID_DIGITS),
        Map.of("messages", messages),
        Optional.empty(),
        List.of(),
        Optional.of(call.conversation()).filter(name -> !name.isEmpty()),
        Optional.of(new Draft(call.answer(), call.model())),
        "trace " + call.conversation());
  }

  private ProblemsException nothing() {
    if (calls == 0) {
      return new ProblemsException(
          "There is no call of a model in these files; passed over: " + leftInWords() + ".",
          "Known are spans and log records in JSON, after OpenTelemetry's conventions for"
              + " generative AI.");
    }
    boolean unrecorded = left.containsKey(TraceLoss.UNRECORDED);
    return new ProblemsException(
        (calls == 1
                ? "The one call of a model makes no case"
                : "None of the " + NumberText.count(calls) + " calls of models makes a case")
            + "; left out: "
            + leftInWords()
            + ".",
        unrecorded
            ? "Texts are recorded only when the application is told to, for most by"
                + " OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=SPAN_ONLY."
            : "A case is a call of a model with text alone, which was answered.");
  }

  /// What was left out, as `3 calls that failed`; `nothing` when nothing was.
  public String leftInWords() {
    var words = new ArrayList<String>();
    for (TraceLoss why : TraceLoss.values()) {
      int count = left.getOrDefault(why, 0);
      if (count > 0) {
        words.add(why.counted(count));
      }
    }
    return words.isEmpty() ? "nothing" : String.join(", ", words);
  }
}
