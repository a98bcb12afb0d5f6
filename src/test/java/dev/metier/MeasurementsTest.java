package dev.metier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The measurements of `bench/run` follow the program.
class MeasurementsTest {
  private static final Path SOURCES = Path.of("bench/java");

  @Test
  void everyMeasurementCompiles(@TempDir Path classes) throws IOException {
    List<Path> sources;
    try (var files = Files.walk(SOURCES)) {
      sources = files.filter(file -> file.toString().endsWith(".java")).toList();
    }
    assertThat(sources).isNotEmpty();
    var compiler = ToolProvider.getSystemJavaCompiler();
    var told = new DiagnosticCollector<JavaFileObject>();
    try (var manager = compiler.getStandardFileManager(told, Locale.ROOT, null)) {
      var options =
          List.of(
              "-proc:none",
              "-d",
              classes.toString(),
              "-cp",
              System.getProperty(
                  "surefire.test.class.path", System.getProperty("java.class.path")));
      var units = manager.getJavaFileObjectsFromPaths(sources);
      boolean compiled = compiler.getTask(null, manager, told, options, null, units).call();
      assertThat(compiled).as(told.getDiagnostics().toString()).isTrue();
    }
  }
}
