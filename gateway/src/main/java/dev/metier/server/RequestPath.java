package dev.metier.server;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The paths that clients ask for. The commonest mistakes in a base URL are understood; what is not
/// served is answered with the address that is.
final class RequestPath {
  private static final Pattern SLASHES = Pattern.compile("//+");
  private static final Pattern VERSIONS = Pattern.compile("^(?:/v1)+(?=/v1(?:/|$))");

  /// What clients of these protocols may know elsewhere.
  private static final Pattern NOT_OFFERED =
      Pattern.compile(
          "^(?:/v1)?/(?:completions|complete|batches|files|uploads|images|audio|moderations"
              + "|fine_tuning|assistants|threads|vector_stores|conversations|realtime|rerank"
              + "|containers|evals|videos|messages/batches|responses/.+|organization)(?:/.*)?$"
              + "|^/api/(?:chat|generate|tags|show|embed|embeddings|version)$");

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]_-]{1,253}");

  private RequestPath() {}

  /// The path without doubled slashes, a slash at its end, or a doubled version; empty when the
  /// request's line has none that can be read.
  static String plain(@Nullable String told) {
    String path = Objects.requireNonNullElse(told, "");
    if (path.contains("//")) {
      path = SLASHES.matcher(path).replaceAll("/");
    }
    if (path.startsWith("/v1/v1")) {
      path = VERSIONS.matcher(path).replaceFirst("");
    }
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /// Why nothing is served at this path.
  ///
  /// @param host that the client asked, as its header tells
  static String unknown(String path, @Nullable String host) {
    if (NOT_OFFERED.matcher(path).matches()) {
      return "This gateway does not offer what this path is for; it serves /v1/chat/completions,"
          + " /v1/responses, /v1/messages, /v1/embeddings and /v1/models.";
    }
    String base =
        host == null || !HOST.matcher(host).matches() ? "the gateway's address" : "http://" + host;
    return "Nothing is served at this path. The base URL is "
        + base
        + "/v1 for OpenAI's clients and "
        + base
        + " for Anthropic's.";
  }
}
