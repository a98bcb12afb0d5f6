package dev.metier.terminal;

import dev.metier.core.problem.PlainText;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.journal.RequestId;
import dev.metier.privacy.Detections;
import dev.metier.privacy.Kind;
import dev.metier.privacy.PersonalData;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a program that runs for long tells of itself: text for people, a line for each with its
/// time and level, or one JSON object a line with `time`, `level`, `logger`, `message`, and where
/// there is one `request` and `exception`. Keys and tokens are cut out of it. Until it is closed,
/// all loggers of the process write there.
public final class Logs implements AutoCloseable {
  /// How it is told.
  public enum Form {
    TEXT,
    JSON
  }

  private static final String VARIABLE = "METIER_LOG";
  private static final Pattern REQUEST = Pattern.compile("\\brequest ([0-9a-z]{20})\\b");

  private final Console console;
  private final List<Handler> before;
  private final Handler own;

  private Logs(Console console, List<Handler> before, Handler own) {
    this.console = console;
    this.before = before;
    this.own = own;
  }

  /// Logs in the form that was asked for, or that METIER_LOG names; else as text.
  ///
  /// @throws ProblemsException when METIER_LOG names none
  public static Logs of(Console console, Optional<Form> asked) {
    Form form = asked.orElseGet(() -> named(console));
    var own = new Lines(console.err(), form == Form.TEXT ? new TextLines() : new JsonLines());
    return new Logs(form == Form.TEXT ? console : saying(console), replaced(own), own);
  }

  /// Logs of what is only played, which concern nobody.
  public static Logs silent(Console console) {
    var own = new Lines(console.err(), new TextLines());
    own.setLevel(Level.OFF);
    return new Logs(console, replaced(own), own);
  }

  /// The handlers that were there before this one.
  private static List<Handler> replaced(Handler own) {
    Logger root = LogManager.getLogManager().getLogger("");
    List<Handler> before = List.of(root.getHandlers());
    before.forEach(root::removeHandler);
    root.addHandler(own);
    return before;
  }

  private static Console saying(Console console) {
    var said = new Said(console.err());
    return new Console(console.out(), said, console.terminal(), console.env());
  }

  private static Form named(Console console) {
    String word = console.env().getOrDefault(VARIABLE, "").strip().toLowerCase(Locale.ROOT);
    return switch (word) {
      case "", "text" -> Form.TEXT;
      case "json" -> Form.JSON;
      default ->
          throw new ProblemsException(
              List.of(
                  Problem.general(
                      VARIABLE + " is `" + word + "`.", "It can be `text` or `json`.")));
    };
  }

  /// Where commands print, in this form.
  public Console console() {
    return console;
  }

  @Override
  public void close() {
    Logger root = LogManager.getLogManager().getLogger("");
    root.removeHandler(own);
    before.forEach(root::addHandler);
  }

  private static String line(
      Instant at, String level, String logger, String message, Optional<Throwable> why) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("time", at.toString()).put("level", level).put("logger", logger);
    node.put("message", masked(message));
    var request = REQUEST.matcher(message);
    if (request.find() && RequestId.time(request.group(1)).isPresent()) {
      node.put("request", request.group(1));
    }
    why.ifPresent(thrown -> node.put("exception", masked(trace(thrown))));
    return JsonMapper.shared().writeValueAsString(node);
  }

  private static String trace(Throwable why) {
    var text = new StringWriter();
    why.printStackTrace(new PrintWriter(text));
    return text.toString().strip();
  }

  /// The text without keys and tokens; names of requests and of classes are none.
  private static String masked(String text) {
    Detections found = PersonalData.in(text);
    if (!found.unread().isEmpty()) {
      return "[not shown: it could not be searched for keys]";
    }
    var places = new ArrayList<>(found.places());
    places.removeIf(place ->
        place.kind() != Kind.SECRET
            || RequestId.time(text.substring(place.start(), place.end())).isPresent());
    places.sort(Comparator.comparingInt(Detections.Place::start).reversed());
    var clean = new StringBuilder(text);
    int last = text.length();
    for (Detections.Place place : places) {
      if (place.end() <= last) {
        clean.replace(place.start(), place.end(), "[secret]");
        last = place.start();
      }
    }
    return clean.toString();
  }

  /// Takes what loggers say.
  private static final class Lines extends Handler {
    private final PrintStream to;

    Lines(PrintStream to, java.util.logging.Formatter form) {
      this.to = to;
      setFormatter(form);
    }

    @Override
    public void publish(LogRecord record) {
      if (isLoggable(record)) {
        to.println(getFormatter().format(record));
      }
    }

    @Override
    public void flush() {
      to.flush();
    }

    @Override
    public void close() {
      flush();
    }
  }

  /// One object for a record, without the line's end.
  static final class JsonLines extends java.util.logging.Formatter {
    @Override
    public String format(LogRecord record) {
      return line(
          record.getInstant(),
          word(record.getLevel()),
          Optional.ofNullable(record.getLoggerName()).orElse(""),
          Optional.ofNullable(formatMessage(record)).orElse(""),
          Optional.ofNullable(record.getThrown()));
    }
  }

  /// A line for a record, and what was thrown below it; without the last line's end.
  static final class TextLines extends java.util.logging.Formatter {
    @Override
    public String format(LogRecord record) {
      String message = Optional.ofNullable(formatMessage(record)).orElse("");
      String line =
          record.getInstant().truncatedTo(ChronoUnit.MILLIS)
              + " "
              + word(record.getLevel())
              + " "
              + PlainText.of(masked(message));
      return Optional.ofNullable(record.getThrown())
          .map(why -> line + "\n" + masked(trace(why)))
          .orElse(line);
    }
  }

  /// As [System.Logger.Level] has it.
  private static String word(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (value >= Level.WARNING.intValue()) {
      return "WARNING";
    }
    return value >= Level.INFO.intValue() ? "INFO" : "DEBUG";
  }

  /// What a command says beside its result.
  private static final class Said extends PrintStream {
    private final PrintStream to;

    Said(PrintStream to) {
      super(to, true, StandardCharsets.UTF_8);
      this.to = to;
    }

    @Override
    public void println(@Nullable String text) {
      String said = Optional.ofNullable(text).orElse("").strip();
      to.println(line(Instant.now(), "INFO", "dev.metier", said, Optional.empty()));
    }

    @Override
    public void print(@Nullable String text) {
      println(text);
    }
  }
}
