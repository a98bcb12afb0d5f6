package dev.metier.grade.tool;

import tools.jackson.databind.JsonNode;

/// A call as made: its arguments read.
record MadeCall(String name, JsonNode arguments, String written) {}
