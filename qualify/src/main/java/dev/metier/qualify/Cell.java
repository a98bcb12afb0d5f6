package dev.metier.qualify;

import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.ledger.Outcome;
import dev.metier.plan.Window;
import dev.metier.provider.Answer.Cause;
import dev.metier.stats.ExactBoundary;
import dev.metier.stats.MoreResults;
import dev.metier.verdict.Assessment;
import dev.metier.verdict.Finding;
import dev.metier.verdict.RangeHistory;
import dev.metier.verdict.UnitResult;
import dev.metier.verdict.Verdict;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One job and model of the fit matrix while it is being qualified.
final class Cell {
  private final Track own;
  private final Map<ModelName, Track> others;
  private final Assessment assessment;
  private final Levels levels;
  private final boolean full;
  private final boolean recorded;
  private int next;
  private Optional<Verdict.Doubt> doubt = Optional.empty();
  private Optional<Verdict> given = Optional.empty();
  private boolean waiting;
  private boolean hopeless;
  private boolean picking;

  /// @param others the tracks of the models that needs compare with
  /// @param full whether all cases are asked even after the verdict
  Cell(Track own, Map<ModelName, Track> others, Levels levels, boolean full) {
    this.own = own;
    this.others = Map.copyOf(others);
    this.levels = levels;
    this.assessment = levels.choosing() ? levels.picked() : levels.alone();
    this.full = full;
    this.recorded =
        job().judged().isEmpty()
            && isRecorded(own)
            && others.values().stream().allMatch(Cell::isRecorded);
  }

  private static boolean isRecorded(Track track) {
    return track.model().kind() == ProviderKind.RECORDED;
  }

  /// The same evidence at two levels, of which one makes the verdict.
  ///
  /// @param alone as if the model were the only one
  /// @param picked as the one that is picked among all candidates; perhaps the same
  /// @param choosing whether the verdict is that of the picked one
  record Levels(Assessment alone, Assessment picked, boolean choosing) {
    void add(UnitResult own, Map<ModelName, UnitResult> theirs) {
      alone.add(own, theirs);
      if (picked != alone) {
        picked.add(own, theirs);
      }
    }

    void lookAhead(UnitResult own) {
      alone.lookAhead(own);
      picked.lookAhead(own);
    }

    /// How many more cases it takes to be picked, by the need that takes most.
    Optional<MoreResults> lacking() {
      return picked.verdict(Optional.empty()).findings().stream()
          .filter(finding -> finding.status() == Finding.Status.UNDECIDED)
          .flatMap(finding -> finding.more().stream())
          .max(Comparator.comparingInt(more -> more.high().orElse(Integer.MAX_VALUE)));
    }
  }

  Job job() {
    return own.job();
  }

  Model model() {
    return own.model();
  }

  Track own() {
    return own;
  }

  boolean looksAt(Track track) {
    return own == track || others.containsValue(track);
  }

  /// Counts every unit that is complete, in order; true when this closed the cell.
  ///
  /// What is known is counted also when no more is asked: giving up in time saves calls, and
  /// leaving out what was paid for would save nothing.
  boolean count() {
    if (given.isPresent()) {
      return false;
    }
    boolean wasClosed = isClosed();
    for (int unit : own.critical()) {
      if (unit >= next && own.done(unit)) {
        levels.lookAhead(own.result(unit));
      }
    }
    while (next < own.units() && complete(next)) {
      levels.add(own.result(next), theirs(next));
      next++;
    }
    boolean all = next == own.units();
    hopeless = !all && !full && givesUp(assessment);
    if (!assessment.decided() && all) {
      doubt = Optional.of(Verdict.Doubt.CASES_EXHAUSTED);
    }
    return !wasClosed && isClosed();
  }

  /// Whether it would hardly be decided, so that further calls are saved; where every answer is
  /// recorded there is no call to save.
  private boolean givesUp(Assessment level) {
    return !recorded && level.futile();
  }

  private Map<ModelName, UnitResult> theirs(int unit) {
    if (others.isEmpty()) {
      return Map.of();
    }
    var theirs = new HashMap<ModelName, UnitResult>();
    others.forEach((name, track) -> theirs.put(name, track.result(unit)));
    return theirs;
  }

  private boolean complete(int unit) {
    boolean done = own.done(unit);
    for (Track other : others.values()) {
      done = done && other.done(unit);
    }
    return done;
  }

  /// Units of its tracks that are to be asked by now.
  int demand(int concurrency) {
    if (given.isPresent() || waiting) {
      return 0;
    }
    if (full) {
      return own.units();
    }
    if (picking) {
      return next + Window.ahead(levels.picked().remaining(), concurrency);
    }
    return isClosed() ? 0 : next + Window.ahead(assessment.remaining(), concurrency);
  }

  /// Whether the evidence calls it FIT by itself.
  private boolean isFit() {
    return given.isEmpty() && !Standing.writtenByModels(job()) && levels.alone().isFit();
  }

  /// Whether it is FIT also as the one that is picked among all candidates.
  boolean picks() {
    return given.isEmpty() && !Standing.writtenByModels(job()) && levels.picked().isFit();
  }

  /// That it is FIT by itself only, if so.
  ///
  /// @param candidates how many there are
  Optional<CellResult.FitAlone> fitAlone(int candidates) {
    return isFit() && !picks()
        ? Optional.of(new CellResult.FitAlone(candidates, levels.lacking()))
        : Optional.empty();
  }

