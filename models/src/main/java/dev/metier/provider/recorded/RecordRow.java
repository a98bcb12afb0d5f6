package dev.metier.provider.recorded;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.dialect.ThinkTags;
import dev.metier.provider.Answer;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Timing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One earlier outcome: which model, job, case and sample, and the answer it stands for.
///
/// @param model empty when the file has no such column
/// @param sample orders the answers of a case
record RecordRow(String model, Optional<String> job, String caseId, double sample, Answer answer) {

  /// What a row may tell, with the names its column goes by, the first being the usual one.
  enum Column {
    CASE("case_id", "id", "case"),
    MODEL("model"),
    JOB("job", "task"),
    SAMPLE("sample", "repeat", "trial"),
    PASSED("passed", "correct"),
    SCORE("score"),
    EMPTY("empty", "no_answer"),
    SECONDS("latency_s", "total_s"),
    MILLISECONDS("latency_ms"),
    FIRST_TOKEN("ttft_s"),
    INPUT("input_tokens"),
    OUTPUT("output_tokens"),
    TEXT("text", "output", "response"),
    THINKING("thinking", "reasoning", "reasoning_content"),
    FINISH("finish_reason", "finish");

    // A List.of, so immutable.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> names;

    Column(String... names) {
      this.names = List.of(names);
    }

    List<String> names() {
      return names;
    }
  }

  /// What stands in a row.
  interface Cells {
    /// The trimmed text of a column, empty when there is none.
    String of(Column column);

    /// Whether the row has the column, be it empty.
    boolean has(Column column);
  }

  private static final Answer EMPTY =
      Answer.Failure.of(Cause.EMPTY, "the recorded answer was empty: a failure of serving");

  /// Reads a row.
  ///
  /// @param order the row's place in the file, which orders samples that are not numbered
  /// @throws IllegalArgumentException when the row makes no sense; the message is a sentence
  static RecordRow of(Cells cells, long order) {
    String caseId = cells.of(Column.CASE);
    if (caseId.isEmpty()) {
      throw new IllegalArgumentException("the row names no case");
    }
    String job = cells.of(Column.JOB);
    return new RecordRow(
        cells.of(Column.MODEL),
        job.isEmpty() ? Optional.empty() : Optional.of(job),
        caseId,
        sample(cells.of(Column.SAMPLE), order),
        answer(cells));
  }

  private static double sample(String text, long order) {
    try {
      return text.isEmpty() ? order : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return order;
    }
  }

  private static Answer answer(Cells cells) {
    String empty = cells.of(Column.EMPTY);
    if (!empty.isEmpty() && flag(empty, Column.EMPTY)) {
      return EMPTY;
    }
    Optional<Timing> timing = timing(cells);
    List<Part> said = said(cells);
    if (!said.isEmpty()) {
      return new Answer.Reply(
          new ChatReply(said, finish(cells), usage(cells)), timing.orElse(UNTIMED));
    }
    String passed = cells.of(Column.PASSED);
    if (!passed.isEmpty()) {
      boolean pass = flag(passed, Column.PASSED);
      return new Answer.Recorded(
          pass ? 1 : 0, pass ? "recorded as passed" : "recorded as failed", timing, counted(cells));
    }
    String score = cells.of(Column.SCORE);
    if (!score.isEmpty()) {
      return new Answer.Recorded(score(score), "recorded score " + score, timing, counted(cells));
    }
    if (cells.has(Column.TEXT)) {
      return EMPTY;
    }
    throw new IllegalArgumentException("the row has neither a grade nor a text");
  }

  /// Reasoning and text, told apart as in an answer that is asked for now.
  private static List<Part> said(Cells cells) {
    var thought = new StringBuilder(cells.of(Column.THINKING));
    var text = new StringBuilder();
    Optional<String> mark = Optional.empty();
    if (thought.isEmpty()) {
      var tags = new ThinkTags(thought::append, text::append);
      tags.add(cells.of(Column.TEXT));
      tags.end();
      mark = tags.mark();
    } else {
      text.append(cells.of(Column.TEXT));
    }
    var parts = new ArrayList<Part>();
    if (!thought.isEmpty() || mark.isPresent()) {
      parts.add(new Part.Thinking(thought.toString(), Optional.empty(), mark));
    }
    if (!text.isEmpty()) {
      parts.add(new Part.Text(text.toString()));
    }
    return parts;
  }

  private static FinishReason finish(Cells cells) {
    return switch (cells.of(Column.FINISH).toLowerCase(Locale.ROOT)) {
      case "length", "max_tokens" -> FinishReason.LENGTH;
      case "content_filter", "refusal" -> FinishReason.FILTERED;
      case "tool_calls", "tool_use", "function_call" -> FinishReason.TOOL_USE;
      default -> FinishReason.STOP;
    };
  }

  /// A reply without a recorded time counts as cold, which leaves it out of latency.
  private static final Timing UNTIMED =
      new Timing(Optional.empty(), Duration.ZERO, OptionalDouble.empty(), true);

  private static Optional<Timing> timing(Cells cells) {
    String seconds = cells.of(Column.SECONDS);
    String milliseconds = cells.of(Column.MILLISECONDS);
    if (seconds.isEmpty() && milliseconds.isEmpty()) {
      return Optional.empty();
    }
    Duration total =
        seconds.isEmpty()
            ? seconds(number(milliseconds, Column.MILLISECONDS) / 1000)
            : seconds(number(seconds, Column.SECONDS));
    String first = cells.of(Column.FIRST_TOKEN);
    return Optional.of(
        new Timing(
            first.isEmpty()
                ? Optional.empty()
                : Optional.of(seconds(number(first, Column.FIRST_TOKEN))),
            total,
            OptionalDouble.empty(),
            false));
  }

