package dev.metier.decision;

import dev.metier.catalog.Fingerprint;
import dev.metier.core.text.Digest;
import dev.metier.decision.DecisionRecord.Evidence;
import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.plan.Hashes;
import dev.metier.qualify.CellResult;
import java.time.Instant;
import java.util.List;

/// Hashes of what a decision rests on: they differ as soon as anything of it does.
public final class EvidenceHash {
  private EvidenceHash() {}

  /// What is known of one job now.
  ///
  /// @param results those of the job, at least one
  public static Evidence of(List<CellResult> results, Instant now) {
    Job job = results.getFirst().job();
    String needs = needs(job.needs());
    String prompt = Hashes.prompt(job, job.settings());
    var gradings = new Digest();
    var all = new Digest().add("record/1").add(needs).add(prompt);
    for (CellResult each : results) {
      gradings.add(each.grading());
      all.add(each.model().name().text()).add(each.setting()).add(each.grading());
      all.add(each.kept()).add(each.verdict().word());
      all.add(each.fingerprint().map(Fingerprint::hash).orElse(""));
    }
    return new Evidence(all.hex(), needs, prompt, gradings.hex(), job.cases().size(), now);
  }

  private static String needs(List<Requirement> needs) {
    var digest = new Digest().add(needs.size());
    needs.forEach(need -> digest.add(need.hashed()).add(Double.toString(need.confidence())));
    return digest.hex();
  }
}
