package dev.metier.provider.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import dev.metier.job.JobName;
import dev.metier.provider.Answer;
import dev.metier.provider.Identity;
import dev.metier.provider.Provider;
import dev.metier.provider.ProviderContract;
import dev.metier.provider.Question;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// With the real tiny model of examples/demo.
class GgufProviderTest extends ProviderContract {
  private static final Path TINY = Path.of("examples/demo/models/triage-Q8_0.gguf");
  private static final Path CASES = Path.of("examples/demo/cases");

  @TempDir Path folder;

  @Override
  protected Provider working() {
    return GgufProvider.open(model(ProviderKind.GGUF, TINY));
  }

  @Override
  protected Provider broken() {
    return GgufProvider.open(model(ProviderKind.GGUF, Path.of("nowhere.gguf")));
  }

  @Override
  protected Question known() {
    return ticket("where is my lamp");
  }

  @Override
  protected void isRight(Answer answer) {
    var reply = reply(answer);
    assertThat(reply.reply().text().strip()).isEqualTo("shipping");
    assertThat(reply.reply().finish()).isEqualTo(FinishReason.STOP);
  }

  @Test
  void ticketsLikeThoseItWasTrainedOnAreLabelledRightAndTheSameEachTime() throws IOException {
    try (var provider = working()) {
      List<String> first = labels(provider);
      List<String> right = tickets().stream().map(t -> t.get("label").asString()).toList();
      int hits = 0;
      for (int i = 0; i < first.size(); i++) {
        hits += first.get(i).equals(right.get(i)) ? 1 : 0;
      }
      assertThat(hits).isGreaterThanOrEqualTo(97);
      assertThat(labels(provider)).isEqualTo(first);
    }
  }

  @Test
  void usageAndTimingAreMeasured() {
    try (var provider = working()) {
      provider.ask(known());
      var reply = reply(provider.ask(known()));
      // Each letter is a token: a start token, 16 of the ticket, and 7 of "\nlabel:".
      assertThat(reply.reply().usage().input()).isEqualTo(24);
      assertThat(reply.reply().usage().output()).isBetween(9L, 10L);
      assertThat(reply.reply().usage().estimated()).isFalse();
      assertThat(reply.timing().cold()).isFalse();
      assertThat(reply.timing().firstToken().orElseThrow())
          .isBetween(Duration.ofNanos(1), reply.timing().total());
      assertThat(reply.timing().tokensPerSecond().orElseThrow()).isPositive();
    }
  }

  @Test
  void theMostTokensEndTheAnswerForItsLength() {
    try (var provider = working()) {
      var reply = reply(provider.ask(ticket("where is my lamp", settings(4, List.of(), Map.of()))));
      assertThat(reply.reply().text()).isEqualTo(" shi");
      assertThat(reply.reply().finish()).isEqualTo(FinishReason.LENGTH);
      assertThat(reply.reply().usage().output()).isEqualTo(4);
    }
  }

  @Test
  void aStopTextEndsTheAnswerAndIsNotPartOfIt() {
    try (var provider = working()) {
      var stop = settings(0, List.of("pp"), Map.of());
      var reply = reply(provider.ask(ticket("where is my lamp", stop)));
      assertThat(reply.reply().text()).isEqualTo(" shi");
      assertThat(reply.reply().finish()).isEqualTo(FinishReason.STOP);
    }
  }

  @Test
  void aPromptLongerThanTheWindowIsTooLong() {
    try (var provider = working()) {
      fails(provider.ask(ticket("x".repeat(600))), Answer.Cause.TOO_LONG, "608 tokens");
      fails(provider.ask(ticket("x".repeat(503))), Answer.Cause.TOO_LONG, "512");
      reply(provider.ask(ticket("x".repeat(502))));
    }
  }

  @Test
  void whatItCannotDoIsSaidNotIgnored() {
    try (var provider = working()) {
      var tool = new Tool("t", "", "{}");
      var tools =
          new ChatRequest(List.of(Message.of(Role.USER, "x")), List.of(tool), Settings.NONE);
      var picture = new Message(Role.USER, List.of(new Part.Image("data:,x")));
      var pictures = new ChatRequest(List.of(picture), List.of(), Settings.NONE);
      for (var request : List.of(tools, pictures)) {
        var question = new Question(new JobName("j"), "c", 0, request);
        fails(provider.ask(question), Answer.Cause.BAD_REQUEST, "llama-server");
      }
      var odd = settings(5, List.of(), Map.of("mirostat", "2"));
      fails(provider.ask(ticket("x", odd)), Answer.Cause.BAD_REQUEST, "mirostat");
      var known = settings(12, List.of(), Map.of("top_k", "1", "min_p", "0.05"));
      isRight(provider.ask(ticket("where is my lamp", known)));
    }
  }

