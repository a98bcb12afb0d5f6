package dev.metier.chat;

/// A tool that a model may call.
///
/// @param schema JSON Schema of the arguments, as JSON text
public record Tool(String name, String description, String schema) {}
