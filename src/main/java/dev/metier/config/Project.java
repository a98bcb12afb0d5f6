package dev.metier.config;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Workflow;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a metier.yaml says, checked.
///
/// @param file the metier.yaml; relative paths in it are relative to its folder
public record Project(
    Path file, List<Model> models, List<Host> hosts, List<Job> jobs, List<Workflow> workflows) {
  public Project {
    models = List.copyOf(models);
    hosts = List.copyOf(hosts);
    jobs = List.copyOf(jobs);
    workflows = List.copyOf(workflows);
  }

  public Optional<Model> model(ModelName name) {
    return models.stream().filter(m -> m.name().equals(name)).findFirst();
  }

  public Optional<Job> job(JobName name) {
    return jobs.stream().filter(j -> j.name().equals(name)).findFirst();
  }
}
