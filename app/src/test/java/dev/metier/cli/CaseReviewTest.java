package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A person says that cases are labelled wrongly: kept answers are graded anew, nobody is asked,
/// and every medium says so.
class CaseReviewTest {
  private static final int CASES = 24;
  private static final String TWO = "models:\n  hosted: {use: \"recorded/outcomes.csv#hosted\"}";

  @TempDir private Path folder = Path.of("");

  /// Of two models one fails the first three cases, and nothing else.
  @BeforeEach
  void answers() {
    var cases = new StringBuilder();
    var outcomes = new StringBuilder("case_id,job,model,text\n");
    for (int i = 0; i < CASES; i++) {
      cases.append(
          "{\"id\": \"t%d\", \"text\": \"question %d\", \"expected\": \"a%d\"}\n"
              .formatted(i, i, i));
      outcomes.append("t%d,sums,own,%s\n".formatted(i, i < 3 ? "b" + i : "a" + i));
      outcomes.append("t%d,sums,hosted,a%d\n".formatted(i, i));
    }
    Shell.write(folder, "cases.jsonl", cases.toString());
    Shell.write(folder, "outcomes.csv", outcomes.toString());
    Shell.write(
        folder,
        "metier.yaml",
        """
        models:
          own: {use: "recorded/outcomes.csv#own"}
          hosted: {use: "recorded/outcomes.csv#hosted"}
        jobs:
          sums:
            data: internal
            prompt: "{{text}}"
            cases: cases.jsonl
            duplicates: separate
            graders: [{equals: "{{expected}}"}]
            scope: suite
            needs:
              quality: {at_least: 0.90}
        """);
    Shell.run("qualify", "-f", folder.toString(), "--full");
  }

  private Shell metier(String command, String... more) {
    var args = new java.util.ArrayList<>(List.of(command, "-f", folder.toString()));
    args.addAll(List.of(more));
    return Shell.run(args.toArray(String[]::new));
  }

  private String verdict() {
    return metier("verdict").out().replaceAll("\\s+", " ");
  }

  @Test
  void aWrongLabelSetsTheCaseAsideForEveryModelAndTheVerdictSaysSo() {
    assertThat(verdict()).contains("✘ own", "✔ hosted");

    assertThat(metier("label", "sums", "--wrong", "t0", "--as", "anna").exit()).isZero();

    assertThat(verdict())
        .contains(
            "✔ own",
            "✔ hosted",
            "Job sums: 1 case is set aside as wrongly labelled, for every model.",
            "it had failed",
            "Only cases that it failed were set aside, and hosted had passed 1 of them",
            "labels changed after answers were seen: 1");
    assertThat(metier("check").out()).contains("1 case is set aside as wrongly labelled");
    assertThat(Shell.read(folder, "metier.yaml")).contains("cases: cases.jsonl");
    assertThat(Shell.read(folder, "cases.jsonl")).contains("\"t0\"");
    assertThat(Shell.read(folder, "labels/cases/sums.jsonl"))
        .contains("\"labeller\":\"anna\"", "\"label\":\"wrong\"");
  }

  /// A blank more in the prompt is no reason to say less.
  @Test
  void underAnotherPromptItIsStillToldAndCounted() {
    metier("label", "sums", "--wrong", "t0", "--as", "anna");
    metier("label", "sums", "--wrong", "t1", "--expected", "b1", "--as", "anna");
    Shell.write(
        folder,
        "metier.yaml",
        Shell.read(folder, "metier.yaml").replace("\"{{text}}\"", "\"{{text}} \""));
    Shell.run("qualify", "-f", folder.toString(), "--full");

    assertThat(verdict())
        .contains(
            "✔ own",
            "it had failed",
            "what is expected of 1 case was corrected",
            "labels changed after answers were seen: 2");
  }

  @Test
  void undoRestoresTheVerdictWord() {
    String before = verdict();
    metier("label", "sums", "--wrong", "t0", "--as", "anna");
    assertThat(metier("label", "sums", "--undo", "t0", "--as", "anna").exit()).isZero();

    assertThat(verdict()).isEqualTo(before);
  }

  @Test
  void aRightAnswerGivenInsteadGradesKeptAnswersAnew() {
    assertThat(metier("label", "sums", "--wrong", "t1", "--expected", "b1", "--as", "anna").exit())
        .isZero();

    assertThat(verdict()).contains("✔ own", "✔ hosted", "what is expected of 1 case was corrected");
    metier("label", "sums", "--undo", "t1", "--as", "anna");
    assertThat(verdict()).contains("✘ own").doesNotContain("corrected");
  }