  private static Usage usage(Cells cells) {
    return counted(cells).orElse(Usage.NONE);
  }

  private static Optional<Usage> counted(Cells cells) {
    String input = cells.of(Column.INPUT);
    String output = cells.of(Column.OUTPUT);
    return input.isEmpty() || output.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Usage(tokens(input, Column.INPUT), 0, tokens(output, Column.OUTPUT), false));
  }

  private static long tokens(String text, Column column) {
    double tokens = number(text, column);
    if (tokens > Usage.MOST_TOKENS) {
      throw new IllegalArgumentException(
          column.names().getFirst() + " is " + text + ", more tokens than any model takes");
    }
    return (long) tokens;
  }

  private static double score(String text) {
    double score = number(text, Column.SCORE);
    if (score > 1) {
      throw new IllegalArgumentException("the score " + text + " is not in 0..1");
    }
    return score;
  }

  private static boolean flag(String text, Column column) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "1", "1.0", "true", "yes", "pass", "passed" -> true;
      case "0", "0.0", "false", "no", "fail", "failed" -> false;
      default ->
          throw new IllegalArgumentException(
              column.names().getFirst() + " is \"" + text + "\", neither 1 nor 0");
    };
  }

  /// A number of at least 0.
  private static double number(String text, Column column) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!(value >= 0 && value < 1e15)) {
      throw new IllegalArgumentException(
          column.names().getFirst() + " is \"" + text + "\", not a number of at least 0");
    }
    return value;
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private static final JsonMapper JSON = JsonMapper.shared();

  /// A row that makes no sense; lines count from 1.
  record Problematic(long line, String what, String remedy) {}

  /// Reads CSV with a header.
  static void ofCsv(Reader in, Consumer<RecordRow> rows, Consumer<Problematic> problems)
      throws IOException {
    try (var parser = CSVFormat.RFC4180.parse(in)) {
      Map<Column, Integer> columns = null;
      for (CSVRecord cells : parser) {
        if (columns == null) {
          columns = columns(cells);
          if (headerProblem(columns, cells, problems)) {
            return;
          }
          continue;
        }
        Map<Column, Integer> known = columns;
        row(new CsvCells(cells, known), parser.getCurrentLineNumber(), rows, problems);
      }
    }
  }

  /// Reads one JSON object a line.
  static void ofJsonLines(Reader in, Consumer<RecordRow> rows, Consumer<Problematic> problems)
      throws IOException {
    var lines = new BufferedReader(in);
    long number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        JsonNode object = JSON.readTree(line);
        row(new JsonCells(object), number, rows, problems);
      } catch (JacksonException e) {
        problems.accept(
            new Problematic(number, "the line is not JSON", "write one JSON object on each line"));
      }
    }
  }

  private static void row(
      Cells cells, long line, Consumer<RecordRow> rows, Consumer<Problematic> problems) {
    try {
      rows.accept(RecordRow.of(cells, line));
    } catch (IllegalArgumentException e) {
      problems.accept(
          new Problematic(line, String.valueOf(e.getMessage()), "correct or remove the row"));
    }
  }

  private static Map<Column, Integer> columns(CSVRecord header) {
    var columns = new EnumMap<Column, Integer>(Column.class);
    List<String> names =
        header.stream()
            .map(name -> name.replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT))
            .toList();
    for (Column column : Column.values()) {
      column.names().stream()
          .map(names::indexOf)
          .filter(index -> index >= 0)
          .findFirst()
          .ifPresent(index -> columns.put(column, index));
    }
    return columns;
  }

  private static boolean headerProblem(
      Map<Column, Integer> columns, CSVRecord header, Consumer<Problematic> problems) {
    boolean graded =
        columns.containsKey(Column.PASSED)
            || columns.containsKey(Column.SCORE)
            || columns.containsKey(Column.TEXT);
    if (columns.containsKey(Column.CASE) && graded) {
      return false;
    }
    problems.accept(
        new Problematic(
            1,
            "the header has no column "
                + (graded ? "for the case" : "for a grade or a text")
                + ": "
                + String.join(",", header.toList()),
            graded
                ? "name the case's column case_id"
                : "name a column passed (1 or 0), score (0..1) or text"));
    return true;
  }

  private record CsvCells(CSVRecord row, Map<Column, Integer> columns) implements Cells {
    @Override
    public String of(Column column) {
      return has(column) ? row.get(columns.getOrDefault(column, 0)).strip() : "";
    }

    @Override
    public boolean has(Column column) {
      return columns.getOrDefault(column, Integer.MAX_VALUE) < row.size();
    }
  }

  private record JsonCells(JsonNode row) implements Cells {
    @Override
    public String of(Column column) {
      return column.names().stream()
          .map(row::path)
          .filter(value -> !value.isMissingNode() && !value.isNull())
          .map(value -> (value.isValueNode() ? value.asString() : value.toString()).strip())
          .findFirst()
          .orElse("");
    }

    @Override
    public boolean has(Column column) {
      return column.names().stream()
          .map(row::path)
          .anyMatch(value -> !value.isMissingNode() && !value.isNull());
    }
  }
}