  @Test
  void interruptingEndsTheCall() throws Exception {
    try (var provider = working()) {
      var answers = new ArrayList<Answer>();
      Thread thread =
          Thread.ofVirtual()
              .unstarted(() -> {
                Thread.currentThread().interrupt();
                answers.add(provider.ask(known()));
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
              });
      thread.start();
      thread.join();
      fails(answers.getFirst(), Answer.Cause.CUT_OFF, "interrupted");
      isRight(provider.ask(known()));
    }
  }

  @Test
  void noMoreThanTheTotalTimeIsTaken() {
    Model usual = model(ProviderKind.GGUF, TINY);
    var hasty =
        new Model(
            usual.name(),
            usual.kind(),
            usual.id(),
            usual.address(),
            usual.key(),
            usual.host(),
            usual.price(),
            usual.settings(),
            usual.window(),
            usual.concurrency(),
            new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofNanos(1)),
            usual.apiVersion());
    try (var provider = GgufProvider.open(hasty)) {
      fails(provider.ask(known()), Answer.Cause.TOTAL_TIMEOUT, "0 s");
    }
  }

  @Test
  void aFileThatIsNoModelCannotBeUsed() throws IOException {
    Path text = Files.writeString(folder.resolve("text.gguf"), "not a model");
    Path cut = folder.resolve("cut.gguf");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(TINY), 100_000));
    Path header = folder.resolve("header.gguf");
    Files.write(header, Arrays.copyOf(Files.readAllBytes(TINY), 300));
    for (var expected :
        Map.of(text, "letters GGUF", cut, "cannot load", header, "middle of its header")
            .entrySet()) {
      try (var provider = GgufProvider.open(model(ProviderKind.GGUF, expected.getKey()))) {
        fails(provider.ask(known()), Answer.Cause.UNUSABLE, expected.getValue());
      }
    }
  }

  @Test
  void theFingerprintTellsWhatTheFileSays() {
    try (var provider = working()) {
      Identity identity = provider.identify();
      assertThat(identity.window()).hasValue(512);
      assertThat(identity.slots()).hasValue(1);
      assertThat(identity.fingerprint().facts())
          .containsEntry("architecture", "llama")
          .containsEntry("name", "tiny-triage")
          .containsEntry("context_length", "512")
          .containsEntry("block_count", "3")
          .containsEntry("tensors", "29")
          .containsEntry("size", "186208")
          .containsKeys("sha256", "template", "file_type", "backend");
    }
  }

  @Test
  void aProgramThatAsksPrintsNothingElseAndEnds() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process program =
        new ProcessBuilder(
                java.toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Asking.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(printed).isEqualTo("shipping");
    assertThat(program.waitFor()).isZero();
  }

  /// A program of its own, to see what the native library prints past Java's streams.
  static final class Asking {
    private Asking() {}

    public static void main(String[] args) {
      try (var provider = GgufProvider.open(model(ProviderKind.GGUF, TINY))) {
        System.out.print(reply(provider.ask(ticket("where is my lamp"))).reply().text().strip());
      }
      System.out.flush();
      System.exit(0);
    }
  }

  @Test
  void ticketsInOtherWordsAreBeyondIt() throws IOException {
    try (var provider = working()) {
      List<JsonNode> tickets = tickets("triage-paraphrased.jsonl", 85);
      double share = share(provider, tickets);
      System.err.printf(
          "tiny model: %.3f of 200 templated tickets right, %.3f of 85 in other words%n",
          share(provider, tickets("triage-templated.jsonl", 200)), share);
      assertThat(share).isLessThan(0.75);
    }
  }

  private static double share(Provider provider, List<JsonNode> tickets) {
    long right =
        tickets.stream().filter(t -> label(provider, t).equals(t.get("label").asString())).count();
    return (double) right / tickets.size();
  }

  private static List<String> labels(Provider provider) throws IOException {
    return tickets().stream().map(t -> label(provider, t)).toList();
  }

  private static String label(Provider provider, JsonNode ticket) {
    Answer answer = provider.ask(ticket(ticket.get("text").asString()));
    return answer instanceof Answer.Reply(var reply, _) ? reply.text().strip() : "";
  }

  private static List<JsonNode> tickets() throws IOException {
    return tickets("triage-templated.jsonl", 100);
  }

  private static List<JsonNode> tickets(String file, int most) throws IOException {
    return Files.readAllLines(CASES.resolve(file)).stream()
        .limit(most)
        .map(JsonMapper.shared()::readTree)
        .toList();
  }

  private static Question ticket(String text) {
    return question("triage", "c", 0, text);
  }

  private static Question ticket(String text, Settings settings) {
    return question("triage", "c", 0, text, settings);
  }

  private static Answer.Reply reply(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Reply.class);
    return (Answer.Reply) answer;
  }

  private static void fails(Answer answer, Answer.Cause cause, String detail) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Failure.class,
            failure -> {
              assertThat(failure.cause()).isEqualTo(cause);
              assertThat(failure.detail()).contains(detail);
              assertThat(failure.retryAfter()).isEqualTo(Optional.empty());
            });
  }
}
