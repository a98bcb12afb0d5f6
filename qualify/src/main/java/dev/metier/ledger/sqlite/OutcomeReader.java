package dev.metier.ledger.sqlite;

import dev.metier.catalog.Price;
import dev.metier.catalog.Pricing;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Usage;
import dev.metier.grade.Markup;
import dev.metier.ledger.Outcome;
import dev.metier.ledger.sqlite.Columns.Binder;
import dev.metier.ledger.sqlite.Columns.Row;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads outcomes from the database. Thread-safe.
///
/// Entries and grades are both kept in the order of the entries, so two readings side by side take
/// far less than looking each grade up. Every column costs a call into SQLite, so small numbers
/// share one.
final class OutcomeReader {
  /// Codes of the finish reasons: 0 for none, 1 for the first, and so on.
  private static final int FINISHES = 8;

  private static final List<Optional<FinishReason>> FINISH = coded(FinishReason.values());

  /// Codes of the kinds of markup; see [#code].
  private static final int MARKUPS = 4;

  private static final List<Optional<Markup.Kind>> MARKUP = coded(Markup.Kind.values());

  private static final String ENTRIES =
      """
      select id, content, %d * repeat + %d * markup + 4 * %s + 2 * served + cold, ifnull(total, -1),
        ifnull(first_token, -1), tokens_per_second, ifnull(sent, -1), ifnull(full_cost, -1), input,
        cached, output
      from entry where setting = (select id from setting where hash = ?) and superseded = 0
      order by id\
      """
          .formatted(4 * FINISHES * MARKUPS, 4 * FINISHES, finishCode());

  /// The score of a broken grade is read as -1.
  private static final String GRADES =
      """
      select entry, case broken when 0 then score else -1 end from grade
      where setting = (select id from setting where hash = ?)
        and grading = (select id from grading where hash = ?)
      order by entry\
      """;

  /// The hash of each case by its number in the database; many outcomes share one.
  private volatile String[] contents = {};

  /// How a kind of markup is kept: its place in the list, from 1; 0 for none.
  static int code(Optional<Markup> markup) {
    return MARKUP.indexOf(markup.map(Markup::kind));
  }

  private static <T> List<Optional<T>> coded(T[] values) {
    return Stream.concat(Stream.of(Optional.<T>empty()), Stream.of(values).map(Optional::of))
        .toList();
  }

  private static String finishCode() {
    var code = new StringBuilder("case finish");
    for (int i = 1; i < FINISH.size(); i++) {
      code.append(" when '").append(FINISH.get(i).orElseThrow()).append("' then ").append(i);
    }
    return code.append(" else 0 end").toString();
  }

  /// @param price what answers cost by; when it is not known, by that of their day
  List<Outcome> read(Connection connection, String setting, String grading, Price price)
      throws SQLException {
    try (var entries = connection.prepareStatement(ENTRIES);
        var grades = connection.prepareStatement(GRADES)) {
      new Binder(entries).plain(setting);
      new Binder(grades).plain(setting).plain(grading);
      try (var entry = entries.executeQuery();
          var grade = grades.executeQuery()) {
        return graded(entry, grade, connection, price);
      }
    }
  }

  private List<Outcome> graded(
      ResultSet entries, ResultSet grades, Connection connection, Price price) throws SQLException {
    var found = new ArrayList<Outcome>();
    long graded = next(grades);
    while (graded < Long.MAX_VALUE && entries.next()) {
      var row = new Row(entries);
      long id = row.number();
      while (graded < id) {
        graded = next(grades);
      }
      if (graded == id) {
        found.add(outcome(row, grades.getDouble(2), connection, price));
      }
    }
    return found;
  }

  /// The entry that the next grade belongs to; the largest number after the last grade.
  private static long next(ResultSet grades) throws SQLException {
    return grades.next() ? grades.getLong(1) : Long.MAX_VALUE;
  }

  private Outcome outcome(Row row, double score, Connection connection, Price price)
      throws SQLException {
    String content = content(Math.toIntExact(row.number()), connection);
    int small = Math.toIntExact(row.number());
    boolean served = (small & 2) != 0;
    Optional<FinishReason> finish = FINISH.get(small / 4 % FINISHES);
    long total = row.number();
    long firstToken = row.number();
    double speed = row.realOr(Double.NaN);
    long sent = row.number();
    long billed = row.number();
    return new Outcome(
        content,
        small / (4 * FINISHES * MARKUPS),
        served ? Math.max(0, score) : 0,
        served,
        total,
        firstToken,
        speed,
        sent,
        finish.isPresent() ? cost(row, total, price, billed) : billed,
        (small & 1) != 0,
        finish,
        served && score < 0,
        MARKUP.get(small / (4 * FINISHES) % MARKUPS),
        billed);
  }

  /// What an answer with these tokens, the row's next columns, and this time costs.
  private static long cost(Row row, long total, Price price, long billed) throws SQLException {
    Usage usage =
        price instanceof Price.PerToken
            ? new Usage(row.number(), row.number(), row.number(), false)
            : Usage.NONE;
    return Pricing.of(price, usage, Duration.ofNanos(total))
        .map(cost -> cost.full().nanos())
        .orElse(billed);
  }

  private String content(int number, Connection connection) throws SQLException {
    String[] known = contents;
    return number < known.length ? known[number] : learnContents(number, connection)[number];
  }

  /// Cases have other hashes now.
  synchronized void forget() {
    contents = new String[0];
  }

  private synchronized String[] learnContents(int number, Connection connection)
      throws SQLException {
    if (number < contents.length) {
      return contents;
    }
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery("select (select max(id) from content), id, hash from content")) {
      String[] hashes = {};
      while (rows.next()) {
        var row = new Row(rows);
        int last = Math.toIntExact(row.number());
        hashes = hashes.length == 0 ? new String[last + 1] : hashes;
        hashes[Math.toIntExact(row.number())] = row.plain();
      }
      contents = hashes;
      return hashes;
    }
  }
}
