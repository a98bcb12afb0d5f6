package dev.metier.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
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
            // makes texts with telephone numbers up, for a job that takes them out
            .filter(file -> !file.endsWith("PersonalTexts.java"))
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

  private static long looked(String text) {
    var found = new DetectionCollector(PersonalData.USUAL);
    found.next(0, List.of(text));
    new TextScan(text, found).run();
    NormalText.of(text).ifPresent(plain -> plain.scan(found));
    Escapes.in(text).ifPresent(plain -> plain.scan(found));
    return found.looked();
  }

  /// Counted, since a clock tells of the machine.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "@",
        "1",
        "+1",
        "4 ",
        "a@",
        "a.",
        "1.1.",
        "DE89 ",
        "://a:",
        "eyJ",
        ".eyJ",
        "sk-",
        "00",
        "-",
        "\\u0",
        "(",
        "AB1",
        "/a:",
        "a1",
        "a4111 ",
        "4\n",
        "4 1 1 1  ",
        "iban",
        "IBANDE89",
        "a@\n",
        "a@a-\n",
        "1\u200b",
        "1,",
        "411111111\n",
        "%40",
        "&#64;",
        "x4111-",
        "a@b.c@",
        "\uff20",
        "BEGIN "
      })
  void workGrowsAsTheText(String piece) {
    long once = looked(piece.repeat(2_000));
    long twice = looked(piece.repeat(4_000));
    assertThat(twice).isLessThanOrEqualTo(2 * once + 2_000);
    assertThat(twice).isLessThanOrEqualTo(200L * 4_000 * piece.length());
  }

  /// The same of whatever pieces stand behind one another.
  @Test
  void workIsBoundedInAnyText() {
    String signs = "aA0 14@.+-_/\\u:()=\"\n";
    var random = new Random(20_261_128);
    for (int round = 0; round < 300; round++) {
      String piece =
          random
              .ints(1 + random.nextInt(8), 0, signs.length())
              .mapToObj(i -> String.valueOf(signs.charAt(i)))
              .collect(Collectors.joining());
      String text = piece.repeat(3_000 / piece.length());
      assertThat(looked(text)).as(piece).isLessThanOrEqualTo(200L * text.length());
    }
  }
}
