package dev.metier.ledger.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Values on their way into and out of the database.
final class Columns {
  private Columns() {}

  /// Fills a statement's parameters from left to right.
  static final class Binder {
    private final PreparedStatement statement;
    private int next = 1;

    Binder(PreparedStatement statement) {
      this.statement = statement;
    }

    /// Text as it is: hashes and names, which are plain.
    Binder plain(@Nullable String text) throws SQLException {
      statement.setString(next++, text);
      return this;
    }

    /// Any text, escaped.
    Binder text(@Nullable String text) throws SQLException {
      return plain(text == null ? null : StorableText.encode(text));
    }

    Binder number(long number) throws SQLException {
      statement.setLong(next++, number);
      return this;
    }

    Binder number(Optional<Long> number) throws SQLException {
      return number.isPresent() ? number(number.get()) : nothing(Types.BIGINT);
    }

    Binder nanos(Optional<Duration> duration) throws SQLException {
      return number(duration.map(Duration::toNanos));
    }

    Binder flag(boolean flag) throws SQLException {
      return number(flag ? 1 : 0);
    }

    Binder real(double real) throws SQLException {
      statement.setDouble(next++, real);
      return this;
    }

    Binder real(OptionalDouble real) throws SQLException {
      return real.isPresent() ? real(real.getAsDouble()) : nothing(Types.DOUBLE);
    }

    /// Runs it and tells how many rows changed.
    int execute() throws SQLException {
      return statement.executeUpdate();
    }

    /// The first column of the first row, when there is a row.
    Optional<Long> firstNumber() throws SQLException {
      try (var rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
      }
    }

    private Binder nothing(int type) throws SQLException {
      statement.setNull(next++, type);
      return this;
    }
  }

  /// Reads the columns of a result's current row from left to right.
  static final class Row {
    private final ResultSet rows;
    private int next = 1;

    Row(ResultSet rows) {
      this.rows = rows;
    }

    String plain() throws SQLException {
      return rows.getString(next++);
    }

    Optional<String> optionalString() throws SQLException {
      return Optional.ofNullable(rows.getString(next++));
    }

    /// Hashes of 32 characters, without anything between them.
    List<String> hashes() throws SQLException {
      String text = plain();
      var hashes = new ArrayList<String>();
      for (int from = 0; from < text.length(); from += 32) {
        hashes.add(text.substring(from, from + 32));
      }
      return hashes;
    }

    /// Escaped text.
    String text() throws SQLException {
      return StorableText.decode(plain());
    }

    @Nullable String textOrNull() throws SQLException {
      return optionalString().map(StorableText::decode).orElse(null);
    }

    long number() throws SQLException {
      return rows.getLong(next++);
    }

    Optional<Long> perhapsNumber() throws SQLException {
      long number = rows.getLong(next++);
      return rows.wasNull() ? Optional.empty() : Optional.of(number);
    }

    long numberOr(long absent) throws SQLException {
      long number = rows.getLong(next++);
      return number == 0 && rows.wasNull() ? absent : number;
    }

    boolean flag() throws SQLException {
      return number() != 0;
    }

    double real() throws SQLException {
      return rows.getDouble(next++);
    }

    double realOr(double absent) throws SQLException {
      double real = rows.getDouble(next++);
      return real == 0 && rows.wasNull() ? absent : real;
    }

    OptionalDouble perhapsReal() throws SQLException {
      double real = realOr(Double.NaN);
      return Double.isNaN(real) ? OptionalDouble.empty() : OptionalDouble.of(real);
    }

    Optional<Duration> perhapsNanos() throws SQLException {
      return perhapsNumber().map(Duration::ofNanos);
    }

    Instant time() throws SQLException {
      return Instant.ofEpochMilli(number());
    }
  }
}
