package dev.metier.pipeline;

import java.util.List;

/// What keeps a conversation together, so that the server that has it in its cache is asked again.
final class Session {
  private static final List<String> HEADERS =
      List.of(
          "x-session-affinity", "x-session-id", "x-claude-code-session-id", "x-openwebui-chat-id");

  private Session() {}

  /// A session that the client names; empty when it names none.
  static String of(RequestContext exchange) {
    for (String name : HEADERS) {
      String value = exchange.request().getHeader(name);
      if (value != null && !value.isEmpty()) {
        return value;
      }
    }
    return exchange.fields().text("prompt_cache_key").orElse("");
  }
}
