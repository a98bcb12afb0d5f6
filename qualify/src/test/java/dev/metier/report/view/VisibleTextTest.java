package dev.metier.report.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTextTest {
  @Test
  void controlCharactersAreSeen() {
    assertThat(VisibleText.of("a\0b\u001b[31mc\u007f\u0085")).isEqualTo("a␀b␛[31mc␡[U+0085]");
  }

  @Test
  void whatTurnsTheDirectionOrTakesNoRoomIsSeen() {
    assertThat(VisibleText.of("user\u202egnp.exe\u2066\u200b\ufeff"))
        .isEqualTo("user[U+202E]gnp.exe[U+2066][U+200B][U+FEFF]");
  }

  @Test
  void halvesOfCharactersBecomeTheReplacement() {
    assertThat(VisibleText.of("a\ud83db")).isEqualTo("a\ufffdb");
  }

  @Test
  void scriptsEmojiAndLinesStayAsTheyAre() {
    String text = "plain\n\tשלום 👩\u200d🔧 क\u094d\u200dष <b>";
    assertThat(VisibleText.of(text)).isEqualTo(text);
  }
}
