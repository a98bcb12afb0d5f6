package dev.metier.cli;

import dev.metier.core.problem.ProblemsException;
import dev.metier.plan.Goal;
import dev.metier.policy.Policy;
import dev.metier.policy.PolicyDiff;
import dev.metier.project.Project;
import dev.metier.project.ProjectReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Compares a policy with what the ledger and the metier.yaml beside it make of themselves now.
/// Calls no model.
///
/// @param file the policy's
record EvidenceCheck(Workplace workplace, Path file) {
  /// Passes when compiling now would give this policy, by either goal.
  ///
  /// @throws ProblemsException when it would give another: the policy was edited, or its evidence
  ///   is not there or has expired
  void require(Policy policy) {
    Path yaml = file.toAbsolutePath().resolveSibling("metier.yaml");
    if (!Files.exists(yaml)) {
      throw wrong("there is no metier.yaml beside it");
    }
    Project project = ProjectReader.read(yaml);
    Optional<String> difference = Optional.empty();
    for (Goal goal : Goal.values()) {
      difference =
          difference(
              policy,
              KeptEvidence.of(workplace, project, goal, ProjectOptions.usualLedger(project))
                  .policy(project, workplace.clock().instant()));
      if (difference.isEmpty()) {
        return;
      }
    }
    throw wrong(difference.orElseThrow());
  }

  private static Optional<String> difference(Policy served, Policy compiled) {
    if (!PolicyDiff.between(Optional.of(served), compiled).isEmpty()) {
      return Optional.of("compiled now, other routes would be served");
    }
    return served.evidence().equals(compiled.evidence())
        ? Optional.empty()
        : Optional.of("the ledger beside it holds other evidence");
  }

  private ProblemsException wrong(String why) {
    return new ProblemsException(
        "The evidence does not support " + file + ": " + why + ".",
        "Run `metier compile --dry-run` to see what differs, then `metier compile`; or serve without"
            + " --require-evidence.");
  }
}
