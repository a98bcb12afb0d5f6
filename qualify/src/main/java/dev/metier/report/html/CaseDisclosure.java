package dev.metier.report.html;

import dev.metier.job.DataClass;

/// Whose texts of cases, answers and prompts stand in a report.
public enum CaseDisclosure {
  /// Those of no job; prompts as in `USUAL`.
  NONE,
  /// Those of jobs whose data is internal at most.
  USUAL,
  /// Those of all jobs.
  ALL;

  /// Whether a job with such data shows its cases.
  boolean shows(DataClass data) {
    return this != NONE && showsPrompt(data);
  }

  /// Whether a job with such data shows its prompt, which may quote cases.
  boolean showsPrompt(DataClass data) {
    return this == ALL || data.compareTo(DataClass.INTERNAL) <= 0;
  }
}
