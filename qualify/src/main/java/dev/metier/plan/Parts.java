package dev.metier.plan;

import dev.metier.core.text.Digest;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The named parts of something that gets a content address.
///
/// What is absent is left out and names are sorted, so that a part which is added to the program
/// later changes no address of what lacks it.
final class Parts {
  private final Map<String, String> parts = new TreeMap<>();

  Parts put(String name, String value) {
    if (parts.put(name, value) != null) {
      throw new IllegalArgumentException("two parts are called " + name);
    }
    return this;
  }

  Parts put(String name, Optional<String> value) {
    value.ifPresent(text -> put(name, text));
    return this;
  }

  /// The elements by their places.
  Parts put(String name, Collection<String> values) {
    int place = 0;
    for (String value : values) {
      put(name + "[" + place++ + "]", value);
    }
    return this;
  }

  /// @param version of what is hashed and of how; another one gives other addresses
  String address(String version) {
    var digest = new Digest().add(version);
    parts.forEach((name, value) -> digest.add(name).add(value));
    return digest.hex();
  }
}
