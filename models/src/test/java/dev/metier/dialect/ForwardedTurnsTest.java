package dev.metier.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.wire.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForwardedTurnsTest {
  private static final String HI = "{\"role\":\"user\",\"content\":\"Hi\"}";
  private static final String SAID = "{ \"role\" : \"assistant\",\"content\":\"Yes\",\"x\":1e2}";
  private static final String RULES = "{\"role\":\"system\",\"content\":\"Rules.\"}";
  private static final String LATE = "<system-reminder>\\nLate.\\n</system-reminder>";

  private static Fields request(String messages) {
    String json = "{\"model\":\"j\",\"messages\":[" + messages + "],\"x\":1}";
    return Fields.of(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  private static Optional<String> chat(String... messages) {
    return ForwardedTurns.chat(request(String.join(",", messages)));
  }

  private static String system(String text) {
    return "{\"role\":\"system\",\"content\":\"" + text + "\"}";
  }

  @Test
  void whatIsInItsPlaceAlreadyStaysByteForByte() {
    assertThat(chat(RULES, HI, SAID)).isEmpty();
    assertThat(chat("{\"content\":\"Rules.\",\"role\":\"system\"}", HI)).isEmpty();
    assertThat(chat(HI, "{\"role\":\"user\",\"content\":\"the \\\"system\\\" role\"}")).isEmpty();
    assertThat(chat("")).isEmpty();
  }

  @Test
  void developersAreTheSystemOfLocalServers() {
    assertThat(chat("{\"role\":\"developer\",\"content\":\"Rules.\",\"name\":\"a\"}", HI))
        .contains("[{\"role\":\"system\",\"content\":\"Rules.\",\"name\":\"a\"}," + HI + "]");
  }

  @Test
  void thoseAtTheBeginningAreOne() {
    assertThat(chat(RULES, "{\"role\":\"developer\",\"content\":\"More.\"}", HI))
        .contains("[" + system("Rules.\\n\\nMore.") + "," + HI + "]");
    assertThat(
            chat(
                RULES,
                "{\"role\":\"system\",\"content\":[{\"type\":\"text\",\"text\":\"More.\"}]}",
                HI))
        .contains(
            "[{\"role\":\"system\",\"content\":[{\"type\":\"text\",\"text\":\"Rules.\"},"
                + "{\"type\":\"text\",\"text\":\"More.\"}]},"
                + HI
                + "]");
  }

  @Test
  void aLaterOneIsTextOfTheUsersTurnBesideItAndOtherTurnsStayAsTheyWere() {
    assertThat(chat(RULES, HI, system("Late."), SAID))
        .contains(
            "[" + RULES + ",{\"role\":\"user\",\"content\":\"Hi\\n" + LATE + "\"}," + SAID + "]");
    assertThat(chat(HI, SAID, system("Late."), HI))
        .contains(
            "[" + HI + "," + SAID + ",{\"role\":\"user\",\"content\":\"" + LATE + "\\nHi\"}]");
    assertThat(chat(HI, SAID, system("Late.")))
        .contains("[" + HI + "," + SAID + ",{\"role\":\"user\",\"content\":\"" + LATE + "\"}]");
  }

  @Test
  void picturesOfTheUsersTurnStayBesideIt() {
    String picture = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:,x\"}}";
    assertThat(chat("{\"role\":\"user\",\"content\":[" + picture + "]}", system("Late.")))
        .contains(
            "[{\"role\":\"user\",\"content\":["
                + picture
                + ",{\"type\":\"text\",\"text\":\""
                + LATE
                + "\"}]}]");
  }

  @Test
  void whatCannotBeReadIsForTheServerToRefuse() {
    assertThat(chat(HI, "{\"role\":\"system\",\"content\":\"x\"", "tru}")).isEmpty();
    assertThat(chat(HI, "{\"role\":\"system\"}"))
        .hasValueSatisfying(all -> assertThat(all).startsWith("["));
  }

  @Test
  void aModelOfAnthropicsThatTakesNoneAmongItsTurnsGetsThemAsTheUsers() {
    String marked =
        "{\"role\":\"system\",\"content\":[{\"type\":\"text\",\"text\":\"Late.\","
            + "\"cache_control\":{\"type\":\"ephemeral\"}}]}";
    assertThat(ForwardedTurns.messages(request(HI + "," + marked)))
        .contains(
            "["
                + HI
                + ",{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\""
                + LATE
                + "\",\"cache_control\":{\"type\":\"ephemeral\"}}]}]");
    assertThat(ForwardedTurns.messages(request(HI + "," + SAID))).isEmpty();
  }
}
