package dev.metier.job;

import java.util.List;

/// Jobs that hand their results on, one stage after the other.
public record Workflow(String name, List<JobName> stages) {
  public Workflow {
    stages = List.copyOf(stages);
  }
}
