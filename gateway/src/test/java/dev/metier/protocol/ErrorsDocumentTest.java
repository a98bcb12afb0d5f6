package dev.metier.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.protocol.Refusal.Reason;
import dev.metier.protocol.responses.Responses;
import dev.metier.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The page of errors is what the program does.
class ErrorsDocumentTest {
  private static final Path PAGE = Path.of("docs/reference/errors.md");
  private static final String BEGIN = "<!-- generated from here on -->\n";

  @Test
  void thePageTellsEveryReason() throws IOException {
    String page = Files.readString(PAGE);
    String hand = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    var text = new StringBuilder(hand);
    for (Reason reason : Reason.values()) {
      text.append(section(reason));
    }
    GoldenFile.check(PAGE, text.toString());
  }

  private static String section(Reason reason) {
    String chat = "Chat Completions";
    int responses = Responses.PROTOCOL.status(reason);
    String apart =
        responses == reason.openAiStatus()
            ? ""
            : row("Responses", responses, reason.openAiType(), OpenAiErrors.code(reason));
    return """

    ## `%s`

    %s %s

    | | status | type | code |
    |---|---|---|---|
    %s%s| Messages | %d | `%s` | |

    Asking again %s.
    """
        .formatted(
            reason.code(),
            reason.cause(),
            reason.remedy(),
            row(
                apart.isEmpty() ? chat + ", Responses" : chat,
                reason.openAiStatus(),
                reason.openAiType(),
                OpenAiErrors.code(reason)),
            apart,
            reason.anthropicStatus(),
            reason.anthropicType(),
            reason.retry() ? "can help" : "does not help");
  }

  private static String row(String protocol, int status, String type, String code) {
    return "| %s | %d | `%s` | `%s` |\n".formatted(protocol, status, type, code);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void causeAndRemedyAreSentences(Reason reason) {
    assertThat(reason.cause()).matches("[A-Z].*\\.");
    assertThat(reason.remedy()).matches("[A-Z].*\\.");
  }

  /// Clients that are told to try again do so at once and many times.
  @ParameterizedTest
  @EnumSource(Reason.class)
  void whatCannotSucceedIsNotTriedAgain(Reason reason) {
    boolean passes = reason.openAiStatus() >= 500 || reason == Reason.SLOW_DOWN;
    assertThat(!reason.retry() || passes).isTrue();
    assertThat(reason.openAiStatus()).isNotEqualTo(403);
    assertThat(reason.anthropicStatus()).isNotEqualTo(403);
  }
}
