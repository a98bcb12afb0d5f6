package dev.metier.grade.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.grade.Answers;
import dev.metier.grade.Grade;
import dev.metier.job.GraderSpec.SqlNames;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Lists and answers that were not written with each other in mind.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
class SqlNamesGraderTest {
  private static Grade graded(List<String> tables, String sql) {
    return SqlNamesGrader.of(new SqlNames(tables, List.of(), false, false))
        .grade(Answers.saying(sql));
  }

  @Test
  void anExpressionThatNeverEndsBreaksTheGradeInPlaceOfTheRun() {
    assertThatThrownBy(
            () -> graded(List.of("select::null::.*.*.*.*!"), "SELECT x FROM " + "a".repeat(3_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("takes too many steps");
  }

  @Test
  void anExpressionThatNestsTooDeeplyBreaksTheGrade() {
    Grade grade = graded(List.of("select::null::(a|b)*c"), "SELECT x FROM " + "a".repeat(90_000));
    assertThat(grade.broken()).as(grade.reason()).isTrue();
  }

  @Test
  void aReasonStaysShortAndPrintable() {
    List<String> many = IntStream.range(0, 10_000).mapToObj(i -> "t" + i).toList();
    assertThat(graded(many, "SELECT x FROM \"a\u202e" + "b".repeat(5_000) + "\"").reason())
        .hasSizeLessThan(300)
        .contains("and 9997 more")
        .doesNotContain("\u202e");
  }
}
