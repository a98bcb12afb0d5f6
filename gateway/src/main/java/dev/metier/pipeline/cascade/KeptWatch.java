package dev.metier.pipeline.cascade;

import dev.metier.core.log.Log;
import dev.metier.job.JobName;
import dev.metier.policy.CascadeProof;

/// Follows without labels whether a cascade keeps the share of its first model's answers that was
/// found when it was compiled. Thread-safe.
public final class KeptWatch {
  private final JobName job;
  private final CascadeProof proof;
  private final ShareDetector fewer;
  private final ShareDetector more;
  private volatile boolean alarmed;

  public KeptWatch(JobName job, CascadeProof proof) {
    this.job = job;
    this.proof = proof;
    this.fewer = new ShareDetector(proof.least());
    this.more = new ShareDetector(1 - proof.most());
  }

  /// Takes whether an answer passed its checks.
  public synchronized void add(boolean kept) {
    boolean low = fewer.add(kept ? 1 : 0);
    boolean high = more.add(kept ? 0 : 1);
    if ((low || high) && !alarmed) {
      alarmed = true;
      Log.warning(
          KeptWatch.class,
          "job "
              + job
              + " keeps "
              + (low ? "fewer" : "more")
              + " of its first model's answers than the "
              + Math.round(100 * proof.least())
              + " to "
              + Math.round(100 * proof.most())
              + " % that were found when it was compiled: it is answered by models that are FIT"
              + " alone until it is compiled again");
    }
  }

  /// Whether the share was found to be another one; that stays so until a new policy.
  public boolean alarmed() {
    return alarmed;
  }
}
