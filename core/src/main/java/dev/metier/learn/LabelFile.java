package dev.metier.learn;

import java.io.IOException;
import java.nio.file.Path;

/// The file of a model that was learned: its name tells the hash of its content, so that an edited
/// one is found out, and an earlier policy finds its own.
public final class LabelFile {
  private static final String SUFFIX = ".ngrams";

  /// What a file turned out to be.
  public sealed interface Content {}

  /// A model that is what was written.
  public record Whole(LabelModel model, String hash) implements Content {}

  /// Anything else.
  ///
  /// @param why the beginning of a sentence
  public record Unusable(String why) implements Content {}

  private LabelFile() {}

  /// Where a model is kept.
  ///
  /// @param folder where the policy lies
  public static Path path(Path folder, String name, LabelModel model) {
    return HashedFile.path(folder, name, model.bytes(), SUFFIX);
  }

  /// Writes a model for its owner alone; nobody ever sees half of it.
  public static void write(Path file, LabelModel model) throws IOException {
    HashedFile.write(file, model.bytes());
  }

  /// What a file is.
  public static Content read(Path file) {
    try {
      byte[] bytes = HashedFile.read(file, SUFFIX);
      return new Whole(LabelModel.read(bytes), HashedFile.hash(bytes));
    } catch (IOException e) {
      return new Unusable(String.valueOf(e.getMessage()));
    }
  }
}
