package dev.metier.grade.json;

import static dev.metier.core.text.Quotation.quote;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
import dev.metier.grade.value.BoundedPattern;
import dev.metier.grade.value.JsonComparison;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// A JSON schema that answers, or parts of them, follow; draft 2020-12 unless it names another.
/// Formats are checked, nothing is fetched.
public record AnswerSchema(Schema schema) {
  /// Held on to: a logger's level lives as long as the logger. What the library logs, answers in
  /// part, is in the reasons.
  private static final Logger LIBRARY_LOG = Logger.getLogger("com.networknt");

  static {
    LIBRARY_LOG.setLevel(Level.OFF);
  }

  /// The schema that a text is.
  ///
  /// @throws IllegalArgumentException when it is none
  public static AnswerSchema of(String text) {
    try {
      JsonNode node = JsonComparison.expected(text);
      if (!node.isObject() && !node.isBoolean()) {
        throw new IllegalArgumentException("The schema is neither an object nor true or false");
      }
      return new AnswerSchema(registry().getSchema(node));
    } catch (SchemaException e) {
      throw unusable(e);
    }
  }

  private static IllegalArgumentException unusable(SchemaException e) {
    String why = quote(String.valueOf(e.getMessage()));
    return new IllegalArgumentException("The schema cannot be used: " + why, e);
  }

  /// Why the value does not follow the schema, in a sentence; empty when it does.
  ///
  /// @throws IllegalArgumentException when the schema refers to what is not there
  public Optional<String> violation(JsonNode node) {
    List<Error> errors;
    try {
      errors = schema.validate(node);
    } catch (SchemaException e) {
      throw unusable(e);
    }
    if (errors.isEmpty()) {
      return Optional.empty();
    }
    Error first = errors.getFirst();
    String place = first.getInstanceLocation().toString();
    String where = place.isEmpty() || place.equals("$") ? "its top level" : place;
    String more = errors.size() > 1 ? " And " + (errors.size() - 1) + " more." : "";
    return Optional.of(
        "The JSON breaks the schema at " + where + ": " + first.getMessage() + "." + more);
  }

  /// One for each schema, so that equal `$id`s of two schemas do not meet.
  private static SchemaRegistry registry() {
    var config =
        SchemaRegistryConfig.builder()
            .locale(Locale.ENGLISH)
            .formatAssertionsEnabled(true)
            .regularExpressionFactory(AnswerSchema::bounded)
            .build();
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config));
  }

  private static RegularExpression bounded(String regex) {
    var pattern = new BoundedPattern(Pattern.compile(regex));
    return text -> pattern.on(text).find();
  }
}
