package dev.metier.grade.code;

import static dev.metier.grade.Answers.calling;
import static dev.metier.grade.Answers.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.grade.Grade;
import dev.metier.grade.Sample;
import dev.metier.grade.spec.Graders;
import dev.metier.grade.value.JsonComparison;
import dev.metier.job.GraderSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ProgramGraderTest {
  private static final Duration PATIENT = Duration.ofSeconds(20);

  private static Grade run(boolean scored, String script) {
    return run(scored, script, PATIENT, saying("billing"));
  }

  private static Grade run(boolean scored, String script, Duration timeout, Sample sample) {
    return Graders.of(new GraderSpec.Program(List.of("sh", "-c", script), timeout, scored))
        .grade(sample);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | {\"score\":0.7,\"reason\":\"nearly\"}  | 0.7 | nearly",
        "true  | {\"score\":1}                          | 1   | The program says pass.",
        "true  | {\"pass\":false,\"reason\":\"no sum\"} | 0   | no sum",
        "true  | {\"score\":0.25}                       | 0.25| The program says score 0.25.",
        "false | {\"pass\":true}                        | 1   | The program says pass.",
        "false | {\"score\":0}                          | 0   | The program says fail."
      })
  void theProgramSaysTheGrade(boolean scored, String output, double score, String reason) {
    Grade grade = run(scored, "cat >/dev/null; echo '" + output + "'");
    assertThat(grade.broken()).isFalse();
    assertThat(grade.score()).isEqualTo(score);
    assertThat(grade.reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | echo '{\"score\":1.5}'                     | gave the score \"1.5\", which is not"
            + " in 0..1",
        "true  | echo '{\"score\":-0.1}'                    | gave the score \"-0.1\"",
        "true  | echo '{\"score\":NaN}'                     | wrote no JSON object but",
        "true  | echo '{\"score\":1e999}'                   | gave the score",
        "true  | echo '{\"score\":\"1\"}'                   | gave neither a score nor pass",
        "false | echo '{\"score\":0.5}'                     | pass or fail only",
        "true  | echo fine                                  | wrote no JSON object but \"fine\"",
        "true  | true                                       | wrote no JSON object but nothing",
        "true  | echo bad >&2; echo worse >&2; exit 3       | ended with exit code 3, saying"
            + " \"bad\"",
        "true  | echo '[1]'                                 | wrote no JSON object",
        "true  | kill -9 $$                                 | ended with exit code 137",
        "true  | yes                                        | wrote more than 1 MB"
      })
  void aProgramThatMisbehavesIsABrokenGrader(boolean scored, String script, String reason) {
    Grade grade = run(scored, script);
    assertThat(grade.broken()).as(grade.reason()).isTrue();
    assertThat(grade.score()).isZero();
    assertThat(grade.reason()).startsWith("The program \"sh\"").contains(reason);
  }

  @Test
  void aProgramThatIsNotThereIsABrokenGrader() {
    var spec = new GraderSpec.Program(List.of("no-such-program-here"), PATIENT, true);
    assertThat(Graders.of(spec).grade(saying("x")).reason())
        .isEqualTo("The program \"no-such-program-here\" cannot be started.");
    var none = new GraderSpec.Program(List.of(), PATIENT, true);
    assertThat(Graders.of(none).grade(saying("x")).broken()).isTrue();
  }

  @Test
  void theTimeoutEndsTheProgramAndItsChildren(@TempDir Path folder) throws IOException {
    Path pids = folder.resolve("pids");
    Grade grade =
        run(true, "sleep 300 & echo $! > " + pids + "; wait", Duration.ofMillis(700), saying("x"));
    assertThat(grade.broken()).isTrue();
    assertThat(grade.reason()).isEqualTo("The program \"sh\" took longer than 700 ms.");
    long child = Long.parseLong(Files.readString(pids).strip());
    ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
    assertThat(ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false)).isFalse();
  }

  @Test
  void outputThatAnotherProgramHoldsOpenIsReadNoLongerThanTheTimeout(@TempDir Path folder)
      throws IOException {
    Path pid = folder.resolve("pid");
    Grade grade =
        run(
            true,
            "(setsid sh -c 'echo $$ > "
                + pid
                + "; exec sleep 300' &); sleep 0.2; echo '{\"score\":1}'",
            Duration.ofMillis(1500),
            saying("x"));
    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
        .ifPresent(ProcessHandle::destroyForcibly);
    assertThat(grade.broken()).isTrue();
    assertThat(grade.reason()).contains("left its output open to another program");
  }

  @Test
  void variablesThatHoldModelsKeysAreWithheld() {
    var script = List.of("sh", "-c", "cat >/dev/null; echo \"${HOME-none}\" >&2; exit 1");
    var spec = new GraderSpec.Program(script, PATIENT, true, Set.of("HOME"));
    assertThat(Graders.of(spec).grade(saying("x")).reason()).endsWith("saying \"none\".");
    assertThat(Graders.hash(spec))
        .isEqualTo(Graders.hash(new GraderSpec.Program(script, PATIENT, true)));
  }

  @Test
  void theProgramIsToldTheCaseAndTheAnswer(@TempDir Path folder) throws IOException {
    Path told = folder.resolve("told.json");
    Grade grade =
        run(
            true,
            "cat > " + told + "; echo '{\"pass\":true}'",
            PATIENT,
            calling("get", "{\"id\":1}"));
    assertThat(grade.passed()).isTrue();
    JsonNode json = JsonComparison.expected(Files.readString(told));
    assertThat(json.path("case").path("id").asString()).isEqualTo("c1");
    assertThat(json.path("case").path("vars").path("label").asString()).isEqualTo("billing");
    assertThat(json.path("expected").asString()).isEqualTo("billing");
    assertThat(json.path("answer").asString()).isEmpty();
    assertThat(json.path("tool_calls").path(0).path("name").asString()).isEqualTo("get");
    assertThat(json.path("tool_calls").path(0).path("arguments").asString())
        .isEqualTo("{\"id\":1}");
    assertThat(json.path("usage").path("output").asInt()).isEqualTo(5);
  }

  @Test
  void aProgramNeedNotReadWhatItIsTold() {
    Grade grade =
        run(true, "exec <&-; echo '{\"score\":1}'", PATIENT, saying("long ".repeat(100_000)));
    assertThat(grade.passed()).as(grade.reason()).isTrue();
  }

  @Test
  void secretsAreNotInTheEnvironment() {
    Grade grade =
        run(
            true,
            "cat >/dev/null; env | grep -ciE '^[^=]*(KEY|TOKEN|SECRET|PASSWORD)[^=]*=' >&2;"
                + " test -n \"$PATH\" && echo '{\"pass\":true}'; exit 1");
    assertThat(grade.reason()).endsWith("saying \"0\".");
  }

  @Test
  void anInterruptedGraderEndsItsProgram() throws InterruptedException {
    var grade = new AtomicReference<Grade>();
    var thread =
        Thread.ofVirtual()
            .start(() -> {
              Thread.currentThread().interrupt();
              grade.set(run(true, "sleep 300"));
            });
    thread.join(Duration.ofSeconds(10));
    assertThat(grade.get()).isNotNull();
    assertThat(grade.get().broken()).isTrue();
  }
}
