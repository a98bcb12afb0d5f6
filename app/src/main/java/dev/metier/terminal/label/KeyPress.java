package dev.metier.terminal.label;

/// A key that a person presses.
public sealed interface KeyPress {
  /// A character.
  record Typed(int codePoint) implements KeyPress {}

  /// A key that is no character.
  enum Special implements KeyPress {
    UP,
    DOWN,
    PAGE_UP,
    PAGE_DOWN,
    ENTER,
    BACKSPACE,
    ESCAPE,
    /// There are no more keys: the input ended, or Ctrl-C or Ctrl-D was pressed.
    END
  }

  /// Whether it is this character.
  default boolean is(char c) {
    return this instanceof Typed(int typed) && typed == c;
  }
}
