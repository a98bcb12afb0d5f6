package dev.metier.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The cache of loaded classes that lies beside a packed program. Java uses it for the very jar it
/// was made of, with the same time, and says nothing when it does not.
public final class StartUpCache {
  /// The system property that says when the jar was made which the cache belongs to, in seconds.
  static final String MADE_OF = "metier.cache.jar";

  private StartUpCache() {}

  /// Why starts are slower than they could be; empty when they are not, and in a clone.
  public static Optional<String> trouble() {
    String classpath = System.getProperty("java.class.path");
    return trouble(Long.getLong(MADE_OF, 0), Path.of(classpath.split(File.pathSeparator, 2)[0]));
  }

  static Optional<String> trouble(long madeOf, Path jar) {
    if (madeOf == 0
        || jar.toFile().lastModified() / 1000 == madeOf
        || !Files.exists(jar.resolveSibling("metier.aot"))) {
      return Optional.empty();
    }
    return Optional.of(
        "metier: "
            + jar
            + " has another time than when it was packed, so the start-up cache is not used and"
            + " starts are slower; unpack the archive again, or copy it by cp -a.");
  }
}
