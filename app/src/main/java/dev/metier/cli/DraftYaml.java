package dev.metier.cli;

import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.Nearest;
import dev.metier.form.Written;
import dev.metier.form.Yaml;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.project.Project;
import dev.metier.project.ProjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The metier.yaml of a job whose cases are drafted: as it is, or begun; nothing else in it
/// changes.
final class DraftYaml {
  private static final Pattern TOP = Pattern.compile("^[A-Za-z_\"'].*");
  private static final List<String> WORK = List.of("jobs:", "workflows:");

  private final Path folder;
  private final JobName job;
  private final String what;
  private final String with;
  private final Path imagined;

  DraftYaml(Path folder, JobName job, String what, String with) {
    this.folder = folder;
    this.job = job;
    this.what = what;
    this.with = with;
    this.imagined = folder.resolve("metier.draft-" + ProcessHandle.current().pid() + ".yaml");
  }

  Path folder() {
    return folder;
  }

  Path file() {
    return folder.resolve("metier.yaml");
  }

  private boolean isThere() {
    return Files.exists(file());
  }

  /// The name of the model that writes.
  ModelName model() {
    String name = isThere() ? with : nameOf(with);
    if (!ModelName.allowed(name) || (!isThere() && !with.contains("/"))) {
      throw new ProblemsException(
          "`--with " + with + "` names no model.",
          isThere()
              ? "Name a model of " + file() + "."
              : "There is no " + file() + " yet: name provider/id, as in --with ollama/qwen3:8b");
    }
    return new ModelName(name);
  }

  /// The model that writes.
  Model writer(Project project) {
    return project
        .model(model())
        .orElseThrow(() ->
            new ProblemsException(
                "There is no model `" + with + "` in " + file() + ".",
                Nearest.hint(with, project.models().stream().map(m -> m.name().text()).toList())));
  }

  private static String nameOf(String use) {
    String name = use.replaceAll("^.*/", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return name.replaceAll("^-+|-+$", "");
  }

  /// The models of the project and the job with one case, read from a file that is gone then: the
  /// project itself is none before a case is accepted.
  Project imagined() {
    String models = isThere() ? withoutWork() : models(model());
    String one =
        section()
            .replace(cases(), "[{input: a, expected: b}]")
            .replace("data: internal", "data: public");
    try {
      Files.createDirectories(folder);
      Files.writeString(imagined, models + "\njobs:\n" + one);
      return ProjectReader.read(imagined);
    } catch (IOException e) {
      throw WholeFile.unwritable(imagined, e);
    } finally {
      forget();
    }
  }

  private void forget() {
    try {
      Files.deleteIfExists(imagined);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How sensitive the job is, as it says; internal where it is begun.
  DataClass data() {
    String said =
        isThere()
            ? Yaml.read(file(), String.join("\n", lines()), "", _ -> {})
                .flatMap(root -> child(root, "jobs"))
                .flatMap(jobs -> child(jobs, job.text()))
                .flatMap(section -> child(section, "data"))
                .map(Written::textOrJson)
                .orElse("")
            : "";
    return Stream.of(DataClass.values())
        .filter(each -> each.name().equalsIgnoreCase(said))
        .findFirst()
        .orElse(DataClass.INTERNAL);
  }

  private static Optional<Written> child(Written written, String key) {
    return written instanceof Written.Entries entries
        ? entries.find(key).map(Written.Entry::value)
        : Optional.empty();
  }

  private List<String> lines() {
    try {
      return Files.readString(file()).lines().toList();
    } catch (IOException e) {
      throw new ProblemsException(file() + " cannot be read: " + e.getMessage() + ".", "");
    }
  }

  private String withoutWork() {
    var kept = new ArrayList<String>();
    boolean work = false;
    for (String line : lines()) {
      if (TOP.matcher(line).matches()) {
        work = WORK.stream().anyMatch(line::startsWith);
      }
      if (!work) {
        kept.add(line);
      }
    }
    return String.join("\n", kept);
  }

  private String models(ModelName model) {
    String head = "# Begun by `metier draft`. All keys: docs/reference/metier-yaml.md.\nmodels:\n";
    String plain = "  " + model + ": {use: \"" + with + "\"";
    return head
        + ProviderKind.vendors().stream()
            .filter(kind -> with.startsWith(kind.word() + "/"))
            .findFirst()
            .flatMap(kind -> kind.usualKeyVariable().map(key -> vendor(plain, kind.word(), key)))
            .orElse(plain + "}\n");
  }

  private static String vendor(String plain, String word, String key) {
    return plain
        + (", key: env:" + key + ", host: " + word + ", price: list}\n")
        + ("hosts:\n  " + word + ": {clearance: internal}\n");
  }

  private String cases() {
    return "cases/" + job + ".drafts.jsonl";
  }

  private String section() {
    String said = what.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\s+", " ");
    return """
      %s:
        purpose: "%s"
        data: internal
        prompt: "%s\\n\\nAnswer with the result alone.\\n\\n{{input}}"
        cases: %s
        graders:
          - equals: {expected: "{{expected}}", ignore_case: true}
        needs:
          quality: {at_least: 0.90}
    """
        .formatted(job, said, said, cases());
  }

  /// Writes what is missing: the file, or the job in it.
  ///
  /// @return whether anything was
  boolean begin() {
    if (!isThere()) {
      WholeFile.write(file(), models(model()) + "\njobs:\n" + section());
      return true;
    }
    List<String> lines = new ArrayList<>(lines());
    if (lines.stream()
        .anyMatch(line -> line.matches("\\s+[\"']?" + Pattern.quote(job.text()) + "[\"']?:.*"))) {
      return false;
    }
    int jobs = lines.indexOf("jobs:");
    if (jobs < 0 && lines.stream().anyMatch(line -> line.startsWith("jobs:"))) {
      throw new ProblemsException(
          "The job cannot be added to " + file() + " as `jobs` is written there.",
          "Write the jobs below `jobs:`, a line each.");
    }
    if (jobs < 0) {
      lines.add("jobs:");
      jobs = lines.size() - 1;
    }
    lines.add(jobs + 1, section().stripTrailing());
    WholeFile.write(file(), String.join("\n", lines) + "\n");
    return true;
  }

  /// What to do where the job is there and names other cases only.
  Optional<String> unnamed() {
    boolean named =
        lines().stream().anyMatch(line -> line.contains(cases()) || line.contains("cases/*"));
    return named
        ? Optional.empty()
        : Optional.of("Name the cases in the job: `cases: [..., " + cases() + "]`.");
  }
}
