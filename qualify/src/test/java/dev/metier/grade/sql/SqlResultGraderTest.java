package dev.metier.grade.sql;

import static dev.metier.grade.Answers.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.grade.Grade;
import dev.metier.grade.spec.Graders;
import dev.metier.job.GraderSpec;
import dev.metier.job.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Queries in answers, run in SQLite.
class SqlResultGraderTest {
  private static final String SHOP =
      "CREATE TABLE t(a INTEGER, b TEXT, c REAL, d BLOB);"
          + "INSERT INTO t VALUES (1,'x',0.1,x'00'),(2,'y',0.2,NULL),(3,'x',0.3,x'ff');";

  private static Grade grade(String expected, boolean ordered, Duration timeout, String answer) {
    var spec = new GraderSpec.SqlResult(SHOP, new Template(expected), ordered, timeout);
    return Graders.of(spec).grade(saying(answer));
  }

  private static Grade grade(String expected, String answer) {
    return grade(expected, false, Duration.ofSeconds(20), answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT a FROM t           | SELECT a FROM t ORDER BY a DESC        | true",
        "SELECT a FROM t           | select t.a AS number from t;           | true",
        "SELECT a FROM t           | SELECT a FROM t WHERE a < 3            | false",
        "SELECT a FROM t           | SELECT a+1 FROM t                      | false",
        "SELECT a FROM t           | SELECT a, b FROM t                     | false",
        "SELECT SUM(c) FROM t      | SELECT 0.3+0.2+0.1                     | true",
        "SELECT 1                  | SELECT 1.0                             | true",
        "SELECT 1                  | SELECT '1'                             | false",
        "SELECT NULL               | SELECT ''                              | false",
        "SELECT d FROM t           | SELECT d FROM t                        | true",
        "SELECT b FROM t           | SELECT DISTINCT b FROM t               | false",
        "SELECT COUNT(*) FROM t    | WITH u AS (SELECT * FROM t) SELECT COUNT(*) FROM u | true",
        "SELECT 1                  | VALUES (1)                             | true",
        "SELECT ';'                | SELECT ';' -- one; statement           | true",
        "SELECT 1                  | /* ; */ SELECT 1 ; -- end              | true",
        "SELECT a FROM t WHERE a>9 | SELECT a FROM t WHERE 0                | true"
      })
  void rowsAreComparedAndNotHowTheyWereFound(String expected, String answer, boolean passes) {
    Grade grade = grade(expected, answer);
    assertThat(grade.broken()).as(grade.reason()).isFalse();
    assertThat(grade.passed()).as(grade.reason()).isEqualTo(passes);
  }

  @Test
  void theOrderCountsOnRequest() {
    var time = Duration.ofSeconds(20);
    String expected = "SELECT a FROM t ORDER BY a";
    assertThat(grade(expected, true, time, "SELECT a FROM t ORDER BY a").passed()).isTrue();
    assertThat(grade(expected, true, time, "SELECT a FROM t ORDER BY a DESC").reason())
        .isEqualTo("The query brings the rows in another order.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "DELETE FROM t",
        "SELECT 1; DELETE FROM t",
        "WITH x AS (SELECT 1) DELETE FROM t",
        "WITH x AS (SELECT 1) INSERT INTO t(a) SELECT 9",
        "PRAGMA query_only = OFF",
        "ATTACH DATABASE 'other.db' AS other",
        "VACUUM INTO 'copy.db'",
        "SELECT load_extension('libm.so')",
        "SELECT readfile('/etc/hostname')",
        "SELECT writefile('out.txt', 'x')",
        "SELECT zeroblob(900000000)",
        "EXPLAIN SELECT 1",
        "SELECT nothing FROM nowhere",
        "the answer is 42"
      })
  void whatIsNoReadingQueryFailsAndChangesNothing(String answer) {
    Grade grade = grade("SELECT COUNT(*) FROM t", answer);
    assertThat(grade.broken()).as(grade.reason()).isFalse();
    assertThat(grade.passed()).as(grade.reason()).isFalse();
    assertThat(grade("SELECT 3", "SELECT COUNT(*) FROM t").passed()).isTrue();
  }

  @Test
  void noFileIsWritten(@TempDir Path folder) throws IOException {
    String file = folder.resolve("x.db").toString();
    grade("SELECT 1", "VACUUM INTO '" + file + "'");
    grade("SELECT 1", "ATTACH '" + file + "' AS x");
    grade("ATTACH '" + file + "' AS x", "SELECT 1");
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void anEndlessQueryIsEnded() {
    String endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT COUNT(*) FROM n";
    assertThat(grade("SELECT 1", false, Duration.ofMillis(200), endless).reason())
        .isEqualTo("The query took longer than 200 ms.");
    assertThat(grade("SELECT 1", endless.replace("COUNT(*)", "i")).reason())
        .isEqualTo("The query brings more than 10000 rows.");
  }

  @Test
  void anExpectedQueryThatDoesNotRunIsABrokenGrade() {
    assertThat(grade("SELECT z FROM t", "SELECT 1").broken()).isTrue();
    var spec =
        new GraderSpec.SqlResult(
            "CREATE TABLE", new Template("SELECT 1"), false, Duration.ofSeconds(1));
    Grade grade = Graders.of(spec).grade(saying("SELECT 1"));
    assertThat(grade.broken()).isTrue();
    assertThat(grade.reason()).startsWith("The database cannot be made: ");
  }
}
