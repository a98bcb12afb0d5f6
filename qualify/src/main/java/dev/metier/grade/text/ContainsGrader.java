package dev.metier.grade.text;

import static dev.metier.core.text.Quotation.named;
import static dev.metier.core.text.Quotation.quote;

import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.Wording;
import dev.metier.grade.value.Normalization;
import java.util.List;
import java.util.function.Predicate;

/// The answer contains all, or any, of the texts.
public record ContainsGrader(List<Wording> texts, boolean all, Normalization form)
    implements Grader {
  @Override
  public Grade grade(Sample sample) {
    List<String> wanted = Wording.textsIn(texts, sample);
    if (wanted.stream().anyMatch(String::isBlank)) {
      return Grade.broken("There is no text to look for.");
    }
    String found = sample.reply().text();
    String comparable = form.of(found);
    Predicate<String> there = text -> comparable.contains(form.of(text));
    return all ? everyOne(wanted, there, found) : anyOne(wanted, there, found);
  }

  private static Grade everyOne(List<String> wanted, Predicate<String> there, String found) {
    List<String> missing = wanted.stream().filter(there.negate()).toList();
    return missing.isEmpty()
        ? Grade.pass("Contains " + named(wanted) + ".")
        : Grade.fail("Expected to contain " + named(missing) + ", found " + quote(found) + ".");
  }

  private static Grade anyOne(List<String> wanted, Predicate<String> there, String found) {
    return wanted.stream()
        .filter(there)
        .findFirst()
        .map(text -> Grade.pass("Contains " + quote(text) + "."))
        .orElseGet(() ->
            Grade.fail(
                "Expected to contain any of " + named(wanted) + ", found " + quote(found) + "."));
  }
}
