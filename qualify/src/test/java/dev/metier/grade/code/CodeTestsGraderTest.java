package dev.metier.grade.code;

import static dev.metier.grade.Answers.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.WINDOWS;

import dev.metier.grade.Grade;
import dev.metier.grade.spec.Graders;
import dev.metier.job.GraderSpec;
import dev.metier.job.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/// Tests of code, by shell scripts.
@DisabledOnOs(value = WINDOWS, disabledReason = "the code is shell scripts")
class CodeTestsGraderTest {
  @TempDir private Path elsewhere;

  private static Grade grade(String check, Duration timeout, String answer) {
    return grade(List.of("sh", "check.sh"), check, timeout, answer);
  }

  private static Grade grade(List<String> command, String check, Duration timeout, String answer) {
    var files = new TreeMap<>(Map.of("check.sh", new Template(check)));
    var spec = new GraderSpec.CodeTests(command, "answer.sh", files, timeout, 4096);
    return Graders.of(spec).grade(saying(answer));
  }

  private static Grade grade(String check, String answer) {
    return grade(check, Duration.ofSeconds(20), answer);
  }

  @Test
  void theExitCodeSaysWhetherTheTestsPass() {
    String check = "[ \"$(sh answer.sh)\" = billing ] || { echo 'expected billing' >&2; exit 3; }";
    assertThat(grade(check, "echo billing").reason()).isEqualTo("The tests pass.");
    assertThat(grade(check, "```sh\necho billing\n```").passed()).isTrue();
    assertThat(grade(check, "echo bug"))
        .isEqualTo(Grade.fail("The tests fail with exit code 3, saying \"expected billing\"."));
  }

  @Test
  void aCaseFillsInItsTest() {
    assertThat(grade("[ \"$(sh answer.sh)\" = \"{{label}}\" ]", "echo billing").passed()).isTrue();
  }

  @Test
  void codeThatDoesNotEndFailsAndIsEnded() {
    Grade grade = grade("sh answer.sh", Duration.ofMillis(500), "while :; do :; done");
    assertThat(grade.broken()).isFalse();
    assertThat(grade.reason()).isEqualTo("The tests took longer than 500 ms.");
    assertThat(grade("sh answer.sh", "while :; do echo xxxxxxxxxxxxxxx; done").passed()).isFalse();
  }

  @Test
  void aCommandThatIsNotThereIsABrokenGrade() {
    Grade grade = grade(List.of("no-such-runner"), "true", Duration.ofSeconds(20), "echo billing");
    assertThat(grade.broken()).isTrue();
  }

  @Test
  void itSeesNoSecretAndItsFolderIsGoneAfterwards() throws IOException {
    Path told = elsewhere.resolve("told");
    grade("{ env; pwd; } > " + told, "true");
    String seen = Files.readString(told);
    assertThat(seen).doesNotContainPattern("(?m)^\\w*(KEY|TOKEN)\\w*=");
    Path folder = Path.of(seen.lines().reduce((_, last) -> last).orElseThrow());
    assertThat(folder.getFileName().toString()).startsWith("metier-code-");
    assertThat(folder).doesNotExist();
  }

  @Test
  void whatALinkLeadsToStays() throws IOException {
    Path kept = Files.writeString(elsewhere.resolve("kept"), "x");
    grade("ln -s " + elsewhere + " link; ln -s " + kept + " other", "true");
    assertThat(kept).exists();
  }

  @Test
  void withoutNetworkWhereThatCanBeTakenAway() throws IOException {
    Path told = elsewhere.resolve("interfaces");
    if (Confinement.told().contains("without network") && Files.exists(Path.of("/proc/net/dev"))) {
      grade("cat /proc/net/dev > " + told, "true");
      assertThat(Files.readAllLines(told).stream().skip(2))
          .allMatch(line -> line.strip().startsWith("lo:"));
    }
  }
}
