package dev.metier.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ordinary prose and code raise no alarm, and no text makes the search slow.
class OrdinaryTextTest {
  /// Prose, code and configuration of this project.
  private static List<Path> pages() throws IOException {
    var pages = new ArrayList<Path>();
    for (String root :
        List.of(
            "docs",
            "core/src/main",
            "models/src/main",
            "gateway/src/main",
            "qualify/src/main",
            "app/src/main",
            "examples",
            ".")) {
      try (var files = Files.walk(Path.of(root), root.equals(".") ? 1 : 20)) {
        files
            .filter(file -> file.toString().matches(".*\\.(md|java|yaml|sql|css)"))
            // shows the hash of a key, which looks like one
            .filter(file -> !file.endsWith("keys-json.md"))
            .forEach(pages::add);
      }
    }
    return pages;
  }

  @Test
  void thisProjectsOwnProseAndCodeRaiseNoAlarm() throws IOException {
    var alarms = new ArrayList<String>();
    List<Path> pages = pages();
    for (Path page : pages) {
      String text = Files.readString(page);
      for (var place : PersonalData.in(text).places()) {
        alarms.add(page + ": " + place.kind() + " " + text.substring(place.start(), place.end()));
      }
    }
    assertThat(pages).hasSizeGreaterThan(100);
    assertThat(alarms).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a", "@", "1", "+1", "4 ", "a@", "a.", "1.1.", "DE89 ", "://a:", "eyJ", ".eyJ", "sk-", "00",
        "-", "\\u0", "(", "AB1", "/a:"
      })
  void timeGrowsNoFasterThanTheText(String piece) {
    String text = piece.repeat(1_000_000 / piece.length());
    long start = System.nanoTime();
    PersonalData.in(text);
    var took = Duration.ofNanos(System.nanoTime() - start);
    // a search that is not linear takes hours
    assertThat(took).isLessThan(Duration.ofSeconds(10));
  }
}
