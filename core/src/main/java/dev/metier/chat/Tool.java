package dev.metier.chat;

/// A tool that a model may call.
///
/// @param schema JSON Schema of the arguments, as JSON text
/// @param strict whether the arguments must follow the schema
public record Tool(String name, String description, String schema, boolean strict) {
  public Tool(String name, String description, String schema) {
    this(name, description, schema, false);
  }
}
