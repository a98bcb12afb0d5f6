package dev.metier.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SchemaSubsetTest {
  private static String sent(String schema) {
    return SchemaSubset.of(schema.replace('\'', '"')).schema().toString().replace('"', '\'');
  }

  @Test
  void whatIsEnforcedStaysAsItIs() {
    String schema =
        "{'type':'object','properties':{'a':{'type':'string','format':'date','pattern':'^[a-z]+$'},"
            + "'b':{'type':'array','minItems':1,'items':{'enum':['x','y']}},"
            + "'minLength':{'type':'integer'}},'required':['a'],'additionalProperties':false}";
    assertThat(sent(schema)).isEqualTo(schema);
    assertThat(SchemaSubset.of(schema.replace('\'', '"')).removed()).isEmpty();
  }

  @Test
  void whatIsNotEnforcedIsToldToTheModelInstead() {
    assertThat(sent("{'type':'string','minLength':2,'description':'A name.'}"))
        .isEqualTo("{'type':'string','description':'A name. (min length: 2)'}");
    assertThat(sent("{'type':'array','minItems':3,'items':{'type':'integer','minimum':0}}"))
        .isEqualTo(
            "{'type':'array','items':{'type':'integer','description':'(minimum: 0)'},"
                + "'description':'(min items: 3)'}");
    assertThat(
            SchemaSubset.of(
                    "{\"anyOf\":[{\"maximum\":1},{\"format\":\"phone\"},{\"pattern\":\"(?=a)\"}]}")
                .removed())
        .containsExactly("format", "maximum", "pattern");
  }

  @Test
  void everyObjectIsClosed() {
    assertThat(sent("{'$defs':{'d':{'type':'object'}},'properties':{'a':{'$ref':'#/$defs/d'}}}"))
        .isEqualTo(
            "{'$defs':{'d':{'type':'object','additionalProperties':false}},"
                + "'properties':{'a':{'$ref':'#/$defs/d'}},'additionalProperties':false}");
    assertThat(sent("{'type':'object','additionalProperties':{'type':'string'}}"))
        .contains("'additionalProperties':false", "additional properties: ");
  }

  @Test
  void oneOfSeveralIsAnyOfThem() {
    assertThat(sent("{'oneOf':[{'type':'null'},{'type':'string'}]}"))
        .isEqualTo("{'anyOf':[{'type':'null'},{'type':'string'}]}");
  }

  @Test
  void whatIsNoObjectIsLeftAlone() {
    assertThat(sent("true")).isEqualTo("true");
  }
}
