package dev.metier.protocol.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.ChatEvent.Finished;
import dev.metier.chat.ChatEvent.TextDelta;
import dev.metier.chat.ChatEvent.ThinkingDelta;
import dev.metier.chat.ChatEvent.ThinkingSealed;
import dev.metier.chat.ChatEvent.ThinkingSigned;
import dev.metier.chat.ChatEvent.ToolDelta;
import dev.metier.chat.ChatEvent.ToolStart;
import dev.metier.chat.ChatEvent.Used;
import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.ReplyWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Answers become events (P2, P3).
class ReplyStreamTest {
  private static final Usage USAGE = new Usage(20, 5, 2, 9, 3, false);
  private static final Map<String, List<ChatEvent>> ANSWERS = new LinkedHashMap<>();

  static {
    answer("P2-text", new TextDelta("Hal"), new TextDelta(""), new TextDelta("lo — 你好"), end());
    answer("P2-empty", end());
    answer(
        "P2-calls-interleaved",
        new TextDelta("I look."),
        new ToolStart(0, "call_0123456789", "exec"),
        new ToolStart(1, "0", "exec"),
        new ToolDelta(1, "{\"cmd\""),
        new ToolDelta(0, "{\"cmd\":\"ls\"}"),
        new ToolDelta(1, ":\"pwd\"}"),
        new ToolDelta(7, "nobody's"),
        new Used(USAGE),
        new Finished(FinishReason.TOOL_USE));
    answer(
        "P2-call-without-arguments",
        new ToolStart(0, "call_0123456789", "exec"),
        new Finished(FinishReason.TOOL_USE));
    answer(
        "P2-reasoning",
        new ThinkingDelta("First "),
        new ThinkingDelta("thought."),
        new ThinkingSigned("sig"),
        new ThinkingSealed("opaque"),
        new ThinkingSigned("only"),
        new TextDelta("Hello."),
        new ThinkingDelta("Again."),
        end());
    answer("P2-cut", new TextDelta("Hel"), new Used(USAGE), new Finished(FinishReason.LENGTH));
    answer("P2-filtered", new TextDelta("No."), new Finished(FinishReason.FILTERED));
    answer(
        "P2-half-characters",
        new TextDelta("a\ud83d"),
        new TextDelta("\ude42"),
        new TextDelta("\ud83d"),
        end());
    answer(
        "P3-tools-of-all-kinds",
        new ToolStart(0, "call_000000000000", "apply_patch"),
        new ToolDelta(0, "{\"inp"),
        new ToolDelta(0, "ut\": \"*** Begin\\n+\\u0022x"),
        new ToolDelta(0, "\\\"\\n\"}"),
        new ToolStart(1, "call_000000000001", "agents__spawn"),
        new ToolDelta(1, "{}"),
        new ToolStart(2, "call_000000000002", "tool_search"),
        new ToolDelta(2, "{\"query\":"),
        new ToolDelta(2, "\"dates\"}"),
        new ToolStart(3, "call_000000000003", "note"),
        new ToolDelta(3, "plain text, no object"),
        new Finished(FinishReason.TOOL_USE));
  }

  private static void answer(String name, ChatEvent... events) {
    ANSWERS.put(name, Arrays.asList(events));
  }

  private static Finished end() {
    return new Finished(FinishReason.STOP);
  }

  static List<String> answers() {
    return List.copyOf(ANSWERS.keySet());
  }

  @ParameterizedTest
  @MethodSource("answers")
  void everyAnswerIsToldAsExpected(String name) {
    var writer = Responses.PROTOCOL.stream(Samples.HEADING, Samples.asked("P1-codex"));
    String told = Samples.text(writer.write(ANSWERS.getOrDefault(name, List.of())));
    Samples.check(name + ".events", told);
    assertThat(writer.finished()).isTrue();
  }

  @Test
  void aCommandIsCalledAsTheClientKnowsIt() {
    ReplyWriter writer =
        Responses.PROTOCOL.stream(Samples.HEADING, Samples.asked("P1-local-shell"));
    List<ChatEvent> events =
        List.of(
            new ToolStart(0, "call_000000000000", "local_shell"),
            new ToolDelta(0, "{\"command\":[\"ls\","),
            new ToolDelta(0, "\"-l\"]}"),
            new Finished(FinishReason.TOOL_USE));
    Samples.check("P3-local-shell.events", Samples.text(writer.write(events)));
  }

