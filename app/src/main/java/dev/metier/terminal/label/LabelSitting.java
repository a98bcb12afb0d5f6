package dev.metier.terminal.label;

import dev.metier.job.Job;
import dev.metier.label.Label;
import dev.metier.label.Label.Value;
import dev.metier.label.LabelLog;
import dev.metier.label.session.LabelRound;
import dev.metier.terminal.label.Sheet.Section;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A person labels answers.
public final class LabelSitting extends Sitting<LabelRound.Shown> {
  private static final List<String> KEYS =
      List.of("1 pass", "2 fail", "3 cannot tell", "u undo", "n note", "q quit");

  private final Job job;
  private final LabelRound round;
  private final LabelLog log;

  public LabelSitting(Job job, LabelRound round, LabelLog log, Clock clock) {
    super(clock);
    this.job = job;
    this.round = round;
    this.log = log;
  }

  @Override
  Optional<LabelRound.Shown> current() {
    return round.current();
  }

  @Override
  void say(char key, String remark) {
    Value value =
        switch (key) {
          case '1' -> Value.PASS;
          case '2' -> Value.FAIL;
          default -> Value.CANNOT_TELL;
        };
    log.add(round.label(value, remark, clock.instant()));
  }

  @Override
  Optional<Said> takeBack() {
    Optional<Label> undone = round.undo();
    undone.ifPresent(label -> log.undo(label, clock.instant()));
    return undone.map(label -> new Said(label.value().word().replace('_', ' '), label.note()));
  }

  @Override
  Sheet sheet(LabelRound.Shown shown, String told) {
    List<Section> sections = new ArrayList<>(CaseSections.asked(job, shown.what().given()));
    sections.add(new Section("Answer", shown.what().answer().text(), false));
    String message =
        told.isEmpty() && shown.showing() == Label.Showing.RESOLVE
            ? "You and somebody else said different things of this one: look again."
            : told;
    return new Sheet(job.name().text(), status(round.tally()), sections, message, KEYS);
  }

  /// `23 of 50; 12 pass, 9 fail, 2 cannot tell`.
  public static String status(LabelRound.Tally tally) {
    String cannot = tally.cannotTell() == 0 ? "" : ", " + tally.cannotTell() + " cannot tell";
    return "%d of %d; %d pass, %d fail%s"
        .formatted(tally.done(), tally.of(), tally.pass(), tally.fail(), cannot);
  }
}
