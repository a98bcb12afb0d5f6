package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The build step that tells whether what stands on a class must be compiled anew.
class DeclarationsTest {
  private static final String CLASS =
      """
      public class Sample {
        static final int LIMIT = 3;
        int sum(int a) {
          return twice(a);
        }
        private static int twice(int a) {
          return 2 * a;
        }
        sealed interface Kind permits One, Two {}
        record One(int a) implements Kind {}
        record Two(int b) implements Kind {}
      }
      """;

  @TempDir Path root;

  @BeforeEach
  void compileTheStep() {
    compile(root, Path.of("app", "src", "build", "java", "Declarations.java"));
  }

  @Test
  void whatNoOtherClassSeesChangesNothing() throws Exception {
    String before = declared(CLASS);

    assertThat(declared(CLASS.replace("2 * a", "a + a"))).isEqualTo(before);
    assertThat(declared(CLASS.replace("twice", "both"))).isEqualTo(before);
    assertThat(declared(CLASS.replace("twice(a);", "List.of(a).stream().mapToInt(x -> x).sum();")))
        .isEqualTo(before);
    assertThat(declared(CLASS.replace("twice(a);", "new Object() { int s = a; }.s;")))
        .isEqualTo(before);
  }

  @Test
  void whatAnotherClassSeesIsTold() throws Exception {
    List<String> seen =
        List.of(
            CLASS,
            CLASS.replace("LIMIT = 3", "LIMIT = 4"),
            CLASS.replace("int sum", "long sum"),
            CLASS.replace("int sum", "@Deprecated int sum"),
            CLASS.replace("int sum", "public int sum"),
            CLASS.replace("private static int twice", "static int twice"),
            CLASS.replace("Two(int b)", "Two(int c)"),
            CLASS
                .replace("permits One, Two", "permits One")
                .replace("int b) implements Kind", "int b)"));

    assertThat(seen.stream().map(this::declared).distinct()).hasSameSizeAs(seen);
  }

  private String declared(String source) {
    try {
      Path folder = Files.createTempDirectory(root, "classes");
      Path file =
          Files.writeString(folder.resolve("Sample.java"), "import java.util.List;\n" + source);
      compile(folder, file);
      return said(folder);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void compile(Path folder, Path file) {
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-g", "-d", folder.toString(), file.toString());
    assertThat(failed).isZero();
  }

  private String said(Path classes) throws IOException {
    Process step =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                root.toString(),
                "Declarations",
                classes.toString(),
                "Sample")
            .redirectErrorStream(true)
            .start();
    String said = new String(step.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).matches("[0-9a-f]{64}\\R");
    return said;
  }
}
