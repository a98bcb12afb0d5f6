package dev.metier.report.html;

import dev.metier.core.text.NumberText;
import dev.metier.core.text.ShortText;
import dev.metier.report.screen.ScreenTexts;
import dev.metier.report.view.cases.CasesView.Excerpt;
import dev.metier.report.view.cases.CasesView.Reason;
import dev.metier.report.view.cases.CasesView.Shown;
import dev.metier.report.view.cases.FailedCases;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// How much of the cases a report holds, so that it stays below its limit.
///
/// @param cases at most so many of each job
/// @param characters at most so many of each text
/// @param paths of which verdicts it is drawn how the evidence came in
record ReportRoom(int cases, int characters, ReportRoom.Paths paths) {
  /// Bytes of a whole report.
  static final long LIMIT = 8_000_000;

  /// The most that is ever shown of a job.
  static final int MOST_CASES = 50;

  private static final int FEWEST_CASES = 10;
  private static final int CELLS_TIMES_CASES = 6_000;

  /// How many cases of each job are worth reading: of many jobs and models more would have no room.
  static int casesWorthReading(int cells) {
    return Math.clamp(CELLS_TIMES_CASES / Math.max(1, cells), FEWEST_CASES, MOST_CASES);
  }

  /// From all to nothing.
  static final List<ReportRoom> ALL =
      List.of(
          new ReportRoom(MOST_CASES, 4000, Paths.ALL),
          new ReportRoom(MOST_CASES, 1500, Paths.ALL),
          new ReportRoom(30, 600, Paths.ALL),
          new ReportRoom(20, 400, Paths.ALL),
          new ReportRoom(20, 400, Paths.OPEN),
          new ReportRoom(10, 300, Paths.OPEN),
          new ReportRoom(10, 300, Paths.NONE),
          new ReportRoom(7, 200, Paths.NONE),
          new ReportRoom(5, 200, Paths.NONE),
          new ReportRoom(2, 150, Paths.NONE),
          new ReportRoom(0, 0, Paths.NONE));

  /// Of which verdicts it is drawn how the evidence came in.
  enum Paths {
    ALL,
    /// Those that are not decided.
    OPEN,
    NONE
  }

  private static final int MARKUP = 160;

  /// What a reader must know of it; nothing when nothing was left out for want of room.
  ///
  /// @param read so many cases of each job were read
  List<String> leftOut(int read) {
    var told = new ArrayList<String>();
    var words = ReportTexts.ENGLISH;
    int most = Math.min(cases, read);
    if (most == 0) {
      told.add(words.roomNoCases());
    } else if (most < MOST_CASES) {
      told.add(ScreenTexts.fill(words.roomCases(), most, NumberText.count(characters)));
    } else if (characters < ALL.getFirst().characters) {
      told.add(ScreenTexts.fill(words.roomTexts(), NumberText.count(characters)));
    }
    switch (paths) {
      case ALL -> {}
      case OPEN -> told.add(words.roomOpenPaths());
      case NONE -> told.add(words.roomPaths());
    }
    return told;
  }

  /// About how many bytes these take.
  long weight(FailedCases failed) {
    return failed.shown().stream().limit(cases).mapToLong(this::weight).sum();
  }

  private long weight(FailedCases.Row row) {
    long sum = 2L * MARKUP + row.expected().map(this::weight).orElse(0L);
    for (var input : row.inputs()) {
      sum += MARKUP / 2 + weight(input.text());
    }
    for (var side : row.sides()) {
      sum += MARKUP;
      for (Shown shown : side.answers()) {
        sum += MARKUP + weight(shown.rest());
        sum += shown.pieces().stream().mapToLong(piece -> weight(piece.text())).sum();
        sum += shown.reasons().stream().map(Reason::text).mapToLong(this::weight).sum();
      }
    }
    return sum;
  }

  private long weight(Excerpt text) {
    return weight(text.start()) + weight(text.rest());
  }

  private long weight(String text) {
    String kept = ShortText.of(text, characters);
    long escaped = kept.chars().filter(c -> c == '<' || c == '>' || c == '&').count() * 4;
    return kept.getBytes(StandardCharsets.UTF_8).length + escaped;
  }

  /// The start of a text.
  String start(String text) {
    return text.substring(0, cut(text));
  }

  /// How many characters of a text are left out.
  int missing(String text) {
    return text.length() - cut(text);
  }

  /// The greatest length up to the most that does not part a character in two.
  private int cut(String text) {
    if (text.length() <= characters) {
      return text.length();
    }
    boolean within = characters > 0 && Character.isHighSurrogate(text.charAt(characters - 1));
    return within ? characters - 1 : characters;
  }
}