  /// Whether more answers could let it be picked.
  boolean mayPick() {
    return isFit()
        && doubt.isEmpty()
        && next < own.units()
        && !levels.picked().decided()
        && !givesUp(levels.picked())
        && !levels.picked().stuck()
        && own.trouble().isEmpty();
  }

  void pick(boolean goesOn) {
    picking = goesOn;
  }

  double remaining() {
    return isClosed() ? 0 : assessment.remaining();
  }

  /// Calls of each of its models that are expected to come, at least 0.
  double expected() {
    if (given.isPresent() || waiting) {
      return 0;
    }
    double perUnit = own.possible() / (double) Math.max(1, own.units());
    return full
        ? own.possible() - own.kept()
        : (picking ? levels.picked().remaining() : remaining()) * perUnit;
  }

  /// Whether it may ask for more, now or later.
  boolean mayAsk() {
    return given.isEmpty() && (full || picking || !isClosed() || mayPick());
  }

  /// Whether no further evidence changes it.
  boolean isClosed() {
    return given.isPresent()
        || doubt.isPresent()
        || hopeless
        || assessment.stuck()
        || assessment.decided();
  }

  /// Whether cases that were to be asked, though the verdict stands, were not.
  boolean isCutShort() {
    return full && given.isEmpty() && own.kept() < own.possible();
  }

  /// What kept them from being asked, if it was the server.
  Optional<String> cutShort() {
    long left = own.possible() - own.kept();
    return own.trouble()
        .filter(_ -> isCutShort())
        .map(why ->
            "Not every case was asked, and "
                + left
                + " of "
                + own.possible()
                + (left == 1 ? " is" : " are")
                + " left: "
                + why.replaceFirst("[.\\s]+$", "")
                + ". The same command goes on from here.");
  }

  boolean isForbidden() {
    return given.filter(Verdict.Forbidden.class::isInstance).isPresent();
  }

  /// Whether it waits for a model that is preferred.
  boolean isWaiting() {
    return waiting;
  }

  void waitForTurn(boolean waits) {
    waiting = waits;
  }

  /// Closes the cell without a decision.
  void close(Verdict.Doubt why) {
    if (!isClosed() || picking) {
      doubt = Optional.of(why);
      picking = false;
    }
  }

  /// Opens the cell again, if money is all that it lacked.
  void reopenForMoney() {
    doubt = doubt.filter(why -> why != Verdict.Doubt.BUDGET);
  }

  /// Closes the cell since a model it looks at cannot be asked; what is known of it stays.
  void unreachable(Track track, String why) {
    if (!isClosed() && !isComplete(track)) {
      var findings = assessment.verdict(Optional.empty()).findings();
      String reason =
          (track == own ? "" : track.model().name() + ", which it is compared with: ") + why;
      given =
          Optional.of(
              new Verdict.Undecided(
                  findings, Verdict.Doubt.UNREACHABLE, reason, Optional.of(track.cause().brief())));
    }
  }

  /// Closes the cell since its answers cannot be judged; what is known of it stays.
  void unjudged(Model judge, String why, Cause cause) {
    if (!isClosed()) {
      given =
          Optional.of(
              new Verdict.Undecided(
                  assessment.verdict(Optional.empty()).findings(),
                  Verdict.Doubt.UNREACHABLE,
                  judge.name() + ", which judges the answers: " + why,
                  Optional.of("judge " + cause.brief())));
    }
  }

  private static boolean isComplete(Track track) {
    return track.kept() == track.possible();
  }

  /// Closes the cell with a verdict that evidence has no part in.
  void give(Verdict verdict) {
    if (!isClosed()) {
      given = Optional.of(verdict);
    }
  }

  /// What a reader must know of the way cases are counted.
  List<String> notes() {
    return assessment.notes();
  }

  /// The counts of passes at which its needs are decided.
  Map<Requirement, ExactBoundary> boundaries() {
    return assessment.boundaries();
  }

  /// How ranges of its needs narrowed.
  Map<Requirement, RangeHistory> histories() {
    return assessment.histories();
  }

  Verdict verdict() {
    Verdict verdict = given.orElseGet(() -> assessment.verdict(doubt.or(this::borderline)));
    return verdict instanceof Verdict.Unfit && own.nothingServed()
        ? unserved()
        : Standing.heeded(job(), verdict);
  }

  private Optional<Verdict.Doubt> borderline() {
    return hopeless ? Optional.of(Verdict.Doubt.BORDERLINE) : Optional.empty();
  }

  /// A model of which not one answer came is not known at all.
  private Verdict unserved() {
    String reason =
        "Not one of " + own.kept() + " answers was served, so nothing is known of the model.";
    long cut = own.known().stream().filter(Outcome::cutOff).count();
    String cause = 2 * cut > own.kept() ? "all cut off" : "nothing served";
    return new Verdict.Undecided(List.of(), Verdict.Doubt.UNREACHABLE, reason, Optional.of(cause));
  }

  /// Cases that the verdict counts, in the committed order.
  int counted() {
    return own.cases(assessment.counted());
  }

  CellState state() {
    return new CellState(
        job().name(),
        model().name(),
        verdict(),
        counted(),
        own.cases(own.units()),
        own.kept(),
        own.possible(),
        isCutShort());
  }
}
