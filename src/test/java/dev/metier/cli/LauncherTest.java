package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
  @TempDir Path root;

  @Test
  void aJavaThatCannotStartIsNoVerdict() throws IOException, InterruptedException {
    Path project = Path.of(System.getProperty("basedir", "."));
    for (String file :
        new String[] {
          "metier", "bin/find-jdk.sh", "bin/classpath.sh", "bin/all.flags", "bin/run.flags"
        }) {
      Path copy = root.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(project.resolve(file), copy);
    }
    Files.createDirectories(root.resolve("src/main"));
    Files.createFile(root.resolve("pom.xml"));
    Files.createDirectories(root.resolve("target"));
    Files.createFile(root.resolve("target/metier-all.jar"));
    var builder = new ProcessBuilder("bash", root.resolve("metier").toString(), "check");
    builder.environment().put("METIER_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("METIER_JAVA_FLAGS", "-XX:+NoSuchFlag");
    Process launched = builder.redirectErrorStream(true).start();
    String said = new String(launched.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(launched.waitFor()).as(said).isEqualTo(2);
    assertThat(said).contains("METIER_JAVA_FLAGS=-XX:+NoSuchFlag");
  }
}