  @Test
  void nothingIsSaidBeforeThereIsSomethingToSay() {
    ReplyWriter writer = Responses.PROTOCOL.stream(Samples.HEADING, Samples.asked("P1-text"));
    assertThat(writer.write(List.of(new Used(USAGE), new TextDelta("")))).isEmpty();
    assertThat(writer.write(List.of(new TextDelta("a")))).isNotEmpty();
    assertThat(writer.finished()).isFalse();
  }

  @Test
  void nothingFollowsTheEnd() {
    ReplyWriter writer = Responses.PROTOCOL.stream(Samples.HEADING, Samples.asked("P1-text"));
    writer.write(List.of(end()));
    assertThat(writer.write(List.of(new TextDelta("more"), end()))).isEmpty();
  }

  @Test
  void whatTheClientSetIsSaidAgain() {
    ReplyWriter writer = Responses.PROTOCOL.stream(Samples.HEADING, Samples.asked("P1-settings"));
    Samples.check("P2-echo.events", Samples.text(writer.write(List.of(new TextDelta("a"), end()))));
  }

  @Test
  void aFailureInsideTheStreamIsItsLastEvent() {
    ReplyWriter writer = Responses.PROTOCOL.stream(Samples.HEADING, Samples.asked("P1-text"));
    String begun = Samples.text(writer.write(List.of(new TextDelta("Hel"))));
    var broken = Refusal.of(Refusal.Reason.UPSTREAM_BROKEN, "The model's server broke off.");
    Samples.check("P2-failed.events", begun + Samples.text(writer.failed(broken).orElseThrow()));
    assertThat(writer.finished()).isFalse();
  }

  @Test
  void aFailureBeforeAnythingWasSaidOpensTheStreamFirst() {
    ReplyWriter writer = Responses.PROTOCOL.stream(Samples.HEADING, Samples.asked("P1-text"));
    byte[] told = writer.failed(Refusal.tooLong(9000, 8192)).orElseThrow();
    Samples.check("P2-failed-at-once.events", Samples.text(told));
  }

  @Test
  void refusalsHaveOpenAisShape() {
    var refusals =
        List.of(
            Refusal.of(Refusal.Reason.DATA_CLASS_BLOCKED, "Not allowed to leave this machine."),
            Refusal.tooLong(9000, 8192),
            Refusal.ofField(Refusal.Reason.UNSUPPORTED, "prompt", "Nothing is stored here."),
            Refusal.of(Refusal.Reason.SLOW_DOWN, "Wait.").after(Duration.ofSeconds(2)));
    var text = new StringBuilder();
    for (Refusal refusal : refusals) {
      text.append(Responses.PROTOCOL.status(refusal.reason())).append('\n');
      text.append(Samples.text(Responses.PROTOCOL.writeError(refusal, "r1"))).append('\n');
      text.append(Samples.text(Responses.PROTOCOL.writeErrorEvent(refusal, "r1")));
    }
    Samples.check("P2-refusals.expected", text.toString());
  }

  @Test
  void aWholeAnswerIsTheLastObjectOfItsStream() {
    List<Part> parts =
        List.of(
            new Part.Thinking("Think.", Optional.of("sig")),
            new Part.Sealed("opaque"),
            new Part.Text("Hello."),
            new Part.ToolUse("call_000000000000", "apply_patch", "{\"input\":\"x\"}"),
            new Part.ToolUse("call_000000000001", "agents__spawn", "{}"));
    var reply = new ChatReply(parts, FinishReason.TOOL_USE, USAGE);
    byte[] whole = Responses.PROTOCOL.writeReply(reply, Samples.HEADING, Samples.asked("P1-codex"));
    Samples.check("P2-whole.expected", Samples.text(whole) + "\n");
  }

  @Test
  void whatKeepsAStreamAliveIsAComment() {
    assertThat(Samples.text(Responses.PROTOCOL.keepAlive())).isEqualTo(": keep-alive\n\n");
  }
}
