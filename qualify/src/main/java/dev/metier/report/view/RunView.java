package dev.metier.report.view;

import dev.metier.report.view.MatrixView.Mark;
import java.util.List;
import java.util.Optional;

/// What the screen of runs shows: what is still open, what it would take, and how a run goes.
///
/// @param at when the evidence was last added to
/// @param stage where the latest run stands
/// @param moment when that began, or ended
/// @param process which other process runs
/// @param going figures of a run of this process
/// @param decided verdicts that are reached, of all
/// @param open verdicts that a run would ask for, in the order of the project
/// @param reached verdicts that the run of this process reached
/// @param rest what all that is open would take
/// @param jobs what can be chosen to be asked
/// @param unserved answers of these that were not served, where there are any
/// @param form what was sent in vain to start one
/// @param raise how the budget of the run that goes on can be raised
/// @param messages what ended the run
public record RunView(
    String project,
    Optional<String> at,
    Stage stage,
    Optional<String> moment,
    Optional<Long> process,
    Optional<Going> going,
    Share decided,
    List<Open> open,
    List<Reached> reached,
    Rest rest,
    List<Choice> jobs,
    Optional<Unserved> unserved,
    Form form,
    Optional<Raise> raise,
    List<String> messages) {

  /// Where the latest run stands.
  public enum Stage {
    NEVER,
    STARTING,
    RUNNING,
    STOPPING,
    ELSEWHERE,
    FINISHED,
    STOPPED,
    OUT_OF_MONEY,
    BROKEN_OFF,
    FAILED
  }

  /// So many of so many.
  public record Share(long part, long all) {}

  /// How a run of this process goes, or went.
  ///
  /// @param decided verdicts of those it asks for
  /// @param calls made by it
  /// @param used share of the budget, 0 to 1
  /// @param left money that is left of the budget
  /// @param speed calls a minute
  /// @param timeLeft as it goes now
  /// @param waiting what holds it up
  public record Going(
      Share decided,
      long calls,
      String spent,
      Optional<String> budget,
      double used,
      Optional<String> left,
      String elapsed,
      Optional<String> speed,
      Optional<String> timeLeft,
      int inFlight,
      List<String> waiting) {}

  /// A verdict that is open.
  ///
  /// @param asked cases of all there are
  /// @param calls at least and at most
  /// @param money at most; empty when the price is not known
  /// @param billed whether anybody sends a bill
  /// @param next whether it is probably asked next
  /// @param first whether it has fewer cases than everyone gets first
  /// @param unserved answers that did not come
  public record Open(
      String job,
      String model,
      Mark mark,
      Optional<RangePicture> picture,
      String line,
      Share asked,
      Share calls,
      Optional<String> money,
      boolean billed,
      boolean next,
      boolean first,
      int unserved) {}

  /// A verdict that was reached.
  public record Reached(String job, String model, Mark mark, String line) {}

  /// What all that is open would take.
  ///
  /// @param calls at least and at most
  /// @param money at most; empty when a price is not known
  public record Rest(Share calls, Optional<String> money) {}

  /// A job that can be asked.
  ///
  /// @param open verdicts that are open
  /// @param money that they take at most
  /// @param unserved answers that were not served
  public record Choice(
      String job, int open, Optional<String> money, long unserved, boolean chosen) {}

  /// What was not served, and can be asked again.
  ///
  /// @param money what that takes at most; empty when a price is not known
  public record Unserved(long answers, Optional<String> money, boolean chosen) {}

  /// How a budget can be raised.
  ///
  /// @param now what may be spent at most by now
  /// @param form what was sent in vain
  public record Raise(String now, Form form) {}

  /// What a form was sent with.
  ///
  /// @param budget as it was written
  /// @param wrong what is wrong with it, and how it is written
  /// @param again whether what was not served is asked again
  public record Form(String budget, Optional<String> wrong, boolean again) {
    public static final Form EMPTY = new Form("", Optional.empty());

    /// Where nothing is asked again.
    public Form(String budget, Optional<String> wrong) {
      this(budget, wrong, false);
    }
  }
}
