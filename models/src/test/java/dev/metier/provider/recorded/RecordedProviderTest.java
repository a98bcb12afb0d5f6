package dev.metier.provider.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.provider.Answer;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Provider;
import dev.metier.provider.ProviderContract;
import dev.metier.provider.Question;
import dev.metier.provider.Timing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedProviderTest extends ProviderContract {
  private static final String SAMPLES =
      """
      case_id,job,model,sample,score,passed,empty
      a,sums,big,2,0.5,0,0
      a,sums,big,1,0.99,1,0
      a,sums,big,3,0,0,1
      a,words,big,1,0,0,0
      a,sums,small,1,0,0,0
      """;

  @TempDir Path folder;

  @Override
  protected Provider working() {
    return open("samples.csv", SAMPLES, "#big");
  }

  @Override
  protected Provider broken() {
    return open("samples.csv", SAMPLES, "#middle");
  }

  @Override
  protected Question known() {
    return asked("sums", "a", 0);
  }

  @Override
  protected void isRight(Answer answer) {
    assertThat(answer).isEqualTo(new Answer.Recorded(1, "recorded as passed", Optional.empty()));
  }

  @Test
  void repeatsAreTheSamplesInOrder() {
    try (var provider = working()) {
      assertThat(provider.ask(asked("sums", "a", 1)))
          .isEqualTo(new Answer.Recorded(0, "recorded as failed", Optional.empty()));
      fails(provider.ask(asked("sums", "a", 2)), Cause.EMPTY, "a failure of serving");
      fails(provider.ask(asked("sums", "a", 3)), Cause.NOT_FOUND, "case a in job sums, repeat 3");
      fails(provider.ask(asked("sums", "b", 0)), Cause.NOT_FOUND, "case b");
    }
  }

  @Test
  void rowsThatNameAJobAnswerForThatJobOnly() {
    try (var provider = working()) {
      assertThat(provider.ask(asked("words", "a", 0)))
          .isInstanceOfSatisfying(
              Answer.Recorded.class, recorded -> assertThat(recorded.score()).isZero());
      fails(provider.ask(asked("poems", "a", 0)), Cause.NOT_FOUND, "job poems");
    }
  }

  @Test
  void rowsWithoutAJobAnswerForEveryJob() {
    try (var provider = open("r.csv", "id,correct,latency_s,ttft_s\nx,1,1.5,0.25\n", "")) {
      assertThat(provider.ask(asked("any", "x", 0)))
          .isEqualTo(
              new Answer.Recorded(
                  1,
                  "recorded as passed",
                  Optional.of(
                      new Timing(
                          Optional.of(Duration.ofMillis(250)),
                          Duration.ofMillis(1500),
                          java.util.OptionalDouble.empty(),
                          false))));
    }
  }

  @Test
  void aRecordedGradeMayComeWithItsTokens() {
    String rows = "id,passed,input_tokens,output_tokens\nx,1,120,30\ny,1,,\n";
    try (var provider = open("r.csv", rows, "")) {
      assertThat(((Answer.Recorded) provider.ask(asked("any", "x", 0))).usage())
          .contains(new Usage(120, 0, 30, false));
      assertThat(((Answer.Recorded) provider.ask(asked("any", "y", 0))).usage()).isEmpty();
    }
  }

  @Test
  void aRecordedTextIsAReplyToBeGraded() {
    String rows =
        """
        {"case": "x", "model": "m#1", "response": "billing", "latency_ms": 12, "input_tokens": 7, "output_tokens": 2, "score": 0}
        {"case": "y", "model": "m#1", "response": "bug"}
        """;
    try (var provider = open("r.jsonl", rows, "#m#1")) {
      assertThat(provider.ask(asked("any", "x", 0)))
          .isInstanceOfSatisfying(
              Answer.Reply.class,
              reply -> {
                assertThat(reply.reply().text()).isEqualTo("billing");
                assertThat(reply.reply().usage().input()).isEqualTo(7);
                assertThat(reply.timing().total()).isEqualTo(Duration.ofMillis(12));
                assertThat(reply.timing().cold()).isFalse();
              });
      assertThat(provider.ask(asked("any", "y", 0)))
          .isInstanceOfSatisfying(
              Answer.Reply.class, reply -> assertThat(reply.timing().cold()).isTrue());
    }
  }

  @Test
  void recordedThinkingIsToldFromTheAnswer() {
    String rows =
        """
        {"id": "tags", "text": "<think>maybe shipping</think>billing"}
        {"id": "apart", "thinking": "maybe shipping", "text": "billing", "finish_reason": "length"}
        """;
    try (var provider = open("r.jsonl", rows, "")) {
      assertThat(reply(provider, "tags").parts())
          .containsExactly(
              new Part.Thinking("maybe shipping", Optional.empty(), Optional.of("<think>")),
              new Part.Text("billing"));
      assertThat(reply(provider, "apart").parts())
          .containsExactly(
              new Part.Thinking("maybe shipping", Optional.empty()), new Part.Text("billing"));
      assertThat(reply(provider, "apart").finish()).isEqualTo(FinishReason.LENGTH);
    }
  }

  @Test
  void thinkingWithoutAnAnswerIsAnEmptyAnswer() {
    try (var provider = open("r.jsonl", "{\"id\": \"x\", \"text\": \"<think>billing?\"}\n", "")) {
      assertThat(reply(provider, "x").isEmpty()).isTrue();
    }
  }

  @Test
  void anEmptyTextIsAFailureOfServingAndItsRowStays() {
    String rows = "{\"id\": \"x\", \"text\": \"\"}\n{\"id\": \"y\", \"text\": \"billing\"}\n";
    try (var lines = open("r.jsonl", rows, "");
        var csv = open("r.csv", "id,text\nx,\ny,billing\n", "")) {
      for (var provider : List.of(lines, csv)) {
        assertThat(provider.identify().trouble()).isEmpty();
        fails(provider.ask(asked("any", "x", 0)), Cause.EMPTY, "a failure of serving");
        assertThat(reply(provider, "y").text()).isEqualTo("billing");
      }
    }
  }

  private static ChatReply reply(Provider provider, String id) {
    return ((Answer.Reply) provider.ask(asked("any", id, 0))).reply();
  }

  @Test
  void whatIsWrongIsToldWithItsPlaceAndARemedy() {
    told("case_id,score\na,1.5\n", "r.csv:2: the score 1.5 is not in 0..1; correct");
    told("case_id,score\na,1\nb,maybe\n,1\n", "r.csv:3: score is \"maybe\", not a number of at");
    told("case_id,score\na,1\nb,maybe\n,1\n", "(and 1 more)");
    told("case_id,passed\na,perhaps\n", "r.csv:2: passed is \"perhaps\", neither 1 nor 0");
    told("question,score\na,1\n", "r.csv:1: the header has no column for the case: question,score");
    told("case_id,cost\na,1\n", "name a column passed (1 or 0), score (0..1) or text");
    told("case_id,score\na,\n", "neither a grade nor a text");
    told("", "there are no outcomes in it");
    told("case_id,model,score\na,m,1\na,n,1\n", "has several models; write");
  }

  @Test
  void aNameThatIsNotInTheFileIsToldWithThoseThatAre() {
    try (var provider = broken()) {
      assertThat(provider.identify().trouble().orElseThrow())
          .contains("has no model middle")
          .contains("one of big, small");
    }
  }

  @Test
  void aMissingFileIsTold() {
    var model = model(ProviderKind.RECORDED, "/nowhere/r.csv#m");
    try (var provider = RecordedProvider.open(model)) {
      assertThat(provider.identify().trouble().orElseThrow())
          .isEqualTo("there is no file /nowhere/r.csv; correct the path in `use: recorded/...`");
    }
  }

  @Test
  void aChangedFileIsReadAnew() {
    try (var before = open("r.csv", "case_id,score\na,1\n", "");
        var after = open("r.csv", "case_id,score\na,0.25\n", "")) {
      assertThat(before.ask(asked("j", "a", 0)))
          .isEqualTo(new Answer.Recorded(1, "recorded score 1", Optional.empty()));
      assertThat(after.ask(asked("j", "a", 0)))
          .isEqualTo(new Answer.Recorded(0.25, "recorded score 0.25", Optional.empty()));
      assertThat(before.identify().fingerprint()).isNotEqualTo(after.identify().fingerprint());
    }
  }

  @Test
  void aLargeRecordIsReadAndAskedFast() {
    var rows = new StringBuilder("case_id,category,model,correct,latency_s\n");
    for (int m = 0; m < 22; m++) {
      for (int c = 0; c < 1700; c++) {
        rows.append("case_").append(c).append(",simple,model-").append(m).append(',');
        rows.append((c * 31 + m) % 5 == 0 ? 0 : 1).append(',').append(c / 100.0).append('\n');
      }
    }
    long read = Long.MAX_VALUE;
    long each = Long.MAX_VALUE;
    for (int round = 0; round < 4; round++) {
      String name = "large-" + round + ".csv";
      long start = cpu();
      try (var first = open(name, rows.toString(), "#model-0")) {
        read = Math.min(read, cpu() - start);
        var providers = new ArrayList<Provider>(List.of(first));
        for (int m = 1; m < 22; m++) {
          providers.add(
              RecordedProvider.open(
                  model(ProviderKind.RECORDED, folder.resolve(name) + "#model-" + m)));
        }
        each = Math.min(each, askAll(providers));
      }
    }
    System.err.printf(
        "37,400 recorded outcomes: read in %d ms of CPU time, %d ns an answer%n",
        read / 1_000_000, each);
    assertThat(Duration.ofNanos(read)).isLessThan(Duration.ofMillis(1500));
    assertThat(each).isLessThan(2_000);
  }

  /// CPU time of an answer, in nanoseconds; wall time would measure the machine's other work too.
  private static long askAll(List<Provider> providers) {
    var questions = new ArrayList<Question>();
    for (int c = 0; c < 1700; c++) {
      questions.add(asked("j", "case_" + c, 0));
    }
    long passed = 0;
    long start = cpu();
    for (Provider provider : providers) {
      for (Question question : questions) {
        passed += ((Answer.Recorded) provider.ask(question)).score() == 1 ? 1 : 0;
      }
    }
    long each = (cpu() - start) / (providers.size() * 1700L);
    assertThat(passed).isEqualTo(22 * 1700 * 4 / 5);
    return each;
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @Test
  void theDemosRecordIsInOrder() {
    Path outcomes = Path.of("examples/demo/recorded/outcomes.csv").toAbsolutePath();
    var model = model(ProviderKind.RECORDED, outcomes + "#qwen/qwq-32b");
    try (var provider = RecordedProvider.open(model)) {
      assertThat(provider.identify().trouble()).isEmpty();
      assertThat(provider.ask(asked("word_sorting", "easy/word_sorting/0", 0)))
          .isInstanceOf(Answer.Recorded.class);
    }
  }

  private void told(String content, String expected) {
    try (var provider = open("r.csv", content, "")) {
      assertThat(provider.identify().trouble().orElse("nothing")).contains(expected);
    }
  }

  private Provider open(String name, String content, String model) {
    try {
      Path file = Files.writeString(folder.resolve(name), content);
      return RecordedProvider.open(model(ProviderKind.RECORDED, file + model));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Question asked(String job, String caseId, int repeat) {
    return question(job, caseId, repeat, "unused");
  }

  private static void fails(Answer answer, Cause cause, String detail) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Failure.class,
            failure -> {
              assertThat(failure.cause()).isEqualTo(cause);
              assertThat(failure.detail()).contains(detail);
            });
  }
}
