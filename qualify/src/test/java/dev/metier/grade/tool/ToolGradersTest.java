package dev.metier.grade.tool;

import static dev.metier.grade.Answers.calling;
import static dev.metier.grade.Answers.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.grade.Grader;
import dev.metier.grade.spec.Graders;
import dev.metier.job.GraderSpec.ExpectedCall;
import dev.metier.job.GraderSpec.NoLoop;
import dev.metier.job.GraderSpec.ToolCalls;
import dev.metier.job.Template;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ToolGradersTest {
  private static ExpectedCall call(String name) {
    return new ExpectedCall(name, Optional.empty(), Optional.empty());
  }

  private static ExpectedCall call(String name, String arguments) {
    return new ExpectedCall(name, Optional.of(new Template(arguments)), Optional.empty());
  }

  private static Grader any(ExpectedCall... calls) {
    return Graders.of(new ToolCalls(Arrays.asList(calls), false, false, List.of()));
  }

  private static Grader ordered(ExpectedCall... calls) {
    return Graders.of(new ToolCalls(Arrays.asList(calls), true, false, List.of()));
  }

  private static Grader exact(ExpectedCall... calls) {
    return Graders.of(new ToolCalls(Arrays.asList(calls), false, true, List.of()));
  }

  @Test
  void argumentsMustBeContained() {
    Grader grader = any(call("get", "{\"id\":{{n}},\"opt\":{\"deep\":true}}"));
    assertThat(
            grader
                .grade(calling("get", "{\"id\":42.0,\"opt\":{\"deep\":true,\"x\":1},\"y\":2}"))
                .passed())
        .isTrue();
    assertThat(grader.grade(calling("get", "{\"id\":42}")).reason())
        .isEqualTo(
            "Expected a call of get with \"{\"id\":42,\"opt\":{\"deep\":true}}\","
                + " found it with \"{\"id\":42}\".");
    assertThat(grader.grade(calling("get", "{\"id\":\"42\",\"opt\":{\"deep\":true}}")).passed())
        .isFalse();
    assertThat(grader.grade(calling("put", "{\"id\":42}")).reason())
        .endsWith("found only \"put\".");
    assertThat(grader.grade(saying("I will get it")).reason()).endsWith("found no call.");
  }

  @Test
  void listsInArgumentsHaveTheSameLength() {
    Grader grader = any(call("tag", "{\"tags\":[\"a\",\"b\"]}"));
    assertThat(grader.grade(calling("tag", "{\"tags\":[\"a\",\"b\"]}")).passed()).isTrue();
    assertThat(grader.grade(calling("tag", "{\"tags\":[\"a\",\"b\",\"c\"]}")).passed()).isFalse();
    assertThat(grader.grade(calling("tag", "{\"tags\":[\"b\",\"a\"]}")).passed()).isFalse();
  }

  @Test
  void eachExpectationNeedsACallOfItsOwn() {
    Grader twice = any(call("get"), call("get"));
    assertThat(twice.grade(calling("get", "{}")).passed()).isFalse();
    assertThat(twice.grade(calling("get", "{}", "get", "{}")).passed()).isTrue();
    assertThat(twice.grade(calling("get", "{}", "put", "{}", "get", "{}")).passed()).isTrue();
  }

  @Test
  void aWideExpectationLeavesTheOnlyFittingCallToANarrowOne() {
    Grader grader = any(call("get"), call("get", "{\"id\":1}"), call("get", "{\"id\":1,\"x\":2}"));
    assertThat(
            grader
                .grade(
                    calling("get", "{\"id\":1,\"x\":2}", "get", "{\"id\":1}", "get", "{\"id\":9}"))
                .passed())
        .isTrue();
    assertThat(
            grader
                .grade(
                    calling("get", "{\"id\":1}", "get", "{\"id\":9}", "get", "{\"id\":1,\"x\":2}"))
                .passed())
        .isTrue();
    assertThat(
            grader.grade(calling("get", "{\"id\":1}", "get", "{}", "get", "{\"id\":1}")).passed())
        .isFalse();
  }

  @Test
  void orderCountsWhenAsked() {
    Grader grader = ordered(call("find"), call("refund"));
    assertThat(grader.grade(calling("find", "{}", "log", "{}", "refund", "{}")).passed()).isTrue();
    assertThat(grader.grade(calling("refund", "{}", "find", "{}")).reason())
        .isEqualTo("Expected a call of refund in its place, found the calls \"refund\", \"find\".");
    assertThat(grader.grade(calling("refund", "{}", "find", "{}", "refund", "{}")).passed())
        .isTrue();
  }

  @Test
  void exactAllowsNothingElse() {
    assertThat(exact(call("find")).grade(calling("find", "{}")).passed()).isTrue();
    assertThat(exact(call("find")).grade(calling("find", "{}", "find", "{}")).reason())
        .isEqualTo("Expected 1 call and no more, found 2: \"find\", \"find\".");
    assertThat(exact().grade(saying("no calls")).passed()).isTrue();
    assertThat(exact().grade(calling("find", "{}")).passed()).isFalse();
  }

  @Test
  void forbiddenToolsFailWhateverElseIsRight() {
    Grader grader = Graders.of(new ToolCalls(List.of(call("find")), false, false, List.of("drop")));
    assertThat(grader.grade(calling("find", "{}")).passed()).isTrue();
    assertThat(grader.grade(calling("find", "{}", "drop", "not json")).reason())
        .isEqualTo("Calls \"drop\", which is forbidden.");
  }

  @Test
  void argumentsThatAreNoJsonObjectFail() {
    assertThat(any(call("find")).grade(calling("find", "{oops")).reason())
        .isEqualTo("The arguments of \"find\" are not a JSON object: \"{oops\".");
    assertThat(any(call("find")).grade(calling("find", "[1]")).passed()).isFalse();
    assertThat(any(call("find")).grade(calling("find", "")).passed()).isTrue();
  }

  @Test
  void argumentsMayFollowASchema() {
    String schema =
        "{\"type\":\"object\",\"required\":[\"id\"],\"properties\":{\"id\":{\"type\":\"integer\"}}}";
    Grader grader = any(new ExpectedCall("get", Optional.empty(), Optional.of(schema)));
    assertThat(grader.grade(calling("get", "{\"id\":1}")).passed()).isTrue();
    assertThat(grader.grade(calling("get", "{\"id\":\"x\"}", "get", "{\"id\":2}")).passed())
        .isTrue();
    assertThat(grader.grade(calling("get", "{\"id\":\"x\"}")).reason())
        .contains("breaks the schema at /id");
  }

  @Test
  void theSameCallOverAndOverIsALoop() {
    Grader grader = Graders.of(new NoLoop(2));
    assertThat(grader.grade(saying("none")).passed()).isTrue();
    assertThat(grader.grade(calling("a", "{\"x\":1,\"y\":2}", "a", "{\"y\":2,\"x\":1}")).passed())
        .isTrue();
    assertThat(
            grader
                .grade(
                    calling(
                        "a",
                        "{\"x\":1,\"y\":2}",
                        "a",
                        "{\"y\":2.0,\"x\":1}",
                        "a",
                        "{\"x\":1, \"y\":2}"))
                .reason())
        .startsWith("Calls \"a\" with the same arguments more than 2 times");
    assertThat(grader.grade(calling("a", "{\"x\":1}", "a", "{\"x\":2}", "a", "{\"x\":3}")).passed())
        .isTrue();
    assertThat(grader.grade(calling("a", "bad", "a", "bad ", "a", " bad")).passed()).isFalse();
    assertThat(grader.grade(calling("a", "{}", "b", "{}", "a", "")).passed()).isTrue();
  }
}
