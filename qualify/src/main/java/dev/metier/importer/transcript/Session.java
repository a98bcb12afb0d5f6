package dev.metier.importer.transcript;

import java.util.List;
import java.util.Optional;

/// One conversation of a person with an agent, in order.
///
/// @param id what its program calls it
record Session(String id, List<Turn> turns) {
  Session {
    turns = List.copyOf(turns);
  }

  /// What a person wrote, and what came of it.
  ///
  /// @param answer the last text before the person wrote again; empty when there was none
  /// @param model that answered, as the program calls it
  /// @param tools how many tools were called in between
  /// @param interrupted whether the person stopped it
  record Turn(
      String prompt, String answer, Optional<String> model, int tools, boolean interrupted) {}
}
