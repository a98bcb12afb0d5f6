package dev.metier.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.chat.Usage;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.provider.Answer.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowedProviderTest {
  private static final OptionalInt UNKNOWN = OptionalInt.empty();

  /// Reads so many tokens of each prompt, and tells its window when it is asked after an answer.
  private static final class Reading implements Provider {
    final long read;
    final OptionalInt window;
    int asked;
    int identified;

    Reading(long read, OptionalInt window) {
      this.read = read;
      this.window = window;
    }

    @Override
    public Answer ask(Question question) {
      asked++;
      var usage = new Usage(read, 0, 5, false);
      return new Answer.Reply(
          new ChatReply(List.of(new Part.Text("yes")), FinishReason.STOP, usage),
          Timing.of(Duration.ofMillis(1)));
    }

    @Override
    public Identity identify() {
      identified++;
      return new Identity(
          new Fingerprint(Map.of(), Set.of()),
          window,
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty());
    }

    @Override
    public void close() {}
  }

  private static Model model(ProviderKind kind, OptionalInt window) {
    return new Model(
        new ModelName("m"),
        kind,
        "id",
        Optional.of("http://127.0.0.1:1"),
        Optional.empty(),
        new Host("here", DataClass.RESTRICTED),
        new Price.Unknown(),
        Settings.NONE,
        window,
        OptionalInt.empty(),
        Timeouts.USUAL,
        Optional.empty());
  }

  private static Question words(int words) {
    var request =
        new ChatRequest(
            List.of(Message.of(Role.USER, "word ".repeat(words))), List.of(), Settings.NONE);
    return new Question(new JobName("job"), "c1", 0, request);
  }

  private static Answer ask(
      ProviderKind kind, OptionalInt declared, OptionalInt told, Reading reading, int words) {
    return new WindowedProvider(model(kind, declared), reading, told).ask(words(words));
  }

  private static void cut(Answer answer, String... why) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Failure.class,
            failure -> {
              assertThat(failure.cause()).isEqualTo(Cause.PROMPT_CUT);
              assertThat(failure.detail()).contains(why);
            });
  }

  private static void fits(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Reply.class);
  }

  @Test
  void whatIsSurelyLongerThanTheWindowIsNotAsked() {
    var reading = new Reading(2050, UNKNOWN);
    cut(
        ask(ProviderKind.OLLAMA, OptionalInt.of(4096), UNKNOWN, reading, 6000),
        "case c1",
        "6,00",
        "window of m is 4,096",
        "`window: 7168`");
    assertThat(reading.asked).isZero();
  }

  @Test
  void aWindowThatIsFullMeansThatThePromptWasCut() {
    cut(
        ask(ProviderKind.VLLM, UNKNOWN, OptionalInt.of(2048), new Reading(2048, UNKNOWN), 2200),
        "read only 2,048",
        "--max-model-len 3072");
  }

  @Test
  void ollamaTellsItsWindowOnlyAfterAnAnswer() {
    var reading = new Reading(2050, OptionalInt.of(2048));
    var provider = new WindowedProvider(model(ProviderKind.OLLAMA, UNKNOWN), reading, UNKNOWN);
    fits(provider.ask(words(20)));
    assertThat(reading.identified).isZero();
    cut(provider.ask(words(6000)), "whose window is 2,048", "read only 2,050");
    assertThat(reading.identified).isEqualTo(1);
  }

  @Test
  void farFewerTokensThanSentMeanACutWhereNobodyKnowsTheWindow() {
    cut(ask(ProviderKind.OPENAI, UNKNOWN, UNKNOWN, new Reading(2050, UNKNOWN), 6000), "2,050");
    fits(ask(ProviderKind.OPENAI, UNKNOWN, UNKNOWN, new Reading(4000, UNKNOWN), 6000));
    fits(ask(ProviderKind.OLLAMA, UNKNOWN, UNKNOWN, new Reading(12, UNKNOWN), 6000));
  }

  @Test
  void whatFitsIsAnswered() {
    var told = OptionalInt.of(8192);
    fits(ask(ProviderKind.VLLM, UNKNOWN, told, new Reading(6008, UNKNOWN), 6000));
    fits(ask(ProviderKind.VLLM, UNKNOWN, told, new Reading(3000, UNKNOWN), 6000));
    fits(ask(ProviderKind.OPENAI, OptionalInt.of(2048), UNKNOWN, new Reading(2100, UNKNOWN), 2100));
  }

  @Test
  void theSmallerWindowHoldsAndOllamaIsToldTheDeclaredOne() {
    var told = OptionalInt.of(4096);
    var more = OptionalInt.of(8192);
    assertThat(WindowedProvider.window(model(ProviderKind.VLLM, more), told)).isEqualTo(told);
    assertThat(WindowedProvider.window(model(ProviderKind.VLLM, told), more)).isEqualTo(told);
    assertThat(WindowedProvider.window(model(ProviderKind.OLLAMA, more), told)).isEqualTo(more);
    assertThat(WindowedProvider.window(model(ProviderKind.VLLM, UNKNOWN), told)).isEqualTo(told);
  }
}
