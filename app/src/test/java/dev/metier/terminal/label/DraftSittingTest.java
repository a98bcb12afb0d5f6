package dev.metier.terminal.label;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.label.draft.CaseDrafts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What keys do to drafts, in the file at once.
class DraftSittingTest {
  @TempDir private Path folder = Path.of("");

  /// Presses these keys, and writes one text whenever it is asked for one.
  private static final class Scripted implements SheetView {
    private final Deque<Character> keys = new ArrayDeque<>();
    private final Optional<String> text;
    private final List<Sheet> shown = new ArrayList<>();

    Scripted(String keys, Optional<String> text) {
      keys.chars().forEach(c -> this.keys.add((char) c));
      this.text = text;
    }

    @Override
    public KeyPress ask(Sheet sheet) {
      shown.add(sheet);
      return keys.isEmpty() ? KeyPress.Special.END : new KeyPress.Typed(keys.poll());
    }

    @Override
    public Optional<String> line(String prompt, String before) {
      return text;
    }

    @Override
    public void close() {}
  }

  private Path drafts(int count) throws IOException {
    var lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(
          ("{\"id\": \"d%d\", \"input\": \"mail %d\", \"written_by\": \"model qwen\","
                  + " \"draft\": {\"answer\": \"bug\", \"by\": \"model qwen\"}}\n")
              .formatted(i, i));
    }
    return Files.writeString(folder.resolve("d.jsonl"), lines.toString());
  }

  private static DraftSitting sitting(Path file) {
    return new DraftSitting("triage", CaseDrafts.in(List.of(file)));
  }

  @Test
  void draftsAreAcceptedDroppedAndMended() throws IOException {
    Path file = drafts(3);
    var sitting = sitting(file);
    assertThat(sitting.run(new Scripted("12e", Optional.of("billing")))).isTrue();
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            {"id": "d0", "input": "mail 0", "written_by": "model qwen", "expected": "bug"}
            {"id": "d2", "input": "mail 2", "written_by": "model qwen", "expected": "billing"}
            """);
    assertThat(sitting.status()).isEqualTo("3 of 3; 1 accepted, 1 mended, 1 dropped");
  }

  @Test
  void undoGoesBackToTheFileAsItWas() throws IOException {
    Path file = drafts(3);
    String before = Files.readString(file);
    assertThat(sitting(file).run(new Scripted("12uuuq", Optional.empty()))).isFalse();
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @Test
  void anEditThatIsGivenUpOrEmptyDecidesNothing() throws IOException {
    for (var text : List.of(Optional.<String>empty(), Optional.of(" "))) {
      Path file = drafts(1);
      String before = Files.readString(file);
      assertThat(sitting(file).run(new Scripted("eq", text))).isFalse();
      assertThat(Files.readString(file)).isEqualTo(before);
    }
  }

  @Test
  void itIsSaidWhoWroteADraft() throws IOException {
    var view = new Scripted("q", Optional.empty());
    sitting(drafts(1)).run(view);
    assertThat(view.shown.getFirst().sections().getLast().heading())
        .isEqualTo("Draft of what is expected (written by qwen)");
  }
}
