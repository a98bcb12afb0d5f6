package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.account.KeyFile;
import dev.metier.account.KeyRing;
import dev.metier.account.VirtualKey;
import dev.metier.catalog.ProviderKind;
import dev.metier.core.problem.ProblemText;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.job.Money;
import dev.metier.policy.PolicyFile;
import dev.metier.project.ProjectReader;
import dev.metier.server.Served;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A key that stands where none should, in whatever field of whatever file: no message shows it.
class KeysInFilesTest {
  /// In two pieces, so that no scanner takes them for real ones.
  private static final List<String> KEYS =
      List.of(
          "sk-" + "ant-api03-Zx9kaaaaab7aaaaac1Qw71-bbQ",
          "mk-" + "a8Kd73jfLq9Zx0vB2nM4pQ6rT8sW1yU5a8Kd73jf",
          "AIza" + "SyA8Kd73jfLq9Zx0vB2nM4pQ6rT8sW1yU5",
          "a8cd73f0b9e20f1b2c4d6e8f9a1b3c5d",
          "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
          "Bearer " + "a8kd73jflq9zx0vb2nm4pq6rt8sw1yu5");

  @TempDir private Path folder;

  /// Writes the text with the key in the place of each match in turn, and reads it.
  private void check(Path file, String text, Pattern place, Consumer<Path> reader)
      throws IOException {
    int mistakes = 0;
    for (String key : KEYS) {
      Matcher found = place.matcher(text);
      while (found.find()) {
        Files.writeString(
            file, text.substring(0, found.start(1)) + key + text.substring(found.end(1)));
        String told = told(file, reader);
        mistakes += told.isEmpty() ? 0 : 1;
        assertThat(told)
            .as("line " + text.substring(0, found.start()).lines().count() + ", key " + key)
            .doesNotContain(key.substring(8, 24));
      }
    }
    assertThat(mistakes).isGreaterThan(20);
  }

  private static String told(Path file, Consumer<Path> reader) {
    try {
      reader.accept(file);
      return "";
    } catch (ProblemsException e) {
      return ProblemText.plain().of(e.problems()) + e.getMessage();
    }
  }

  @Test
  void noMistakeInMetierYamlShowsAKey() throws IOException {
    Shell.recorded(folder);
    Path file = folder.resolve("metier.yaml");
    String text = Files.readString(file);
    check(
        file,
        text,
        Pattern.compile("(?m)(?:^|[ {,\\[-])([\\w./#\"-]+)(?=[:,}\\]]|$)"),
        ProjectReader::read);
  }

  @Test
  void noMistakeInPolicyJsonShowsAKey() throws IOException {
    Path file = folder.resolve("policy.json");
    try (var served = new Served(folder)) {
      served
          .model("one", ProviderKind.VLLM, DataClass.RESTRICTED, "http://127.0.0.1:8000/v1")
          .model("other", ProviderKind.ANTHROPIC, DataClass.PUBLIC, "https://api.anthropic.com")
          .job("triage", DataClass.INTERNAL, "one")
          .job("open", DataClass.PUBLIC, "other", "one");
      PolicyFile.write(served.policy(), file);
    }
    String text = Files.readString(file);
    check(file, text, Pattern.compile("\"([^\"]*)\""), PolicyFile::read);
    check(file, text, Pattern.compile("(\"[^\"]*\"|\\b[0-9]+\\b)"), PolicyFile::read);
  }

  @Test
  void noMistakeInKeysJsonShowsAKey() throws IOException {
    Path file = folder.resolve("keys.json");
    var all = new ArrayList<VirtualKey>();
    for (String name : List.of("ana", "ben")) {
      all.add(
          new VirtualKey(
              name,
              KeyRing.hash(name),
              Set.of(new JobName("triage")),
              Optional.of(Money.usd(5)),
              OptionalInt.of(60),
              false,
              Instant.EPOCH));
    }
    KeyFile.write(all, file);
    String text = Files.readString(file);
    Set<JobName> jobs = Set.of(new JobName("triage"));
    check(file, text, Pattern.compile("\"([^\"]*)\""), path -> KeyFile.read(path, jobs));
    check(
        file,
        text,
        Pattern.compile("(\"[^\"]*\"|\\b[0-9]+\\b|true|false)"),
        path -> KeyFile.read(path, jobs));
  }
}
