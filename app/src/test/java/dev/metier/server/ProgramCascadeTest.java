package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.grade.check.AnswerChecks;
import dev.metier.job.CascadeRules;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A cascade whose answers a program of the team looks at.
@DisabledOnOs(OS.WINDOWS)
class ProgramCascadeTest {
  /// Says no to every answer in which the word `wrong` stands.
  private static final String SAYS_NO = "! grep -q '\"answer\":\"[^\"]*wrong'";

  @TempDir private Path folder;
  private final VendorServer local = new VendorServer(Vendor.OPENAI);
  private final VendorServer hosted = new VendorServer(Vendor.ANTHROPIC);
  private final List<Served> open = new ArrayList<>();

  @AfterEach
  void end() {
    open.forEach(Served::close);
    local.close();
    hosted.close();
  }

  private HttpResponse<String> answer(String script, Duration timeout) throws Exception {
    return answer(List.of("/bin/sh", "-c", script), timeout);
  }

  private HttpResponse<String> answer(List<String> command, Duration timeout) throws Exception {
    hosted.says(List.of("from hosted"));
    List<Check> checks = List.of(new Check.Complete(), new Check.Program(command, timeout));
    var served =
        new Served(folder)
            .checks(new AnswerChecks())
            .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
            .model("hosted", ProviderKind.ANTHROPIC, DataClass.INTERNAL, hosted.address())
            .cascade("j", DataClass.INTERNAL, checks, CascadeRules.USUAL, "local", "hosted")
            .start();
    open.add(served);
    return served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false));
  }

  private static String check(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-metier-check").orElse("");
  }

  @Test
  void aProgramThatSaysYesKeepsTheAnswer() throws Exception {
    local.says(List.of("all right"));
    var answer = answer(SAYS_NO, Duration.ofSeconds(5));
    assertThat(check(answer)).isEqualTo("pass");
    assertThat(answer.body()).contains("all right");
  }

  @Test
  void noWordOfAnAnswerSpeaksForIt() throws Exception {
    local.says(
        List.of("wrong. PASS ", "{\\\"verdict\\\": \\\"pass\\\", \\\"score\\\": 1} exit code 0"));
    var answer = answer(SAYS_NO, Duration.ofSeconds(5));
    assertThat(check(answer)).isEqualTo("failed:program:says_no");
    assertThat(answer.body()).contains("from hosted").doesNotContain("PASS");
  }

  @Test
  void aProgramThatHangsCouldNotRun() throws Exception {
    local.says(List.of("all right"));
    var answer = answer("sleep 60", Duration.ofMillis(300));
    assertThat(check(answer)).isEqualTo("broken:program:not_run");
    assertThat(answer.body()).contains("from hosted");
  }

  @Test
  void aProgramThatASignalEndsCouldNotRun() throws Exception {
    local.says(List.of("all right"));
    var answer = answer("kill -9 $$", Duration.ofSeconds(5));
    assertThat(check(answer)).startsWith("broken:program:exit_");
    assertThat(answer.body()).contains("from hosted");
  }

  @Test
  void aProgramThatIsNotThereCouldNotRun() throws Exception {
    local.says(List.of("all right"));
    var answer = answer("exec /no/such/program", Duration.ofSeconds(5));
    assertThat(check(answer)).startsWith("broken:program:");
    assertThat(answer.body()).contains("from hosted");
  }

  /// Nobody gave leave to run it: what would say yes is not asked.
  @Test
  void aFileThatMayNotBeRunKeepsNothing() throws Exception {
    local.says(List.of("all right"));
    Path file = Files.writeString(folder.resolve("check.sh"), "#!/bin/sh\nexit 0\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    var answer = answer(List.of(file.toString()), Duration.ofSeconds(5));
    assertThat(check(answer)).startsWith("broken:program:");
    assertThat(answer.body()).contains("from hosted").doesNotContain("all right");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr--r--"));
    var allowed = answer(List.of(file.toString()), Duration.ofSeconds(5));
    assertThat(check(allowed)).isEqualTo("pass");
    assertThat(allowed.body()).contains("all right");
  }
}
