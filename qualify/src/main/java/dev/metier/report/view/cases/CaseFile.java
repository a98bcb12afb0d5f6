package dev.metier.report.view.cases;

import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.ledger.Export;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.PortableText;
import dev.metier.qualify.CellResult;
import dev.metier.report.view.MatrixViews;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The filtered cases of the case lab as a file: a row for each answer, and one for each case that
/// nobody was asked. Each row says the job's data class, since the file may leave the machine.
public final class CaseFile {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> COLUMNS =
      List.of(
          "job",
          "data",
          "case",
          "slices",
          "vars",
          "expected",
          "model",
          "repeat",
          "status",
          "score",
          "reason",
          "answer");

  private final Job job;
  private final List<ObjectNode> rows = new ArrayList<>();

  /// What such a file is written as.
  public enum Form {
    CSV("text/csv; charset=utf-8"),
    JSONL("application/jsonl; charset=utf-8");

    private final String type;

    Form(String type) {
      this.type = type;
    }

    /// The form of this name, if any.
    public static Optional<Form> of(String word) {
      return Stream.of(values()).filter(form -> form.word().equals(word)).findFirst();
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public String type() {
      return type;
    }
  }

  private CaseFile(Job job) {
    this.job = job;
  }

  /// The cases that a query shows.
  public static CaseFile of(List<CellResult> results, CasesQuery query, CaseEvidence evidence) {
    var selection = new CaseSelection(results, query, evidence);
    List<CaseSelection.Entry> shown = selection.chosen().cases();
    var file = new CaseFile(results.getFirst().job());
    Set<String> contents =
        shown.stream().map(CaseSelection.Entry::content).collect(Collectors.toSet());
    Map<String, List<ObjectNode>> answers = new HashMap<>();
    Stream.concat(Stream.of(selection.a), selection.b.stream())
        .filter(result -> result.kept() > 0)
        .forEach(result -> file.read(result, contents, evidence, answers));
    for (CaseSelection.Entry entry : shown) {
      List<ObjectNode> ofCase =
          answers.getOrDefault(entry.content(), List.of(JSON.createObjectNode()));
      ofCase.forEach(answer -> file.rows.add(file.row(entry.given(), answer)));
    }
    return file;
  }

  private void read(
      CellResult result,
      Set<String> contents,
      CaseEvidence evidence,
      Map<String, List<ObjectNode>> answers) {
    evidence.answers(
        Filter.setting(result.setting()).gradedBy(result.grading()),
        kept -> {
          if (contents.contains(kept.key().content())) {
            answers
                .computeIfAbsent(kept.key().content(), _ -> new ArrayList<>())
                .add(answer(result, kept));
          }
        });
  }

  private static ObjectNode answer(CellResult result, KeptAnswer kept) {
    var grade = kept.gradeBy(result.grading()).orElseGet(kept::lastGrade);
    return JSON.createObjectNode()
        .put("model", result.model().name().text())
        .put("repeat", kept.key().repeat())
        .put("status", KeptAnswer.status(kept.answer()))
        .put("score", grade.score())
        .put("reason", grade.reason())
        .put("answer", AnswerSides.text(kept));
  }

  private ObjectNode row(Case given, ObjectNode answer) {
    ObjectNode row = JSON.createObjectNode();
    row.put("job", job.name().text()).put("data", MatrixViews.word(job.data()));
    row.put("case", given.id());
    given.slices().forEach(row.putArray("slices")::add);
    ObjectNode vars = row.putObject("vars");
    new TreeMap<>(given.vars()).forEach(vars::put);
    given.expected().ifPresent(text -> row.put("expected", text));
    row.setAll(answer);
    return row;
  }

  /// Names the job and its data class.
  public String name(Form form) {
    return job.name().text().replaceAll("[^A-Za-z0-9._-]", "_")
        + "-"
        + MatrixViews.word(job.data())
        + "-cases."
        + form.word();
  }

  /// The rows. In CSV no cell is a formula to a spreadsheet.
  public String text(Form form) {
    return switch (form) {
      case JSONL ->
          rows.stream()
              .map(row -> PortableText.asciiSurrogates(JSON.writeValueAsString(row)) + "\n")
              .collect(Collectors.joining());
      case CSV -> csv();
    };
  }

  private String csv() {
    var text = new StringBuilder(CSVFormat.RFC4180.format(COLUMNS.toArray())).append("\r\n");
    for (ObjectNode row : rows) {
      Object[] cells =
          COLUMNS.stream()
              .map(row::path)
              .map(value -> value.isContainer() ? value.toString() : value.asString(""))
              .map(Export::cell)
              .toArray();
      text.append(CSVFormat.RFC4180.format(cells)).append("\r\n");
    }
    return text.toString();
  }
}
