package dev.metier.grade.sql;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.Wording;
import dev.metier.job.GraderSpec;

/// What the query in an answer brings from a database, compared with what the expected one brings.
/// Each is run on a copy of its own, in memory.
///
/// @param expected the query whose rows are expected
/// @param ordered whether the order of the rows counts
public record SqlResultGrader(SqlDatabase database, Wording expected, boolean ordered)
    implements Grader {
  public static SqlResultGrader of(GraderSpec.SqlResult spec) {
    return new SqlResultGrader(
        new SqlDatabase(spec.script(), spec.timeout()),
        Wording.of(spec.expected()),
        spec.ordered());
  }

  @Override
  public Grade grade(Sample sample) {
    String query = expected.in(sample);
    return switch (database.run(query)) {
      case SqlDatabase.Failed(String why) ->
          Grade.broken("The expected query " + quote(query) + " " + why + ".");
      case SqlDatabase.Rows(ResultRows wanted) -> compared(sample.reply().text(), wanted);
    };
  }

  private Grade compared(String answer, ResultRows wanted) {
    return switch (database.run(answer)) {
      case SqlDatabase.Failed(String why) -> Grade.fail("The query " + why + ".");
      case SqlDatabase.Rows(ResultRows found) -> {
        var difference = wanted.difference(found, ordered);
        yield difference.isEmpty()
            ? Grade.pass("The query brings the expected " + wanted.count() + ".")
            : Grade.fail(difference.get());
      }
    };
  }
}
