package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Whoever tests the same cases again, after seeing their results, is told so.
class RetestTest {
  private static final String LUCK = "These cases were tested";

  @TempDir private Path folder;
  private final VendorServer server = new VendorServer(Vendor.OPENAI);

  @BeforeEach
  void project() {
    server.says(List.of("yes"));
    Shell.write(folder, "cases.jsonl", cases(0));
    Shell.write(
        folder,
        "metier.yaml",
        """
        models:
          m: {use: vllm/m, url: "%s", timeouts: {total: 20s}}
        jobs:
          answer:
            data: internal
            prompt: "Say yes. {{q}}"
            cases: cases.jsonl
            repeats: 1
            graders: [{equals: "yes"}]
            needs: {quality: {at_least: 0.50}}
        """
            .formatted(server.address()));
  }

  @AfterEach
  void close() {
    server.close();
  }

  /// Two cases of each of ten documents, from a number on.
  private static String cases(int from) {
    var lines = new StringBuilder();
    for (int i = from; i < from + 20; i++) {
      lines.append("{\"id\": \"c%d\", \"q\": \"question %d\"".formatted(i, i));
      lines.append(", \"cluster\": \"document %d\"}\n".formatted(i / 2));
    }
    return lines.toString();
  }

  private void edit(String file, String from, String to) throws IOException {
    String text = Files.readString(folder.resolve(file));
    assertThat(text).contains(from);
    Files.writeString(folder.resolve(file), text.replace(from, to));
  }

  private String notes() {
    var shell = Shell.run("qualify", "-f", folder.toString(), "--full", "--json");
    assertThat(shell.exit()).as(shell.err()).isIn(0, 1);
    var result = JsonMapper.shared().readTree(shell.out().lines().toList().getLast());
    return result.at("/jobs/0/models/0/notes").toString();
  }

  @Test
  void otherNumbersOfRepeatsOnTheSameCasesAreTestsOfTheirOwn() throws IOException {
    assertThat(notes()).doesNotContain(LUCK);
    assertThat(notes()).doesNotContain(LUCK);
    edit("metier.yaml", "repeats: 1", "repeats: 3");
    assertThat(notes())
        .contains(
            "These cases were tested 2 times over (repeats 1 and 3): a FIT now is luck with a"
                + " chance of up to 10 %; confirm it on fresh cases.");
    edit("metier.yaml", "Say yes.", "Just yes.");
    assertThat(notes())
        .contains("3 times over (2 prompts or settings; repeats 1 and 3)", "up to 14 %");
  }

  @Test
  void freshCasesMayHaveAnotherNumberOfRepeats() throws IOException {
    notes();
    Shell.write(folder, "cases.jsonl", cases(100));
    edit("metier.yaml", "repeats: 1", "repeats: 3");
    assertThat(notes()).doesNotContain(LUCK);
  }

  @Test
  void casesThatAreAddedToAnsweredClustersChangeResultsAndAreTold() throws IOException {
    notes();
    String added = "{\"id\": \"x%d\", \"q\": \"more %d\", \"cluster\": \"document %s\"}\n";
    Shell.write(folder, "cases.jsonl", cases(0) + added.formatted(1, 1, "new"));
    assertThat(notes()).doesNotContain(LUCK);
    Shell.write(folder, "cases.jsonl", cases(0) + added.formatted(2, 2, "3"));
    assertThat(notes())
        .contains("2 times over (cases added to answered clusters once)", "up to 10 %");
    Shell.write(
        folder, "cases.jsonl", cases(0) + added.formatted(2, 2, "3") + added.formatted(3, 3, "4"));
    assertThat(notes())
        .contains("3 times over (cases added to answered clusters 2 times)", "up to 14 %");
  }
}
