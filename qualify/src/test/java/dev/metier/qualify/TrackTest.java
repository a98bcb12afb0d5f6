package dev.metier.qualify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Fingerprint;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Questions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a track tells about the cases to come.
class TrackTest {
  private static final int CASES = 1000;

  private static Track track() {
    return track(Workshop.job("triage", CASES, Workshop.quality(0.9)));
  }

  private static Track track(Job job) {
    var model = Workshop.model("small");
    var fingerprint = new Fingerprint(Map.of("build", "1"), Set.of());
    return new Track(job, model, CommittedOrder.of(job), new Questions(job, model, fingerprint));
  }

  @Test
  void everyCaseIsToldOnceBeforeItIsAskedAndFewInVain() {
    Track track = track();
    var told = new HashSet<String>();
    for (int started = 1; started <= CASES; started++) {
      var trial = track.start(CASES).getFirst().trial();
      track.upcoming().forEach((hash, name) -> assertThat(told.add(hash)).as(name).isTrue());
      assertThat(told)
          .contains(trial.key().content())
          .hasSizeLessThanOrEqualTo(Math.max(2 * started, started + 64));
    }
    assertThat(told).hasSize(CASES);
    assertThat(track.upcoming()).isEmpty();
  }

  @Test
  void casesAreCountedByCasesAlsoWhenWholeClustersAreDrawn() {
    var cases = new ArrayList<Case>();
    for (int i = 0; i < 12; i++) {
      var text = Map.of("text", "t" + i);
      cases.add(
          new Case("c" + i, text, Optional.of("yes"), Set.of(), Optional.of("document" + i / 4)));
    }
    var job = Workshop.job("clauses", cases, Workshop.quality(0.1));
    Track track = track(job);
    assertThat(track.units()).isEqualTo(3);
    assertThat(track.cases(2)).isEqualTo(8);
    assertThat(track.cases(track.units())).isEqualTo(12);
  }
}
