package dev.metier.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.chat.TokenLikelihood;
import dev.metier.chat.Usage;
import dev.metier.job.Check;
import dev.metier.job.Check.Score;
import dev.metier.job.Check.Signal;
import dev.metier.job.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScoredAnswerTest {
  private static final Check AGREE = new Check.Agree(3, 2, 0.7);
  private static final Check OTHER = new Check.Baseline(new ModelName("words"));
  private static final Check LIKELY = new Check.LogProbability(Double.NaN);

  private static ChatReply says(String text) {
    return new ChatReply(
        List.of(new Part.Text(text)),
        FinishReason.STOP,
        Optional.empty(),
        new Usage(5, 0, 20, false),
        Optional.of(new TokenLikelihood(-0.25, 20)));
  }

  private static ChatReply calls(String arguments) {
    return new ChatReply(
        List.of(new Part.ToolUse("id", "look", arguments)), FinishReason.TOOL_USE, Usage.NONE);
  }

  private static ChatRequest request(Message... before) {
    var messages = new ArrayList<>(List.of(Message.of(Role.USER, "Go")));
    messages.addAll(List.of(before));
    return new ChatRequest(messages, List.of(), Settings.NONE);
  }

  private static double[] signals(
      List<ChatReply> answers, Map<Check, CheckResult> said, Signal... of) {
    return ScoredAnswer.of(new Score(List.of(of)), request(), answers, said).signals();
  }

  @Test
  void everySignalIsANumber() {
    double[] seen =
        signals(
            List.of(says("Paris."), says("paris"), says("Lyon")),
            Map.of(OTHER, new CheckResult.Fail("baseline:differs")),
            Signal.Measure.LENGTH,
            Signal.Measure.TOKENS,
            Signal.Measure.LOOPS,
            new Signal.Says(AGREE),
            new Signal.Says(LIKELY),
            new Signal.Says(OTHER));
    assertThat(seen)
        .containsExactly(
            new double[] {Math.log1p(6), Math.log1p(20), 0, 0.5, -0.25, 0}, within(1e-12));
  }

  @Test
  void whatIsNotThereIsNotKnown() {
    var score = new Score(List.of(Signal.Measure.LENGTH, new Signal.Says(AGREE)));
    var seen = ScoredAnswer.of(score, request(), List.of(says("a"), says("a")), Map.of());
    assertThat(seen.isKnown()).isFalse();
    assertThat(seen.result()).isEqualTo(new CheckResult.Broken("score:no_agree"));
    var counted = new Score(List.of(Signal.Measure.LENGTH, Signal.Measure.TOKENS));
    assertThat(ScoredAnswer.of(counted, request(), List.of(calls("{}")), Map.of()).result())
        .as("a server that tells of no tokens")
        .isEqualTo(new CheckResult.Broken("score:no_tokens"));
    var broken = Map.of(OTHER, (CheckResult) new CheckResult.Broken("baseline:no_answer"));
    var other = new Score(List.of(Signal.Measure.LENGTH, new Signal.Says(OTHER)));
    assertThat(ScoredAnswer.of(other, request(), List.of(says("a")), broken).result())
        .isEqualTo(new CheckResult.Broken("score:no_baseline"));
  }

  @Test
  void aThirdCallOfTheSameIsALoop() {
    var before = new Message(Role.ASSISTANT, calls("{\"a\": 1}").parts());
    var score = new Score(List.of(Signal.Measure.LOOPS, Signal.Measure.LENGTH));
    var once = ScoredAnswer.of(score, request(before), List.of(calls("{\"a\": 1}")), Map.of());
    var twice =
        ScoredAnswer.of(score, request(before, before), List.of(calls("{\"a\": 1}")), Map.of());
    var another =
        ScoredAnswer.of(score, request(before, before), List.of(calls("{\"a\": 2}")), Map.of());
    assertThat(once.signals()[0]).isZero();
    assertThat(twice.signals()[0]).isEqualTo(1);
    assertThat(another.signals()[0]).isZero();
  }

  @Test
  void aScorePassesFromItsBarOn() {
    var terms = List.of(new Score.Term(0, 1, 1), new Score.Term(0.5, 0.5, 2));
    var score = new Score(List.of(Signal.Measure.LOOPS, new Signal.Says(OTHER)));
    var said = Map.of(OTHER, CheckResult.PASS);
    double chance = Math.round(1e6 / (1 + Math.exp(-2.1))) / 1e6;
    for (double bar : new double[] {chance, Math.nextUp(chance)}) {
      var weighed = score.with(new Score.Weighed(0.1, terms, bar));
      var seen = ScoredAnswer.of(weighed, request(), List.of(says("a")), said);
      assertThat(seen.chance()).isEqualTo(chance);
      assertThat(seen.adds()).containsExactly(0, 2);
      assertThat(seen.result())
          .isEqualTo(bar == chance ? CheckResult.PASS : new CheckResult.Fail("score:low"));
    }
  }
}
