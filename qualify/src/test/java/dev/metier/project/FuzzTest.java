package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemText;
import dev.metier.core.problem.ProblemsException;
import dev.metier.testing.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a person writes is read or told; never does the reader itself fail. 400 projects by
/// default, 4,000 with `-Dtests.full=true`.
class FuzzTest {
  private static final int ROUNDS = Rounds.of(400, 4000);
  private static final String SIGNS = "{}[]:,-#&*!|>'\"%@`~?= \n\t0aZ.\\{{}}\u00e9\uFEFF\u0000";

  @TempDir Path folder;

  @Test
  void mutilatedProjectsAreReadOrTold() throws IOException {
    copy(Examples.FOLDER.resolve("full"));
    Path file = folder.resolve("metier.yaml");
    String valid = Files.readString(file);
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String text = mutilated(valid, new Random(round));
      Files.writeString(file, text);
      try {
        ProjectReader.read(file);
        read++;
      } catch (ProblemsException e) {
        check(e.problems(), "seed " + round);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + round + "\n" + text, e);
      }
    }
    assertThat(read).isBetween(1, ROUNDS - 1);
  }

  private void check(List<Problem> problems, String seed) throws IOException {
    assertThat(problems).as(seed).isNotEmpty();
    assertThat(new ProblemText(true, folder).of(problems)).as(seed).isNotBlank();
    for (Problem problem : problems) {
      assertThat(problem.what()).as(seed).endsWith(".");
      Place place = problem.place().orElseThrow();
      List<String> lines = lines(place.file());
      assertThat(place.line()).as(seed + " " + problem).isBetween(0, lines.size() + 1);
      if (place.line() > 0 && place.line() <= lines.size()) {
        int length = lines.get(place.line() - 1).length();
        assertThat(place.column()).as(seed + " " + problem).isBetween(0, length + 1);
      }
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return List.of(Files.readString(file).split("\r\n|[\n\r\u0085\u2028\u2029]", -1));
  }

  private static String mutilated(String valid, Random random) {
    var lines = new ArrayList<>(List.of(valid.split("\n", -1)));
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(lines.size());
      String line = lines.get(at);
      switch (random.nextInt(6)) {
        case 0 -> lines.remove(at);
        case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
        case 2 -> lines.set(at, " ".repeat(random.nextInt(6)) + line);
        case 3 -> lines.set(at, line.substring(0, random.nextInt(line.length() + 1)));
        case 4 -> lines.set(at, swapped(line, random));
        default -> lines.set(at, inserted(line, random));
      }
    }
    return String.join("\n", lines);
  }

  private static String inserted(String line, Random random) {
    int at = random.nextInt(line.length() + 1);
    return line.substring(0, at)
        + SIGNS.charAt(random.nextInt(SIGNS.length()))
        + line.substring(at);
  }

  private static String swapped(String line, Random random) {
    if (line.length() < 2) {
      return line;
    }
    int at = random.nextInt(line.length() - 1);
    return line.substring(0, at) + line.charAt(at + 1) + line.charAt(at) + line.substring(at + 2);
  }

  private void copy(Path from) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path to = folder.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    }
  }
}
