package dev.metier.grade.spec;

import static dev.metier.grade.Answers.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.GraderSpec;
import dev.metier.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraderHashTest {
  @Test
  void everySpecificationHasAHashOfItsOwn() {
    List<GraderSpec> specs = Specs.all();
    var hashes = specs.stream().map(Graders::hash).collect(Collectors.toSet());
    assertThat(hashes).hasSameSizeAs(specs).allMatch(hash -> hash.matches("[0-9a-f]{32}"));
  }

  @Test
  void equalSpecificationsHaveEqualHashes() {
    assertThat(Specs.all().stream().map(Graders::hash).toList())
        .isEqualTo(Specs.all().stream().map(Graders::hash).toList());
  }

  @Test
  void hashesAreTheSameOnEveryMachine() {
    assertThat(Graders.hash(new GraderSpec.Equals(template("{{label}}"), true)))
        .isEqualTo("6e5dba29edee359b8263d5a8505790ff");
  }

  /// A change here grades anew what every team has kept.
  @Test
  void keptAnswersAreNotGradedAnewForNothing() {
    String hashes =
        Specs.all().stream()
            .map(spec -> Graders.hash(spec) + " " + spec.getClass().getSimpleName() + "\n")
            .collect(Collectors.joining());
    GoldenFile.check(Path.of("qualify/src/test/golden/grade/hashes.txt"), hashes);
  }

  @Test
  void whatIsInTheFilesOfACommandCounts(@TempDir Path folder) throws IOException {
    Path runner = Files.writeString(folder.resolve("run.py"), "import sys");
    Path code = Files.writeString(folder.resolve("code.py"), "def get_assert(): return True");
    String first = hash("python3", runner.toString(), "grade-file", code.toString());
    assertThat(hash("python3", runner.toString(), "grade-file", code.toString())).isEqualTo(first);
    Files.writeString(code, "def get_assert(): return False");
    String second = hash("python3", runner.toString(), "grade-file", code.toString());
    Files.delete(code);
    String third = hash("python3", runner.toString(), "grade-file", code.toString());
    assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
  }

  @Test
  void largeFilesCountToo(@TempDir Path folder) throws IOException {
    Path data = Files.write(folder.resolve("data.bin"), new byte[(1 << 20) + 1]);
    String first = hash("sh", "grade.sh", data.toString());
    assertThat(hash("sh", "grade.sh", data.toString())).isEqualTo(first);
    Files.write(data, new byte[(1 << 20) + 2]);
    assertThat(hash("sh", "grade.sh", data.toString())).isNotEqualTo(first);
  }

  private static String hash(String... command) {
    return Graders.hash(new GraderSpec.Program(List.of(command), Duration.ofSeconds(1), false));
  }

  @Test
  void everyPartOfASpecificationCounts() {
    assertThat(
            List.of(
                new GraderSpec.Equals(template("a"), true),
                new GraderSpec.Equals(template("a"), false),
                new GraderSpec.Equals(template("b"), true),
                new GraderSpec.OneOf(List.of(template("a"), template("b")), true),
                new GraderSpec.OneOf(List.of(template("ab")), true),
                new GraderSpec.Not(new GraderSpec.Equals(template("a"), true))))
        .extracting(Graders::hash)
        .doesNotHaveDuplicates();
  }
}
