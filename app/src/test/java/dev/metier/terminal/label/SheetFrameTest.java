package dev.metier.terminal.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a labeller sees fits the window, and shows all that is there.
class SheetFrameTest {
  private static final List<String> KEYS = List.of("1 pass", "2 fail", "q quit");

  private static String lines(int count) {
    return String.join(
        "\n", java.util.stream.IntStream.range(0, count).mapToObj(i -> "l" + i).toList());
  }

  private static Sheet sheet(String input, String answer) {
    return new Sheet(
        "job",
        "2 of 50; 1 pass, 1 fail",
        List.of(
            new Sheet.Section("Input", input, true), new Sheet.Section("Answer", answer, false)),
        "a message",
        KEYS);
  }

  private static List<String> frame(Sheet sheet, int scroll) {
    return new SheetFrame(sheet, 60, 20, false, scroll, false, false).lines();
  }

  @Test
  void theWindowIsFilledAndNeverMore() {
    for (Sheet each : List.of(sheet("a", "b"), sheet(lines(99), lines(99)))) {
      assertThat(frame(each, 0)).hasSize(20).allMatch(line -> line.length() <= 60);
    }
  }

  @Test
  void aLongInputLeavesRoomForTheAnswer() {
    assertThat(frame(sheet(lines(99), "the answer"), 0))
        .contains("  the answer")
        .anyMatch(line -> line.endsWith("more lines; i shows them"));
  }

  @Test
  void allOfALongAnswerCanBeReached() {
    var sheet = sheet("short", lines(50));
    int last = new SheetFrame(sheet, 60, 20, false, 0, false, false).last();
    assertThat(frame(sheet, 0)).anyMatch(line -> line.contains("space and arrows scroll"));
    assertThat(frame(sheet, last)).contains("  l49");
    assertThat(frame(sheet, last + 100)).isEqualTo(frame(sheet, last));
  }

  @Test
  void whatWouldSteerTheTerminalOrHideIsWrittenOut() {
    assertThat(WrappedText.lines("a\u001b[31mb\u202ec\u200bd\u0000\te", 80))
        .containsExactly("a<U+001B>[31mb<U+202E>c<U+200B>d<U+0000>    e");
  }

  @Test
  void linesBreakBetweenWordsAndWideCharactersTakeTwoColumns() {
    assertThat(WrappedText.lines("one two three", 9)).containsExactly("one two", "three");
    assertThat(WrappedText.lines("漢字漢字漢字", 8)).containsExactly("漢字漢字", "漢字");
    assertThat(WrappedText.lines("abcdefghijkl", 8)).containsExactly("abcdefgh", "ijkl");
    assertThat(WrappedText.lines("x\r\n\ny\n\n", 8)).containsExactly("x", "", "y");
    assertThat(WrappedText.lines("", 8)).containsExactly("");
  }
}
