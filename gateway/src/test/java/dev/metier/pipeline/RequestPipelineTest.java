package dev.metier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.pipeline.step.StepTrial;
import dev.metier.policy.Policy;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.protocol.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How the result of a step decides what follows.
class RequestPipelineTest {
  private static final Policy POLICY =
      new Policy("0".repeat(32), "1".repeat(32), Instant.EPOCH, Map.of(), Map.of());
  private static final Refusal BUSY = Refusal.of(Reason.OVERLOADED, "No model is free.");

  @Test
  void theStepsAreTakenInTheirOrder() throws Exception {
    List<String> taken = new ArrayList<>();
    try (var trial = new StepTrial(POLICY, noted("first", taken), noted("second", taken))) {
      assertThat(trial.take("{}").passed()).isTrue();
      assertThat(taken).containsExactly("first", "second");
    }
  }

  @Test
  void afterARefusalNoStepIsTaken() throws Exception {
    List<String> taken = new ArrayList<>();
    Step refusing = context -> StepResult.refused(BUSY);
    Step throwing =
        context -> {
          throw new RefusedException(BUSY);
        };
    for (Step step : List.of(refusing, throwing)) {
      try (var trial = new StepTrial(POLICY, step, noted("later", taken))) {
        var outcome = trial.take("{}");
        assertThat(outcome.refused()).contains(Reason.OVERLOADED);
        assertThat(outcome.answer().body()).contains("No model is free.");
        assertThat(taken).isEmpty();
      }
    }
  }

  @Test
  void aStepThatWaitsResumesTheRequestOnce() throws Exception {
    List<String> taken = new ArrayList<>();
    Step waiting =
        context -> {
          Thread.ofVirtual().start(() -> context.request().loop().run(context::resume));
          return StepResult.WAITING;
        };
    try (var trial = new StepTrial(POLICY, waiting, noted("later", taken))) {
      assertThat(trial.take("{}").passed()).isTrue();
      assertThat(taken).containsExactly("later");
    }
  }

  @Test
  void aBugInAStepIsToldWithoutItsDetailsAndItsEndActionsStillHappen() throws Exception {
    List<String> ended = new ArrayList<>();
    Step broken =
        context -> {
          context.end().whenOver(() -> ended.add("settled"));
          throw new IllegalStateException("an inner secret");
        };
    try (var trial = new StepTrial(POLICY, broken)) {
      var outcome = trial.take("{}");
      assertThat(outcome.refused()).contains(Reason.INTERNAL);
      assertThat(outcome.answer().body()).doesNotContain("secret");
      assertThat(ended).containsExactly("settled");
    }
  }

  private static Step noted(String name, List<String> taken) {
    return context -> {
      taken.add(name);
      return StepResult.NEXT;
    };
  }
}
