package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The build step that makes one jar of many.
class MergeJarsTest {
  private static final String SERVICE = "META-INF/services/some.Service";

  @TempDir Path root;

  @Test
  void theSameFilesMakeTheSameBytesWhateverTheirTimesAndOrders() throws Exception {
    Path one = jars("one", 2020, List.of("b.txt", "a.txt", SERVICE, "META-INF/LICENSE"));
    Path two = jars("two", 2024, List.of("META-INF/LICENSE", SERVICE, "a.txt", "b.txt"));
    merge(one.resolve("whole.jar"), one, "own.jar", "first.jar", "second.jar");
    merge(two.resolve("whole.jar"), two, "own.jar", "second.jar", "first.jar");
    assertThat(two.resolve("whole.jar")).hasSameBinaryContentAs(one.resolve("whole.jar"));
    try (var whole = new JarFile(one.resolve("whole.jar").toFile())) {
      assertThat(whole.stream().map(ZipEntry::getName))
          .contains("META-INF/licences/first.jar/LICENSE", "META-INF/licences/second.jar/LICENSE");
      assertThat(text(whole, "a.txt")).isEqualTo("a.txt of own.jar");
      assertThat(text(whole, SERVICE))
          .isEqualTo(
              """
              META-INF/services/some.Service of own.jar
              META-INF/services/some.Service of first.jar
              META-INF/services/some.Service of second.jar
              """);
    }
  }

  @Test
  void nativesOfOnePlatformLieBesideTheJarAndThoseOfOthersNowhere() throws Exception {
    Path folder =
        jars("natives", 2020, List.of("x/Linux/x86_64/libx.so", "x/Windows/x86_64/x.dll", "a.txt"));
    Path natives = folder.resolve("native");
    merge(
        List.of("--natives", "Linux/x86_64/", natives.toString()),
        folder.resolve("whole.jar"),
        folder,
        "own.jar",
        "first.jar");
    try (var found = Files.list(natives)) {
      assertThat(found).containsExactly(natives.resolve("libx.so"));
    }
    try (var whole = new JarFile(folder.resolve("whole.jar").toFile())) {
      assertThat(whole.stream().map(ZipEntry::getName))
          .containsExactly(JarFile.MANIFEST_NAME, "a.txt");
    }
  }

  /// Whoever counts by another encoding has to let its table in.
  @Test
  void ofTheTablesOfTokensOnlyTheOneThatIsReadStays() throws Exception {
    String tables = "com/knuddels/jtokkit/";
    Path folder =
        jars(
            "tables",
            2020,
            List.of(tables + "o200k_base.tiktoken", tables + "cl100k_base.tiktoken"));
    merge(folder.resolve("whole.jar"), folder, "own.jar", "first.jar");
    try (var whole = new JarFile(folder.resolve("whole.jar").toFile())) {
      assertThat(whole.stream().map(ZipEntry::getName))
          .containsExactly(JarFile.MANIFEST_NAME, tables + "o200k_base.tiktoken");
    }
    var named = new TreeSet<String>();
    for (String module : List.of("core", "models", "gateway", "qualify", "app")) {
      try (var files = Files.walk(Path.of(module, "src/main/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          Pattern.compile("EncodingType\\.(\\w+)")
              .matcher(Files.readString(file))
              .results()
              .forEach(found -> named.add(found.group(1)));
        }
      }
    }
    assertThat(named).containsExactly("O200K_BASE");
  }

  /// As in a fresh clone, which has no folder for what is built.
  @Test
  void theFolderOfTheJarIsMade() throws Exception {
    Path folder = jars("clone", 2020, List.of("a.txt"));
    Path whole = folder.resolve("target/whole.jar");
    merge(whole, folder, "own.jar", "first.jar");
    assertThat(whole).isRegularFile();
  }

  private Path jars(String name, int year, List<String> entries) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name));
    for (String jar : List.of("own.jar", "first.jar", "second.jar")) {
      try (var out = new ZipOutputStream(Files.newOutputStream(folder.resolve(jar)))) {
        put(out, JarFile.MANIFEST_NAME, "Manifest-Version: 1.0\n\n", year);
        for (String entry : entries) {
          put(out, entry, entry + " of " + jar, year);
        }
      }
    }
    return folder;
  }

  private static void put(ZipOutputStream out, String name, String text, int year)
      throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(year, 2, 3, 4, 5));
    out.putNextEntry(entry);
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(JarFile jar, String name) throws IOException {
    try (var in = jar.getInputStream(jar.getEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void merge(Path whole, Path folder, String... jars) throws Exception {
    merge(List.of(), whole, folder, jars);
  }

  private static void merge(List<String> options, Path whole, Path folder, String... jars)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add(
        Path.of(System.getProperty("user.dir"), "app/src/build/java/MergeJars.java").toString());
    command.addAll(options);
    command.add(whole.toString());
    for (String jar : jars) {
      command.add(folder.resolve(jar).toString());
    }
    Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(run.waitFor()).as(said).isZero();
  }
}
