package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void qualify() {
    Shell.recorded(folder);
    assertThat(run("qualify").exit()).isLessThan(2);
  }

  private Shell run(String... args) {
    var all = new java.util.ArrayList<>(java.util.List.of(args));
    all.add("-f");
    all.add(folder.toString());
    return Shell.run(all.toArray(String[]::new));
  }

  private Shell record(String... args) {
    var all = new java.util.ArrayList<>(java.util.List.of("record"));
    all.addAll(java.util.List.of(args));
    return run(all.toArray(String[]::new));
  }

  private void draft(String... more) {
    var all = new java.util.ArrayList<>(java.util.List.of("new", "triage", "--owner", "Ada"));
    all.addAll(java.util.List.of(more));
    Shell drafted = record(all.toArray(String[]::new));
    assertThat(drafted.err()).isEmpty();
    assertThat(drafted.out()).contains("Drafted").contains("MDR-000");
  }

  private void edit(String from, String to) throws Exception {
    Path yaml = folder.resolve("metier.yaml");
    Files.writeString(yaml, Files.readString(yaml).replace(from, to));
  }

  @Test
  void aRecordIsDraftedAcceptedAndListed() {
    assertThat(record().out()).contains("There is no record yet.");
    draft();
    assertThat(Shell.read(folder, "decisions/MDR-0001.md"))
        .contains("model: \"good\"", "status: proposed", "locked: {at: \"20");

    Shell accepted = record("accept", "MDR-0001", "--review-by", "2099-01-01");

    assertThat(accepted.err()).isEmpty();
    assertThat(accepted.out()).contains("MDR-0001 is accepted; review by 2099-01-01.");
    assertThat(record().out()).contains("MDR-0001  accepted  triage: good, review by 1 Jan 2099");
    assertThat(record().exit()).isZero();
    assertThat(record("show", "MDR-0001").out()).startsWith("# MDR-0001: triage, good");
    assertThat(record("show", "MDR-0001", "--html").out()).contains("<article class=\"sheet");
    assertThat(record("show", "MDR-0001", "--json").out()).contains("\"status\" : \"accepted\"");
  }

  @Test
  void anEditedPromptMakesTheRecordAndTheVerdictSaySo() throws Exception {
    draft();
    record("accept", "MDR-0001", "--review-by", "2099-01-01");
    assertThat(run("verdict").out()).doesNotContain("MDR-0001");

    edit("{{prompt}}", "Say: {{prompt}}");

    String change = "The prompt, the tools or the parameters changed.";
    assertThat(record().out()).contains(change);
    assertThat(record().exit()).isEqualTo(1);
    assertThat(record("show", "MDR-0001").out()).contains("**Does not hold as it is:** " + change);
    assertThat(run("verdict", "--json").out())
        .contains("Record MDR-0001 (triage) does not hold as it is: " + change);
  }

  @Test
  void aBarThatMovedStandsInTheWayUntilSomebodySaysWhy() throws Exception {
    edit("at_least: 0.90", "at_least: 0.80");
    draft();
    Shell refused = record("accept", "MDR-0001", "--review-by", "2099-01-01");

    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .contains("from quality 0.90 at 95 % to quality 0.80 at 95 %")
        .contains("MDR-0001.md");
    Path file = folder.resolve("decisions/MDR-0001.md");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("by: \"\", why: \"\"", "by: \"Ada\", why: \"0.80 suffices for drafts\""));
    assertThat(record("accept", "MDR-0001", "--review-by", "2099-01-01").exit()).isZero();
    assertThat(record("show", "MDR-0001").out()).contains("Ada · 0.80 suffices for drafts");
  }

  @Test
  void aModelThatIsNotFitNeedsAReasonForEachNeed() {
    draft("--model", "bad");
    Shell refused = record("accept", "MDR-0001", "--review-by", "2099-01-01");

    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("is unmet, and no reason is written");
  }

  @Test
  void theNumbersOfNowAreTakenAndWhatPeopleWroteStays() throws Exception {
    draft();
    Path file = folder.resolve("decisions/MDR-0001.md");
    Files.writeString(
        file, Files.readString(file).replace("dissent: \"\"", "dissent: \"Bob: too soon\""));
    Files.writeString(
        folder.resolve("cases.jsonl"),
        Shell.read(folder, "cases.jsonl") + "{\"id\": \"new\", \"prompt\": \"one more\"}\n");
    assertThat(record().out()).contains("there were 200, and are 201");

    assertThat(record("refresh", "MDR-0001").out()).contains("has the numbers of now");

    assertThat(record().out()).doesNotContain("there were");
    assertThat(Files.readString(file)).contains("Bob: too soon", "cases: 201");
  }

  @Test
  void whatIsWrongWithTheInputIsSaid() {
    assertThat(record("new", "triag").err()).contains("There is no job triag.", "`triage`");
    assertThat(record("new", "triage", "--model", "god").err()).contains("Did you mean `good`?");
    assertThat(record("show", "MDR-0009").err()).contains("There is no record MDR-0009.");
    draft();
    assertThat(record("accept", "MDR-0001", "--date", "soon").err())
        .contains("--date soon is no day.");
    assertThat(record("supersede", "MDR-0001", "MDR-0001").exit()).isEqualTo(2);
  }
}
