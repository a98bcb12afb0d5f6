package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher of the packed program: what it starts, from wherever it is called. In place of Java
/// stands a script that says its arguments.
class PackagedLauncherTest {
  @TempDir Path root;
  private Path home = Path.of("");

  @BeforeEach
  void unpack() throws IOException {
    home = root.resolve("it's a folder");
    Files.createDirectories(home.resolve("app"));
    Files.createDirectories(home.resolve("runtime/bin"));
    Files.copy(Path.of(System.getProperty("user.dir"), "dist/metier"), home.resolve("metier"));
    assertThat(home.resolve("metier").toFile().setExecutable(true)).isTrue();
    Path java = home.resolve("runtime/bin/java");
    Files.writeString(java, "#!/bin/sh\nfor arg in \"$@\"; do echo \"$arg\"; done\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("runtime/release"), "JAVA_VERSION=\"25\"\nMODULES=\"a b\"\n");
    Files.copy(home.resolve("runtime/release"), home.resolve("app/metier.aot.java"));
    Files.writeString(home.resolve("app/metier.aot"), "");
  }

  private record Said(int code, List<String> lines) {}

  private Said launch(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
    builder.environment().remove("METIER_JAVA_FLAGS");
    builder.environment().putAll(environment);
    Process launched = builder.start();
    String said = new String(launched.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(launched.waitFor(), said.lines().toList());
  }

  @Test
  void aFolderWithBlanksAndQuotesIsFoundAndTheProgramCanBeTypedAgain() throws Exception {
    var said = launch(Map.of(), "sh", "./it's a folder/metier", "check", "-f", "my jobs");
    assertThat(said.lines())
        .contains(
            "-Dmetier.home=" + home.toRealPath(),
            "-XX:AOTCache=" + home.toRealPath() + "/app/metier.aot",
            "@" + home.toRealPath() + "/app/run.flags",
            "-Dmetier.program='./it'\\''s a folder/metier'")
        .endsWith("dev.metier.Metier", "check", "-f", "my jobs");
  }

  @Test
  void linksOnThePathLeadToTheProgramWhichIsCalledByItsName() throws Exception {
    Path bin = Files.createDirectories(root.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("first"), home.resolve("metier"));
    Files.createSymbolicLink(bin.resolve("metier"), Path.of("first"));
    var path = Map.of("PATH", bin + ":" + System.getenv("PATH"));
    assertThat(launch(path, "sh", "-c", "metier --version").lines())
        .contains("-Dmetier.home=" + home.toRealPath(), "-Dmetier.program=metier");
  }

  @Test
  void aCacheOfAnotherJavaIsToldAndNotUsed() throws Exception {
    Files.writeString(home.resolve("runtime/release"), "JAVA_VERSION=\"25\"\nMODULES=\"a\"\n");
    var said = launch(Map.of(), home.resolve("metier").toString(), "--version");
    assertThat(said.lines().getFirst())
        .startsWith("metier: the start-up cache was made by another");
    assertThat(said.lines()).contains("-XX:AOTMode=off").noneMatch(l -> l.contains("AOTCache"));
  }

  @Test
  void withoutACacheItStartsInSilence() throws Exception {
    Files.delete(home.resolve("app/metier.aot"));
    var said = launch(Map.of(), home.resolve("metier").toString(), "--version");
    assertThat(said.lines()).contains("-XX:AOTMode=off").noneMatch(l -> l.startsWith("metier:"));
  }

  @Test
  void servingHasFlagsOfItsOwnAndLibrariesThatWereLaidBesideComeLast() throws Exception {
    Files.createDirectories(home.resolve("lib"));
    var said = launch(Map.of(), home.resolve("metier").toString(), "serve");
    assertThat(said.lines())
        .contains(
            "@" + home.toRealPath() + "/app/serve.flags",
            home.toRealPath() + "/app/metier.jar:" + home.toRealPath() + "/lib/*");
  }

  @Test
  void aJavaThatCannotStartIsNoVerdict() throws Exception {
    Files.writeString(home.resolve("runtime/bin/java"), "#!/bin/sh\necho No such flag; exit 1\n");
    var flags = Map.of("METIER_JAVA_FLAGS", "-XX:+NoSuchFlag");
    var said = launch(flags, home.resolve("metier").toString(), "check");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.lines())
        .containsExactly(
            "metier: Java does not start with METIER_JAVA_FLAGS=-XX:+NoSuchFlag: No such flag");
  }
}
