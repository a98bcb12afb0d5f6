package dev.metier.protocol.messages;

import dev.metier.chat.Part;
import dev.metier.protocol.RequestFields;
import dev.metier.protocol.ToolNames;
import dev.metier.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Reads the content of Messages requests, block by block. Not thread-safe.
final class MessagesBlocks {
  private static final String ATTRIBUTION = "x-anthropic-billing-header:";

  /// It names values; what stands behind them is the client's own.
  private static final Pattern NAMED =
      Pattern.compile(ATTRIBUTION + "(?:[ \\t]*[\\w.-]+=[^;\\s]*;?)*+[ \\t]*\\n?");

  private static final String MARK = "<total_tokens>";
  private static final String MARK_END = "</total_tokens>";

  private static final Set<String> TEXT = Set.of("type", "text", "cache_control");

  private final RequestFields fields;
  private final ToolNames names;

  MessagesBlocks(RequestFields fields, ToolNames names) {
    this.fields = fields;
    this.names = names;
  }

  List<Part> system(JsonNode content, String path) {
    List<Part> parts = new ArrayList<>();
    for (Block block : blocks(content, path)) {
      if (!block.type.equals("text")) {
        throw RequestFields.bad(block.path, "What the system says must be text.");
      }
      text(withoutAttribution(block.text()), parts);
    }
    return parts;
  }

  List<Part> user(JsonNode content, String path) {
    List<Part> parts = new ArrayList<>();
    for (Block block : blocks(content, path)) {
      if (block.type.equals("tool_result")) {
        parts.add(result(block));
      } else {
        shown(block, parts);
      }
    }
    return parts;
  }

  List<Part> assistant(JsonNode content, String path) {
    List<Part> parts = new ArrayList<>();
    for (Block block : blocks(content, path)) {
      JsonNode node = block.node;
      switch (block.type) {
        case "text" -> text(block.text(), parts);
        case "thinking" -> thinking(node, parts);
        case "redacted_thinking" ->
            parts.add(new Part.Sealed(RequestFields.needed(node, "data", block.path + ".")));
        case "tool_use" -> {
          block.known(Set.of("type", "id", "name", "input", "cache_control"));
          String id = RequestFields.needed(node, "id", block.path + ".");
          String name = names.safe(RequestFields.needed(node, "name", block.path + "."));
          JsonNode input = node.path("input");
          parts.add(new Part.ToolUse(id, name, input.isObject() ? Json.compact(input) : "{}"));
        }
        // what Anthropic's own servers did and found, no other model has asked for
        default -> fields.drop("messages." + block.type);
      }
    }
    return parts;
  }

  private static void thinking(JsonNode node, List<Part> parts) {
    Optional<String> seal =
        Optional.of(Json.text(node, "signature")).filter(text -> !text.isEmpty());
    String text = Json.text(node, "thinking");
    if (!text.isEmpty() || seal.isPresent()) {
      parts.add(new Part.Thinking(text, seal));
    }
  }

  private Part result(Block block) {
    block.known(Set.of("type", "tool_use_id", "content", "is_error", "cache_control"));
    String id = RequestFields.needed(block.node, "tool_use_id", block.path + ".");
    List<Part> parts = new ArrayList<>();
    for (Block inner : blocks(block.node.path("content"), block.path + ".content")) {
      if (inner.type.equals("tool_reference")) {
        text("Tool: " + Json.text(inner.node, "tool_name"), parts);
      } else {
        shown(inner, parts);
      }
    }
    return new Part.ToolResult(
        id, parts, RequestFields.flag(block.node, "is_error", block.path + "."));
  }

  /// What users and tools show: texts, pictures, documents, finds.
  private void shown(Block block, List<Part> parts) {
    JsonNode node = block.node;
    switch (block.type) {
      case "text" -> text(withoutMark(block.text()), parts);
      case "image" -> {
        block.known(Set.of("type", "source", "cache_control"));
        parts.add(new Part.Image(address(node.path("source"), block.path, "image/png")));
      }
      case "document" -> document(block, parts);
      case "search_result" -> {
        block.known(Set.of("type", "source", "title", "content", "cache_control"));
        List<Part> found = new ArrayList<>();
        for (Block inner : blocks(node.path("content"), block.path + ".content")) {
          shown(inner, found);
        }
        framed(Json.text(node, "title"), Json.text(node, "source"), found, parts);
      }
      default ->
          throw RequestFields.unsupported(
              block.path,
              "Content of type `" + Json.cut(block.type) + "` cannot be passed on to this model.");
    }
  }

