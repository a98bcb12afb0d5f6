package dev.metier.label.session;

import dev.metier.core.text.Digest;
import dev.metier.job.Case;
import dev.metier.label.Label;
import dev.metier.label.LabelledAnswer;
import java.util.OptionalDouble;

/// An answer to a case that may be labelled.
///
/// @param score the grade that graders gave it; empty when there is none that says anything
/// @param content the case's hash for labels
/// @param order where it stands among others: a hash, so that it tells nothing
public record AnsweredCase(
    Case given, LabelledAnswer answer, OptionalDouble score, String content, String order) {
  public static AnsweredCase of(Case given, LabelledAnswer answer, OptionalDouble score) {
    String content = Label.content(given);
    String order = new Digest().add("order/1").add(Label.subject(content, answer)).hex();
    return new AnsweredCase(given, answer, score, content, order);
  }

  String subject() {
    return Label.subject(content, answer);
  }
}
