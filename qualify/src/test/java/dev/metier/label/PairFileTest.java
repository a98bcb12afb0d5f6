package dev.metier.label;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.Case;
import dev.metier.job.JobName;
import dev.metier.label.Preference.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairFileTest {
  @TempDir private Path folder = Path.of("");

  private static final Instant AT = Instant.parse("2026-11-29T12:00:00Z");

  private static Case given(String id, String text) {
    return new Case(id, Map.of("text", text), Optional.empty(), Set.of(), Optional.empty());
  }

  private static Preference preference(Case given, Side side) {
    return new Preference(
        new JobName("reply"),
        given.id(),
        Label.content(given),
        new LabelledAnswer("one", "qwen", false),
        new LabelledAnswer("two", "gemma", false),
        Labeller.person("anna"),
        side,
        "a note",
        AT);
  }

  @Test
  void whatIsKeptIsReadLaterReplacesEarlierAndUndoIsALine() throws IOException {
    var log = new PreferenceLog(folder.resolve("labels/reply.pairs.jsonl"));
    Case one = given("c1", "t1");
    Case two = given("c2", "t2");
    Case gone = given("c3", "t3");
    log.add(preference(one, Side.LEFT));
    log.add(preference(one, Side.TIE));
    log.add(preference(two, Side.RIGHT));
    log.undo(preference(two, Side.RIGHT), AT);
    log.add(preference(gone, Side.RIGHT));
    Files.writeString(log.path(), "{\"half\": ", StandardOpenOption.APPEND);
    var read = log.read(LabelLogTest.job(one, two));
    assertThat(read.all()).containsExactly(preference(one, Side.TIE));
    assertThat(read.setAside()).isEqualTo(1);
    assertThat(read.wrong()).singleElement().asString().contains("no whole preference");
  }
}
