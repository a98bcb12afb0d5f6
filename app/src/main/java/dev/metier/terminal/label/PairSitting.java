package dev.metier.terminal.label;

import dev.metier.job.Job;
import dev.metier.label.Preference;
import dev.metier.label.Preference.Side;
import dev.metier.label.PreferenceLog;
import dev.metier.label.session.PairRound;
import dev.metier.terminal.label.KeyPress.Typed;
import dev.metier.terminal.label.Sheet.Section;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// A person compares answers, one key each; every preference is on the disk before the next pair is
/// shown.
public final class PairSitting {
  private static final List<String> KEYS =
      List.of("1 left", "2 right", "3 tie", "u undo", "n note", "q quit");

  private final Job job;
  private final PairRound round;
  private final PreferenceLog log;
  private final Clock clock;
  private String message = "";
  private String note = "";

  public PairSitting(Job job, PairRound round, PreferenceLog log, Clock clock) {
    this.job = job;
    this.round = round;
    this.log = log;
    this.clock = clock;
  }

  /// Goes on until the person quits or nothing is left.
  public void run(SheetView view) {
    boolean open = true;
    while (open && round.current().isPresent()) {
      Sheet sheet = sheet(round.current().get());
      message = "";
      KeyPress key = view.ask(sheet);
      open = key instanceof Typed(int c) ? took((char) c, view) : key != KeyPress.Special.END;
    }
  }

  private boolean took(char key, SheetView view) {
    switch (key) {
      case '1' -> prefer(Side.LEFT);
      case '2' -> prefer(Side.RIGHT);
      case '3' -> prefer(Side.TIE);
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

  private void prefer(Side value) {
    log.add(round.prefer(value, note, clock.instant()));
    note = "";
  }

  private void undo() {
    var undone = round.undo();
    undone.ifPresent(each -> log.undo(each, clock.instant()));
    note = undone.map(Preference::note).orElse("");
    message =
        undone
            .map(each -> "Taken back: " + each.value().word() + ".")
            .orElse("There is nothing to take back in this sitting.");
  }

  private Sheet sheet(PairRound.Shown shown) {
    List<Section> sections = new ArrayList<>(CaseSections.asked(job, shown.pair().given()));
    sections.add(new Section("Left", shown.left().text(), false));
    sections.add(new Section("Right", shown.right().text(), false));
    return new Sheet(job.name() + ", pairs", status(round.tally()), sections, message, KEYS);
  }

  /// `12 of 50; 5 left, 4 right, 3 ties`.
  public static String status(PairRound.Tally tally) {
    return "%d of %d; %d left, %d right, %d %s"
        .formatted(
            tally.done(),
            tally.of(),
            tally.left(),
            tally.right(),
            tally.tie(),
            tally.tie() == 1 ? "tie" : "ties");
  }
}
