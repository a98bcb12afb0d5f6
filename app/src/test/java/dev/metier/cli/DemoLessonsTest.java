package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.provider.gguf.GgufProvider;
import dev.metier.provider.recorded.RecordedProvider;
import dev.metier.report.lesson.DemoLessons;
import dev.metier.report.lesson.Lesson;
import dev.metier.report.lesson.LessonViews;
import dev.metier.report.lesson.Lessons;
import dev.metier.terminal.Console;
import dev.metier.testing.GoldenFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The lessons that are shipped are those of the demo.
class DemoLessonsTest {
  private static final Path DEMO = Path.of("examples/demo");
  private static final Path SHIPPED =
      Path.of("qualify/src/main/resources/dev/metier/report/lesson/demo.json");

  /// Times are those of whatever machine it ran on.
  private static Lessons withoutTimes(Lessons all) {
    return new Lessons(
        all.kinds(),
        all.notYet(),
        all.noRanking(),
        all.localCost(),
        all.destinations(),
        all.speed().map(speed -> new Lessons.Speed(speed.jobs(), List.of())),
        all.pair(),
        all.cases());
  }

  /// A place to look from, with the models of the demo that files tell of.
  private static Workplace looking() {
    var nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new Workplace(
        new Console(nowhere, nowhere, false, Map.of()),
        (model, _) ->
            model.kind() == ProviderKind.GGUF
                ? GgufProvider.open(model)
                : RecordedProvider.open(model),
        Clock.systemUTC(),
        "0.1.0");
  }

  /// What a demo found, in a folder that no other one works in.
  private static Path ledger() throws IOException {
    Path lock = DEMO.resolve(".metier").resolve(DemoFolder.LOCK);
    Files.createDirectories(lock.getParent());
    try (var other = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = other.lock()) {
      var shell = Shell.run("demo", "--json");
      assertThat(shell.exit()).isZero();
      String report = JsonMapper.shared().readTree(shell.out()).path("report").asString();
      return Path.of(report).resolveSibling("ledger.db");
    }
  }

  @Test
  void theLessonsShippedAreThoseOfTheDemo() throws IOException {
    var snapshot = new UiSnapshots(looking(), DEMO, Optional.of(ledger())).read();
    Lessons lessons = withoutTimes(LessonViews.of(snapshot.matrix(), snapshot.results()));

    var json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    GoldenFile.check(SHIPPED, json.writeValueAsString(lessons) + "\n");
  }

  @Test
  void theDemoHasNumbersForEveryLesson() {
    for (Lesson lesson : Lesson.values()) {
      assertThat(DemoLessons.shipped().has(lesson)).as(lesson.word()).isTrue();
    }
  }
}
