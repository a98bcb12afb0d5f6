package dev.metier.qualify;

import dev.metier.catalog.Model;
import dev.metier.job.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which candidates can be shown the pictures of a job's cases, as far as it is known. One that
/// reads none is not asked: what it would answer says nothing about the work.
public final class PictureReaders {
  private PictureReaders() {}

  /// Who is not asked, a sentence each.
  public static List<String> notes(Assignment assignment) {
    var notes = new ArrayList<String>();
    for (Job job : assignment.jobs()) {
      for (Model model : assignment.candidates(job)) {
        unable(job, model)
            .ifPresent(
                why -> notes.add("Job " + job.name() + ", model " + model.name() + ": " + why));
      }
    }
    return notes;
  }

  /// Why a model is not asked, if it is not.
  static Optional<String> unable(Job job, Model model) {
    long shown = job.cases().stream().filter(given -> !given.pictures().isEmpty()).count();
    return shown == 0 || model.profile().pictures()
        ? Optional.empty()
        : Optional.of(
            "It reads no pictures, as far as it is known, and "
                + shown
                + " of "
                + job.cases().size()
                + " cases show some. If it does, write `profile: {pictures: true}` at the model.");
  }
}
