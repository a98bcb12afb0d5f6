package dev.metier.decision;

import dev.metier.decision.DecisionRecord.Candidate;
import dev.metier.decision.DecisionRecord.Data;
import dev.metier.decision.DecisionRecord.Money;
import dev.metier.decision.DecisionRecord.Moved;
import dev.metier.decision.DecisionRecord.Need;
import dev.metier.decision.DecisionRecord.Range;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// Writes a record as its file: front matter in YAML, one line for each thing, then the text.
public final class RecordWriter {
  private final StringBuilder yaml = new StringBuilder();

  private RecordWriter() {}

  /// The file's text; reading it gives the same record.
  public static String of(DecisionRecord record) {
    var text = new RecordWriter();
    text.yaml.append("---\n");
    text.write(record);
    text.yaml.append("---\n");
    return text.yaml + (record.text().isEmpty() ? "" : "\n" + record.text());
  }

  private void write(DecisionRecord record) {
    head(record.head());
    var words = record.words();
    line("sentence", quoted(words.sentence()));
    list("not_for", words.notFor().stream().map(RecordWriter::quoted).toList());
    list("ends", words.ends().stream().map(RecordWriter::quoted).toList());
    line("dissent", quoted(words.dissent()));
    line(
        "locked",
        object(
            "at",
            record.locked().at().map(Object::toString).map(RecordWriter::quoted).orElse("unknown"),
            "hash",
            record.locked().hash().isEmpty() ? "unknown" : quoted(record.locked().hash())));
    list("moved", record.moved().stream().map(RecordWriter::moved).toList());
    list("needs", record.needs().stream().map(RecordWriter::need).toList());
    evidence(record);
  }

  private void evidence(DecisionRecord record) {
    line("route", route(record.routing()));
    list("candidates", record.candidates().stream().map(RecordWriter::candidate).toList());
    record.money().ifPresent(money -> line("money", money(money)));
    data(record.data());
    list(
        "wrong",
        record.wrong().stream()
            .map(each ->
                object(
                    "case", quoted(each.id()),
                    "asked", quoted(each.asked()),
                    "expected", quoted(each.expected()),
                    "answered", quoted(each.answered()),
                    "reason", quoted(each.reason())))
            .toList());
    var evidence = record.evidence();
    line(
        "evidence",
        object(
            "hash", quoted(evidence.hash()),
            "needs", quoted(evidence.needs()),
            "prompt", quoted(evidence.prompt()),
            "grading", quoted(evidence.grading()),
            "cases", Integer.toString(evidence.cases()),
            "at", quoted(evidence.at().toString())));
  }

  private static String route(DecisionRecord.Routing routing) {
    return object(
        "kind",
        quoted(routing.kind()),
        "then",
        flow(routing.then().stream().map(each -> quoted(each.text())).toList()),
        "when_down",
        quoted(routing.whenDown()),
        "source",
        quoted(routing.source()));
  }

  private void head(DecisionRecord.Head head) {
    line("record", head.id());
    line("status", word(head.status()));
    line("job", quoted(head.job().text()));
    line("model", quoted(head.model().text()));
    line("supersedes", head.supersedes());
    line("superseded_by", head.supersededBy());
    line("owner", quoted(head.owner()));
    line("date", head.date().map(Object::toString).orElse(""));
    line("review_by", head.reviewBy().map(Object::toString).orElse(""));
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String moved(Moved moved) {
    return object(
        "at", quoted(moved.at()),
        "before", quoted(moved.before()),
        "after", quoted(moved.after()),
        "by", quoted(moved.by()),
        "why", quoted(moved.why()));
  }

  private static String need(Need need) {
    return object(
        "need", quoted(need.need()),
        "confidence", Double.toString(need.confidence()),
        "state", need.state(),
        "upwards", Boolean.toString(need.upwards()),
        "unit", need.unit(),
        "bar", number(need.bar()),
        "low", number(need.low()),
        "high", number(need.high()),
        "seen", number(need.seen()),
        "cases", Integer.toString(need.cases()),
        "said", quoted(need.said()),
        "because", quoted(need.because()));
  }

  private static String candidate(Candidate each) {
    return object(
        "model", quoted(each.model().text()),
        "use", quoted(each.use()),
        "host", quoted(each.host()),
        "clearance", word(each.clearance()),
        "verdict", each.verdict(),
        "shown", quoted(each.shown()),
        "reason", quoted(each.reason()),
        "trials", Long.toString(each.trials()),
        "build", quoted(each.build()),
        "usd_per_1000", number(each.perThousand()));
  }

  private static String money(Money money) {
    return object(
        "usd_per_1000", range(Optional.of(money.perThousand())),
        "beside", quoted(money.beside()),
        "beside_usd_per_1000", range(money.besidePerThousand()),
        "pays_from_a_year", range(money.paysFrom()),
        "assumes", quoted(money.assumes()),
        "turns", flow(money.turns().stream().map(RecordWriter::quoted).toList()));
  }

  private void data(Data data) {
    line("data", word(data.held()));
    line("texts", Boolean.toString(data.holdsTexts()));
    list(
        "hosts",
        data.places().stream()
            .map(each ->
                object(
                    "host", quoted(each.host()),
                    "clearance", word(each.clearance()),
                    "may", Boolean.toString(each.may())))
            .toList());
    data.drill()
        .ifPresent(drill ->
            line(
                "drill",
                object(
                    "at", quoted(drill.at().toString()),
                    "requests", Long.toString(drill.requests()),
                    "leaks", Long.toString(drill.leaks()),
                    "policy", quoted(drill.policy()))));
  }

  private void line(String key, String value) {
    yaml.append(key).append(value.isEmpty() ? ":" : ": ").append(value).append('\n');
  }

  private void list(String key, List<String> items) {
    if (items.isEmpty()) {
      line(key, "[]");
      return;
    }
    line(key, "");
    items.forEach(item -> yaml.append("  - ").append(item).append('\n'));
  }

  /// Keys and values in turn; what is empty is left out.
  private static String object(String... pairs) {
    var text = new StringBuilder("{");
    for (int i = 0; i < pairs.length; i += 2) {
      if (!pairs[i + 1].isEmpty()) {
        text.append(text.length() == 1 ? "" : ", ").append(pairs[i]).append(": ");
        text.append(pairs[i + 1]);
      }
    }
    return text.append('}').toString();
  }

  private static String flow(List<String> items) {
    return items.stream().collect(Collectors.joining(", ", "[", "]"));
  }

  private static String range(Optional<Range> range) {
    return range.map(r -> "[" + number(r.low()) + ", " + number(r.high()) + "]").orElse("");
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "";
  }

  private static String number(double value) {
    String text = Double.toString(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /// A text in double quotes, as YAML and JSON have it, with nothing in it that is not seen.
  static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> append(quoted, c));
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder quoted, int c) {
    switch (c) {
      case '"' -> quoted.append("\\\"");
      case '\\' -> quoted.append("\\\\");
      case '\n' -> quoted.append("\\n");
      case '\t' -> quoted.append("\\t");
      default -> {
        if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
          quoted.append('\ufffd');
        } else if (Character.isBmpCodePoint(c) && !isSeen(c)) {
          quoted.append(String.format("\\u%04x", c));
        } else {
          quoted.appendCodePoint(c);
        }
      }
    }
  }

  private static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
