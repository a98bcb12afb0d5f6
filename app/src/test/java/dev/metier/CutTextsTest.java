package dev.metier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A text that is too long is cut by `ShortText`, which cuts no character in two.
class CutTextsTest {
  /// A length, compared with what is then cut off: `x.length() > N ? x.substring(0, N`.
  private static final Pattern CUT =
      Pattern.compile(
          "\\b(\\w+)\\.length\\(\\)\\s*(?:>|<=)\\s*([\\w* ]+?)\\s*\\?\\s*(?:\\1\\s*:\\s*)?"
              + "\\1\\s*\\.substring\\(0,\\s*(?:\\2|\\d+)\\b");

  @Test
  void textsAreCutBetweenCharacters() throws IOException {
    var found = new ArrayList<String>();
    for (String module : FlowTest.MODULES) {
      try (var walk = Files.walk(Path.of(module, "src/main/java"))) {
        for (Path file : walk.filter(f -> f.toString().endsWith(".java")).toList()) {
          var cut = CUT.matcher(Files.readString(file));
          while (cut.find()) {
            found.add(file.getFileName() + ": " + cut.group());
          }
        }
      }
    }
    assertThat(found)
        .filteredOn(line -> !NO_TEXT_OF_USERS.contains(line.substring(0, line.indexOf(':'))))
        .isEmpty();
  }

  /// Counts n-grams of both ends, where half a character is one that no other text has.
  private static final List<String> NO_TEXT_OF_USERS = List.of("NgramCounts.java");

  @Test
  void whatIsLookedForIsFound() {
    assertThat("s.length() > MOST ? s.substring(0, MOST) + \"…\" : s").containsPattern(CUT);
    assertThat("s.length() <= 80 ? s : s.substring(0, 79) + \"…\"").containsPattern(CUT);
  }
}
