package dev.metier.account;

import dev.metier.core.text.Sha256;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// All virtual keys, found by the hash of what a client shows. Immutable.
public final class KeyRing {
  /// No keys: requests need none.
  public static final KeyRing NONE = new KeyRing(java.util.List.of());

  private final Map<String, VirtualKey> byHash = new HashMap<>();
  private final boolean open;

  /// These keys; requests need none when it is empty.
  public KeyRing(Collection<VirtualKey> keys) {
    this(keys, keys.isEmpty());
  }

  private KeyRing(Collection<VirtualKey> keys, boolean open) {
    keys.forEach(key -> byHash.put(key.hash(), key));
    this.open = open;
  }

  /// The keys that come after these. Where one was needed, one stays needed: revoking the last key
  /// must not open the gateway.
  public KeyRing next(KeyRing keys) {
    return open ? keys : new KeyRing(keys.keys(), false);
  }

  /// Whether requests need no key.
  public boolean isOpen() {
    return open;
  }

  /// Whether any request can be answered, with a key or without.
  public boolean answersAnybody() {
    return open || !byHash.isEmpty();
  }

  /// The key with this text. Looking up a hash tells nothing of the keys by its time.
  public Optional<VirtualKey> find(String secret) {
    return Optional.ofNullable(byHash.get(hash(secret)));
  }

  public Collection<VirtualKey> keys() {
    return java.util.List.copyOf(byHash.values());
  }

  /// SHA-256 as 64 hexadecimal characters. Keys are 160 random bits and more, so no salt and no
  /// slow hash is needed.
  public static String hash(String secret) {
    return Sha256.hex(secret);
  }
}
