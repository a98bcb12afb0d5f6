package dev.metier.qualify;

import dev.metier.job.Money;
import dev.metier.ledger.RunInfo;
import java.util.List;

/// What a run came to.
///
/// @param newCalls trials it made and kept
/// @param spent what it paid (marginal)
/// @param stopped whether it was stopped by hand
/// @param outOfMoney whether the budget ended it
/// @param setAside earlier answers that count no more, since they were to be asked anew
public record QualifyResult(
    List<CellResult> cells,
    long newCalls,
    Money spent,
    boolean stopped,
    boolean outOfMoney,
    long setAside) {
  public QualifyResult {
    cells = List.copyOf(cells);
  }

  /// How the run ended.
  public RunInfo.End end() {
    if (stopped) {
      return RunInfo.End.STOPPED;
    }
    return outOfMoney ? RunInfo.End.BUDGET : RunInfo.End.FINISHED;
  }
}
