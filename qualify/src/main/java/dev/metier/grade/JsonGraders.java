package dev.metier.grade;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
import dev.metier.job.GraderSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Graders of answers that are JSON.
final class JsonGraders {
  private static final int NAMED = 3;

  /// Held on to: a logger's level lives as long as the logger. What the library logs, answers in
  /// part, is in the reasons.
  private static final Logger LIBRARY_LOG = Logger.getLogger("com.networknt");

  static {
    LIBRARY_LOG.setLevel(Level.OFF);
  }

  private JsonGraders() {}

  /// The answer follows a schema.
  record Follows(Schema schema) implements Grader {
    static Grader of(GraderSpec.JsonSchema spec) {
      return new Follows(JsonGraders.schema(spec.schema()));
    }

    @Override
    public Grade grade(Sample sample) {
      return switch (JsonComparison.parse(sample.reply().text())) {
        case JsonComparison.Bad bad -> Grade.fail(bad.why());
        case JsonComparison.Good good ->
            violation(schema, good.node())
                .map(Grade::fail)
                .orElseGet(() -> Grade.pass("The JSON follows the schema."));
      };
    }
  }

  /// Fields of the answer have the expected values.
  record Fields(List<Field> fields, boolean partial) implements Grader {
    static Grader of(GraderSpec.JsonFields spec) {
      if (spec.fields().isEmpty()) {
        throw new IllegalArgumentException("There are no fields to compare");
      }
      return new Fields(spec.fields().stream().map(Field::of).toList(), spec.partial());
    }

    @Override
    public Grade grade(Sample sample) {
      return switch (JsonComparison.parse(sample.reply().text())) {
        case JsonComparison.Bad bad -> Grade.fail(bad.why());
        case JsonComparison.Good good -> grade(good.node(), sample);
      };
    }

    private Grade grade(JsonNode root, Sample sample) {
      List<Field> asked = fields.stream().filter(field -> field.concerns(sample)).toList();
      if (asked.isEmpty()) {
        return Grade.pass("The case expects nothing of the fields.");
      }
      return grade(asked, root, sample);
    }

    private Grade grade(List<Field> asked, JsonNode root, Sample sample) {
      var wrong = new ArrayList<String>();
      for (Field field : asked) {
        field
            .mismatch(root, sample)
            .ifPresent(why -> wrong.add(field.spec().path() + ": " + lower(why)));
      }
      if (wrong.isEmpty()) {
        return Grade.pass(
            asked.size() == 1
                ? "The field is right."
                : "All " + asked.size() + " fields are right.");
      }
      int right = asked.size() - wrong.size();
      String reason =
          right
              + " of "
              + asked.size()
              + " fields right; "
              + String.join(" ", wrong.subList(0, Math.min(NAMED, wrong.size())))
              + (wrong.size() > NAMED ? " And " + (wrong.size() - NAMED) + " more." : "");
      return Grade.of(partial ? (double) right / asked.size() : 0, reason);
    }

    private static String lower(String sentence) {
      return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }
  }

  /// One field to compare.
  record Field(GraderSpec.Field spec, JsonComparison.Path path, Wording expected) {
    static Field of(GraderSpec.Field spec) {
      return new Field(spec, JsonComparison.Path.of(spec.path()), Wording.of(spec.expected()));
    }

    /// Whether the case says what is expected here, or must.
    boolean concerns(Sample sample) {
      return !spec.optional()
          || sample.given().values().keySet().containsAll(spec.expected().variables());
    }

    Optional<String> mismatch(JsonNode root, Sample sample) {
      JsonNode found = path.in(root);
      String wanted = ValueGraders.wanted(spec.comparison(), expected, sample);
      if (found.isMissingNode()) {
        boolean nothing = wanted.strip().equals("null");
        return Optional.of(
            "Expected "
                + (nothing ? "null" : Wording.quote(wanted))
                + ", but the field is missing.");
      }
      return ValueGraders.mismatch(spec.comparison(), wanted, found);
    }
  }

  /// Compiles a schema, draft 2020-12 unless it names another; formats are checked, nothing is
  /// fetched.
  ///
  /// @throws IllegalArgumentException when it is no schema
  static Schema schema(String text) {
    try {
      JsonNode node = JsonComparison.expected(text);
      if (!node.isObject() && !node.isBoolean()) {
        throw new IllegalArgumentException("The schema is neither an object nor true or false");
      }
      return registry().getSchema(node);
    } catch (SchemaException e) {
      throw unusable(e);
    }
  }

  private static IllegalArgumentException unusable(SchemaException e) {
    String why = Wording.quote(String.valueOf(e.getMessage()));
    return new IllegalArgumentException("The schema cannot be used: " + why, e);
  }

  /// Why the value does not follow the schema, in a sentence; empty when it does.
  ///
  /// @throws IllegalArgumentException when the schema refers to what is not there
  static Optional<String> violation(Schema schema, JsonNode node) {
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
            .regularExpressionFactory(JsonGraders::bounded)
            .build();
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config));
  }

  private static RegularExpression bounded(String regex) {
    var pattern = new TextGraders.BoundedPattern(Pattern.compile(regex));
    return text -> pattern.on(text).find();
  }
}
