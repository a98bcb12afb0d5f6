package dev.metier.job;

import dev.metier.job.GraderSpec.Group;
import dev.metier.job.GraderSpec.Rule;
import dev.metier.job.GraderSpec.Weighted;
import java.util.ArrayList;
import java.util.OptionalDouble;

/// The graders that one case brings.
///
/// @param instead whether the job's own graders do not judge it
public record CaseGraders(Group graders, boolean instead) {

  /// All graders of the case: the job's first, unless they do not judge it. Where a weight counts
  /// in one of both, it counts in the whole; the case's threshold goes before the job's.
  public Group with(Group job) {
    if (instead || job.parts().isEmpty()) {
      return graders;
    }
    var parts = new ArrayList<Weighted>(job.parts());
    parts.addAll(graders.parts());
    OptionalDouble threshold =
        graders.threshold().isPresent() ? graders.threshold() : job.threshold();
    boolean weighted = job.rule() == Rule.WEIGHTED || graders.rule() == Rule.WEIGHTED;
    return new Group(weighted ? Rule.WEIGHTED : Rule.ALL, parts, threshold);
  }
}
