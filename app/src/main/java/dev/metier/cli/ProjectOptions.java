package dev.metier.cli;

import dev.metier.catalog.Model;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.Problems;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Workflow;
import dev.metier.project.Project;
import dev.metier.project.ProjectReader;
import dev.metier.terminal.Invocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which project, which of its jobs and models; shared by the commands that work on a project.
final class ProjectOptions implements Invocation.Placed {
  @Parameters(
      arity = "0..*",
      paramLabel = "JOB",
      description =
          "Jobs and workflows to look at; all if none. A folder or a metier.yaml names the"
              + " project.")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The project: a metier.yaml, or its folder. Default: here.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description = "Only this model; may be given several times.")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--ledger",
      paramLabel = "FILE",
      description = "Where evidence is kept. Default: .metier/ledger.db beside metier.yaml.")
  private Optional<Path> ledger = Optional.empty();

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  boolean json() {
    return json;
  }

  Project read() {
    return ProjectReader.read(project().orElse(Path.of(".")));
  }

  /// What `-f` names, else the first argument that is a project and no job of the one here.
  @Override
  public Optional<Path> project() {
    return file.or(() -> argument().map(Path::of));
  }

  /// The argument that names the project, when `-f` does not.
  private Optional<String> argument() {
    return arguments.stream()
        .filter(each -> file.isEmpty() && isProject(each) && !isJobHere(each))
        .findFirst();
  }

  Invocation invocation() {
    return Invocation.of(project());
  }

  private static boolean isProject(String argument) {
    Path path = Path.of(argument);
    boolean yaml = argument.endsWith(".yaml") || argument.endsWith(".yml");
    return Files.isDirectory(path) || (yaml && Files.isRegularFile(path));
  }

  /// A job may be called like a folder beside the metier.yaml.
  private static boolean isJobHere(String argument) {
    Path here = Path.of("metier.yaml");
    if (!Files.isRegularFile(here) || !JobName.allowed(argument)) {
      return false;
    }
    return !Files.exists(Path.of(argument, "metier.yaml"))
        || ProjectReader.read(here).job(new JobName(argument)).isPresent();
  }

  /// Whether all candidates of the jobs are looked at.
  boolean allModels() {
    return models.isEmpty();
  }

  /// The arguments that name jobs.
  private List<String> names() {
    var names = new ArrayList<>(arguments);
    argument().ifPresent(names::remove);
    return names;
  }

  static Path folder(Project project) {
    Path parent = project.file().toAbsolutePath().getParent();
    return parent == null ? Path.of(".") : parent.normalize();
  }

  Path ledger(Project project) {
    return ledger.orElseGet(() -> usualLedger(project));
  }

  static Path usualLedger(Project project) {
    return folder(project).resolve(".metier").resolve("ledger.db");
  }

  /// The chosen jobs, each with the chosen candidates.
  ///
  /// @throws dev.metier.core.problem.ProblemsException when a name is not in the project
  List<Job> jobs(Project project) {
    var problems = new Problems();
    Set<ModelName> wanted = wantedModels(project, problems);
    var chosen = new ArrayList<Job>();
    List<String> names = names();
    for (String name : names) {
      Optional<Job> job = JobName.allowed(name) ? project.job(new JobName(name)) : Optional.empty();
      job.ifPresent(chosen::add);
      if (job.isEmpty() && workflow(name, project).isEmpty()) {
        problems.add(unknownJob(name, project));
      }
    }
    problems.throwIfAny();
    List<Job> all = names.isEmpty() ? project.jobs() : chosen;
    return wanted.isEmpty() ? all : all.stream().map(job -> only(job, wanted, project)).toList();
  }

  /// The folder of the project.
  Path folder() {
    return ProjectArgument.folder(project().orElse(Path.of(".")));
  }

  /// The one name that is given for a job, whether or not there is such a job.
  Optional<JobName> named() {
    List<String> names = names();
    return names.size() == 1 && JobName.allowed(names.getFirst())
        ? Optional.of(new JobName(names.getFirst()))
        : Optional.empty();
  }

  /// The one chosen job; where none is named, the only one there is.
  ///
  /// @throws dev.metier.core.problem.ProblemsException when there are others
  Job job(Project project) {
    List<Job> jobs = jobs(project);
    if (jobs.size() != 1) {
      String known =
          project.jobs().stream().map(j -> j.name().text()).collect(Collectors.joining(", "));
      throw new ProblemsException("Name one job.", "The jobs are: " + known);
    }
    return jobs.getFirst();
  }

  /// The one chosen job, or the one chosen workflow as what it is to those who ask for it: a job.
  ///
  /// @throws dev.metier.core.problem.ProblemsException as [#job]
  Job answered(Project project) {
    List<Workflow> named = names().isEmpty() ? List.of() : workflows(project);
    return jobs(project).isEmpty() && named.size() == 1 ? named.getFirst().whole() : job(project);
  }

  /// The chosen workflows: all where nothing is named, and none where only a model is.
  List<Workflow> workflows(Project project) {
    List<String> names = names();
    if (names.isEmpty()) {
      return models.isEmpty() ? project.workflows() : List.of();
    }
    return names.stream().flatMap(name -> workflow(name, project).stream()).toList();
  }

  private static Optional<Workflow> workflow(String name, Project project) {
    return JobName.allowed(name) ? project.workflow(new JobName(name)) : Optional.empty();
  }

  private Set<ModelName> wantedModels(Project project, Problems problems) {
    var wanted = new LinkedHashSet<ModelName>();
    for (String name : models) {
      Optional<Model> model =
          ModelName.allowed(name) ? project.model(new ModelName(name)) : Optional.empty();
      model.ifPresentOrElse(
          m -> wanted.add(m.name()), () -> problems.add(unknownModel(name, project)));
    }
    return wanted;
  }

  private static Job only(Job job, Set<ModelName> wanted, Project project) {
    List<ModelName> candidates =
        job.candidates().isEmpty()
            ? project.models().stream().map(Model::name).toList()
            : job.candidates();
    return job.withCandidates(candidates.stream().filter(wanted::contains).toList());
  }

  private static Problem unknownJob(String name, Project project) {
    String known =
        project.jobs().stream().map(j -> j.name().text()).collect(Collectors.joining(", "));
    return name.contains("/") || isProject(name)
        ? Problem.general(
            "`" + name + "` is no job, and no project of its own here.",
            "Name one project: -f FOLDER. The jobs of " + project.file() + " are: " + known)
        : Problem.general(
            "There is no job `" + name + "` in " + project.file() + ".", "The jobs are: " + known);
  }

  private static Problem unknownModel(String name, Project project) {
    String known =
        project.models().stream().map(m -> m.name().text()).collect(Collectors.joining(", "));
    return Problem.general(
        "There is no model `" + name + "` in " + project.file() + ".", "The models are: " + known);
  }
}
