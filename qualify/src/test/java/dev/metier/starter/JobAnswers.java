package dev.metier.starter;

import dev.metier.starter.draw.StarterCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Right answers in other words, and wrong ones, for each starter job.
final class JobAnswers {
  private JobAnswers() {}

  /// Plausible answers that are wrong: a neighbouring label, digits that changed places, a true
  /// sentence from another case.
  static List<String> wrong(StarterJob job, StarterCase given, StarterCase other) {
    String key = given.expected();
    return switch (job) {
      case TICKET_TRIAGE ->
          List.of(label(given, 1), label(given, 2), label(given, 1) + " or " + given.expected());
      case INVOICE_EXTRACTION -> {
        String total = String.valueOf(JsonAnswers.fields(key).get("total"));
        yield List.of(
            JsonAnswers.with(key, "total", JsonAnswers.transposed(total)),
            JsonAnswers.with(
                key, "number", String.valueOf(JsonAnswers.fields(other.expected()).get("number"))),
            other.expected());
      }
      case COMMIT_MESSAGE ->
          List.of(
              (key.startsWith("fix") ? "feat" : "fix") + key.substring(key.indexOf('(')),
              key.replace(scope(key), "parser")
                  .replace(capital(scope(key)), "Parser")
                  .replaceAll(": .*", ": mend what was broken"),
              other.expected());
      case MEETING_TITLE ->
          List.of(
              other.expected(),
              "{\"title\": \"Three options on the table\"}",
              "{\"title\": \"Notes of a meeting\"}");
      case LOG_DIAGNOSIS -> {
        Object line = JsonAnswers.fields(key).get("line");
        yield List.of(
            JsonAnswers.with(key, "line", line instanceof Integer number ? number + 1 : 3),
            JsonAnswers.with(key, "cause", key.contains("disk") ? "out-of-memory" : "disk-full"),
            JsonAnswers.with(key, "service", "kernel"));
      }
      case SUMMARISE_THREAD ->
          List.of(
              key.replace(text(given, "owner"), "Zita"),
              key.replaceAll(
                  "\\b" + text(given, "figure") + "\\b",
                  JsonAnswers.transposed(text(given, "figure"))),
              other.expected());
      case PII_REDACTION ->
          List.of(
              key.contains("[") ? key.replaceFirst("\\[\\w+\\]", "[CITY]") : key + " [NAME]",
              JsonAnswers.transposed(key),
              other.expected());
      case SMALL_EDIT ->
          List.of(Answering.text(given), key.equals("STOP") ? "DONE" : "STOP", other.expected());
      case CODE_REVIEW, RAG_ANSWER_CITED, LONG_CONTEXT_QA -> fields(key, other);
      case TEXT_TO_SQL -> QueryAnswers.wrong(given, other);
      case REPLY_DRAFT_POLICY -> ReplyAnswers.wrong(given, other);
    };
  }

  private static List<String> fields(String key, StarterCase other) {
    var wrong = new ArrayList<>(List.of(other.expected()));
    JsonAnswers.fields(key)
        .forEach((field, value) ->
            wrong.add(
                JsonAnswers.with(key, field, value instanceof Integer n ? n + 1 : value + "-x")));
    return wrong;
  }

  private static String text(StarterCase given, String name) {
    return String.valueOf(given.vars().get(name));
  }

  private static List<?> list(StarterCase given, String name) {
    return (List<?>) Objects.requireNonNull(given.vars().get(name));
  }

