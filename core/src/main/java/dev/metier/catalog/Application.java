package dev.metier.catalog;

import java.util.List;
import java.util.Optional;

/// How a candidate is called that is an application of the team's own and speaks no vendor's
/// format. It hears what a model would hear, and nothing of what is expected.
public sealed interface Application {
  /// Where in the JSON that it gives the answer stands; empty when all that it gives is the answer.
  Optional<String> at();

  /// A program: the request on its standard input, the answer on its standard output.
  ///
  /// @param command the program and its arguments, not empty
  record Program(List<String> command, Optional<String> at) implements Application {
    public Program {
      command = List.copyOf(command);
    }
  }

  /// An address that takes the request as a POST of JSON.
  ///
  /// @param body JSON text with `{{prompt}}` and `{{messages}}`; empty for the usual form
  record Endpoint(Optional<String> body, Optional<String> at) implements Application {}
}
