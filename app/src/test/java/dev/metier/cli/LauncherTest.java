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
  void aRunThatIsOutOfMemoryIsNoVerdict() throws IOException, InterruptedException {
    var cases = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      cases.append("{\"t\": \"question ").append(i).append("\", \"a\": \"yes\"}\n");
    }
    Shell.write(root, "cases.jsonl", cases.toString());
    Shell.write(
        root,
        "metier.yaml",
        """
        models: {m: {use: vllm/m}}
        jobs:
          j:
            data: internal
            prompt: "{{t}}"
            cases: cases.jsonl
            graders: [{equals: "{{a}}"}]
            needs: {quality: {at_least: 0.9}}
        """);
    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.metier.Metier",
                "check",
                "-f",
                root.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(run.waitFor()).as(said).isEqualTo(2);
    assertThat(said).contains("Java ran out of memory", "METIER_JAVA_FLAGS=-Xmx4g");
  }

  @Test
  void aJavaThatCannotStartIsNoVerdict() throws IOException, InterruptedException {
    Path project = Path.of(".").toAbsolutePath().normalize();
    for (String file :
        new String[] {
          "metier", "bin/find-jdk.sh", "bin/classpath.sh", "bin/all.flags", "bin/run.flags"
        }) {
      Path copy = root.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(project.resolve(file), copy);
    }
    for (String module : new String[] {"core", "models", "gateway", "qualify", "app"}) {
      Files.createDirectories(root.resolve(module).resolve("src/main"));
      Files.createFile(root.resolve(module).resolve("pom.xml"));
    }
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
