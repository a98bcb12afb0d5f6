package dev.metier.form;

import dev.metier.core.problem.ProblemsException;
import java.util.List;

/// The version of a file's form, as its key `version` says it.
///
/// @param readable the one that is read
/// @param what the file in a message: `This policy`
/// @param remedy what to do about another
public record FileVersion(int readable, String what, String remedy) {
  /// The key.
  public Table.Slot<Long> slot() {
    return Table.Slot.key(
            "version",
            ScalarReader.whole(1, Integer.MAX_VALUE)
                .as(new Shape.Kind.Single("" + readable, "\"const\":" + readable)),
            "Form of the file.",
            "" + readable)
        .needed();
  }

  /// Refuses a file of another form, whose other keys would only be told wrongly.
  ///
  /// @throws ProblemsException when it is one
  public void check(Written file) {
    if (file instanceof Written.Entries entries) {
      entries.find("version").ifPresent(this::check);
    }
  }

  private void check(Written.Entry version) {
    var reading = new Reading(Reading.Notation.JSON);
    var found = slot().shape().read(version.value(), reading);
    if (found.isPresent() && found.get() != readable) {
      reading.problem(
          version.value().place(),
          what + " has form " + found.get() + "; this program reads form " + readable + ".",
          remedy);
      throw new ProblemsException(List.copyOf(reading.problems()));
    }
  }
}
