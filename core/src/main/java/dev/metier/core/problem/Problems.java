package dev.metier.core.problem;

import java.util.ArrayList;
import java.util.List;

/// Collects mistakes so that all of them are told at once. Not thread-safe.
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  public void add(Problem problem) {
    found.add(problem);
  }

  public List<Problem> found() {
    return List.copyOf(found);
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /// Throws all that was found, or returns when nothing was.
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new ProblemsException(found);
    }
  }
}
