package dev.metier.learn;

import java.io.IOException;
import java.nio.file.Path;

/// A router that was learned, and the file that it is kept in: the file's name tells the hash of
/// its content. Two are equal when their files are.
public record RouterFile(Path path, LearnedRouter router) {
  private static final String SUFFIX = ".router";

  /// What a file turned out to be.
  public sealed interface Content {}

  /// A router that is what was written.
  public record Whole(RouterFile file) implements Content {}

  /// Anything else.
  ///
  /// @param why the beginning of a sentence
  public record Unusable(String why) implements Content {}

  /// Where a router is to be kept.
  ///
  /// @param folder where the policy lies
  public static RouterFile of(Path folder, String name, LearnedRouter router) {
    return new RouterFile(HashedFile.path(folder, name, router.bytes(), SUFFIX), router);
  }

  /// Writes it for its owner alone; nobody ever sees half of it.
  public void write() throws IOException {
    HashedFile.write(path, router.bytes());
  }

  /// What a file is.
  public static Content read(Path file) {
    try {
      return new Whole(new RouterFile(file, LearnedRouter.read(HashedFile.read(file, SUFFIX))));
    } catch (IOException e) {
      return new Unusable(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RouterFile file && file.path.equals(path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }
}
