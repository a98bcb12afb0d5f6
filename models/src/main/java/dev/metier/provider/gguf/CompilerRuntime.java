package dev.metier.provider.gguf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The compiler's own libraries, which the native library of llama.cpp needs: those of the system,
/// or, where it has none, those that are shipped beside the native library.
final class CompilerRuntime {
  private static final List<String> LIBRARIES =
      List.of("libgcc_s.so.1", "libstdc++.so.6", "libgomp.so.1");

  private CompilerRuntime() {}

  /// Makes sure that a native library finds what it needs.
  ///
  /// The system's libraries are tried first: they are at least as new as everything else that this
  /// process may load.
  @SuppressWarnings("restricted") // native access is what this is about
  static void provide(Path library) {
    Path folder = library.toAbsolutePath().getParent();
    if (folder == null
        || !LIBRARIES.stream().allMatch(name -> Files.exists(folder.resolve(name)))) {
      return;
    }
    try {
      System.load(library.toAbsolutePath().toString());
    } catch (UnsatisfiedLinkError _) {
      LIBRARIES.forEach(name -> System.load(folder.resolve(name).toString()));
    }
  }
}
