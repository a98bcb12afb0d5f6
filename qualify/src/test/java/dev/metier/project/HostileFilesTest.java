package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.core.problem.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A metier.yaml of somebody else may be meant to stop whoever reads it.
class HostileFilesTest {
  @TempDir private Path folder;

  private void isRefused(String text, String said) {
    var project = new Folder(folder).with("metier.yaml", text);
    assertThatThrownBy(project::read)
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining(said);
  }

  @Test
  void aliasesThatMultiplyAreRefused() {
    var bomb = new StringBuilder("x-0: &a0 [a, a, a, a, a, a, a, a, a]\n");
    for (int i = 1; i < 30; i++) {
      String of = "*a" + (i - 1);
      bomb.append("x-%d: &a%d [%s]\n".formatted(i, i, (of + ", ").repeat(8) + of));
    }
    isRefused(bomb.toString(), "expand too much");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL [\"http://127.0.0.1:1/\"]]]]",
        "models: !!java.lang.ProcessBuilder [[\"id\"]]",
        "models: !x {}"
      })
  void noTagMakesAnObject(String text) {
    isRefused(text, "");
  }

  /// Cases are read from files; a device or a pipe would be read for ever.
  @Test
  void devicesAndPipesAreNoFilesOfCases() throws IOException, InterruptedException {
    Files.createSymbolicLink(folder.resolve("zero.jsonl"), Path.of("/dev/zero"));
    Process pipe = new ProcessBuilder("mkfifo", folder.resolve("pipe.jsonl").toString()).start();
    pipe.waitFor(10, TimeUnit.SECONDS);
    for (String file : new String[] {"zero.jsonl", "pipe.jsonl", "/dev/zero"}) {
      isRefused(Folder.MODEL + Folder.job("triage", file), "There is no file " + file);
    }
  }

  /// Places in a long line are counted from marks, not from its beginning.
  @Test
  void aVeryLongLineIsReadLikeAnyOther() {
    var text = new StringBuilder("models: {m: {use: ollama/m}}\nx-own: [");
    while (text.length() < 1 << 18) {
      text.append("{a: b}, ");
    }
    isRefused(text + "]\n", "jobs");
  }
}
