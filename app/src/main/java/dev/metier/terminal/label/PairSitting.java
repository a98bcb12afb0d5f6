package dev.metier.terminal.label;

import dev.metier.job.Job;
import dev.metier.label.Preference;
import dev.metier.label.Preference.Side;
import dev.metier.label.PreferenceLog;
import dev.metier.label.session.PairRound;
import dev.metier.terminal.label.Sheet.Section;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A person compares answers.
public final class PairSitting extends Sitting<PairRound.Shown> {
  private static final List<String> KEYS =
      List.of("1 left", "2 right", "3 tie", "u undo", "n note", "q quit");

  private final Job job;
  private final PairRound round;
  private final PreferenceLog log;

  public PairSitting(Job job, PairRound round, PreferenceLog log, Clock clock) {
    super(clock);
    this.job = job;
    this.round = round;
    this.log = log;
  }

  @Override
  Optional<PairRound.Shown> current() {
    return round.current();
  }

  @Override
  void say(char key, String remark) {
    Side side =
        switch (key) {
          case '1' -> Side.LEFT;
          case '2' -> Side.RIGHT;
          default -> Side.TIE;
        };
    log.add(round.prefer(side, remark, clock.instant()));
  }

  @Override
  Optional<Said> takeBack() {
    Optional<Preference> undone = round.undo();
    undone.ifPresent(each -> log.undo(each, clock.instant()));
    return undone.map(each -> new Said(each.value().word(), each.note()));
  }

  @Override
  Sheet sheet(PairRound.Shown shown, String told) {
    List<Section> sections = new ArrayList<>(CaseSections.asked(job, shown.pair().given()));
    sections.add(new Section("Left", shown.left().text(), false));
    sections.add(new Section("Right", shown.right().text(), false));
    return new Sheet(job.name() + ", pairs", status(round.tally()), sections, told, KEYS);
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