  @Test
  void undoTakesBackTheLastWordAndTheOneBeforeHoldsAgain() {
    metier("label", "sums", "--wrong", "t1", "--as", "anna");
    metier("label", "sums", "--wrong", "t1", "--expected", "b1", "--as", "anna");
    metier("label", "sums", "--undo", "t1", "--as", "anna");

    assertThat(verdict()).contains("1 case is set aside");
  }

  @Test
  void whatIsRightOrCannotBeToldCountsAsBefore() {
    String before = verdict();
    metier("label", "sums", "--right", "t0", "--as", "anna");
    metier("label", "sums", "--cannot-tell", "t1", "--as", "anna");

    assertThat(verdict()).isEqualTo(before);
  }

  @Test
  void aCaseThatWasEditedSinceCountsAgainAndThatIsTold() {
    metier("label", "sums", "--wrong", "t0", "--as", "anna");
    Shell.write(
        folder,
        "cases.jsonl",
        Shell.read(folder, "cases.jsonl").replace("\"expected\": \"a0\"", "\"expected\": \"b0\""));

    assertThat(verdict()).contains("✔ own").doesNotContain("set aside");
    assertThat(metier("check").out()).contains("1 label of a case holds no longer");
  }

  @Test
  void whatCannotBeKeptIsRefusedWithARemedy() {
    assertThat(metier("label", "sums", "--wrong", "t99", "--as", "anna").err())
        .contains("no case t99", "t9");
    assertThat(metier("label", "sums", "--wrong", "t1", "--right", "t2", "--as", "anna").err())
        .contains("one of them at a time");
    assertThat(metier("label", "sums", "--expected", "x", "--as", "anna").err())
        .contains("--wrong CASE --expected TEXT");
    assertThat(metier("label", "sums", "--undo", "t1", "--as", "anna").err())
        .contains("Nobody said anything of t1");
    Shell.write(folder, "labels/cases/sums.jsonl", "{\"case\": \"t1\", \"label\": \"bad\"}\n");
    Shell mistaken = metier("check");
    assertThat(mistaken.exit()).isEqualTo(2);
    assertThat(mistaken.err())
        .contains("sums.jsonl", "right, wrong, cannot_tell or undo", "Mend the line");
  }

  @Test
  void theLastCaseCannotBeSetAside() {
    Shell.write(
        folder,
        "cases.jsonl",
        "{\"id\": \"t0\", \"text\": \"question 0\", \"expected\": \"a0\"}\n");

    assertThat(metier("label", "sums", "--wrong", "t0", "--as", "anna").err())
        .contains("All cases of job sums are set aside");
    assertThat(metier("check").err()).doesNotContain("set aside");
  }

  /// Answers to another prompt are not compared with today's.
  @Test
  void pairsAreOfAnswersUnderTodaysPromptAlone() {
    String said = "has two different answers under today's prompt";
    Shell.write(
        folder,
        "metier.yaml",
        Shell.read(folder, "metier.yaml").replace("\"{{text}}\"", "\"{{text}}!\""));
    Shell pairs = metier("label", "sums", "--pairs", "--as", "anna");
    assertThat(pairs.exit()).isEqualTo(2);
    assertThat(pairs.err())
        .contains(said, "no model has answered any", "metier qualify sums --full");
  }

  /// A message without names would leave open which model is to be asked.
  @Test
  void whereThereIsNothingToCompareItSaysWhichModelsAnswered() {
    String all = Shell.read(folder, "outcomes.csv");
    Shell.write(folder, "outcomes.csv", all.replaceAll("t\\d+,sums,hosted,.*\n", ""));
    Shell.write(
        folder, "metier.yaml", Shell.read(folder, "metier.yaml").replaceAll("  hosted: .*\n", ""));
    metier("qualify", "--full");
    assertThat(metier("label", "sums", "--pairs", "--as", "anna").err())
        .contains("to compare yet: own alone has answered any.");

    Shell.write(folder, "metier.yaml", Shell.read(folder, "metier.yaml").replace("models:", TWO));
    Shell.write(
        folder,
        "outcomes.csv",
        all.replaceAll("t[0-2],sums,own,.*\n", "").replaceAll("t[0-2],sums,hosted,.*\n", ""));
    metier("qualify", "--full");
    assertThat(metier("label", "sums", "--pairs", "--as", "anna").err())
        .contains("what hosted and own have answered are other cases, or the same words.");
  }
}
