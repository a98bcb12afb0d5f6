package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuplicatesTest {
  @TempDir private Path folder;

  private Project project(String more, int copies, String... rows) throws IOException {
    var cases = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      for (int copy = 0; copy < copies; copy++) {
        cases.append("{\"id\": \"c%d-%d\", \"q\": \"question %d\"}\n".formatted(i, copy, i));
      }
    }
    for (String row : rows) {
      cases.append(row).append("\n");
    }
    Files.writeString(folder.resolve("cases.jsonl"), cases.toString());
    Files.writeString(
        folder.resolve("metier.yaml"),
        """
        models: {m: {use: vllm/m, url: "http://127.0.0.1:9/v1"}}
        jobs:
          answer:
            data: internal
            prompt: "Say yes. {{q}}"
            cases: cases.jsonl
            %s
            graders: [{equals: "yes"}]
            needs: {quality: {at_least: 0.5}}
        """
            .formatted(more));
    return ProjectReader.read(folder.resolve("metier.yaml"));
  }

  private static long clusters(Project project) {
    return project.jobs().getFirst().cases().stream().map(Case::cluster).distinct().count();
  }

  @Test
  void casesWithTheSameTextAreOneClusterAndThatIsTold() throws IOException {
    var project = project("", 3);
    assertThat(clusters(project)).isEqualTo(30);
    assertThat(project.jobs().getFirst().cases())
        .allMatch(given -> given.cluster().orElse("").startsWith("same text as c"));
    assertThat(project.notes())
        .anyMatch(note ->
            note.contains("its 90 cases have only 30 different texts")
                && note.contains("duplicates: separate"));
  }

  @Test
  void whoSaysSoLetsEachCount() throws IOException {
    var project = project("duplicates: separate", 3);
    assertThat(project.jobs().getFirst().cases()).allMatch(given -> given.cluster().isEmpty());
    assertThat(project.notes()).noneMatch(note -> note.contains("different texts"));
  }

  @Test
  void differentTextsAreLeftAlone() throws IOException {
    var project = project("", 1);
    assertThat(project.jobs().getFirst().cases()).allMatch(given -> given.cluster().isEmpty());
    assertThat(project.notes()).noneMatch(note -> note.contains("different texts"));
  }

  @Test
  void aDuplicateJoinsTheClusterThatItsTwinIsIn() throws IOException {
    var project = project("", 1, "{\"id\": \"d\", \"q\": \"question 1\", \"cluster\": \"mail\"}");
    assertThat(project.jobs().getFirst().cases())
        .filteredOn(given -> given.cluster().equals(Optional.of("mail")))
        .extracting(Case::id)
        .containsExactlyInAnyOrder("c1-0", "d");
  }

  private static final String NEAR =
      "{\"id\": \"%s\", \"q\": \"My parcel with the number %s was to arrive on Monday and is not"
          + " here\"%s}";

  @Test
  void casesWithNearlyTheSameTextAreOneClusterAndShown() throws IOException {
    var project =
        project("", 1, NEAR.formatted("n1", "4711", ""), NEAR.formatted("n2", "4712", ""));
    assertThat(project.jobs().getFirst().cases())
        .filteredOn(given -> given.cluster().equals(Optional.of("nearly the text of n1")))
        .extracting(Case::id)
        .containsExactly("n1", "n2");
    assertThat(project.notes())
        .anyMatch(
            note -> note.contains("1 of its cases has nearly the text of another (n2 like n1)"));
    assertThat(clusters(project("duplicates: separate", 1, NEAR.formatted("n1", "4711", ""))))
        .isEqualTo(1);
  }

  @Test
  void casesThatExpectDifferentAnswersAreNoNearDuplicates() throws IOException {
    var project =
        project(
            "",
            1,
            NEAR.formatted("n1", "4711", ", \"expected\": \"4711\""),
            NEAR.formatted("n2", "4712", ", \"expected\": \"4712\""));
    assertThat(project.jobs().getFirst().cases()).allMatch(given -> given.cluster().isEmpty());
  }

  @Test
  void nearAndSameTextsMakeOneCluster() throws IOException {
    var project =
        project(
            "",
            1,
            NEAR.formatted("n1", "4711", ""),
            NEAR.formatted("n2", "4712", ""),
            NEAR.formatted("n3", "4711", ""),
            NEAR.formatted("n4", "4712", ", \"cluster\": \"mail\""));
    assertThat(project.jobs().getFirst().cases())
        .filteredOn(given -> given.id().startsWith("n"))
        .extracting(Case::cluster)
        .containsOnly(Optional.of("mail"));
  }
}
