package dev.metier.terminal.label;

import dev.metier.terminal.Console;
import java.util.Optional;

/// Shows sheets and hears keys. Not thread-safe.
public interface SheetView extends AutoCloseable {
  /// Shows a sheet until a key is pressed that does not only move the view.
  KeyPress ask(Sheet sheet);

  /// Asks for a line of text.
  ///
  /// @param text what it is to begin with
  /// @return empty when the person thought better of it
  Optional<String> line(String prompt, String text);

  /// Asks for a longer text, in the person's editor where there is one.
  ///
  /// @return empty when the person thought better of it
  default Optional<String> edit(String prompt, String text) {
    return line(prompt, text);
  }

  /// For the terminal that the person sits at; without one, keys are read from the standard input.
  static SheetView of(Console console) {
    return LiveSheets.open(console).orElseGet(() -> new PlainSheets(console, System.in));
  }

  @Override
  void close();
}
