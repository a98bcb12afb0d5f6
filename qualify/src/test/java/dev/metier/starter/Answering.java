package dev.metier.starter;

import dev.metier.grade.Answers;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.spec.Graders;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.project.ProjectReader;
import dev.metier.starter.draw.StarterCase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// A starter job as a project reads it, to be answered in many ways.
final class Answering {
  private final StarterJob starter;
  private final List<StarterCase> cases;
  private final Job job;
  private final Grader grader;
  private final Map<String, Case> read = new LinkedHashMap<>();

  private Answering(StarterJob starter, Job job) {
    this.starter = starter;
    this.cases = starter.cases();
    this.job = job;
    this.grader = Graders.of(job);
    job.cases().forEach(given -> read.put(given.id(), given));
  }

  /// Writes it as a project and reads that.
  static Answering to(StarterJob starter, Path folder) {
    try {
      for (var file : starter.files().entrySet()) {
        Files.createDirectories(folder.resolve(file.getKey()).getParent());
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
      Files.writeString(
          folder.resolve("metier.yaml"), "models:\n  a: {use: ollama/a}\njobs:\n" + starter.yaml());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Answering(starter, ProjectReader.read(folder).jobs().getFirst());
  }

  StarterJob starter() {
    return starter;
  }

  Job job() {
    return job;
  }

  List<StarterCase> cases() {
    return cases;
  }

  /// The bar that its yaml sets.
  double bar() {
    String yaml = starter.yaml();
    return Double.parseDouble(yaml.replaceAll("(?s).*at_least: (0\\.\\d+), conf.*", "$1"));
  }

  Grade grade(StarterCase given, String answer) {
    return grader.grade(Answers.saying(answer, Objects.requireNonNull(read.get(given.id()))));
  }

  boolean passes(StarterCase given, String answer) {
    return grade(given, answer).score() >= 1;
  }

  /// The share of cases that are passed by what is answered to each.
  double share(Function<StarterCase, String> answer) {
    long passed = cases.stream().filter(c -> passes(c, answer.apply(c))).count();
    return (double) passed / cases.size();
  }

  /// The text of a case that a model reads.
  static String text(StarterCase given) {
    return String.valueOf(given.vars().values().iterator().next());
  }
}
