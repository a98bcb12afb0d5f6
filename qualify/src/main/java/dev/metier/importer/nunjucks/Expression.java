package dev.metier.importer.nunjucks;

import tools.jackson.databind.JsonNode;

/// Something that has a value.
@FunctionalInterface
interface Expression {
  JsonNode in(TemplateValues scope) throws NotRendered;
}
