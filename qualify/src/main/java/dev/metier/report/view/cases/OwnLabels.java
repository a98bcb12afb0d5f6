package dev.metier.report.view.cases;

import dev.metier.job.Case;
import dev.metier.label.Label;
import dev.metier.label.LabelledAnswer;
import dev.metier.label.Labeller;
import dev.metier.label.Labels;
import java.util.Optional;

/// What the reader of a screen said of a job's answers there.
///
/// @param by who reads; empty where nobody says so, and nothing can be labelled
public record OwnLabels(Labels labels, Optional<Labeller> by) {
  public static final OwnLabels NONE = new OwnLabels(Labels.NONE, Optional.empty());

  Optional<Label> of(Case given, LabelledAnswer answer) {
    String subject = Label.subject(Label.content(given), answer);
    return by.flatMap(reader -> labels.open(subject, reader));
  }
}
