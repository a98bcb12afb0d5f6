package dev.metier.provider.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.WINDOWS;

import dev.metier.catalog.Application;
import dev.metier.catalog.Host;
import dev.metier.catalog.KeySource;
import dev.metier.catalog.Model;
import dev.metier.catalog.ModelProfile;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.provider.Answer;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/// Programs as candidates, by shell scripts.
@DisabledOnOs(value = WINDOWS, disabledReason = "the programs are shell scripts")
class ProgramProviderTest {
  @TempDir private Path folder;

  private static ProgramProvider provider(
      List<String> command, Optional<String> at, Optional<KeySource> key, Duration total) {
    var usual = Timeouts.USUAL;
    var model =
        new Model(
            new ModelName("agent"),
            ProviderKind.PROGRAM,
            String.join(" ", command),
            Optional.empty(),
            key,
            new Host("agent", DataClass.INTERNAL),
            new Price.Unknown(),
            Settings.NONE,
            OptionalInt.empty(),
            OptionalInt.empty(),
            new Timeouts(usual.connect(), usual.firstToken(), usual.idle(), total),
            Optional.empty(),
            ModelProfile.of(ProviderKind.PROGRAM, "", Optional.empty()),
            Optional.of(new Application.Program(command, at)),
            Optional.empty());
    return ProgramProvider.open(model);
  }

  private static Answer ask(String script) {
    return ask(script, Optional.empty(), Duration.ofMinutes(1));
  }

  private static Answer ask(String script, Optional<String> at, Duration total) {
    return provider(List.of("sh", "-c", script), at, Optional.empty(), total).ask(question());
  }

  private static Question question() {
    var request = new ChatRequest(List.of(Message.of(Role.USER, "bug?")), List.of(), Settings.NONE);
    return new Question(new JobName("triage"), "t1", 0, request);
  }

  private static String said(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Reply.class);
    return ((Answer.Reply) answer).reply().text();
  }

  private static Answer.Failure failure(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Failure.class);
    return (Answer.Failure) answer;
  }

  @Test
  void itReadsTheRequestAndWritesTheAnswer() {
    assertThat(said(ask("cat"))).startsWith("{\"prompt\":\"bug?\"").doesNotContain("t1");
    assertThat(said(ask("echo bug"))).isEqualTo("bug");
    String json = "echo '{\"out\": [{\"text\": \"bug\"}], \"usage\": {\"prompt_tokens\": 9}}'";
    Answer answer = ask(json, Optional.of("out[0].text"), Duration.ofMinutes(1));
    assertThat(said(answer)).isEqualTo("bug");
    assertThat(((Answer.Reply) answer).reply().usage().input()).isEqualTo(9);
  }

  @Test
  void tokensAreEstimatedWhereItTellsNone() {
    Answer answer = ask("echo one two three");
    assertThat(((Answer.Reply) answer).reply().usage().output()).isPositive();
    assertThat(((Answer.Reply) answer).reply().usage().estimated()).isTrue();
  }

  @Test
  void whatGoesWrongIsToldAndNoAnswer() {
    assertThat(failure(ask("echo Traceback >&2; exit 3")))
        .satisfies(f -> assertThat(f.cause()).isEqualTo(Cause.SERVER_ERROR))
        .satisfies(f -> assertThat(f.detail()).contains("exit code 3, saying \"Traceback\""));
    assertThat(failure(ask("true")).cause()).isEqualTo(Cause.EMPTY);
    assertThat(failure(ask("echo x", Optional.of("a"), Duration.ofMinutes(1))).cause())
        .isEqualTo(Cause.MALFORMED);
    assertThat(failure(ask("sleep 60", Optional.empty(), Duration.ofMillis(200))).cause())
        .isEqualTo(Cause.TOTAL_TIMEOUT);
    assertThat(
            failure(
                    provider(
                            List.of("./no-such-program"),
                            Optional.empty(),
                            Optional.empty(),
                            Duration.ofMinutes(1))
                        .ask(question()))
                .cause())
        .isEqualTo(Cause.UNUSABLE);
  }

  @Test
  void itGetsNoSecretOfTheEnvironment() {
    String home = System.getenv("PATH");
    assertThat(said(ask("env"))).contains(home).doesNotContainPattern("(?m)^\\w*(KEY|TOKEN)\\w*=");
  }

  @Test
  void aKeyThatIsNotThereIsTold() {
    var provider =
        provider(
            List.of("sh"),
            Optional.empty(),
            Optional.of(new KeySource.Environment("METIER_NO_SUCH_KEY")),
            Duration.ofMinutes(1));
    assertThat(provider.identify().trouble()).contains("no key: set METIER_NO_SUCH_KEY");
  }

  @Test
  void itIsAnotherBuildWhenAFileThatItNamesChanges() throws IOException {
    Path script = Files.writeString(folder.resolve("agent.sh"), "echo bug");
    String before = hash(script);
    Path moved = Files.createDirectory(folder.resolve("other")).resolve("agent.sh");
    Files.copy(script, moved);
    assertThat(hash(moved)).isEqualTo(before);
    Files.writeString(script, "echo other");
    assertThat(hash(script)).isNotEqualTo(before);
  }

  private static String hash(Path script) {
    var command = List.of("sh", script.toString());
    return provider(command, Optional.empty(), Optional.empty(), Duration.ofMinutes(1))
        .identify()
        .fingerprint()
        .hash();
  }
}
