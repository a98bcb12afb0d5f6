package dev.metier.qualify;

import dev.metier.catalog.Model;
import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.plan.Questions;
import dev.metier.project.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which needs for speed no answer can show, as far as that is known before a call is paid for.
public final class UnmeasurableSpeed {
  private UnmeasurableSpeed() {}

  /// A sentence for each such need and model.
  ///
  /// @param pings what servers answered to a short question; empty when none was asked
  public static List<String> notes(Assignment assignment, List<Ping> pings) {
    var notes = new ArrayList<String>();
    for (Job job : assignment.jobs()) {
      for (Requirement need : job.needs()) {
        if (need instanceof Requirement.Speed) {
          for (Model model : assignment.candidates(job)) {
            cause(assignment.project(), job, model, pings)
                .map(why ->
                    String.format(
                        "Job %s: %s cannot be measured of %s: %s.",
                        job.name(), need.label(), model.name(), why))
                .ifPresent(notes::add);
          }
        }
      }
    }
    return notes;
  }

  private static Optional<String> cause(Project project, Job job, Model model, List<Ping> pings) {
    if (!model.mayRead(project.data(job))) {
      return Optional.empty();
    }
    var settings = new Questions(job, model, Board.UNKNOWN.fingerprint()).settings();
    if (settings.maxTokens().orElse(0) == 1) {
      return Optional.of("with `max_tokens: 1` nothing comes after the first token");
    }
    return pings.stream()
        .filter(ping -> ping.model().equals(model))
        .findFirst()
        .flatMap(Ping::noSpeed)
        .flatMap(missing ->
            switch (missing) {
              case FIRST_TOKEN ->
                  Optional.of("its server reports no speed and does not stream answers");
              case TOKENS ->
                  Optional.of("its server reports neither a speed nor how many tokens it sent");
              // Longer answers may show it.
              case SECOND_TOKEN, PIECES -> Optional.empty();
            });
  }
}
