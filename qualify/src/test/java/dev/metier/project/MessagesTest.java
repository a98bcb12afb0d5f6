package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.core.problem.ProblemText;
import dev.metier.core.problem.ProblemsException;
import dev.metier.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each mistake a person can make is told in a form that is kept in a file.
class MessagesTest {
  private static final Path FOLDER = Path.of("qualify/src/test/golden/project");

  static Stream<Path> mistakes() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void mistakesAreToldAsExpected(Path file) throws IOException {
    var told = catchThrowableOfType(ProblemsException.class, () -> ProjectReader.read(file));
    assertThat(told).as("no mistake was found in " + file).isNotNull();
    String text = new ProblemText(false, FOLDER).of(told.problems());
    Path expected = Path.of(file.toString().replaceAll("yaml$", "txt"));
    GoldenFile.check(expected, text);
  }

  @Test
  void thereAreManyKindsOfMistakes() throws IOException {
    List<Path> all = mistakes().toList();
    assertThat(all).hasSizeGreaterThanOrEqualTo(40);
  }

  @Test
  void threeMistakesAreThreeMistakes() {
    var told =
        catchThrowableOfType(
            ProblemsException.class, () -> ProjectReader.read(FOLDER.resolve("three.yaml")));
    assertThat(told.problems()).hasSize(3);
  }
}
