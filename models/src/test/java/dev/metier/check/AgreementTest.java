package dev.metier.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Settings;
import dev.metier.chat.Usage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgreementTest {
  private static final ChatRequest ASKED = new ChatRequest(List.of(), List.of(), Settings.NONE);

  private static ChatReply says(String text) {
    return new ChatReply(List.of(new Part.Text(text)), FinishReason.STOP, Usage.NONE);
  }

  private static ChatReply calls(String name, String arguments) {
    return new ChatReply(
        List.of(new Part.ToolUse("c", name, arguments)), FinishReason.TOOL_USE, Usage.NONE);
  }

  private static CheckResult of(int least, String... texts) {
    return new Agreement(least).check(ASKED, Stream.of(texts).map(AgreementTest::says).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Berlin|berlin",
        "Berlin.| Berlin ",
        "**Berlin**|Berlin",
        "a  b|a b",
        "{\"a\":1,\"b\":[2]}|{ \"b\" : [2], \"a\" : 1 }",
      })
  void whatSaysTheSameAgrees(String one, String other) {
    assertThat(of(2, one, other)).isEqualTo(CheckResult.PASS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Berlin|Bern",
        "{\"a\":[1,2]}|{\"a\":[2,1]}",
        "12|12.5",
        "PASS|a fake PASS",
      })
  void whatSaysSomethingElseDoesNot(String one, String other) {
    assertThat(of(2, one, other)).isEqualTo(new CheckResult.Fail("agree:1_of_2"));
  }

  @Test
  void othersThatAgreeWithEachOtherSpeakAgainstTheFirst() {
    assertThat(of(2, "a", "b", "b")).isEqualTo(new CheckResult.Fail("agree:1_of_3"));
    assertThat(of(2, "a", "b", "a")).isEqualTo(CheckResult.PASS);
    assertThat(of(3, "a", "b", "a")).isEqualTo(new CheckResult.Fail("agree:2_of_3"));
  }

  @Test
  void callsAgreeByToolAndArguments() {
    var agreement = new Agreement(2);
    ChatReply call = calls("f", "{\"a\":1,\"b\":2}");
    assertThat(agreement.check(ASKED, List.of(call, calls("f", "{\"b\":2,\"a\":1}"))))
        .isEqualTo(CheckResult.PASS);
    assertThat(agreement.check(ASKED, List.of(call, calls("g", "{\"a\":1,\"b\":2}"))))
        .isInstanceOf(CheckResult.Fail.class);
    assertThat(agreement.check(ASKED, List.of(call, calls("f", "{\"a\":1}"))))
        .isInstanceOf(CheckResult.Fail.class);
  }
}
