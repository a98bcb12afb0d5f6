package dev.metier.report.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.ledger.RunInfo;
import dev.metier.report.Golden;
import dev.metier.report.SampleRuns;
import dev.metier.report.view.RunView.Form;
import dev.metier.report.view.RunView.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class RunViewTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final Instant AT = Instant.parse("2026-11-28T14:00:00Z");

  @Test
  void showsWhatIsOpenAndHowARunGoes() {
    Golden.check(
        "screen/run-view.json",
        JSON.writeValueAsString(SampleRuns.view(SampleRuns.running(false))) + "\n");
  }

  @Test
  void everyWayThatARunCanStandIsToldApart() {
    var ended = new RunStatus.Ended(AT, RunInfo.End.BUDGET, Optional.of(SampleRuns.running(false)));
    assertThat(
            List.of(
                SampleRuns.view(new RunStatus.Idle(Optional.empty())),
                SampleRuns.view(new RunStatus.Starting(AT, false)),
                SampleRuns.view(SampleRuns.running(false)),
                SampleRuns.view(SampleRuns.running(true)),
                SampleRuns.view(new RunStatus.Elsewhere(4711, Optional.of(AT), Optional.empty())),
                SampleRuns.view(SampleRuns.idle(RunInfo.End.FINISHED)),
                SampleRuns.view(SampleRuns.idle(RunInfo.End.STOPPED)),
                SampleRuns.view(ended),
                SampleRuns.view(SampleRuns.brokenOff()),
                SampleRuns.view(new RunStatus.Failed(AT, List.of("The disk is full.")))))
        .extracting(RunView::stage)
        .containsExactly(
            Stage.NEVER,
            Stage.STARTING,
            Stage.RUNNING,
            Stage.STOPPING,
            Stage.ELSEWHERE,
            Stage.FINISHED,
            Stage.STOPPED,
            Stage.OUT_OF_MONEY,
            Stage.BROKEN_OFF,
            Stage.FAILED);
  }

  @Test
  void whatARunReachedStaysWhenItIsOver() {
    var ended = new RunStatus.Ended(AT, RunInfo.End.STOPPED, Optional.of(SampleRuns.running(true)));

    assertThat(SampleRuns.view(ended).reached())
        .extracting(RunView.Reached::model)
        .containsExactly("gemma");
    assertThat(SampleRuns.view(SampleRuns.idle(RunInfo.End.STOPPED)).reached()).isEmpty();
  }

  @Test
  void eachHostIsAskedOneThingNext() {
    assertThat(SampleRuns.view(SampleRuns.running(false)).open())
        .extracting(RunView.Open::model, RunView.Open::next)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("qwen", true),
            org.assertj.core.groups.Tuple.tuple("opus", true));
  }

  @Test
  void aFormThatWasSentInVainKeepsWhatWasChosen() {
    var form = new Form("1,50", Optional.of("1,50 is no amount of money."));
    var status = new RunStatus.Idle(Optional.empty());

    assertThat(SampleRuns.view(status, form, Set.of("other")).jobs())
        .singleElement()
        .satisfies(choice -> assertThat(choice.chosen()).isFalse());
    assertThat(SampleRuns.view(status).jobs())
        .singleElement()
        .satisfies(choice -> assertThat(choice.chosen()).isTrue());
  }

  @Test
  void messagesAreTextHoweverTheyLook() {
    var failed = new RunStatus.Failed(AT, List.of("the server said \u202e\u0000"));

    assertThat(SampleRuns.view(failed).messages().getFirst()).contains("[U+202E]");
  }
}
