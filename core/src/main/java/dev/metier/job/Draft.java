package dev.metier.job;

import java.util.Optional;

/// An answer that somebody once accepted, such as the message of a commit: no answer key, and seen
/// by no grader, until a person has accepted it as what is expected.
///
/// @param model the model that wrote it, as its source calls it; empty when a person did
public record Draft(String answer, Optional<String> model) {
  /// Who wrote it, as files say it: `person`, or `model NAME`.
  public static final String PERSON = "person";

  private static final String MODEL = "model ";

  public Draft {
    if (answer.isBlank() || model.filter(String::isBlank).isPresent()) {
      throw new IllegalArgumentException("a draft has an answer, and its model a name");
    }
  }

  /// One that a person wrote.
  public static Draft ofPerson(String answer) {
    return new Draft(answer, Optional.empty());
  }

  /// A draft by the words of a file; empty when they name nobody.
  public static Optional<Draft> of(String answer, String by) {
    String who = by.strip();
    if (who.equals(PERSON)) {
      return Optional.of(ofPerson(answer));
    }
    return who.startsWith(MODEL) && !who.substring(MODEL.length()).isBlank()
        ? Optional.of(new Draft(answer, Optional.of(who.substring(MODEL.length()).strip())))
        : Optional.empty();
  }

  /// Who wrote it, in the words of a file.
  public String by() {
    return model.map(MODEL::concat).orElse(PERSON);
  }
}
