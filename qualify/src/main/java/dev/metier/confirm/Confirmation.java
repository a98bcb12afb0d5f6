package dev.metier.confirm;

import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.ledger.AskedCase;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.SettingInfo;
import dev.metier.project.Project;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The jobs of a project on the cases that are held out of tuning, and how fresh these still are.
///
/// @param project the project with these jobs in place of its own
/// @param of the names of the jobs that they confirm, in the same order
public record Confirmation(Project project, List<JobName> of) {
  public Confirmation {
    of = List.copyOf(of);
  }

  /// Of those jobs that hold cases out.
  ///
  /// @throws ProblemsException when none does
  public static Confirmation of(Project project, List<Job> jobs) {
    var names = new ArrayList<JobName>();
    var confirmed = new ArrayList<Job>();
    for (Job job : jobs) {
      project
          .heldOut(job.name())
          .ifPresent(held -> {
            names.add(job.name());
            confirmed.add(held.withCandidates(candidates(project, job)));
          });
    }
    if (names.isEmpty()) {
      throw new ProblemsException(
          "There are no held-out cases to confirm on.",
          "Write `holdout: 0.3` in the job: so many of its cases are then kept from `qualify`.");
    }
    return new Confirmation(project.withJobs(confirmed), names);
  }

  /// Labels that are learned from a job's cases are learned from all of them.
  private static List<ModelName> candidates(Project project, Job job) {
    return project.models().stream()
        .filter(model -> model.kind() != ProviderKind.BASELINE)
        .map(Model::name)
        .filter(name -> job.candidates().isEmpty() || job.candidates().contains(name))
        .toList();
  }

  /// What has to be said beside verdicts on held-out cases: that they are confirmations, how often
  /// the cases have been used, and whether they were ever tuned on.
  public List<String> notes(Ledger ledger) {
    var notes = new ArrayList<String>();
    for (int i = 0; i < of.size(); i++) {
      Job held = project.jobs().get(i);
      notes.add(
          String.format(
              Locale.ROOT,
              "%s confirms %s on %,d cases that tuning never saw. They have been spent %s%s.%s",
              held.name(),
              of.get(i),
              held.cases().size(),
              times(spent(held, ledger)),
              spent(held, ledger) > 1 ? ", and a bit less fresh each time" : "",
              tuned(of.get(i), held, ledger)));
    }
    return notes;
  }

  private static String times(int count) {
    return count == 0 ? "never so far" : count == 1 ? "once" : count + " times";
  }

  /// With how many prompts and settings of one model they were asked.
  private static int spent(Job held, Ledger ledger) {
    Map<String, Set<String>> settings = new HashMap<>();
    for (SettingInfo info : ledger.settings()) {
      if (info.job().equals(held.name())) {
        settings
            .computeIfAbsent(info.model().text(), _ -> new HashSet<>())
            .add(info.prompt().orElse(info.setting()));
      }
    }
    return settings.values().stream().mapToInt(Set::size).max().orElse(0);
  }

  /// Cases that were asked before they were held out are not fresh.
  private static String tuned(JobName job, Job held, Ledger ledger) {
    Set<String> names =
        held.cases().stream().map(given -> given.identity()).collect(Collectors.toSet());
    long before =
        ledger.settings().stream()
            .filter(info -> info.job().equals(job))
            .map(SettingInfo::model)
            .distinct()
            .flatMap(model -> ledger.asked(job, model).stream())
            .map(AskedCase::name)
            .filter(names::contains)
            .distinct()
            .count();
    return before == 0
        ? ""
        : String.format(
            Locale.ROOT,
            " %,d of them had been asked for %s before they were held out: they are not fresh.",
            before,
            job);
  }
}
