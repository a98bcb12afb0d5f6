package dev.metier.label.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A decision on a draft in YAML or JSON changes that case alone, however it is written; what
/// cannot be changed alone is refused.
class DraftNodesTest {
  private static final String CASES =
      """
      # our cases
      cases:
        - id: a          # the first
          text: 'x'
          expected: "y"

        # before b
        - id: b
          text: >
            folded
            \uD83D\uDE00
          draft: {answer: Fix it, by: person}   # who knows
          slices: [one, two]

        # before c
        - {id: c, expected: 'z'}
      """;

  @TempDir private Path folder = Path.of("");

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("cases.yaml"), text);
  }

  private static CaseDrafts.Waiting first(Path file) {
    return CaseDrafts.in(List.of(file)).getFirst();
  }

  private String accepted(String before, String said) throws IOException {
    Path file = file(before);
    CaseDrafts.Edit edit = CaseDrafts.accept(first(file), said);
    String after = Files.readString(file);
    CaseDrafts.undo(edit);
    assertThat(Files.readString(file)).isEqualTo(before);
    return after;
  }

  private String dropped(String before) throws IOException {
    Path file = file(before);
    CaseDrafts.Edit edit = CaseDrafts.drop(first(file));
    String after = Files.readString(file);
    CaseDrafts.undo(edit);
    assertThat(Files.readString(file)).isEqualTo(before);
    return after;
  }

  private void refused(String before) throws IOException {
    Path file = file(before);
    assertThatThrownBy(() -> CaseDrafts.accept(first(file), "Fix it"))
        .hasMessageContaining("cannot be changed without touching other cases");
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void whatIsShownIsWhatTheFileSays() throws IOException {
    CaseDrafts.Waiting one = first(file(CASES));
    assertThat(one.id()).isEqualTo("b");
    assertThat(one.vars()).isEqualTo(Map.of("text", "folded \uD83D\uDE00\n"));
    assertThat(one.slices()).isEqualTo("one, two");
    assertThat(one.draft().answer()).isEqualTo("Fix it");
  }

  @Test
  void everyOtherByteStays() throws IOException {
    String draft = "draft: {answer: Fix it, by: person}";
    assertThat(accepted(CASES, "Fix it")).isEqualTo(CASES.replace(draft, "expected: Fix it"));
    String windows = "\uFEFF" + CASES.replace("\n", "\r\n");
    assertThat(accepted(windows, "say \"so\": #1"))
        .isEqualTo(windows.replace(draft, "expected: \"say \\\"so\\\": #1\""));
  }

  @Test
  void aDroppedCaseTakesItsLinesAndNoOthers() throws IOException {
    int from = CASES.indexOf("  - id: b");
    int to = CASES.indexOf("\n  # before c");
    assertThat(dropped(CASES)).isEqualTo(CASES.substring(0, from) + CASES.substring(to));
    String last = "- id: a\n  expected: 1\n-\n  draft:\n    by: person\n    answer: x # y";
    assertThat(dropped(last)).isEqualTo("- id: a\n  expected: 1\n");
    assertThat(dropped("cases:\n- draft: {answer: x, by: person}\nx-more: 1\n"))
        .isEqualTo("cases:\n  []\nx-more: 1\n");
  }

  @Test
  void answersOfSeveralLinesStayLines() throws IOException {
    String before = "- draft:\n    answer: |\n      Fix\n\n      it\n    by: model q\n  id: b\n";
    assertThat(accepted(before, "Fix\n\nit\n"))
        .isEqualTo("- expected: |\n    Fix\n\n    it\n  expected_by: \"model q\"\n  id: b\n");
    assertThat(accepted(before, "a\nb"))
        .isEqualTo("- expected: |-\n    a\n    b\n  expected_by: \"model q\"\n  id: b\n");
    assertThat(accepted(before, " a\nb \n\n"))
        .isEqualTo("- expected: \" a\\nb \\n\\n\"\n  expected_by: \"model q\"\n  id: b\n");
    assertThat(accepted(CASES, "a\nb")).contains("    expected: \"a\\nb\"   # who knows\n");
  }

  @Test
  void anExpectationOfNothingIsReplacedWhereverItStands() throws IOException {
    String draft = "draft: {answer: 1.50, by: person}";
    assertThat(accepted("- id: b\n  expected: # none\n  " + draft + "\n  text: x\n", "2"))
        .isEqualTo("- id: b\n  expected: \"2\" # none\n  text: x\n");
    assertThat(accepted("- " + draft + "\r\n  expected: ~ # none\r\n  text: x\r\n", "2"))
        .isEqualTo("- expected: \"2\"\r\n  text: x\r\n");
    assertThat(accepted("[{" + draft + ", id: b, expected: null}]", "2"))
        .isEqualTo("[{expected: \"2\", id: b}]");
    assertThat(accepted("[{" + draft + ", expected: null, id: b}]", "2"))
        .isEqualTo("[{expected: \"2\", id: b}]");
  }

  @Test
  void jsonStaysJson() throws IOException {
    String before =
        """
        [
          {"id": "a", "text": "x", "expected": "y"},
          {
            "id": "b",
            "draft": {
              "answer": {"n": 1.50,
                "m": "ä"},
              "by": "model q"
            },
            "text": "z"
          }
        ]
        """;
    Path file = Files.writeString(folder.resolve("cases.json"), before);
    CaseDrafts.Waiting one = first(file);
    CaseDrafts.Edit edit = CaseDrafts.accept(one, one.draft().answer());
    int from = before.indexOf("\"draft\"");
    int to = before.indexOf(",\n    \"text\": \"z\"");
    assertThat(Files.readString(file))
        .isEqualTo(
            before.substring(0, from)
                + "\"expected\": {\"n\": 1.50,\n        \"m\": \"ä\"}, \"expected_by\": \"model q\""
                + before.substring(to));
    CaseDrafts.undo(edit);
    CaseDrafts.drop(one);
    assertThat(Files.readString(file))
        .isEqualTo("[\n  {\"id\": \"a\", \"text\": \"x\", \"expected\": \"y\"}\n]\n");
  }

  @Test
  void whatAnchorsReachIntoIsRefused() throws IOException {
    refused("- &b {id: b, draft: {answer: Fix it, by: person}}\n- *b\n");
    refused(
        "- {id: b, draft: &d {answer: Fix it, by: person}}\n- {id: c, text: *d, expected: 1}\n");
    refused("x-d: &d {draft: {answer: Fix it, by: person}}\ncases:\n  - {<<: *d, id: b}\n");
    refused("x-d: &d {answer: Fix it, by: person}\ncases:\n  - id: b\n    draft: *d\n");
  }

  @Test
  void anchorsElsewhereStay() throws IOException {
    String before = "x-t: &t text\ncases:\n- text: *t\n  draft: {answer: &f x, by: person}\n- *t\n";
    assertThat(accepted(before.replace("- *t\n", ""), "y"))
        .isEqualTo("x-t: &t text\ncases:\n- text: *t\n  expected: \"y\"\n");
  }

  @Test
  void aCaseThatChangedMeanwhileStays() throws IOException {
    Path file = file(CASES);
    CaseDrafts.Waiting one = first(file);
    String edited = CASES.replace("folded", "bent");
    Files.writeString(file, edited);
    assertThatThrownBy(() -> CaseDrafts.accept(one, "x")).hasMessageContaining("changed meanwhile");
    assertThatThrownBy(() -> CaseDrafts.drop(one)).hasMessageContaining("changed meanwhile");
    assertThat(Files.readString(file)).isEqualTo(edited);
  }

  @Test
  void whatCannotBeReadHasNoDrafts() throws IOException {
    assertThat(CaseDrafts.in(List.of(file("- draft: {answer: x, by: person\n- [")))).isEmpty();
    assertThat(CaseDrafts.in(List.of(file("draft: {answer: x, by: person}")))).isEmpty();
  }
}
