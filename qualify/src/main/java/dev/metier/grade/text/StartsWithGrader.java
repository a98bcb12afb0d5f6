package dev.metier.grade.text;

import static dev.metier.core.text.Quotation.named;
import static dev.metier.core.text.Quotation.quote;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.Wording;
import dev.metier.grade.value.Normalization;
import java.util.List;

/// The answer starts with one of the texts.
public record StartsWithGrader(List<Wording> texts, Normalization form) implements Grader {
  @Override
  public Grade grade(Sample sample) {
    List<String> wanted = Wording.textsIn(texts, sample).stream().map(String::strip).toList();
    if (wanted.stream().anyMatch(String::isEmpty)) {
      return Grade.broken("There is no text to start with.");
    }
    String found = sample.reply().text().strip();
    String comparable = form.stripped(found);
    return wanted.stream()
        .filter(text -> comparable.startsWith(form.stripped(text)))
        .findFirst()
        .map(text -> Grade.pass("Starts with " + quote(text) + "."))
        .orElseGet(() ->
            Grade.fail(
                "Expected to start with "
                    + (wanted.size() > 1 ? "any of " : "")
                    + named(wanted)
                    + ", found "
                    + quote(found)
                    + "."));
  }
}
