package dev.metier.cli;

import dev.metier.core.problem.ProblemsException;
import dev.metier.policy.Policy;
import dev.metier.policy.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Copies of the policies that were written or served, in `.metier/policies`: a request can be
/// explained by the policy of its day, and an earlier policy restored.
///
/// @param folder where they lie, whether or not it exists
record KeptPolicies(Path folder) {
  private static final String JSON = ".json";

  /// Those of the policy in this file.
  static KeptPolicies beside(Path policy) {
    return new KeptPolicies(ServeCommand.kept(policy).resolve("policies"));
  }

  /// Keeps a copy.
  void keep(Policy policy) {
    PolicyFile.write(policy, file(policy.evidence()));
  }

  /// Where the policy with this hash of evidence is kept, whether or not it is.
  Path file(String evidence) {
    return folder.resolve(evidence + JSON);
  }

  /// All that can be read, the latest first.
  List<Policy> all() {
    return files().stream()
        .flatMap(file -> read(file).stream())
        .sorted(Comparator.comparing(Policy::compiled).reversed())
        .toList();
  }

  /// The one whose hash begins so.
  ///
  /// @throws ProblemsException when there is none, or several
  Policy find(String beginning) {
    var found =
        files().stream()
            .filter(file -> file.getFileName().toString().startsWith(beginning))
            .toList();
    if (found.size() != 1 || beginning.isBlank()) {
      throw new ProblemsException(
          (found.isEmpty() ? "No policy is kept under `" : "Several policies are kept under `")
              + beginning
              + "`.",
          "`metier policy list` shows them.");
    }
    return PolicyFile.read(found.getFirst());
  }

  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(JSON)).sorted().toList();
    } catch (IOException e) {
      throw new ProblemsException("Cannot read " + folder + ".", "Check your rights.");
    }
  }

  private static Optional<Policy> read(Path file) {
    try {
      return Optional.of(PolicyFile.read(file));
    } catch (ProblemsException e) {
      return Optional.empty();
    }
  }
}
