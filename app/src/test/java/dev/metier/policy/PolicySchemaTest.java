package dev.metier.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.metier.cli.Shell;
import dev.metier.core.problem.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The shipped schema of policy.json says what the reader reads, field by field.
class PolicySchemaTest {
  private static final Path SCHEMA =
      Path.of("core/src/main/resources/dev/metier/policy/policy.schema.json");
  private static final Path KEYS =
      Path.of("gateway/src/main/resources/dev/metier/account/keys.schema.json");
  private static final Path GOLDEN = Path.of("qualify/src/test/golden/policy");
  private static final JsonMapper JSON = new JsonMapper();

  /// Mistakes that no schema can see, since they are in what one part says of another.
  private static final Set<String> BETWEEN_PARTS =
      Set.of(
          "aliases.json",
          "host-may-not-read.json",
          "model-missing.json",
          "route-without-verdict.json",
          "twice.json");

  /// Objects whose fields are names: what refers to one of them is not the schema's matter.
  private static final Set<String> NAMED = Set.of("jobs", "models", "hosts", "verdicts", "extra");

  private static Schema schema;

  @TempDir private Path folder;

  @BeforeAll
  static void read() throws IOException {
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
  }

  private static boolean follows(String json) {
    return schema.validate(json, InputFormat.JSON).isEmpty();
  }

  private static boolean isRead(JsonNode policy) {
    try {
      PolicyFile.parse(policy.toString(), Samples.FILE);
      return true;
    } catch (ProblemsException wrong) {
      return false;
    }
  }

  @Test
  void itIsAJsonSchema() throws IOException {
    var meta =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
    assertThat(meta.validate(Files.readString(SCHEMA), InputFormat.JSON)).isEmpty();
  }

  @Test
  void theSchemaOfTheKeysTakesKeysAndSeesMistakes() throws IOException {
    Path golden = Path.of("gateway/src/test/golden/account");
    var keys =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(KEYS), InputFormat.JSON);
    String right = Files.readString(golden.resolve("former.json"));
    assertThat(keys.validate(right, InputFormat.JSON)).isEmpty();
    String wrong = Files.readString(golden.resolve("keys.json"));
    assertThat(keys.validate(wrong, InputFormat.JSON)).hasSizeGreaterThan(5);
  }

  @Test
  void aCompiledPolicyFollowsIt() throws IOException {
    String text = PolicyFile.text(Samples.policy(), Samples.FILE);
    assertThat(schema.validate(text, InputFormat.JSON)).isEmpty();
    Path demo = Path.of("examples/demo");
    Path written = folder.resolve("policy.json");
    Shell.run(
        "compile", "-f", "" + demo, "-o", "" + written, "--ledger", "" + folder.resolve("none.db"));
    assertThat(schema.validate(Files.readString(written), InputFormat.JSON)).isEmpty();
  }

  @Test
  void itSeesTheMistakesThatAreInOneField() throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN.resolve("mistakes"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        String name = file.getFileName().toString();
        if (!name.equals("empty.json") && !name.equals("not-json.json")) {
          assertThat(follows(Files.readString(file)))
              .as(name)
              .isEqualTo(BETWEEN_PARTS.contains(name));
        }
      }
    }
  }

  /// Every field of a policy that has all of them is needed by both or by neither, and neither
  /// takes one more.
  @Test
  void theReaderAndTheSchemaAgreeOnEveryField() throws IOException {
    JsonNode whole = JSON.readTree(Files.readString(GOLDEN.resolve("policy.json")));
    assertThat(isRead(whole)).isTrue();
    var objects = new ArrayList<JsonPointer>();
    collect(whole, JsonPointer.empty(), objects);
    assertThat(objects).hasSizeGreaterThan(25);
    for (JsonPointer at : objects) {
      JsonNode more = whole.deepCopy();
      ((ObjectNode) more.at(at)).put("more", 1);
      assertThat(follows(more.toString())).as("one more in " + at).isEqualTo(isRead(more));
      for (String field : List.copyOf(whole.at(at).propertyNames())) {
        JsonNode less = whole.deepCopy();
        ((ObjectNode) less.at(at)).remove(field);
        assertThat(follows(less.toString())).as(at + " without " + field).isEqualTo(isRead(less));
        JsonNode other = whole.deepCopy();
        ((ObjectNode) other.at(at)).set(field, JSON.readTree("[[0]]"));
        assertThat(follows(other.toString())).as(at + " changed " + field).isEqualTo(isRead(other));
      }
    }
  }

  /// All objects but those with names as fields, and but the JSON that is only passed on.
  private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> to) {
    String last = at.matches() ? "" : at.last().getMatchingProperty();
    if (!node.isObject() || last.equals("response_schema") || last.equals("extra")) {
      return;
    }
    if (!NAMED.contains(last)) {
      to.add(at);
    }
    for (String field : node.propertyNames()) {
      collect(node.path(field), at.appendProperty(field), to);
    }
  }
}
