package dev.metier.web;

import dev.metier.core.problem.ProblemsException;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Ledger;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Where the screens get a project and its evidence from. Thread-safe; its methods may block.
public interface SnapshotSource {
  /// What the project is called, whether or not it can be read.
  String name();

  /// The project as it is now.
  ///
  /// @throws ProblemsException when metier.yaml has mistakes, or the evidence cannot be read
  ProjectSnapshot read();

  /// Looks something up in the kept evidence, where there is any.
  ///
  /// @throws ProblemsException when the evidence cannot be read
  default <T> T kept(Function<Ledger, T> look) {
    throw new ProblemsException("No evidence is kept here.", "");
  }

  /// Whether the evidence may be other than when this was last asked; cheap, and asked often.
  default boolean changed() {
    return true;
  }

  /// What changed since an earlier moment.
  ///
  /// @param since a date, a run's number or a build; empty, or where there is none such, since the
  ///   run before the last one
  /// @throws ProblemsException when the evidence cannot be read
  PastChanges changes(Optional<String> since);

  /// Hands over kept answers, the oldest first.
  ///
  /// @throws ProblemsException when the evidence cannot be read
  void answers(Filter filter, Consumer<KeptAnswer> each);
}
