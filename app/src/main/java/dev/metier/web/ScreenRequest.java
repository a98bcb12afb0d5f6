package dev.metier.web;

import java.util.Map;
import java.util.Optional;

/// What a browser asks.
///
/// @param host the Host header
/// @param path as it was sent, still encoded
/// @param parameters decoded, of the address; of several of the same name the first
/// @param session the cookie of these pages
/// @param origin what a change says about the page it was sent from
/// @param form fields of a change, decoded; of several of the same name the first
record ScreenRequest(
    String method,
    String host,
    String path,
    Map<String, String> parameters,
    Optional<String> session,
    Origin origin,
    Map<String, String> form) {

  /// Where a change comes from, as the browser says.
  ///
  /// @param address the Origin header
  /// @param site the Sec-Fetch-Site header
  /// @param type the Content-Type header
  record Origin(Optional<String> address, Optional<String> site, Optional<String> type) {
    static final Origin NONE = new Origin(Optional.empty(), Optional.empty(), Optional.empty());
  }

  boolean changes() {
    return method.equals("POST");
  }
}
