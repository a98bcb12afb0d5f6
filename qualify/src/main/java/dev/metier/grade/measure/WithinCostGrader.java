package dev.metier.grade.measure;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.job.Money;

/// The answer cost at most so much.
public record WithinCostGrader(Money limit) implements Grader {
  @Override
  public Grade grade(Sample sample) {
    return sample
        .cost()
        .map(cost ->
            cost.compareTo(limit) <= 0
                ? Grade.pass("Cost " + cost + ", at most " + limit + " allowed.")
                : Grade.fail("Expected at most " + limit + ", cost " + cost + "."))
        .orElseGet(() ->
            Grade.fail(
                "Expected at most "
                    + limit
                    + ", but the cost is not known: the model has no price."));
  }
}
