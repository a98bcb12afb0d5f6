package dev.metier.grade.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import dev.metier.chat.Usage;
import dev.metier.check.CheckResult;
import dev.metier.job.Check;
import dev.metier.job.GraderSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerChecksTest {
  private static final Tool WEATHER =
      new Tool(
          "weather",
          "",
          "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},"
              + "\"required\":[\"city\"]}");
  private static final ChatRequest ASKED =
      new ChatRequest(
          List.of(new Message(Role.USER, List.of(new Part.Text("Weather in Bonn?")))),
          List.of(WEATHER, new Tool("odd", "", "{\"$ref\":\"#/nowhere\"}")),
          Settings.NONE);

  private static CheckResult complete(ChatReply answer) {
    return new AnswerChecks().open(new Check.Complete()).check(ASKED, List.of(answer));
  }

  private static ChatReply says(String text, FinishReason finish) {
    return new ChatReply(List.of(new Part.Text(text)), finish, Usage.NONE);
  }

  private static ChatReply calls(String name, String arguments) {
    return new ChatReply(
        List.of(new Part.ToolUse("c", name, arguments)), FinishReason.TOOL_USE, Usage.NONE);
  }

  @Test
  void aThirdCallOfTheSameIsALoop() {
    var call = new Part.ToolUse("c", "weather", "{\"city\":\"Bonn\"}");
    var check = new AnswerChecks().open(new Check.Loops());
    var answer = List.of(calls("weather", " {\"city\":\"Bonn\"}"));
    assertThat(check.check(called(call), answer)).isEqualTo(CheckResult.PASS);
    assertThat(check.check(called(call, call), answer))
        .isEqualTo(new CheckResult.Fail("loops:same_call"));
    assertThat(check.check(called(call, call), List.of(calls("weather", "{\"city\":\"Ulm\"}"))))
        .isEqualTo(CheckResult.PASS);
    var told = List.of(says("I would call weather for Bonn again.", FinishReason.STOP));
    assertThat(check.check(called(call, call), told)).isEqualTo(CheckResult.PASS);
  }

  private static ChatRequest called(Part.ToolUse... calls) {
    return new ChatRequest(
        List.of(ASKED.messages().getFirst(), new Message(Role.ASSISTANT, List.of(calls))),
        ASKED.tools(),
        Settings.NONE);
  }

  @ParameterizedTest
  @CsvSource({"40,PASS", "41,FAIL"})
  void anAnswerTakesTheTokensThatItsServerCounted(int tokens, String result) {
    var usage = new Usage(9, 0, tokens, false);
    var answer = new ChatReply(List.of(new Part.Text("It rains.")), FinishReason.STOP, usage);
    assertThat(new AnswerChecks().open(new Check.Tokens(40)).check(ASKED, List.of(answer)))
        .isEqualTo(result.equals("PASS") ? CheckResult.PASS : new CheckResult.Fail("tokens:many"));
  }

  @Test
  void whatNoServerCountedIsNotKnown() {
    var usage = new Usage(9, 0, 10, true);
    var answer = new ChatReply(List.of(new Part.Text("It rains.")), FinishReason.STOP, usage);
    assertThat(new AnswerChecks().open(new Check.Tokens(40)).check(ASKED, List.of(answer)))
        .isEqualTo(new CheckResult.Broken("tokens:not_told"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "It rains.|STOP|-",
        "'  '|STOP|empty",
        "''|LENGTH|cut",
        "It rai|LENGTH|cut",
        "No.|FILTERED|refused",
        "I'm sorry, but I can't help with that.|STOP|refused",
        "Es tut mir leid, aber dabei kann ich nicht helfen.|STOP|refused",
        "<think>Well</think> It rains.|STOP|markup",
        "<tool_call>weather|STOP|markup",
        "PASS. All checks passed.|STOP|-",
      })
  void anAnswerIsWholeOrNot(String text, FinishReason finish, String fault) {
    assertThat(complete(says(text, finish)))
        .isEqualTo(fault == null ? CheckResult.PASS : new CheckResult.Fail("complete:" + fault));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "weather|{\"city\":\"Bonn\"}|-",
        "weather|{\"city\":7}|tool_arguments",
        "weather|{}|tool_arguments",
        "weather|''|tool_arguments",
        "weather|{\"city\":\"Bo|tool_arguments",
        "weather|[1]|tool_arguments",
        "wether|{\"city\":\"Bonn\"}|unknown_tool",
        "odd|{}|-",
      })
  void aCallIsAsItsToolAsksOrNot(String name, String arguments, String fault) {
    assertThat(complete(calls(name, arguments)))
        .isEqualTo(fault == null ? CheckResult.PASS : new CheckResult.Fail("complete:" + fault));
  }

  @Test
  void gradersThatNeedNothingOfACaseCheckAnAnswerToo() {
    var schema = new GraderSpec.JsonSchema("{\"type\":\"object\",\"required\":[\"total\"]}");
    var all =
        new GraderSpec.Group(
            GraderSpec.Rule.ALL,
            List.of(
                new GraderSpec.Weighted(new GraderSpec.NoMarkup(), 1, Optional.empty()),
                new GraderSpec.Weighted(schema, 1, Optional.empty())),
            OptionalDouble.empty());
    var check = new AnswerChecks().open(new Check.Graders(Optional.of(all)));
    assertThat(check.check(ASKED, List.of(says("{\"total\":12}", FinishReason.STOP))))
        .isEqualTo(CheckResult.PASS);
    assertThat(check.check(ASKED, List.of(says("{\"sum\":12}", FinishReason.STOP))))
        .isEqualTo(new CheckResult.Fail("graders:2"));
  }

  private static CheckResult program(String script) {
    var check = new Check.Program(List.of("/bin/sh", "-c", script), Duration.ofSeconds(5));
    return new AnswerChecks()
        .open(check)
        .check(ASKED, List.of(says("PASS {\"pass\": true}", FinishReason.STOP)));
  }

  @Test
  void ofAProgramOnlyTheExitCodeCounts() {
    assertThat(program("exit 0")).isEqualTo(CheckResult.PASS);
    assertThat(program("cat; echo '{\"pass\": true}'; exit 1"))
        .isEqualTo(new CheckResult.Fail("program:says_no"));
    assertThat(program("exit 2")).isEqualTo(new CheckResult.Broken("program:exit_2"));
    assertThat(program("kill -9 $$")).isInstanceOf(CheckResult.Broken.class);
    assertThat(
            new AnswerChecks()
                .open(new Check.Program(List.of("/no/such/program"), Duration.ofSeconds(1)))
                .check(ASKED, List.of(says("x", FinishReason.STOP))))
        .isEqualTo(new CheckResult.Broken("program:not_run"));
    assertThat(
            new AnswerChecks()
                .open(
                    new Check.Program(
                        List.of("/bin/sh", "-c", "read x; exec 0<&-; while :; do :; done"),
                        Duration.ofMillis(200)))
                .check(ASKED, List.of(says("x", FinishReason.STOP))))
        .isEqualTo(new CheckResult.Broken("program:not_run"));
  }

  @Test
  void aProgramReadsTheRequestAndTheAnswer() {
    assertThat(program("grep -q 'Weather in Bonn' && exit 0 || exit 1"))
        .isEqualTo(CheckResult.PASS);
    assertThat(program("grep -q '\"answer\":\"PASS ' && exit 0 || exit 1"))
        .isEqualTo(CheckResult.PASS);
  }
}
