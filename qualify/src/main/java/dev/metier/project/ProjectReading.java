package dev.metier.project;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.form.Table;
import dev.metier.job.HybridSpec;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Serving;
import dev.metier.job.Template;
import dev.metier.project.cases.CaseFiles;
import dev.metier.project.cases.FileReading;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One pass over a metier.yaml, and what is known by now. Not thread-safe.
final class ProjectReading extends FileReading {
  /// A template and where it is written.
  ///
  /// @param needed whether every case must have its variables
  record Used(Template template, Place place, String by, boolean needed) {}

  private List<Used> templates = new ArrayList<>();
  private Map<Place, String> tools = new LinkedHashMap<>();

  /// US dollars for one unit of a currency, by its code in upper case.
  final Map<String, BigDecimal> rates = new HashMap<>();

  final Map<String, Host> hosts = new LinkedHashMap<>();
  final Map<String, Model> models = new LinkedHashMap<>();

  /// The jobs in which nothing is wrong.
  final Map<String, Job> jobs = new LinkedHashMap<>();

  /// The job whose labels a model learns, by its name.
  final Map<String, String> baselines = new LinkedHashMap<>();

  final Map<JobName, Serving> serving = new LinkedHashMap<>();

  /// The jobs that confirm others, by the names of these.
  final Map<JobName, Job> heldOut = new LinkedHashMap<>();

  final Map<JobName, HybridSpec> hybrids = new LinkedHashMap<>();

  /// The base URLs of models that several servers serve.
  final Map<ModelName, List<String>> addresses = new LinkedHashMap<>();

  /// Other names of jobs, and where they are written.
  final Map<String, Place> aliases = new LinkedHashMap<>();

  final Map<String, Place> places = new LinkedHashMap<>();

  /// Names written in the file, also of what is wrong otherwise: references to these are no
  /// mistakes.
  Collection<String> hostNames = List.of();

  Collection<String> modelNames = List.of();
  Collection<String> jobNames = List.of();

  ProjectReading(Path folder) {
    super(folder);
    rates.put("USD", BigDecimal.ONE);
    rates.put("EUR", new BigDecimal("1.15"));
  }

  /// Whether a file of these cases could not be read as a whole.
  boolean casesBroken(Table job) {
    var files =
        job.find(JobSection.CASES).orElse(List.of()).stream().map(CaseFiles.Loaded::file).toList();
    Path own = job.place().file();
    boolean missing = !job.sound() && job.find(JobSection.CASES).orElse(List.of()).isEmpty();
    return missing
        || problems().stream()
            .flatMap(p -> p.place().stream())
            .anyMatch(place -> !place.file().equals(own) && files.contains(place.file()));
  }

  /// The reading of a project, which every shape of metier.yaml is given.
  static ProjectReading of(Reading reading) {
    return (ProjectReading) reading;
  }

  void uses(Template template, Place place, String by) {
    templates.add(new Used(template, place, by, true));
  }

  /// Cases may lack what this template uses, where it was read last.
  void spares(Template template) {
    int last = templates.stream().map(Used::template).toList().lastIndexOf(template);
    if (last >= 0) {
      var used = templates.get(last);
      templates.set(last, new Used(template, used.place(), used.by(), false));
    }
  }

  /// A grader asks for this variable of the case, and does without it.
  void mentions(String variable, Place place) {
    templates.add(new Used(new Template("{{" + variable + "}}"), place, "`when`", false));
  }

  /// Takes back what was taken.
  void putBack(List<Used> taken) {
    templates.addAll(0, taken);
  }

  /// The templates read since the last call.
  List<Used> takeTemplates() {
    var taken = templates;
    templates = new ArrayList<>();
    return taken;
  }

  void calls(String tool, Place place) {
    tools.put(place, tool);
  }

  /// The tools that graders named since the last call, by where they are named.
  Map<Place, String> takeTools() {
    var taken = tools;
    tools = new LinkedHashMap<>();
    return taken;
  }
}
