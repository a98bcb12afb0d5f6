package dev.metier.core.problem;

import java.util.List;

/// Ends a command because its input is wrong; carries every mistake found.
public final class ProblemsException extends RuntimeException {
  private final transient List<Problem> problems;

  public ProblemsException(List<Problem> problems) {
    super(problems.isEmpty() ? "no problem" : problems.getFirst().what());
    this.problems = List.copyOf(problems);
  }

  public ProblemsException(String what, String hint) {
    this(List.of(Problem.general(what, hint)));
  }

  public List<Problem> problems() {
    return problems;
  }
}
