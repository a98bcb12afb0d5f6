package dev.metier.importer.evals;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.ProblemsException;
import dev.metier.form.Written;
import dev.metier.form.Yaml;
import dev.metier.importer.evals.EvalsProject.JobText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Evals of the open registry: a YAML file that names classes and files of samples, each with
/// `input` and `ideal`.
final class RegistryEvals {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int DEEPEST = 8;

  private final EvalsProject project;
  private final Path file;

  RegistryEvals(EvalsProject project, Path file) {
    this.project = project;
    this.file = file;
  }

  void read() {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new ProblemsException(file + " cannot be read as UTF-8.", "See what it is.");
    }
    Optional<Written> written =
        Yaml.read(
            file,
            text,
            "",
            problem ->
                project.lost(
                    file.getFileName().toString(),
                    problem.place().orElse(Place.of(file)),
                    problem.what(),
                    problem.hint()));
    if (written.isPresent() && written.get() instanceof Written.Entries entries) {
      for (Written.Entry entry : entries.entries()) {
        if (entry.value() instanceof Written.Entries eval && eval.find("class").isPresent()) {
          project.seen();
          eval(entry, eval);
        }
      }
    }
  }

  private void eval(Written.Entry entry, Written.Entries eval) {
    String written = eval.find("class").orElseThrow().value().textOrJson();
    String name = written.replaceFirst(".*[:.]", "");
    Optional<Written.Entries> args =
        eval.find("args")
            .map(Written.Entry::value)
            .filter(Written.Entries.class::isInstance)
            .map(Written.Entries.class::cast);
    Optional<ObjectNode> grader = grader(entry, name, args);
    Optional<Path> samples = grader.flatMap(g -> samples(entry, args));
    if (grader.isEmpty() || samples.isEmpty()) {
      return;
    }
    List<ObjectNode> cases = cases(samples.get());
    if (cases.isEmpty()) {
      project.lost(entry.key(), entry.place(), "Its samples have no `input` and `ideal`.", "");
      return;
    }
    project.carried(1);
    ArrayNode prompt = JSON.createArrayNode();
    prompt.addObject().put("role", "user").put("text", "{{input}}");
    project.job(
        entry.key().replaceFirst("\\..*", ""),
        new JobText("", prompt, JSON.createArrayNode().add(grader.get()), cases));
  }

  private Optional<ObjectNode> grader(
      Written.Entry entry, String name, Optional<Written.Entries> args) {
    boolean ignoresCase =
        args.flatMap(all -> all.find("ignore_case"))
            .filter(e -> e.value().textOrJson().equalsIgnoreCase("true"))
            .isPresent();
    ObjectNode grader = JSON.createObjectNode();
    switch (name) {
      case "Match" -> grader.putObject("starts_with").put("text", "{{ideal}}").put("strict", true);
      case "Includes" -> {
        ObjectNode keys = grader.putObject("contains_any").put("texts", "{{ideal}}");
        keys.put(ignoresCase ? "ignore_case" : "strict", true);
      }
      case "FuzzyMatch" -> {
        grader.putObject("contains_any").put("texts", "{{ideal}}").put("ignore_case", true);
        project.note(
            "FuzzyMatch is `contains_any` here: it does not drop articles and punctuation, nor pass"
                + " a part of the ideal answer.");
      }
      default -> {
        project.lost(
            entry.key(),
            entry.place(),
            name.startsWith("ModelBased")
                ? "It asks a model for its judgement."
                : "The class `" + name + "` is a program of its own.",
            "Match, Includes and FuzzyMatch are carried over.");
        return Optional.empty();
      }
    }
    return Optional.of(grader);
  }

  /// The file of samples: beside the YAML file, or in a folder `data` above it, as the registry
  /// lies.
  private Optional<Path> samples(Written.Entry entry, Optional<Written.Entries> args) {
    Optional<Written.Entry> named = args.flatMap(all -> all.find("samples_jsonl"));
    if (named.isEmpty()) {
      project.lost(entry.key(), entry.place(), "It names no `samples_jsonl`.", "");
      return Optional.empty();
    }
    String path = named.get().value().textOrJson();
    Path folder = Optional.ofNullable(file.toAbsolutePath().normalize().getParent()).orElse(file);
    try {
      Optional<Path> found =
          Stream.concat(
                  Stream.of(folder.resolve(path)),
                  Stream.iterate(folder, above -> above.getParent() != null, Path::getParent)
                      .limit(DEEPEST)
                      .map(above -> above.resolve("data").resolve(path)))
              .filter(Files::isRegularFile)
              .findFirst();
      if (found.isEmpty()) {
        project.lost(
            entry.key(),
            named.get().place(),
            "There is no file " + path + ".",
            "Put it beside the YAML file, or keep the registry's folders.");
      }
      return found;
    } catch (InvalidPathException e) {
      project.lost(entry.key(), named.get().place(), "This is no path.", "");
      return Optional.empty();
    }
  }

  private List<ObjectNode> cases(Path samples) {
    var cases = new ArrayList<ObjectNode>();
    int number = 0;
    try (Stream<String> lines = Files.lines(samples)) {
      for (String line : (Iterable<String>) lines::iterator) {
        number++;
        if (!line.isBlank()) {
          one(line, new Place(samples, number, 1)).ifPresent(cases::add);
        }
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      project.lost(
          samples.getFileName().toString(),
          new Place(samples, Math.max(1, number), 1),
          "It cannot be read further as UTF-8.",
          "");
    }
    return cases;
  }

  private Optional<ObjectNode> one(String line, Place place) {
    JsonNode sample;
    try {
      sample = JSON.readTree(line);
    } catch (JacksonException e) {
      project.lost("sample", place, "It is no JSON.", "");
      return Optional.empty();
    }
    JsonNode input = sample.path("input");
    JsonNode ideal = sample.path("ideal");
    boolean nothing = ideal.isContainer() && ideal.isEmpty();
    if (input.isMissingNode() || ideal.isMissingNode() || nothing) {
      project.lost("sample", place, "It has no `input` or no `ideal`.", "");
      return Optional.empty();
    }
    ObjectNode one = JSON.createObjectNode().put("id", "line " + place.line());
    ObjectNode vars = one.putObject("vars");
    vars.put("input", input.isString() ? input.stringValue() : input.toString());
    vars.put("ideal", ideal.isString() ? ideal.stringValue() : ideal.toString());
    return Optional.of(one);
  }
}
