package dev.metier.terminal.label;

import dev.metier.terminal.label.KeyPress.Typed;
import java.time.Clock;
import java.util.Optional;

/// A person says something of what is shown, one key each; all that was said is on the disk before
/// the next is shown.
///
/// @param <S> what is shown
abstract class Sitting<S> {
  final Clock clock;
  private String message = "";
  private String note = "";

  Sitting(Clock clock) {
    this.clock = clock;
  }

  /// What is shown now; empty when the sitting is over or nothing is left.
  abstract Optional<S> current();

  /// What the person sees of it.
  ///
  /// @param told what became of the last key; may be empty
  abstract Sheet sheet(S shown, String told);

  /// Takes and keeps what the person says.
  ///
  /// @param key 1, 2 or 3
  abstract void say(char key, String remark);

  /// Takes the last word of this sitting back.
  ///
  /// @return empty when there is none
  abstract Optional<Said> takeBack();

  /// What was said.
  ///
  /// @param word as people read it
  record Said(String word, String note) {}

  /// Goes on until the person quits or nothing is left.
  public final void run(SheetView view) {
    boolean open = true;
    Optional<S> shown = current();
    while (open && shown.isPresent()) {
      Sheet sheet = sheet(shown.get(), message);
      message = "";
      KeyPress key = view.ask(sheet);
      open = key instanceof Typed(int c) ? took((char) c, view) : key != KeyPress.Special.END;
      shown = current();
    }
  }

  private boolean took(char key, SheetView view) {
    switch (key) {
      case '1', '2', '3' -> {
        say(key, note);
        note = "";
      }
      case 'u' -> undo();
      case 'n' -> {
        note = view.line("Note:", note).orElse(note);
        message = note.isEmpty() ? "" : "Note: " + note;
      }
      case 'q' -> {
        return false;
      }
      default -> message = "The keys are 1, 2, 3, u, n and q.";
    }
    return true;
  }

  private void undo() {
    Optional<Said> undone = takeBack();
    note = undone.map(Said::note).orElse("");
    message =
        undone
            .map(said -> "Taken back: " + said.word() + ".")
            .orElse("There is nothing to take back in this sitting.");
  }
}
