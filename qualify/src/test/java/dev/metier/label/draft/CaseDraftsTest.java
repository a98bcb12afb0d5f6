package dev.metier.label.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.core.problem.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A decision on a draft changes that draft, and nothing else in the file.
class CaseDraftsTest {
  private static final String OTHER = "{ \"id\" : \"a\",\"text\":\"x\" , \"expected\":\"y\"}";
  private static final String DRAFT =
      "{ \"id\": \"b\",  \"draft\" : {\"answer\": \"Fix \\u00e4\", \"by\": \"person\"}"
          + " ,\"text\":\"diff\"}";

  @TempDir private Path folder = Path.of("");

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("cases.jsonl"), text);
  }

  private static CaseDrafts.Waiting only(Path file) {
    return CaseDrafts.in(List.of(file)).getFirst();
  }

  @Test
  void onlyDraftsWithoutAnExpectationWait() throws IOException {
    Path file =
        file(
            String.join(
                "\n",
                OTHER,
                DRAFT,
                DRAFT.replace("\"text\"", "\"expected\": \"z\", \"text\""),
                "{\"draft\": \"a variable of that name\"}",
                "{\"draft\": {\"answer\":",
                ""));
    assertThat(CaseDrafts.in(List.of(file)))
        .extracting(CaseDrafts.Waiting::id)
        .containsExactly("b");
    assertThat(only(file).vars()).containsOnlyKeys("text");
  }

  @Test
  void anAcceptedDraftBecomesTheExpectationInItsPlace() throws IOException {
    Path file = file(OTHER + "\r\n" + DRAFT + "\n");
    CaseDrafts.accept(only(file), "Fix ä");
    assertThat(Files.readString(file))
        .isEqualTo(
            OTHER
                + "\r\n"
                + "{ \"id\": \"b\",  \"expected\": \"Fix ä\" ,\"text\":\"diff\"}"
                + "\n");
  }

  @Test
  void aMendedDraftIsWhatThePersonWrote() throws IOException {
    Path file = file(DRAFT);
    CaseDrafts.accept(only(file), "say \"so\"\nhere");
    assertThat(Files.readString(file)).contains("\"expected\": \"say \\\"so\\\"\\nhere\" ,");
  }

  @Test
  void whoWroteTheExpectationStaysWritten() throws IOException {
    Path file = file(DRAFT.replace("person", "model qwen"));
    CaseDrafts.accept(only(file), "Fix ä");
    assertThat(Files.readString(file)).contains("\"expected_by\": \"model qwen\"");
  }

  @Test
  void anExpectationOfNullIsReplaced() throws IOException {
    Path file =
        file("{\"draft\": {\"answer\": {\"n\": 1}, \"by\": \"person\"}, \"expected\": null}");
    CaseDrafts.accept(only(file), only(file).draft().answer());
    assertThat(Files.readString(file)).isEqualTo("{\"expected\": {\"n\":1}}");
  }

  @Test
  void aDroppedCaseIsGoneAndUndoBringsItBack() throws IOException {
    String all = OTHER + "\n" + DRAFT + "\n" + OTHER + "\n";
    Path file = file(all);
    CaseDrafts.Edit edit = CaseDrafts.drop(only(file));
    assertThat(Files.readString(file)).isEqualTo(OTHER + "\n" + OTHER + "\n");
    CaseDrafts.undo(edit);
    assertThat(Files.readString(file)).isEqualTo(all);
    CaseDrafts.undo(CaseDrafts.accept(only(file), "other"));
    assertThat(Files.readString(file)).isEqualTo(all);
  }

  @Test
  void aLineThatChangedMeanwhileStays() throws IOException {
    Path file = file(DRAFT);
    CaseDrafts.Waiting waiting = only(file);
    Files.writeString(file, OTHER);
    assertThatThrownBy(() -> CaseDrafts.accept(waiting, "x"))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("changed meanwhile");
    assertThat(Files.readString(file)).isEqualTo(OTHER);
  }
}
