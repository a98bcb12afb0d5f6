package dev.metier.grade;

/// Grades answers. Stateless and thread-safe.
public interface Grader {
  /// Never throws for any answer; what it cannot judge is a failed grade with the reason.
  Grade grade(Sample sample);
}
