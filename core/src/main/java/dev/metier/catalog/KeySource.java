package dev.metier.catalog;

import java.nio.file.Path;

/// Where a key is read from, at the moment it is needed; the key itself is never kept in the
/// project.
public sealed interface KeySource {
  record Environment(String variable) implements KeySource {}

  record File(Path path) implements KeySource {}
}
