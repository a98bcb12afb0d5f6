package dev.metier.project;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.job.DataClass;
import dev.metier.job.HybridSpec;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Serving;
import dev.metier.job.Workflow;
import dev.metier.privacy.PersonalCases;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a metier.yaml says, checked.
///
/// @param file the metier.yaml; relative paths in it are relative to its folder
/// @param serving how jobs are served, for those of which something is said
/// @param hybrids what may stand in place of one model, for the jobs of which that is said
/// @param addresses the base URLs of models that several servers serve, the first one included
/// @param notes remarks that are no mistakes, a sentence or two each
/// @param personal what was found in the cases of jobs that raise the class of personal data
/// @param heldOut the jobs that confirm others on the cases these hold out, by their names
/// @param places where things are written, by name: `models.qwen`, `hosts.workstation`,
///   `jobs.triage`, `jobs.triage.needs.0`
public record Project(
    Path file,
    List<Model> models,
    List<Host> hosts,
    List<Job> jobs,
    List<Workflow> workflows,
    Map<JobName, Serving> serving,
    Map<JobName, HybridSpec> hybrids,
    Map<ModelName, List<String>> addresses,
    List<String> notes,
    Map<JobName, PersonalCases> personal,
    Map<JobName, Job> heldOut,
    Map<String, Place> places) {
  public Project {
    models = List.copyOf(models);
    hosts = List.copyOf(hosts);
    jobs = List.copyOf(jobs);
    workflows = List.copyOf(workflows);
    serving = Map.copyOf(serving);
    hybrids = Map.copyOf(hybrids);
    addresses = Map.copyOf(addresses);
    notes = List.copyOf(notes);
    personal = Map.copyOf(personal);
    heldOut = Map.copyOf(heldOut);
    places = Map.copyOf(places);
  }

  /// Without serving, hybrids, further addresses, notes and places.
  public Project(
      Path file, List<Model> models, List<Host> hosts, List<Job> jobs, List<Workflow> workflows) {
    this(
        file, models, hosts, jobs, workflows, Map.of(), Map.of(), Map.of(), List.of(), Map.of(),
        Map.of(), Map.of());
  }

  public Optional<Model> model(ModelName name) {
    return models.stream().filter(m -> m.name().equals(name)).findFirst();
  }

  public Optional<Job> job(JobName name) {
    return jobs.stream().filter(j -> j.name().equals(name)).findFirst();
  }

  /// The job that confirms another one on the cases that it holds out; empty when it holds out
  /// none.
  public Optional<Job> heldOut(JobName name) {
    return Optional.ofNullable(heldOut.get(name));
  }

  /// The same project with other jobs in place of its own, and no workflows.
  public Project withJobs(List<Job> others) {
    return new Project(
        file, models, hosts, others, List.of(), serving, hybrids, addresses, notes, personal,
        heldOut, places);
  }

  public Optional<Workflow> workflow(JobName name) {
    return workflows.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /// How the job, or the workflow, is served.
  public Serving serving(JobName name) {
    return serving.getOrDefault(name, Serving.PLAIN);
  }

  /// The class of what a run of the job sends: as it says, or more by what was found in its cases.
  public DataClass data(Job job) {
    return personal(job).map(PersonalCases::data).orElse(job.data());
  }

  /// What raises the class of a job's cases; empty when nothing does.
  public Optional<PersonalCases> personal(Job job) {
    return Optional.ofNullable(personal.get(job.name()));
  }

  /// What may stand in place of one model for the job.
  public HybridSpec hybrid(JobName name) {
    return hybrids.getOrDefault(name, HybridSpec.USUAL);
  }

  /// The base URLs of the servers that serve the model; empty when it is not called over the
  /// network.
  public List<String> addresses(Model model) {
    return addresses.getOrDefault(model.name(), model.address().stream().toList());
  }

  /// Where the model is written; the file when that is not known.
  public Place place(ModelName name) {
    return places.getOrDefault("models." + name, Place.of(file));
  }

  /// Where the job is written; the file when that is not known.
  public Place place(JobName name) {
    return places.getOrDefault("jobs." + name, Place.of(file));
  }

  /// Where the job's n-th need, from 0, is written; the job when that is not known.
  public Place place(JobName name, int need) {
    return places.getOrDefault("jobs." + name + ".needs." + need, place(name));
  }

  /// A problem for each hosted model of unknown price: these are not started in a budgeted run.
  public List<Problem> unpriced() {
    return models.stream()
        .filter(m -> m.price() instanceof Price.Unknown && !m.kind().local())
        .map(m ->
            Problem.at(
                place(m.name()),
                "The price of model " + m.name() + " is not known, so a budget cannot hold it.",
                "Write `price: {input: ..., output: ...}` in USD per million tokens."))
        .toList();
  }
}
