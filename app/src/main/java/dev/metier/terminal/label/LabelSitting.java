package dev.metier.terminal.label;

import dev.metier.job.Job;
import dev.metier.label.Label;
import dev.metier.label.Label.Value;
import dev.metier.label.LabelLog;
import dev.metier.label.session.LabelRound;
import dev.metier.terminal.label.KeyPress.Typed;
import dev.metier.terminal.label.Sheet.Section;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// A person labels answers, one key each; every label is on the disk before the next answer is
/// shown.
public final class LabelSitting {
  private static final List<String> KEYS =
      List.of("1 pass", "2 fail", "3 cannot tell", "u undo", "n note", "q quit");

  private final Job job;
  private final LabelRound round;
  private final LabelLog log;
  private final Clock clock;
  private String message = "";
  private String note = "";

  public LabelSitting(Job job, LabelRound round, LabelLog log, Clock clock) {
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
      case '1' -> label(Value.PASS);
      case '2' -> label(Value.FAIL);
      case '3' -> label(Value.CANNOT_TELL);
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

  private void label(Value value) {
    log.add(round.label(value, note, clock.instant()));
    note = "";
  }

  private void undo() {
    var undone = round.undo();
    undone.ifPresent(label -> log.undo(label, clock.instant()));
    note = undone.map(Label::note).orElse("");
    message =
        undone
            .map(label -> "Taken back: " + words(label.value()) + ".")
            .orElse("There is nothing to take back in this sitting.");
  }

  private static String words(Value value) {
    return value.word().replace('_', ' ');
  }

  private Sheet sheet(LabelRound.Shown shown) {
    List<Section> sections = new ArrayList<>(CaseSections.asked(job, shown.what().given()));
    sections.add(new Section("Answer", shown.what().answer().text(), false));
    String told =
        message.isEmpty() && shown.showing() == Label.Showing.RESOLVE
            ? "You and somebody else said different things of this one: look again."
            : message;
    return new Sheet(job.name().text(), status(round.tally()), sections, told, KEYS);
  }

  /// `23 of 50; 12 pass, 9 fail, 2 cannot tell`.
  public static String status(LabelRound.Tally tally) {
    String cannot = tally.cannotTell() == 0 ? "" : ", " + tally.cannotTell() + " cannot tell";
    return "%d of %d; %d pass, %d fail%s"
        .formatted(tally.done(), tally.of(), tally.pass(), tally.fail(), cannot);
  }
}
