package dev.metier.grade.json;

import static dev.metier.grade.Answers.saying;
import static dev.metier.grade.Answers.template;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.metier.grade.Grade;
import dev.metier.grade.spec.Graders;
import dev.metier.job.Case;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Field;
import dev.metier.job.GraderSpec.FieldKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonGradersTest {
  private static final String SCHEMA =
      """
      {"type":"object","required":["total"],"additionalProperties":false,
       "properties":{"total":{"type":"number","minimum":0},"day":{"type":"string","format":"date"},
       "code":{"type":"string","pattern":"^(.*a){20}$"}}}\
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"total\":1}                       | true",
        "' {\"total\":1}\n'                  | true",
        "{\"total\":1,\"day\":\"2026-03-03\"}| true",
        "{\"total\":1,\"day\":\"tomorrow\"}  | false",
        "{\"total\":\"1\"}                   | false",
        "{}                                  | false",
        "{\"total\":-1}                      | false",
        "{\"total\":1,\"more\":2}            | false",
        "[]                                  | false",
        "nothing                             | false"
      })
  void theWholeAnswerFollowsTheSchema(String answer, boolean passes) {
    Grade grade = Graders.of(new GraderSpec.JsonSchema(SCHEMA)).grade(saying(answer));
    assertThat(grade.broken()).isFalse();
    assertThat(grade.passed()).as(grade.reason()).isEqualTo(passes);
  }

  @Test
  void aBrokenRuleIsNamedWithItsPlace() {
    Grade grade = Graders.of(new GraderSpec.JsonSchema(SCHEMA)).grade(saying("{\"total\":-1}"));
    assertThat(grade.reason())
        .isEqualTo("The JSON breaks the schema at /total: must have a minimum value of 0.");
  }

  @Test
  void aPatternInASchemaCannotStall() {
    String answer = "{\"total\":1,\"code\":\"" + "a".repeat(60) + "b\"}";
    Grade grade = Graders.of(new GraderSpec.JsonSchema(SCHEMA)).grade(saying(answer));
    assertThat(grade.broken()).isTrue();
    assertThat(grade.reason()).contains("too many steps");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"nothing", "[]", "{\"type\":\"nothing\"}", "{\"pattern\":\"(\"}"})
  void aSchemaThatIsNoneIsABrokenGraderOrAFail(String schema) {
    Grade grade = Graders.of(new GraderSpec.JsonSchema(schema)).grade(saying("\"x\""));
    assertThat(grade.score()).isZero();
    assertThat(grade.reason()).isNotBlank();
  }

  @Test
  void schemasOfOthersAreNotFetched() throws IOException {
    var calls = new AtomicInteger();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    try {
      String schema =
          "{\"$ref\":\"http://127.0.0.1:" + server.getAddress().getPort() + "/other.json\"}";
      Grade grade = Graders.of(new GraderSpec.JsonSchema(schema)).grade(saying("{}"));
      assertThat(grade.broken()).isTrue();
      assertThat(grade.reason()).startsWith("The schema cannot be used");
      assertThat(calls).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  private static Field field(String path, String expected, FieldKind kind, double tolerance) {
    return new Field(path, template(expected), kind, tolerance);
  }

  private static Grade fields(String answer, boolean partial, Field... fields) {
    return Graders.of(new GraderSpec.JsonFields(List.of(fields), partial)).grade(saying(answer));
  }

  private static final Field TOTAL = field("lines[1].total", "12.5", FieldKind.NUMBER, 0.01);
  private static final Field DAY = field("day", "2026-03-03", FieldKind.DATE, 0);
  private static final Field VAT = field("vat", "{{none}}", FieldKind.TEXT, 0);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'lines':[{},{'total':12.5}],'day':'3 March 2026','vat':null}   | 1",
        "{'lines':[{},{'total':'12,505'}],'day':'03.03.2026','vat':null} | 1",
        "{'lines':[{},{'total':12.6}],'day':'3 March 2026','vat':null}   | 0.6666",
        "{'lines':[{},{'total':12.5}],'day':'3 March 2026'}              | 0.6666",
        "{'lines':[{},{'total':12.5}],'day':null,'vat':'DE1'}            | 0.3333",
        "{'lines':[],'day':'2026-03-04','vat':''}                        | 0",
        "{'lines':{'1':{'total':12.5}},'day':['2026-03-03'],'vat':null}  | 0.3333",
        "nothing                                                         | 0",
        "[1]                                                             | 0"
      })
  void fieldsScoreByTheirShare(String answer, double score) {
    Grade grade = fields(answer.replace('\'', '"'), true, TOTAL, DAY, VAT);
    assertThat(grade.broken()).isFalse();
    assertThat(grade.score())
        .as(grade.reason())
        .isCloseTo(score, org.assertj.core.data.Offset.offset(1e-3));
    Grade whole = fields(answer.replace('\'', '"'), false, TOTAL, DAY, VAT);
    assertThat(whole.score()).isEqualTo(score == 1 ? 1 : 0);
  }

  @Test
  void missingAndNullAreToldApart() {
    assertThat(fields("{}", false, DAY).reason())
        .isEqualTo("0 of 1 fields right; day: expected \"2026-03-03\", but the field is missing.");
    assertThat(fields("{\"day\":null}", false, DAY).reason())
        .isEqualTo("0 of 1 fields right; day: expected \"2026-03-03\", found null.");
    assertThat(fields("{}", false, VAT).reason())
        .isEqualTo("0 of 1 fields right; vat: expected null, but the field is missing.");
    assertThat(fields("{\"vat\":\"DE1\"}", false, VAT).reason())
        .isEqualTo("0 of 1 fields right; vat: expected null, found \"DE1\".");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "['a','b'] ; ['a','b']   ; true", "['a','b'] ; ['b','a']     ; false",
        "[]        ; []          ; true", "[]        ; [1]           ; false",
        "{'x':1}   ; {'x':1.0}   ; true", "{'x':1}   ; {'x':1,'y':2} ; false",
        "12.5      ; 12.50       ; true", "12.5      ; '12.5'        ; true",
        "true      ; true        ; true", "True      ; true          ; true",
        "billing   ; 'Billing'   ; true", "billing   ; ['billing']   ; false",
        "null      ; null        ; true", "1         ; true          ; false",
        "['caf\u00e9'] ; ['cafe\u0301'] ; true"
      })
  void aFieldIsWhatTheCasesValueIs(String expected, String found, boolean passes) {
    Field field = field("f", expected.replace('\'', '"'), FieldKind.AUTO, 0);
    Grade grade = fields("{\"f\":" + found.replace('\'', '"') + "}", false, field);
    assertThat(grade.broken()).isFalse();
    assertThat(grade.passed()).as(grade.reason()).isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ONE_OF   | ['bug','other'] | 'bug'              | true",
        "ONE_OF   | ['bug',null]    | null               | true",
        "ONE_OF   | [1,[2]]         | [2]                | true",
        "ONE_OF   | bug             | 'bug'              | true",
        "ONE_OF   | ['bug','other'] | ['bug']            | false",
        "CONTAINS | infantry        | 'Place 1 Infantry' | true",
        "CONTAINS | infantry        | null               | false",
        "REGEX    | ^[0-9]$         | 8                  | true",
        "REGEX    | ^[0-9]$         | '8a'               | false",
        "REGEX    | (a+)+$          | {'a':1}            | false"
      })
  void aFieldMayAskForLessThanItsWholeValue(
      FieldKind kind, String expected, String found, boolean passes) {
    Field field = field("f", expected.replace('\'', '"'), kind, 0);
    Grade grade = fields("{\"f\":" + found.replace('\'', '"') + "}", false, field);
    assertThat(grade.broken()).isFalse();
    assertThat(grade.passed()).as(grade.reason()).isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "label   | {'a':1,'b':'billing'} | 1", "label   | {'a':1} | 0.5",
        "missing | {'a':1}               | 1", "missing | {'a':2} | 0"
      })
  void anOptionalFieldIsGradedOnlyWhereTheCaseSaysWhatIsExpected(
      String variable, String answer, double score) {
    var comparison = new GraderSpec.Comparison(FieldKind.AUTO, 0, GraderSpec.Dates.ANY);
    var optional = new Field("b", template("{{" + variable + "}}"), comparison, true);
    Field always = field("a", "1", FieldKind.NUMBER, 0);
    assertThat(fields(answer.replace('\'', '"'), true, always, optional).score()).isEqualTo(score);
    boolean alone = fields("{}", false, optional).passed();
    assertThat(alone).isEqualTo(variable.equals("missing"));
  }

  @Test
  void whatACaseFillsIntoThePatternOfAFieldStandsForItself() {
    var spec =
        new GraderSpec.JsonFields(List.of(field("f", "^{{grade}}$", FieldKind.REGEX, 0)), false);
    var given = new Case("c", Map.of("grade", "A+"), Optional.empty(), Set.of(), Optional.empty());
    assertThat(Graders.of(spec).grade(saying("{\"f\":\"A+\"}", given)).passed()).isTrue();
    assertThat(Graders.of(spec).grade(saying("{\"f\":\"AA\"}", given)).passed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'```json\n{\"a\":1}\n```', true",
    "'```\n{\"a\":1}\n```\n', true",
    "'{\"a\":1}', true",
    "'Here: ```json\n{\"a\":1}\n```', false",
    "'```json\n{\"a\":2}\n```', false"
  })
  void aFenceAroundTheAnswerIsTakenOffOnRequest(String answer, boolean passes) {
    var spec = new GraderSpec.JsonFields(List.of(field("a", "1", FieldKind.NUMBER, 0)), false);
    assertThat(Graders.of(new GraderSpec.Fenced(spec)).grade(saying(answer)).passed())
        .isEqualTo(passes);
    assertThat(Graders.of(spec).grade(saying(answer)).passed()).isEqualTo(answer.startsWith("{"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a.b[0]  | {'a':{'b':['x','y']}}     | true  | a.b[0]: ",
        "$[1].c  | [0,{'c':'x'}]             | true  | $[1].c: ",
        "['a.b'] | {'a.b':'x'}               | true  | ['a.b']: ",
        "$       | 'x'                       | true  | $: ",
        "a       | {'a':'y'}                 | false | a: ",
        "a.b     | {'a':1}                   | false | The answer has no `a.b`.",
        "a[0]    | {'a':{'0':'x'}}           | false | The answer has no `a[0]`.",
        "a.b     | {'a':['x']}               | false | The answer has no `a.b`.",
        "a[2]    | {'a':['x','x']}           | false | The answer has no `a[2]`.",
        "a       | {'a':'x','a':'x'}         | false | The answer has `a` twice.",
        "a.b     | {'a':{'b':'x'},'a':{'b':1}} | false | The answer has `a.b` twice.",
        "a       | {'a':'x','b':1,'b':2}     | true  | a: ",
        "a       | a: x                      | false | a: Not JSON",
        "a       | {'a':'x'                  | false | a: The JSON ends too early",
        "a       | ```json{'a':'x'}```       | false | a: The JSON is wrapped in a code fence."
      })
  void aGraderLooksAtOneValueOrSaysWhyItCannot(
      String path, String answer, boolean passes, String reason) {
    var spec = new GraderSpec.At(path, new GraderSpec.Equals(template("x"), false));
    String text =
        answer.replace('\'', '"').replace("```json", "```json\n").replace("}```", "}\n```");
    Grade grade = Graders.of(spec).grade(saying(text));
    assertThat(grade.passed()).as(grade.reason()).isEqualTo(passes);
    assertThat(grade.broken()).isFalse();
    assertThat(grade.reason()).startsWith(reason);
    if (text.startsWith("```")) {
      assertThat(Graders.of(new GraderSpec.Fenced(spec)).grade(saying(text)).passed()).isTrue();
    }
  }

  @Test
  void moneyMayBeAnObject() {
    Field price = field("price", "EUR 12.50", FieldKind.MONEY, 0);
    assertThat(fields("{\"price\":{\"amount\":12.5,\"currency\":\"EUR\"}}", false, price).passed())
        .isTrue();
    assertThat(fields("{\"price\":{\"value\":12.5,\"currency\":\"USD\"}}", false, price).passed())
        .isFalse();
    assertThat(fields("{\"price\":12.5}", false, price).passed()).isFalse();
  }

  @Test
  void aPathThatIsNoneIsABrokenGrader() {
    Grade grade = fields("{}", false, field("a..[b", "x", FieldKind.TEXT, 0));
    assertThat(grade.broken()).isTrue();
    assertThat(grade.reason()).isEqualTo("\"a..[b\" is no path such as a.b[0].c.");
  }

  @Test
  void theReasonSaysWhatSpoilsTheJson() {
    var grader = Graders.of(new GraderSpec.WellFormed(GraderSpec.Syntax.JSON));
    assertThat(grader.grade(saying("```json\n{\"a\":1}\n```")).reason())
        .isEqualTo("The JSON is wrapped in a code fence.");
    assertThat(grader.grade(saying("Here it is: {\"a\":1}")).reason())
        .isEqualTo("There is other text around the JSON: \"Here it is: {\"a\":1}\".");
    assertThat(grader.grade(saying("{\"a\":1")).reason())
        .isEqualTo("The JSON ends too early: \"{\"a\":1\".");
    assertThat(grader.grade(saying("{\"a\":oops}")).reason()).startsWith("Not JSON at line 1");
  }
}
