package dev.metier.qualify;

import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.verdict.Verdict;

/// Where one job and model stand at a moment.
///
/// @param cases cases counted by the verdict
/// @param available cases there are
/// @param calls trials kept in the ledger, those of earlier runs included
/// @param possible trials there could be
/// @param cutShort whether calls that were to be made have not been made yet, though the verdict
///   stands
public record CellState(
    JobName job,
    ModelName model,
    Verdict verdict,
    int cases,
    int available,
    long calls,
    long possible,
    boolean cutShort) {}
