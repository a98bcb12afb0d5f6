package dev.metier.learn;

import dev.metier.core.io.OwnerOnly;
import dev.metier.core.text.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The file of a model that was learned: its name tells the hash of its content, so that an edited
/// one is found out, and an earlier policy finds its own.
public final class LabelFile {
  private static final String SUFFIX = ".ngrams";
  private static final int HASH = 32;

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
    return folder.resolve(name + "-" + hash(model.bytes()) + SUFFIX);
  }

  /// Writes a model for its owner alone; nobody ever sees half of it.
  public static void write(Path file, LabelModel model) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".part");
    try {
      OwnerOnly.write(draft, model.bytes());
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /// What a file is.
  public static Content read(Path file) {
    String name = String.valueOf(file.getFileName());
    if (!Files.isRegularFile(file)) {
      return new Unusable("there is no file " + file);
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      String hash = hash(bytes);
      return name.endsWith("-" + hash + SUFFIX)
          ? new Whole(LabelModel.read(bytes), hash)
          : new Unusable(file + " is not what was compiled: its content is another one");
    } catch (IOException e) {
      return new Unusable(file + " cannot be read: " + e.getMessage());
    }
  }

  private static String hash(byte[] bytes) {
    return Sha256.hex(bytes).substring(0, HASH);
  }
}
