package dev.metier.importer.table;

import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.importer.ImportedCase;
import dev.metier.importer.table.DataTable.DataRow;
import dev.metier.job.MessageList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The cases of a table by a mapping of its columns, and how their answers are graded.
///
/// @param cases a case for each row that has an input and, where others have one, an expected
///   answer
/// @param notes what was left out, and what to look at
public record TableImport(
    ColumnMapping mapping, AnswerForm form, List<ImportedCase> cases, List<String> notes) {
  private static final int NAMED = 5;

  /// Names of columns that hold right answers in some tables and any answers in others.
  private static final Set<String> ANSWERS = Set.of("output", "response", "completion");

  public TableImport {
    cases = List.copyOf(cases);
    notes = List.copyOf(notes);
  }

  /// Maps the columns, by what the user named and by guesses for the rest.
  ///
  /// @throws ProblemsException when a named column is none, or an id stands in two rows
  public static TableImport of(DataTable written, ColumnMapping named) {
    DataTable table = ExportedTable.plain(written);
    ColumnMapping mapping = new MappingGuess(table).complete(named);
    var notes = new ArrayList<>(table.notes());
    var asked = new ArrayList<DataRow>();
    var mute = new ArrayList<DataRow>();
    var blank = new ArrayList<DataRow>();
    String expected = mapping.expected().orElse("");
    boolean any = table.values(expected).findAny().isPresent();
    for (DataRow row : table.rows()) {
      if (mapping.inputs().stream().allMatch(column -> row.value(column).isEmpty())) {
        mute.add(row);
      } else if (any && row.value(expected).isEmpty()) {
        blank.add(row);
      } else {
        asked.add(row);
      }
    }
    left(mute, "without an input").ifPresent(notes::add);
    left(blank, "without an expected answer in `" + expected + "`").ifPresent(notes::add);
    unused(table, mapping).ifPresent(notes::add);
    if (asked.isEmpty()) {
      throw new ProblemsException("No row of " + table.file() + " has an input.", "");
    }
    mapping.id().ifPresent(id -> distinct(table, asked, id));
    var form = AnswerForm.of(asked.stream().map(row -> row.value(expected)).toList(), mapping);
    notes.addAll(form.notes());
    if (named.expected().isEmpty() && ANSWERS.contains(expected.toLowerCase(Locale.ROOT))) {
      notes.add(
          "`"
              + expected
              + "` is taken for what is right. What a model answered once is no answer key: another"
              + " column is named with `--expected`.");
    }
    if (asked.stream().anyMatch(row -> isConversation(row, mapping))) {
      notes.add(
          "The input is a conversation, which is sent turn by turn; what form answers have must"
              + " stand in it.");
    }
    return new TableImport(mapping, form, cases(table, mapping, asked, form), notes);
  }

  private static boolean isConversation(DataRow row, ColumnMapping mapping) {
    return mapping.inputs().size() == 1
        && MessageList.of(row.value(mapping.inputs().getFirst())).isPresent();
  }

  private static Optional<String> left(List<DataRow> rows, String why) {
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    var lines = rows.stream().limit(NAMED).map(row -> Integer.toString(row.line())).toList();
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%,d %s %s left out: line %s%s.",
            rows.size(),
            rows.size() == 1 ? "row" : "rows",
            why,
            String.join(", ", lines),
            rows.size() > NAMED ? ", ..." : ""));
  }

  private static Optional<String> unused(DataTable table, ColumnMapping mapping) {
    var unused = table.columns().stream().filter(c -> !mapping.used().contains(c)).toList();
    return unused.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Not used: "
                + MappingGuess.quoted(unused)
                + ". What a model should see of it is named with `--input`.");
  }

  private static void distinct(DataTable table, List<DataRow> rows, String id) {
    Map<String, DataRow> before = new HashMap<>();
    var problems = new ArrayList<Problem>();
    for (DataRow row : rows) {
      String name = row.value(id);
      DataRow other = name.isEmpty() ? null : before.putIfAbsent(name, row);
      if (other != null && problems.size() < NAMED) {
        problems.add(
            Problem.general(
                table.origin(row) + ": `" + name + "` is the id of line " + other.line() + " too.",
                "Give each row its own, or name another column with `--id`."));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(problems);
    }
  }

  private static List<ImportedCase> cases(
      DataTable table, ColumnMapping mapping, List<DataRow> rows, AnswerForm form) {
    var names = new VariableNames(mapping.inputs());
    String expected = mapping.expected().orElse("");
    var cases = new ArrayList<ImportedCase>();
    for (DataRow row : rows) {
      Map<String, String> vars = new LinkedHashMap<>();
      mapping.inputs().forEach(column -> vars.put(names.of(column), row.value(column)));
      vars.putAll(form.variables(row.value(expected)));
      cases.add(
          new ImportedCase(
              mapping.id().map(row::value).orElse(""),
              vars,
              form.expected(row.value(expected)),
              slices(row, mapping),
              mapping.cluster().map(row::value).filter(text -> !text.isEmpty()),
              Optional.empty(),
              table.origin(row)));
    }
    return cases;
  }

  private static List<String> slices(DataRow row, ColumnMapping mapping) {
    return mapping.slices().stream()
        .map(row::value)
        .flatMap(text -> ExportedTable.members(text).stream())
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .distinct()
        .toList();
  }

  /// The prompt of the job: what the work is, what form answers have, and the input.
  public String prompt(String purpose) {
    var names = new VariableNames(mapping.inputs());
    boolean turns =
        mapping.inputs().size() == 1
            && cases.stream()
                .map(each -> each.vars().getOrDefault(names.of(mapping.inputs().getFirst()), ""))
                .anyMatch(value -> MessageList.of(value).isPresent());
    if (turns) {
      return "{{" + names.of(mapping.inputs().getFirst()) + "}}\n";
    }
    var text = new StringBuilder(purpose.isBlank() ? "" : sentence(purpose) + "\n\n");
    text.append(form.instruction()).append("\n\n");
    for (String column : mapping.inputs()) {
      text.append(mapping.inputs().size() > 1 ? column + ": " : "");
      text.append("{{").append(names.of(column)).append("}}\n");
    }
    return text.toString();
  }

  private static String sentence(String purpose) {
    String plain = purpose.strip();
    return plain.matches("(?s).*[.!?:]") ? plain : plain + ".";
  }
}
