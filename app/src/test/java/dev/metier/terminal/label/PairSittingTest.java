package dev.metier.terminal.label;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.chat.Settings;
import dev.metier.job.Case;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.Prompt;
import dev.metier.label.LabelledAnswer;
import dev.metier.label.Labeller;
import dev.metier.label.Preference;
import dev.metier.label.PreferenceLog;
import dev.metier.label.session.AnswerPair;
import dev.metier.label.session.PairRound;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What keys do to pairs of answers, in the file at once.
class PairSittingTest {
  @TempDir private Path folder = Path.of("");

  private static final class Scripted implements SheetView {
    private final Deque<Character> keys = new ArrayDeque<>();
    private final List<Sheet> shown = new ArrayList<>();
    private final List<Integer> kept = new ArrayList<>();
    private final Path file;

    Scripted(Path file, String keys) {
      this.file = file;
      keys.chars().forEach(c -> this.keys.add((char) c));
    }

    @Override
    public KeyPress ask(Sheet sheet) {
      shown.add(sheet);
      kept.add(lines());
      return keys.isEmpty() ? KeyPress.Special.END : new KeyPress.Typed(keys.poll());
    }

    /// How much is on the disk.
    private int lines() {
      try {
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Optional<String> line(String prompt, String before) {
      return Optional.of("it is shorter");
    }

    @Override
    public void close() {}
  }

  private static Job job() {
    List<Case> cases =
        IntStream.range(0, 4)
            .mapToObj(i ->
                new Case(
                    "c" + i,
                    Map.of("text", "mail " + i),
                    Optional.empty(),
                    Set.of(),
                    Optional.empty()))
            .toList();
    return new Job(
        new JobName("reply"),
        "",
        DataClass.INTERNAL,
        Prompt.ofUser("{{text}}"),
        List.of(),
        Settings.NONE,
        cases,
        new GraderSpec.Group(GraderSpec.Rule.ALL, List.of(), OptionalDouble.empty()),
        List.of(),
        Job.Scope.TRAFFIC,
        Job.Prefer.COST,
        1,
        List.of());
  }

  @Test
  void keysPreferUndoAndNoteAndNothingTellsWhoseAnswerItIs() throws Exception {
    Job job = job();
    List<AnswerPair> pairs =
        job.cases().stream()
            .map(given ->
                new AnswerPair(
                    given,
                    new LabelledAnswer("a long reply", "qwen", false),
                    new LabelledAnswer("a short reply", "gemma", false)))
            .toList();
    var round = new PairRound(job.name(), pairs, List.of(), Labeller.person("anna"), 50);
    var log = new PreferenceLog(folder.resolve("labels/reply.pairs.jsonl"));
    var clock = Clock.fixed(Instant.parse("2026-11-29T12:00:00Z"), ZoneOffset.UTC);
    var view = new Scripted(log.path(), "12un3xq");
    new PairSitting(job, round, log, clock).run(view);
    assertThat(log.read(job).all())
        .extracting(Preference::value, Preference::note)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Preference.Side.LEFT, ""),
            org.assertj.core.groups.Tuple.tuple(Preference.Side.TIE, "it is shorter"));
    // one line for each key that said something
    assertThat(Files.readAllLines(log.path())).hasSize(4);
    // and it was there before the next pair was shown: 1, 2, u, n, 3, x, q
    assertThat(view.kept).containsExactly(0, 1, 2, 3, 3, 4, 4);
    assertThat(view.shown.toString())
        .contains("a long reply", "a short reply", "Taken back: right.", "The keys are 1, 2, 3")
        .doesNotContain("qwen", "gemma");
    assertThat(PairSitting.status(round.tally())).isEqualTo("2 of 50; 1 left, 0 right, 1 tie");
  }
}