  private void document(Block block, List<Part> parts) {
    block.known(Set.of("type", "source", "title", "context", "cache_control"));
    JsonNode source = block.node.path("source");
    String title = Json.text(block.node, "title");
    String context = Json.text(block.node, "context");
    switch (Json.text(source, "type")) {
      case "text" ->
          framed(title, context, List.of(new Part.Text(Json.text(source, "data"))), parts);
      case "content" -> {
        List<Part> inside = new ArrayList<>();
        for (Block inner : blocks(source.path("content"), block.path + ".source.content")) {
          shown(inner, inside);
        }
        framed(title, context, inside, parts);
      }
      default -> {
        text(context, parts);
        parts.add(
            new Part.Document(
                address(source, block.path, "application/pdf"),
                Optional.of(title).filter(told -> !told.isEmpty())));
      }
    }
  }

  /// Text with a name, for models that know no such blocks.
  private static void framed(String title, String about, List<Part> inside, List<Part> to) {
    var head = new StringBuilder("<document");
    attribute("title", title, head);
    attribute("source", about, head);
    to.add(new Part.Text(head.append('>').toString()));
    to.addAll(inside);
    to.add(new Part.Text("</document>"));
  }

  private static void attribute(String name, String value, StringBuilder to) {
    if (!value.isEmpty()) {
      to.append(' ').append(name).append("=\"").append(value.replace("\"", "'")).append('"');
    }
  }

  private static String address(JsonNode source, String path, String usualType) {
    return switch (Json.text(source, "type")) {
      case "base64" ->
          "data:"
              + source.path("media_type").stringValue(usualType)
              + ";base64,"
              + RequestFields.needed(source, "data", path + ".source.");
      case "url" -> RequestFields.needed(source, "url", path + ".source.");
      case String other ->
          throw RequestFields.unsupported(
              path,
              "A source of type `" + Json.cut(other) + "` cannot be passed on to this model.");
    };
  }

  private static void text(String text, List<Part> to) {
    if (!text.isEmpty()) {
      to.add(new Part.Text(text));
    }
  }

  /// Without the line that names the client, which changes from request to request and would spoil
  /// every other server's cache.
  private static String withoutAttribution(String text) {
    if (!text.startsWith(ATTRIBUTION)) {
      return withoutMark(text);
    }
    return withoutMark(NAMED.matcher(text).replaceFirst(""));
  }

  /// Without the marks that count down the tokens left, for the same reason.
  private static String withoutMark(String text) {
    int from = text.indexOf(MARK);
    int to = from < 0 ? -1 : text.indexOf(MARK_END, from);
    if (to < 0) {
      return text;
    }
    var kept = new StringBuilder();
    int done = 0;
    while (to >= 0) {
      kept.append(text, done, from);
      done = to + MARK_END.length();
      from = text.indexOf(MARK, done);
      to = from < 0 ? -1 : text.indexOf(MARK_END, from);
    }
    return kept.append(text, done, text.length()).toString();
  }

  private final class Block {
    private final JsonNode node;
    private final String type;
    private final String path;

    Block(JsonNode node, String path) {
      this.node = node;
      this.type = node.isString() ? "text" : Json.text(node, "type");
      this.path = path;
    }

    String text() {
      if (node.isString()) {
        return node.stringValue();
      }
      known(TEXT);
      return RequestFields.text(node, "text", path + ".").orElse("");
    }

    void known(Set<String> names) {
      fields.known(node, names, "messages.content.");
      if (node.has("cache_control")) {
        fields.drop("cache_control");
      }
    }
  }

  private List<Block> blocks(JsonNode content, String path) {
    if (RequestFields.absent(content)) {
      return List.of();
    }
    if (content.isString()) {
      return List.of(new Block(content, path));
    }
    if (!content.isArray()) {
      throw RequestFields.bad(path, "The content must be a string or a list of blocks.");
    }
    List<Block> blocks = new ArrayList<>();
    for (JsonNode node : content) {
      String at = path + "." + blocks.size();
      if (!node.isObject()) {
        throw RequestFields.bad(at, "A block must be an object.");
      }
      blocks.add(new Block(node, at));
    }
    return blocks;
  }
}
