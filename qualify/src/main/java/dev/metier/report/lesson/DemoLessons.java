package dev.metier.report.lesson;

import java.io.IOException;
import java.io.UncheckedIOException;
import tools.jackson.databind.json.JsonMapper;

/// The lessons of the demo, as shipped with the program: for projects that have no evidence yet.
public final class DemoLessons {
  private static final String FILE = "demo.json";

  private DemoLessons() {}

  /// Read once.
  private static final class Shipped {
    static final Lessons LESSONS = read();

    private static Lessons read() {
      try (var in = DemoLessons.class.getResourceAsStream(FILE)) {
        if (in == null) {
          throw new IllegalStateException("missing from the program: " + FILE);
        }
        return JsonMapper.shared().readValue(in, Lessons.class);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public static Lessons shipped() {
    return Shipped.LESSONS;
  }
}
