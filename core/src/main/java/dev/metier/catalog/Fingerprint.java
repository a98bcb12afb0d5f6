package dev.metier.catalog;

import dev.metier.core.text.Sha256;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What exactly was asked: weights, quantisation, backend, template, window, as far as the provider
/// tells.
///
/// @param facts name to value; the identity
/// @param refused parameters that the model turned out to refuse and that are no longer sent; not
///   part of the identity, since no answer was ever produced with them
public record Fingerprint(Map<String, String> facts, Set<String> refused) {
  public Fingerprint {
    facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    refused = Collections.unmodifiableSortedSet(new TreeSet<>(refused));
  }

  /// SHA-256 of the facts, as hexadecimal text of 32 characters (128 bits).
  public String hash() {
    var text = new StringBuilder();
    // What separates values is doubled where a server puts it into one.
    facts.forEach((name, value) ->
        text.append(name).append('\0').append(value.replace("\0", "\0\0")).append('\0'));
    return HexFormat.of().formatHex(Sha256.of(text.toString()), 0, 16);
  }
}
