package dev.metier.grade.spec;

import static dev.metier.grade.Answers.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.GraderSpec;
import dev.metier.testing.GoldenFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

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