  private static String scope(String message) {
    return message.substring(message.indexOf('(') + 1, message.indexOf(')'));
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static final List<String> LABELS =
      List.of(
          "billing",
          "bug",
          "account",
          "shipping",
          "cancellation",
          "sales",
          "feature",
          "praise",
          "other");

  private static String label(StarterCase given, int further) {
    int at = LABELS.indexOf(given.expected());
    return Stream.iterate(at + further, i -> i + 1)
        .map(i -> LABELS.get(i % LABELS.size()))
        .filter(label -> !list(given, "labels").contains(label))
        .findFirst()
        .orElseThrow();
  }

  /// Right answers spoilt by a mechanical fault.
  static List<String> faults(StarterJob job, StarterCase given) {
    String key = given.expected();
    return switch (job) {
      case TICKET_TRIAGE -> label(key, label(given, 1));
      case INVOICE_EXTRACTION,
          LOG_DIAGNOSIS,
          MEETING_TITLE,
          CODE_REVIEW,
          RAG_ANSWER_CITED,
          LONG_CONTEXT_QA ->
          json(job, given);
      case TEXT_TO_SQL -> QueryAnswers.faults(given);
      case PII_REDACTION, SMALL_EDIT -> PlainAnswers.faults(key);
      case REPLY_DRAFT_POLICY -> ReplyAnswers.faults(given);
      case COMMIT_MESSAGE -> message(key);
      case SUMMARISE_THREAD -> summary(given);
    };
  }

  private static List<String> label(String key, String wrong) {
    return List.of(
        "Label: " + key,
        "\"" + key + "\"",
        key + ".",
        key + ", " + wrong,
        wrong,
        key + "\n" + key,
        "**" + key + "**",
        key + " (sure)",
        key.substring(1),
        key + "s",
        "- " + key,
        "{\"label\": \"" + key + "\"}",
        "The label is " + key,
        "`" + key + "`",
        "not " + key,
        key + " " + key,
        "#" + key,
        key + "!",
        "1. " + key,
        "<ticket>" + key + "</ticket>");
  }

  private static List<String> json(StarterJob job, StarterCase given) {
    String key = given.expected();
    var faults = new ArrayList<>(JsonAnswers.faults(key));
    if (job == StarterJob.MEETING_TITLE) {
      String title = String.valueOf(JsonAnswers.fields(key).get("title"));
      faults.removeIf(
          fault -> fault.equals(JsonAnswers.with(key, "title", JsonAnswers.transposed(title))));
      faults.addAll(
          List.of(
              JsonAnswers.with(key, "title", title + "."),
              JsonAnswers.with(key, "title", title + " and so many more words than were asked for"),
              JsonAnswers.with(key, "title", ""),
              JsonAnswers.with(key, "title", 7),
              title));
    }
    return faults;
  }

  private static List<String> message(String key) {
    String subject = key.substring(key.indexOf(": ") + 2);
    String head = key.substring(0, key.indexOf(": ") + 2);
    String first = subject.substring(0, subject.indexOf(' '));
    return List.of(
        key + ".",
        key + "\n\nThis explains it.",
        "```\n" + key + "\n```",
        subject,
        "Commit message: " + key,
        "\"" + key + "\"",
        "`" + key + "`",
        head + first + "ed" + subject.substring(first.length()),
        head + first + "ing" + subject.substring(first.length()),
        key + " because the people who use it have asked for it again and again and again",
        capital(key),
        "change: " + subject,
        head.replace("(", "[").replace(")", "]") + subject,
        head,
        key.replace(":", ""),
        head.strip() + subject,
        "- " + key,
        head + "improve things",
        head + "fixes " + subject,
        key + " and mend a security hole");
  }

  private static List<String> summary(StarterCase given) {
    String key = given.expected();
    String owner = text(given, "owner");
    String figure = text(given, "figure");
    String day = text(given, "day");
    int number = Integer.parseInt(figure);
    return List.of(
        key.replace(owner, "Somebody"),
        key.replace(owner, owner + "a"),
        number(key, figure, Integer.toString(number + 1)),
        number(key, figure, figure + "0"),
        number(key, figure, "some"),
        number(key, figure, "1" + figure),
        number(key, day, Integer.toString(Integer.parseInt(day) - 11)),
        number(key, day, "next"),
        key + " It takes 2 weeks.",
        key + " Another proposal was 999.",
        key + " " + key + " " + key + " " + key,
        "<think>So they decided.</think>" + key.substring(0, 20),
        key.substring(0, key.length() / 2),
        key.substring(key.length() / 2),
        key + "<|im_end|>",
        key.replaceAll("[0-9]", ""),
        key.replaceAll("(?i)" + owner + ".*", ""),
        key + " 2. Nothing else, 3. no more, 12.",
        "Nothing was decided.",
        key.toLowerCase(Locale.ROOT).replace(owner.toLowerCase(Locale.ROOT), "x"));
  }

  private static String number(String key, String number, String other) {
    return key.replaceAll("\\b" + number + "\\b", other);
  }

  /// Right answers told otherwise.
  static List<String> rewordings(StarterJob job, StarterCase given) {
    String key = given.expected();
    return switch (job) {
      case TICKET_TRIAGE ->
          Stream.of("", " ", "\n", "\t", "  \n")
              .flatMap(blank ->
                  Stream.of(
                      blank + key,
                      key + blank,
                      blank + key.toUpperCase(Locale.ROOT),
                      capital(key) + blank))
              .toList();
      case INVOICE_EXTRACTION -> amounts(key);
      case PII_REDACTION, SMALL_EDIT -> PlainAnswers.rewordings(key);
      case REPLY_DRAFT_POLICY -> ReplyAnswers.rewordings(given);
      case CODE_REVIEW, RAG_ANSWER_CITED, LONG_CONTEXT_QA -> JsonAnswers.rewordings(key);
      case TEXT_TO_SQL -> QueryAnswers.rewordings(given);
      case LOG_DIAGNOSIS -> {
        var ways = new ArrayList<>(JsonAnswers.rewordings(key));
        Object line = JsonAnswers.fields(key).get("line");
        if (line instanceof Integer number) {
          ways.add(JsonAnswers.with(key, "line", number.toString()));
        }
        yield ways;
      }
      case MEETING_TITLE -> titles(given);
      case COMMIT_MESSAGE -> messages(given);
      case SUMMARISE_THREAD -> summaries(given);
    };
  }

  private static List<String> amounts(String key) {
    var ways = new ArrayList<>(JsonAnswers.rewordings(key));
    var fields = JsonAnswers.fields(key);
    double total = Double.parseDouble(String.valueOf(fields.get("total")));
    String english = String.format(Locale.UK, "%,.2f", total);
    ways.add(JsonAnswers.with(key, "total", total));
    ways.add(JsonAnswers.with(key, "total", english));
    ways.add(JsonAnswers.with(key, "total", String.format(Locale.GERMANY, "%,.2f", total)));
    ways.add(JsonAnswers.with(key, "total", english + " " + fields.get("currency")));
    ways.add(JsonAnswers.with(key, "date", fields.get("date") + "T00:00:00"));
    return ways;
  }

  private static List<String> titles(StarterCase given) {
    var ways = new ArrayList<>(JsonAnswers.rewordings(given.expected()));
    for (Object word : list(given, "subject")) {
      String name = String.valueOf(word);
      for (String title :
          List.of(name, capital(name), name.toUpperCase(Locale.ROOT), "To do: " + name)) {
        ways.add(StarterCase.json(Map.of("title", title)));
      }
    }
    return ways;
  }

  private static List<String> messages(StarterCase given) {
    String key = given.expected();
    String subject = key.substring(key.indexOf(": ") + 2);
    var ways = new ArrayList<String>();
    for (Object type : list(given, "types")) {
      for (Object part : list(given, "part").subList(0, 2)) {
        ways.add(type + "(" + part + "): " + subject);
        ways.add(type + "(" + String.valueOf(part).toLowerCase(Locale.ROOT) + "): " + subject);
        ways.add(type + "(" + part + ")!: " + subject);
        ways.add(type + ": handle " + list(given, "change").getFirst() + " in " + part);
        ways.add(" " + type + "(" + part + "): " + subject + "\n");
      }
    }
    for (Object word : list(given, "change")) {
      ways.add(key.replaceAll(": .*", ": deal with " + word));
    }
    ways.removeIf(way -> way.strip().length() > 72);
    return ways;
  }

  private static List<String> summaries(StarterCase given) {
    boolean german = given.slices().contains("german");
    String decision = String.valueOf(list(given, "decision").getFirst());
    var ways = new ArrayList<String>();
    for (Object date : list(given, "date")) {
      String day = String.valueOf(date).startsWith("-") ? "2026" + date : String.valueOf(date);
      String owner = text(given, "owner");
      String figure = text(given, "figure");
      ways.add("%s: %s, %s; %s.".formatted(owner, decision, figure, day));
      ways.add("%s%n- %s%n- %s%n- %s".formatted(decision, figure, owner, day));
      ways.add(
          (german ? "Bis %s macht %s das: %s, %s." : "By %s, %s will see to it: %s, %s.")
              .formatted(day, owner, capital(decision), figure));
      ways.add(" %s (%s), **%s**, %s \n".formatted(capital(decision), figure, owner, day));
    }
    return ways;
  }
}
