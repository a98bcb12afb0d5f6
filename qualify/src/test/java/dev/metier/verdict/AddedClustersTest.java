package dev.metier.verdict;

import static dev.metier.verdict.Assessed.in;
import static dev.metier.verdict.Assessed.job;
import static dev.metier.verdict.Assessed.passed;
import static dev.metier.verdict.Assessed.quality;
import static dev.metier.verdict.Assessed.single;
import static dev.metier.verdict.Assessed.singles;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.ledger.Outcome;
import dev.metier.plan.CommittedOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What clusters that are added to single cases do to what was counted before: nothing.
class AddedClustersTest {
  /// What a job is looked at with: each look has the cases of the one before and some more.
  private static List<CommittedOrder> looks(List<Job> jobs) {
    var kept = new ArrayList<List<String>>();
    var orders = new ArrayList<CommittedOrder>();
    for (Job job : jobs) {
      kept.add(CommittedOrder.of(job, kept).added());
      orders.add(CommittedOrder.of(job, kept));
    }
    return orders;
  }

  @Test
  void aClusterThatIsAddedChangesNothingThatWasCountedBefore() {
    var more = new ArrayList<>(singles(50));
    more.add(in("pair", 100));
    more.add(in("pair", 101));
    var grown = new ArrayList<>(singles(50));
    grown.set(7, single(7).in("seven"));
    grown.add(in("seven", 102));
    for (var added : List.of(more, grown)) {
      var jobs =
          List.of(
              job(singles(50), Job.Scope.TRAFFIC, 1, quality(0.8)),
              job(added, Job.Scope.TRAFFIC, 1, quality(0.8)));
      var orders = looks(jobs);
      for (int run = 0; run < 300; run++) {
        var random = new Random(run);
        var scores = new HashMap<String, Outcome>();
        for (Case given : singles(200)) {
          scores.put(given.id(), passed(random.nextDouble() < 0.8));
        }
        scores.put("c102", requireNonNull(scores.get("c7")));
        var before =
            Assessed.of(jobs.get(0), orders.get(0), 0, c -> requireNonNull(scores.get(c.id())));
        var after =
            Assessed.of(jobs.get(1), orders.get(1), 0, c -> requireNonNull(scores.get(c.id())));
        if (before.decided()) {
          assertThat(after.isFit()).isEqualTo(before.isFit());
          assertThat(after.counted()).isEqualTo(before.counted());
        }
      }
    }
  }
}
