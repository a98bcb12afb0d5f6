package dev.metier.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class FieldsTest {
  private static Fields of(String json) {
    return Fields.of(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  @Test
  void findsTheOutermostFieldsOnly() {
    var fields =
        of(
            " { \"model\" : \"a\\u0062c\", \"deep\":{\"model\":\"x\",\"s\":\"}\\\"]\"}, \"n\":12"
                + " } ");
    assertThat(fields.text("model")).contains("abc");
    assertThat(fields.number("n")).contains(12L);
    assertThat(fields.all()).extracting(Fields.Field::name).containsExactly("model", "deep", "n");
    assertThat(fields.raw(fields.field("deep").orElseThrow()))
        .isEqualTo("{\"model\":\"x\",\"s\":\"}\\\"]\"}");
  }

  @Test
  void findsTheElementsOfAList() {
    var fields = of("{\"l\":[ 1,true , \"],\" ,[{}],{\"a\":[1]}],\"e\":[ ],\"n\":1}");
    assertThat(fields.elements(fields.field("l").orElseThrow()))
        .extracting(fields::raw)
        .containsExactly("1", "true", "\"],\"", "[{}]", "{\"a\":[1]}");
    assertThat(fields.elements(fields.field("e").orElseThrow())).isEmpty();
    assertThat(fields.elements(fields.field("n").orElseThrow())).isEmpty();
  }

  @Test
  void findsFieldsInTheObjectsOfAList() {
    var fields =
        of(
            "{\"x\":[{\"type\":\"other\"}],\"l\":[{\"a\":\"type\",\"type\" : \"one\"},{\"b\":{\"type\":\"deep\"}},"
                + "[{\"type\":\"list\"}],\"type\",{\"TYPE\":2,\"ty\\u0070e\":\"three\"},{}],"
                + "\"o\":{\"a\":{\"type\":\"object\"}}}");
    assertThat(fields.inner(fields.field("l").orElseThrow(), "type"))
        .extracting(fields::raw)
        .containsExactly("\"one\"", "2", "\"three\"");
    assertThat(fields.inner(fields.field("o").orElseThrow(), "type")).isEmpty();
  }

  @Test
  void knowsWhichShortTextsDoNotStandAnywhere() {
    var fields = of("{\"a\":[[{\"cache_control\":{\"ttl\":\"5m\"}}]],\"b\":\"a 1h walk\"}");
    assertThat(fields.mayHold("cache_control")).isTrue();
    assertThat(fields.mayHold("5m")).isTrue();
    assertThat(fields.mayHold("b")).isTrue();
    assertThat(fields.mayHold("1h")).isFalse();
    assertThat(fields.mayHold("system")).isFalse();
    assertThat(fields.mayRepeat("5m")).isFalse();
    assertThat(of("{\"5m\":[\"5m\"]}").mayRepeat("5m")).isTrue();
  }

  @Test
  void whatIsNoObjectHasNoFields() {
    for (String json :
        new String[] {
          "",
          " ",
          "[]",
          "1",
          "{",
          "{\"a\"}",
          "{\"a\":}",
          "{\"a\":1",
          "{\"a\":1}x",
          "{\"a\":1}\u00e9",
          "{\u0001\"a\":1}",
          "{\"a\":\u000b1}",
          "{\"a\":\"x",
          "{\"a\":{\"b\":1}",
          "{a:1}",
          "{\"a\":1,}",
          "{\"\\uZZ\":1}",
          "{\"a\":\"\\",
          "{\"a\":\"\\q\"}",
          "{\"a\":\"\\u12\"}",
          "{\"a\":\"\\u12G4\"}",
          "{\"a\":[\"\\x41\"]}",
          "{\"a\":tru}",
          "{\"a\":+1}",
          "{\"a\":0x10}",
          "{\"a\":01}",
          "{\"a\":NaN}",
          "{\"a\":1{\"b\":2}}",
          "{\"a\":True}"
        }) {
      assertThat(Fields.of(json.getBytes(StandardCharsets.UTF_8))).as(json).isEmpty();
    }
  }

  /// A line break as it is stands in no JSON string; many readers overlook it.
  @Test
  void noTextThatIsReadFails() {
    assertThat(of("{\"a\":\"x\n\\n\"}").text("a")).isEmpty();
    assertThat(of("{\"a\":\"\\ud800\"}").text("a")).isPresent();
  }

  @Test
  void agreesWithAFullParserOnRandomObjects() {
    var random = new Random(7);
    for (int i = 0; i < 3000; i++) {
      ObjectNode object = object(random, 3);
      var fields = of(random.nextBoolean() ? object.toString() : object.toPrettyString());
      var names = new ArrayList<>(object.propertyNames());
      assertThat(fields.all()).extracting(Fields.Field::name).containsExactlyElementsOf(names);
      for (Fields.Field field : fields.all()) {
        assertThat(Json.value(fields.raw(field))).isEqualTo(object.get(field.name()));
        assertThat(fields.inner(field, "a")).hasSize(named("a", object.get(field.name())));
      }
    }
  }

  private static int named(String name, JsonNode list) {
    long count = 0;
    for (JsonNode element : list.isArray() ? list : Json.newArray()) {
      count += element.propertyStream().filter(p -> p.getKey().equalsIgnoreCase(name)).count();
    }
    return (int) count;
  }

  private static ObjectNode object(Random random, int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = random.nextInt(5); i >= 0; i--) {
      object.set(text(random), value(random, depth));
    }
    return object;
  }

  private static JsonNode value(Random random, int depth) {
    var nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> nodes.stringNode(text(random));
      case 1 -> nodes.numberNode(random.nextInt());
      case 2 -> nodes.booleanNode(random.nextBoolean());
      case 3 -> nodes.nullNode();
      case 4 -> nodes.numberNode(random.nextInt(1000) / 8.0);
      case 5 -> object(random, depth - 1);
      default -> nodes.arrayNode().add(value(random, depth - 1)).add(text(random));
    };
  }

  private static String text(Random random) {
    var alphabet = "ab\"\\{}[]:, \n\u00e4\u20ac\ud83d\ude00".codePoints().toArray();
    var text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
    }
    return text.toString();
  }
}
