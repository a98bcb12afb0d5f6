package dev.metier.grade.script;

/// What became of a script.
public sealed interface ScriptResult {
  /// It gave true or false.
  record Truth(boolean value) implements ScriptResult {}

  /// It gave a number, which may be NaN or infinite.
  record Numeral(double value) implements ScriptResult {}

  /// It gave an object `{pass, score, reason}`.
  record Graded(boolean pass, double score, String reason) implements ScriptResult {}

  /// It gave a text, or a value as JSON; only of scripts that transform.
  record Text(String value) implements ScriptResult {}

  /// It gave something else.
  ///
  /// @param type such as `undefined`, `string` or `a list`
  record Other(String type) implements ScriptResult {}

  /// It threw an error.
  record Threw(String message) implements ScriptResult {}

  /// The answer could not be transformed.
  record NotTransformed(String message) implements ScriptResult {}

  /// Code of the answer, which it ran by `runAnswer`, met a limit.
  ///
  /// @param what the end of a sentence that begins with that code
  record AnswerStopped(String what) implements ScriptResult {}

  /// It cannot be run: it is no JavaScript, names something that is not there, or met a limit.
  ///
  /// @param what the end of a sentence that begins with the script
  record Stopped(String what) implements ScriptResult {}
}
