package dev.metier.catalog;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Where a server of models is reached: the base URL of its API.
///
/// @param text as it was written, without slashes at the end
/// @param port empty when the scheme's usual one is meant
public record Address(String text, Optional<Integer> port) {
  private static final int LAST_PORT = 65_535;

  /// An address that begins with http:// or https:// and holds no password and no query; its port
  /// may be none yet, see [#reachable()].
  public static Optional<Address> of(String text) {
    try {
      var uri = new URI(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean plain = uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null;
      Optional<Integer> port = uri.getPort() < 0 ? Optional.empty() : Optional.of(uri.getPort());
      return http && plain
          ? Optional.of(new Address(text.replaceAll("/+$", ""), port))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /// Whether there can be such a port.
  public boolean reachable() {
    return port.map(p -> p >= 1 && p <= LAST_PORT).orElse(true);
  }
}
