package dev.metier.workflow.search;

import dev.metier.job.ModelName;

/// A model that may do a stage, and what its own job's evidence lets expect of it.
///
/// @param reliability expected share of good answers, above 0 and below 1
public record StageOption(ModelName model, double reliability, Burden burden) {
  public StageOption {
    if (!(reliability > 0 && reliability < 1)) {
      throw new IllegalArgumentException("a reliability lies between 0 and 1");
    }
  }
}
