package dev.metier.importer.nunjucks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Templates come to what Nunjucks 3 made of them, recorded in Node with `autoescape: false`.
class NunjucksTemplateTest {
  private static final JsonNode RECORDED = recorded();

  private static JsonNode recorded() {
    try (InputStream in = NunjucksTemplateTest.class.getResourceAsStream("rendered.json")) {
      return JsonMapper.shared().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Map<String, JsonNode> values() {
    Map<String, JsonNode> values = new HashMap<>();
    RECORDED.path("vars").properties().forEach(v -> values.put(v.getKey(), v.getValue()));
    return values;
  }

  private static String rendered(String template) throws NotRendered {
    return NunjucksTemplate.of(template).rendered(values());
  }

  static Stream<JsonNode> all() {
    return RECORDED.path("rendered").valueStream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void isRenderedAsNunjucksDoes(JsonNode each) throws NotRendered {
    assertThat(rendered(each.path("template").asString()))
        .isEqualTo(each.path("text").stringValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% include 'x' %}",
        "{% macro f() %}{% endmacro %}",
        "{% import 'x' as y %}",
        "{% if name %}",
        "{% endif %}",
        "{% for x in list %}{% endif %}",
        "{% for x in name %}{% endfor %}",
        "{{ name",
        "{{ name | nosuch }}",
        "{{ name.toUpperCase() }}",
        "{{ name.constructor }}",
        "{{ map.toString }}",
        "{{ range(3) }}",
        "{{ env.HOME }}",
        "{% for turn in _conversation %}{{ turn.output }}{% endfor %}",
        "{{ n | upper }}",
        "{{ 1 / 0 }}",
        "{{ 1 2 }}",
        "{{ list == map }}",
        "{% for x in list %}{% set y = x %}{% endfor %}",
        "{% set y %}x{% endset %}",
        "{{ name is mapping }}",
        "{{ 'open }}"
      })
  void whatTakesCodeOrWouldFailIsRefused(String template) {
    assertThatThrownBy(() -> rendered(template)).isInstanceOf(NotRendered.class);
  }

  @Test
  void longTextsAreRead() throws NotRendered {
    String text = "a".repeat(20_000);
    assertThat(rendered("{{ \"" + text + "\" }}{% if '" + text + "' %}!{% endif %}"))
        .isEqualTo(text + "!");
  }

  static Stream<String> tooMuch() {
    String grows = "{% set q = 'abcdefgh' %}" + "{% set q = q ~ q %}".repeat(19);
    String loops = "{% for a in many %}".repeat(6) + "{% endfor %}".repeat(6);
    return Stream.of(
        "{{ " + "''".repeat(30) + " x",
        "{{ ".repeat(20_000),
        "{% set many = [" + "0,".repeat(199) + "0] %}" + loops,
        "{% set q = 'abcdefgh' %}" + "{% set q = q ~ q %}".repeat(40),
        "{% set q = 'aaaaaaaa' %}" + "{% set q = q | replace('a', q) %}".repeat(8),
        grows + "{{ q | replace('a', q) }}",
        grows + "{{ [1, 2, 3, 4] | join(q) }}",
        "{% set q = [1] %}" + "{% set q = [q, q] %}".repeat(40) + "{{ q }}",
        "{% set q = [1] %}" + "{% set q = [q] %}".repeat(400) + "{{ q | dump(1000000000) }}",
        "{{ " + "(".repeat(5_000) + "1" + ")".repeat(5_000) + " }}",
        "{{ " + "not ".repeat(5_000) + "1 }}",
        "{{ 1" + " ~ 1".repeat(5_000) + " }}",
        "{{ 1" + " + 1".repeat(5_000) + " }}",
        "{{ 1" + " or 1".repeat(5_000) + " }}",
        "{{ ''" + " | trim".repeat(5_000) + " }}",
        "{{ x" + ".x".repeat(5_000) + " }}",
        "{% if name %}".repeat(5_000) + "{% endif %}".repeat(5_000),
        "{% if name %}" + "{% elif name %}".repeat(5_000) + "{% endif %}",
        "{{ '" + "9".repeat(900) + "' | load }}",
        "{{ '" + "[".repeat(400) + "]".repeat(400) + "' | load }}",
        "{{ '" + "[".repeat(5_000) + "' | load }}");
  }

  @ParameterizedTest
  @MethodSource("tooMuch")
  void whatIsTooMuchIsNamed(String template) {
    assertThatThrownBy(() -> rendered(template)).isInstanceOf(NotRendered.class);
  }

  @Test
  void blanksWithinATextAreTrimmedInTime() throws NotRendered {
    String text = "x" + " ".repeat(200_000) + "x";
    assertThat(rendered("{{ '  " + text + "  ' | trim }}")).isEqualTo(text);
  }

  @Test
  void valuesAreNeverRenderedThemselves() throws NotRendered {
    Map<String, JsonNode> values = new HashMap<>(values());
    values.put("x", Values.of("{{ name }} {% if %}"));
    assertThat(NunjucksTemplate.of("{{ x }}{% if x %}!{% endif %}").rendered(values))
        .isEqualTo("{{ name }} {% if %}!");
  }

  @Test
  void whatGrowsWithoutEndIsStopped() {
    String loops = "{% for a in many %}";
    Map<String, JsonNode> values = new HashMap<>();
    var many = JsonMapper.shared().createArrayNode();
    for (int i = 0; i < 200; i++) {
      many.add("a text of some length that is written again and again");
    }
    values.put("many", many);
    String template = loops.repeat(3) + "{{ a }}" + "{% endfor %}".repeat(3);
    assertThatThrownBy(() -> NunjucksTemplate.of(template).rendered(values))
        .isInstanceOf(NotRendered.class)
        .hasMessageContaining("4 MB");
  }
}
