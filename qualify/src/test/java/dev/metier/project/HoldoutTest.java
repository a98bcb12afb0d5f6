package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldoutTest {
  @TempDir private Path folder;

  private static String rows(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i ->
            "{\"id\": \"c%d\", \"q\": \"%s\", \"expected\": \"x\"%s}\n"
                .formatted(
                    i,
                    Integer.toHexString(i * 7919),
                    i % 10 < 3 ? ", \"cluster\": \"k" + i / 10 + "\"" : ""))
        .collect(Collectors.joining());
  }

  private Project read(String holdout, String cases) {
    return new Folder(folder)
        .with("c.jsonl", cases)
        .with(
            "metier.yaml",
            Folder.MODEL
                + """
                jobs:
                  triage:
                    data: internal
                    prompt: "{{q}}"
                    cases: c.jsonl
                    holdout: %s
                    graders: equals
                    needs: {quality: {at_least: 0.5}}
                """
                    .formatted(holdout))
        .read();
  }

  private static List<String> ids(Job job) {
    return job.cases().stream().map(Case::id).toList();
  }

  private static Job heldOut(Project project) {
    return project.heldOut(new JobName("triage")).orElseThrow();
  }

  @Test
  void aShareOfTheCasesIsKeptFromTuning() {
    var project = read("0.3", rows(0, 400));
    var tuning = project.jobs().getFirst();
    var heldOut = heldOut(project);
    assertThat(heldOut.name()).isEqualTo(new JobName("triage.held-out"));
    assertThat(heldOut.cases().size()).isBetween(90, 150);
    assertThat(ids(tuning)).doesNotContainAnyElementsOf(ids(heldOut));
    assertThat(tuning.cases().size() + heldOut.cases().size()).isEqualTo(400);
    assertThat(project.notes()).anyMatch(note -> note.contains("qualify --confirm"));
  }

  @Test
  void aPercentageIsTheSameShare() {
    var share = ids(heldOut(read("0.3", rows(0, 400))));
    assertThat(ids(heldOut(read("30 %", rows(0, 400))))).isEqualTo(share);
    assertThat(ids(heldOut(read("30%", rows(0, 400))))).isEqualTo(share);
    var told = catchThrowableOfType(ProblemsException.class, () -> read("90 %", rows(0, 30)));
    assertThat(told.problems().getFirst().what()).contains("up to 80 %");
  }

  @Test
  void clustersStayWhole() {
    var project = read("0.3", rows(0, 400));
    var out = heldOut(project).cases().stream().flatMap(c -> c.cluster().stream()).toList();
    assertThat(out).isNotEmpty();
    assertThat(project.jobs().getFirst().cases().stream().flatMap(c -> c.cluster().stream()))
        .doesNotContainAnyElementsOf(out);
  }

  @Test
  void noCaseChangesSidesWhenOthersComeOrItsAnswerIsMended() {
    var before = ids(heldOut(read("0.3", rows(0, 200))));
    var after = ids(heldOut(read("0.3", rows(0, 400).replace("\"x\"", "\"y\""))));
    assertThat(after).containsAll(before);
    assertThat(ids(read("0.3", rows(0, 400)).jobs().getFirst()))
        .doesNotContainAnyElementsOf(before);
  }

  @Test
  void aShareThatLeavesNothingToConfirmOnIsAMistake() {
    var told = catchThrowableOfType(ProblemsException.class, () -> read("0.000001", rows(0, 30)));
    assertThat(told.problems().getFirst().what()).contains("holds out none of its 30 cases");
  }
}
