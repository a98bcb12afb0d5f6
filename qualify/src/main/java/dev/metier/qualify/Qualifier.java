package dev.metier.qualify;

import dev.metier.job.Money;
import dev.metier.ledger.Ledger;
import dev.metier.run.Endpoints;
import dev.metier.run.RunBudget;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/// Decides which models are fit for which jobs, spending only while that is undecided.
///
/// One thread looks, assesses and plans; calls run on virtual threads of their own. What comes back
/// is kept in the ledger before it counts.
public final class Qualifier {
  private final Ledger ledger;
  private final TrialExecutor executor;
  private final Progress progress;
  private final LongSupplier nanoTime;
  private volatile boolean stopped;

  /// A qualifier for one run.
  ///
  /// @param executor runs the trials
  /// @param nanoTime a monotonic clock in nanoseconds
  public Qualifier(
      Ledger ledger, TrialExecutor executor, Progress progress, LongSupplier nanoTime) {
    this.ledger = ledger;
    this.executor = executor;
    this.progress = progress;
    this.nanoTime = nanoTime;
  }

  /// What the kept evidence says, without asking anyone.
  public static List<CellResult> look(
      Assignment assignment, CandidateModels models, Ledger ledger) {
    return Board.toLook(assignment, models.identities(), ledger).results();
  }

  /// What became of every job and model since an earlier moment, without asking anyone: both times
  /// by today's cases, graders and bars.
  public static List<Change> changes(
      Assignment assignment, CandidateModels models, Ledger ledger, Past past) {
    var now = look(assignment, models, ledger);
    var then = Board.toLookBack(assignment, models.identities(), ledger, past).results();
    var settings = ledger.settings();
    return IntStream.range(0, now.size())
        .mapToObj(i ->
            Change.between(then.get(i), now.get(i), past.otherBars(now.get(i).job()), settings))
        .toList();
  }

  /// Gathers evidence until every verdict is reached, or none can be any more.
  ///
  /// @param models the candidates and those they are compared with, open
  public QualifyResult qualify(Assignment assignment, CandidateModels models) {
    return qualify(assignment, models, Again.NOTHING);
  }

  /// The same, and asks some trials anew; their earlier answers stay in the ledger and count no
  /// more.
  public QualifyResult qualify(Assignment assignment, CandidateModels models, Again again) {
    return qualify(assignment, models, again, new RunBudget(assignment.budget()));
  }

  /// The same with a budget that several may share and that may be raised meanwhile, in place of
  /// the assignment's.
  public QualifyResult qualify(
      Assignment assignment, CandidateModels models, Again again, RunBudget budget) {
    Money before = budget.spent();
    var board = Board.toAsk(assignment, models.identities(), ledger, again);
    long setAside = 0;
    if (!again.isNothing()) {
      setAside = board.setAside(again);
      board = Board.toAsk(assignment, models.identities(), ledger, again);
    }
    var endpoints = new Endpoints(models.identities(), assignment.concurrency(), nanoTime);
    var outages = new Outages(nanoTime);
    var servers = new Dispatch.Servers(endpoints, outages);
    var dispatch = new Dispatch(board, models, ledger, budget, executor, servers);
    var reporter = new ProgressReporter(board, budget, executor, progress, nanoTime, servers);
    reporter.show();
    try {
      boolean more = true;
      while (more && !stopped) {
        boolean later = dispatch.start();
        dispatch.book(executor.completed(later), reporter);
        reporter.show();
        more = later || !executor.idle() || dispatch.hasWork();
      }
    } catch (RuntimeException | Error e) {
      keepLast(dispatch, e);
      throw e;
    }
    if (stopped && !executor.idle()) {
      reporter.ending();
    }
    dispatch.book(executor.awaitInFlight(), reporter);
    models.remember(ledger);
    reporter.end(stopped || dispatch.outOfMoney());
    return new QualifyResult(
        board.results(),
        reporter.newCalls(),
        budget.spent().minus(before),
        stopped,
        dispatch.outOfMoney(),
        setAside);
  }

  /// Whatever ends a run, calls in flight are waited for, and what they bring is kept.
  private void keepLast(Dispatch dispatch, Throwable end) {
    try {
      dispatch.keep(executor.awaitInFlight());
    } catch (RuntimeException again) {
      end.addSuppressed(again);
    }
  }

  /// Lets calls in flight come home, keeps them, and starts nothing new. Safe from any thread.
  public void stop() {
    stopped = true;
  }
}
