package dev.metier.importer.promptfoo;

import dev.metier.form.Written;
import dev.metier.importer.promptfoo.config.ConfigFolder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The tools that the models of a configuration may call, which must be the same for all.
///
/// @param tools as `tools` of a job has them; may be empty
record ToolDeclarations(ArrayNode tools) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String KEY = "tools";

  /// Reads those under `config` of the models; what cannot be carried over is told.
  static ToolDeclarations of(Optional<Written> models, ConfigFolder source) {
    var none = new ToolDeclarations(JSON.createArrayNode());
    List<Optional<Written>> all =
        models.stream().flatMap(ToolDeclarations::items).map(ToolDeclarations::ofModel).toList();
    List<Written> written = all.stream().flatMap(Optional::stream).toList();
    if (written.isEmpty()) {
      return none;
    }
    Written first = written.getFirst();
    boolean alike =
        written.size() == all.size()
            && written.stream().allMatch(w -> w.textOrJson().equals(first.textOrJson()));
    if (!alike) {
      source.lost(
          KEY,
          first.place(),
          "The models have different ones, but those of a job are the same for all.",
          "Write a file for each.");
      return none;
    }
    Optional<Written> said =
        first instanceof Written.Scalar(var place, var text, _) && ConfigFolder.isFile(text)
            ? source.file(text, place).flatMap(file -> source.written(file, place))
            : Optional.of(first);
    ArrayNode tools = JSON.createArrayNode();
    List<Written> items = said.stream().flatMap(ToolDeclarations::items).toList();
    for (Written item : items) {
      tool(JSON.readTree(item.json())).ifPresent(tools::add);
    }
    if (tools.size() < items.size() || said.isEmpty()) {
      source.lost(KEY, first.place(), "Not all of them are functions with a schema.", "");
      return none;
    }
    return new ToolDeclarations(tools);
  }

  private static Stream<Written> items(Written written) {
    return written instanceof Written.Items(_, var all) ? all.stream() : Stream.of(written);
  }

  private static Optional<Written> ofModel(Written model) {
    if (!(model instanceof Written.Entries entries)) {
      return Optional.empty();
    }
    if (entries.find("id").isEmpty() && entries.entries().size() == 1) {
      return ofModel(entries.entries().getFirst().value());
    }
    return entries
        .find("config")
        .map(Written.Entry::value)
        .filter(Written.Entries.class::isInstance)
        .flatMap(config -> ((Written.Entries) config).find(KEY))
        .map(Written.Entry::value);
  }

  /// In the form of OpenAI or of Anthropic.
  private static Optional<ObjectNode> tool(JsonNode written) {
    JsonNode said = written.path("function").isObject() ? written.path("function") : written;
    JsonNode schema =
        said.path("parameters").isObject() ? said.path("parameters") : said.path("input_schema");
    if (!said.path("name").isString()) {
      return Optional.empty();
    }
    ObjectNode tool = JSON.createObjectNode().put("name", said.path("name").stringValue());
    if (said.path("description").isString()) {
      tool.put("description", said.path("description").stringValue());
    }
    tool.set(
        "parameters", schema.isObject() ? schema : JSON.createObjectNode().put("type", "object"));
    return Optional.of(tool);
  }

  Set<String> names() {
    return tools.valueStream().map(t -> t.path("name").asString()).collect(Collectors.toSet());
  }
}
