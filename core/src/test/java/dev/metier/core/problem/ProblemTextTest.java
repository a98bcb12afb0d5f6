package dev.metier.core.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProblemTextTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void file() {
    file = folder.resolve("a.yaml");
  }

  private String told(String source, int line, int column) throws IOException {
    Files.writeString(file, source);
    return new ProblemText(false, folder)
        .of(Problem.at(new Place(file, line, column), "It is wrong.", "Mend it."));
  }

  @Test
  void caretsAreUnderTheOffendingText() throws IOException {
    assertThat(told("a: 1\nmap: {of: \"two words\"}\n", 2, 11))
        .isEqualTo(
            """
            a.yaml:2:11: It is wrong.
                2 | map: {of: "two words"}
                  |           ^^^^^^^^^^^
                  hint: Mend it.
            """);
  }

  @Test
  void keysAreUnderlinedWithoutTheirColon() throws IOException {
    assertThat(told("colour: red", 1, 1)).contains("      | ^^^^^^\n");
  }

  @Test
  void wideLettersAndTabsKeepTheCaretInPlace() throws IOException {
    assertThat(told("\t\u6f22\u5b57: x", 1, 6)).contains("      | \t      ^\n");
  }

  @Test
  void longLinesAreCutAroundThePlace() throws IOException {
    String text = told("a".repeat(500) + " bad " + "c".repeat(500), 1, 502);
    assertThat(text.lines()).allMatch(line -> line.length() < 130);
    assertThat(text).contains("... ".strip()).contains(" bad ").contains("^^^\n");
  }

  @Test
  void terminalCodesInTheSourceAreHarmless() throws IOException {
    assertThat(told("a: \u001b[2Jx", 1, 1)).doesNotContain("\u001b");
  }

  @Test
  void placesBeyondTheFileHaveNoSourceLine() throws IOException {
    assertThat(told("a: 1\n", 9, 1)).isEqualTo("a.yaml:9:1: It is wrong.\n      hint: Mend it.\n");
    assertThat(told("a: 1\n", 0, 0)).startsWith("a.yaml: It is wrong.\n");
    assertThat(told("a\n", 1, 9)).contains("      |  ^\n");
  }

  @Test
  void problemsAreOrderedByPlace() {
    var problems =
        List.of(
            Problem.at(new Place(folder.resolve("b"), 1, 1), "Four.", ""),
            Problem.at(new Place(file, 10, 1), "Three.", ""),
            Problem.at(new Place(file, 9, 5), "Two.", ""),
            Problem.general("One.", ""));
    assertThat(new ProblemText(false, folder).of(problems))
        .isEqualTo("One.\n\na.yaml:9:5: Two.\n\na.yaml:10:1: Three.\n\nb:1:1: Four.\n");
  }

  @Test
  void colourIsOnlyAddedWhenWanted() {
    var problem = Problem.at(Place.of(file), "Wrong.", "");
    assertThat(new ProblemText(true, folder).of(problem)).contains("\u001b[1ma.yaml\u001b[0m");
    assertThat(new ProblemText(false, folder).of(problem)).doesNotContain("\u001b");
  }
}
