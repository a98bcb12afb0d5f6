package dev.metier.project;

import dev.metier.core.problem.Place;
import dev.metier.core.text.Nearest;
import dev.metier.form.Reading;
import dev.metier.form.Written;
import dev.metier.form.Yaml;
import dev.metier.job.Case;
import dev.metier.job.GraderSpec.OfCase;
import dev.metier.project.cases.CaseFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Graders that single cases bring. What is wrong with them is told at the place of the case.
final class OwnGraders {
  private final ProjectReading reading;

  private OwnGraders(ProjectReading reading) {
    this.reading = reading;
  }

  /// The cases with the graders that they bring.
  static Optional<List<CaseFiles.Loaded>> read(
      List<CaseFiles.Loaded> files, Place place, Reading reading) {
    if (files.stream().allMatch(file -> file.graders().isEmpty())) {
      return Optional.of(files);
    }
    var pass = ProjectReading.of(reading);
    var before = pass.takeTemplates();
    var own = new OwnGraders(pass);
    var read = files.stream().map(own::graded).toList();
    pass.putBack(before);
    return Optional.of(read);
  }

  private CaseFiles.Loaded graded(CaseFiles.Loaded file) {
    var cases = new ArrayList<>(file.cases());
    file.graders()
        .forEach((index, text) -> {
          Case given = cases.get(index);
          graders(text, given, file.places().apply(index))
              .ifPresent(own -> cases.set(index, given.gradedBy(own)));
        });
    return file.with(cases);
  }

  private Optional<OfCase> graders(String text, Case given, Place place) {
    Optional<OfCase> own =
        Yaml.read(
                place.file(),
                text,
                "",
                problem -> reading.problem(place, problem.what(), problem.hint()))
            .map(written -> written.at(place))
            .flatMap(written -> read(written, place));
    for (var used : reading.takeTemplates()) {
      if (used.needed()) {
        used.template().variables().forEach(v -> needed(v, used.by(), given, place));
      }
    }
    return own;
  }

  private Optional<OfCase> read(Written written, Place place) {
    reading.enter(new Written.Entry(place, "graders", written));
    Optional<OfCase> own = GraderSection.OWN.read(written, reading);
    reading.leave();
    return own;
  }

  private void needed(String variable, String by, Case given, Place place) {
    if (given.value(variable).isEmpty()) {
      reading.problem(
          place,
          "Case " + given.id() + " has no `" + variable + "`, which its own " + by + " uses.",
          Nearest.hint(variable, given.values().keySet()));
    }
  }
}
