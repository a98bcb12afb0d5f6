package dev.metier.ledger;

import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import java.time.Instant;
import java.util.Optional;

/// What the ledger holds for one job and one model under one setting.
///
/// @param setting see TrialKey; another build of the model, another prompt or other parameters give
///   another one
/// @param prompt what was asked, whatever the model; see `Hashes.prompt`; empty when an early
///   ledger kept it
/// @param fingerprint hash of the model's fingerprint that was remembered when its first entry came
/// @param look the number of the look at the job's cases at which the first entry was asked for, at
///   least 1
/// @param first when its earliest entry began
/// @param last when its latest entry began
public record SettingInfo(
    String setting,
    JobName job,
    ModelName model,
    Optional<String> prompt,
    Optional<String> fingerprint,
    int look,
    Instant first,
    Instant last,
    long entries) {}
