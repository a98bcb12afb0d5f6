package dev.metier.compile;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.core.problem.Problem;
import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.policy.Policy;
import dev.metier.policy.Route;
import dev.metier.policy.ServedJob;
import dev.metier.project.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What hosts may read by the metier.yaml of today, for routes of an earlier day.
public record Clearances(Project project) {
  /// The host as it is today; as it was, when it is not named any more.
  Host today(Host host) {
    return Stream.concat(
            project.hosts().stream(), project.models().stream().map(model -> model.host()))
        .filter(each -> each.name().equals(host.name()))
        .findFirst()
        .orElse(host);
  }

  /// The routes of a policy that its data may not take today.
  public List<Problem> broken(Policy policy) {
    var problems = new ArrayList<Problem>();
    for (ServedJob job : policy.jobs().values()) {
      if (job.route() instanceof Route.Workflow flow) {
        flow.stages()
            .forEach(stage -> broken(policy, job, flow.reached(stage), stage.data(), problems));
        continue;
      }
      DataClass data = project.job(job.name()).map(Job::data).orElse(job.data());
      broken(
          policy,
          job,
          job.route().reached(),
          data.compareTo(job.data()) > 0 ? data : job.data(),
          problems);
    }
    return problems;
  }

  private void broken(
      Policy policy,
      ServedJob job,
      List<ModelName> models,
      DataClass data,
      List<Problem> problems) {
    for (ModelName name : models) {
      Model model = policy.model(name).model();
      Host host = today(model.host());
      Model now = model.on(host);
      if (!now.mayRead(data)) {
        problems.add(
            Problem.general(
                "Its route for "
                    + job.name()
                    + " leads to "
                    + name
                    + " on "
                    + host.name()
                    + ", which may not read that data by the metier.yaml of today.",
                "Choose another policy, or compile a new one."));
      }
    }
  }
}
