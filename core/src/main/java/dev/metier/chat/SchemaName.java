package dev.metier.chat;

import java.util.Optional;

/// What a client calls the JSON Schema of the answer.
///
/// @param description what the answer is for
public record SchemaName(String name, Optional<String> description) {}
