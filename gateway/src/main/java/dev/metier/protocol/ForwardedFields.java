package dev.metier.protocol;

import dev.metier.core.text.ShortText;
import dev.metier.wire.Fields;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What of a request may go on as it came to a model of the same dialect. A field may choose
/// another host, model, tool server or price than the job was qualified with; such fields, and
/// those that nobody here knows, go on only where the job allows them by name. A model server of
/// one's own has parameters without end and no host behind it, so that there unknown ones go on.
public final class ForwardedFields {
  /// They choose who runs the request, where, with what keys, or at what price.
  private static final Set<String> ELSEWHERE =
      Set.of(
          // routers and proxies
          "models",
          "fallbacks",
          "fallback_models",
          "context_window_fallbacks",
          "content_policy_fallbacks",
          "provider",
          "providers",
          "route",
          "plugins",
          "transforms",
          "preset",
          "api_base",
          "base_url",
          "api_key",
          "api_version",
          "organization",
          "project",
          "custom_llm_provider",
          "model_list",
          "router_settings_override",
          "user_config",
          "extra_body",
          "extra_headers",
          "extra_query",
          "headers",
          "guardrails",
          "mock_response",
          "litellm_params",
          // local servers: another host, or other weights
          "kv_transfer_params",
          "bootstrap_host",
          "bootstrap_port",
          "lora",
          "lora_path",
          "lora_request",
          "draft_model",
          // vendors: other tiers, tools and stores
          "service_tier",
          "speed",
          "inference_geo",
          "store",
          "background",
          "web_search_options",
          "mcp_servers",
          "container");

  /// Tools that the client runs, or that look for tools of the client; the rest is run elsewhere.
  private static final Set<String> CLIENT_TOOLS =
      Set.of(
          "",
          "function",
          "custom",
          "bash",
          "text_editor",
          "computer",
          "memory",
          "tool_search_tool");

  private ForwardedFields() {}

  /// Whether a field of this name chooses who runs the request, or at what price.
  static boolean choose(String name) {
    return ELSEWHERE.contains(name);
  }

  /// The names of fields that do not go on.
  ///
  /// @param protocol the client's
  /// @param local whether they would go to a model server of one's own
  /// @param allowed what the job allows
  public static Set<String> removed(
      Fields fields, Protocol protocol, boolean local, Set<String> allowed) {
    Set<String> known = protocol.documentedFields();
    var removed = new HashSet<String>();
    for (Fields.Field field : fields.all()) {
      String name = field.name();
      boolean unknown = !local && !known.contains(name);
      if ((unknown || ELSEWHERE.contains(name)) && !allowed.contains(name)) {
        removed.add(name);
      }
    }
    return removed;
  }

  /// Takes requests whose tools the client runs, or the job allows.
  ///
  /// @throws RefusedException when the vendor would run one of them, and let others read what the
  ///   model says to it
  public static void checkTools(Fields fields, Set<String> allowed) {
    Optional<Refusal> refusal = hostedTool(fields, allowed);
    if (refusal.isPresent()) {
      throw new RefusedException(refusal.get());
    }
  }

  private static Optional<Refusal> hostedTool(Fields fields, Set<String> allowed) {
    Optional<Fields.Field> tools = fields.field("tools");
    if (tools.isEmpty()) {
      return Optional.empty();
    }
    for (Fields.Field type : fields.inner(tools.get(), "type")) {
      String kind = kind(fields, type);
      if (!CLIENT_TOOLS.contains(kind) && !allowed.contains(kind)) {
        return Optional.of(refusal(kind));
      }
    }
    return Optional.empty();
  }

  private static Refusal refusal(String kind) {
    String plain = kind.replaceAll("[^\\p{Graph}]", "?");
    String name = ShortText.of(plain, 80, "…");
    return Refusal.ofField(
        Refusal.Reason.UNSUPPORTED,
        "tools",
        "The tool "
            + name
            + " is run by the vendor, which may send what the model says to others. The job does"
            + " not allow it; `serve: {allow: ["
            + name
            + "]}` in metier.yaml would.");
  }

  /// The type of a tool without its date, as in `web_search_20250305`.
  private static String kind(Fields fields, Fields.Field type) {
    String text = fields.text(type).orElse("");
    if (CLIENT_TOOLS.contains(text)) {
      return text;
    }
    return text.replaceFirst("_(\\d{8}|latest|preview.*)$", "")
        .replaceFirst("^tool_search_tool.*", "tool_search_tool");
  }
}
