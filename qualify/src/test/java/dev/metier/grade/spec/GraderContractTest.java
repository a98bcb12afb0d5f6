package dev.metier.grade.spec;

import static dev.metier.grade.Answers.calling;
import static dev.metier.grade.Answers.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.metier.chat.FinishReason;
import dev.metier.grade.Answers;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.job.Case;
import dev.metier.job.GraderSpec;
import dev.metier.testing.Rounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every grader keeps to, whatever the answer. Long answers have 300,000 characters by
/// default, a million with `-Dtests.full=true`.
class GraderContractTest {
  private static final int LONG = Rounds.of(300_000, 1_000_000);
  private static final Map<String, Sample> NASTY = nasty();
  private static final List<Sample> PLAIN =
      List.of(
          saying("billing"),
          saying("42"),
          saying(""),
          saying("{\"a\":{\"b\":[\"billing\"]}}"),
          calling("get", "{\"id\":42}"),
          calling("get", "oops", "drop", ""),
          Answers.ended(FinishReason.LENGTH));

  static Stream<GraderSpec> specs() {
    return Specs.all().stream();
  }

  private static Map<String, Sample> nasty() {
    var binary = new StringBuilder();
    new Random(7).ints(20_000, 0, 0x10000).forEach(c -> binary.append((char) c));
    var samples = new LinkedHashMap<String, Sample>();
    samples.put("empty", saying(""));
    samples.put("blank", saying(" \n\t\u00a0 "));
    samples.put("one letter, again and again", saying("a".repeat(LONG)));
    samples.put("many separators", saying("1,".repeat(LONG / 2)));
    samples.put("many spaces", saying("x" + " ".repeat(LONG) + "x"));
    samples.put("many words", saying("the quick brown fox ".repeat(LONG / 20)));
    samples.put("lone surrogates", saying("\ud800 x \udc00\udc00 \ud83d"));
    samples.put("binary", saying(binary.toString()));
    samples.put("deep JSON lists", saying("[".repeat(10_000) + "]".repeat(10_000)));
    samples.put("deep JSON objects", saying("{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)));
    samples.put("deep XML", saying("<a>".repeat(10_000) + "</a>".repeat(10_000)));
    samples.put("open braces", saying("{".repeat(30_000)));
    samples.put("open tags", saying("<a ".repeat(30_000)));
    samples.put("deep SQL", saying("SELECT " + "(".repeat(3_000) + "1" + ")".repeat(3_000)));
    samples.put("open fences", saying("```".repeat(30_000)));
    samples.put("open quotes", saying("\"“„«".repeat(20_000)));
    samples.put("marks of control tokens", saying("<|".repeat(30_000)));
    samples.put("huge exponents", saying("1e999 1e-999 9e99999999999 [1e999999999]"));
    samples.put("a huge number", saying("[1e999999999,-1e999999999]"));
    samples.put("deep tool arguments", calling("get", "{\"a\":".repeat(10_000)));
    samples.put("bomb for patterns", saying("a".repeat(5_000) + "!"));
    return samples;
  }

  @Test
  void everyKindOfSpecificationIsHere() {
    Set<Class<?>> kinds = specs().map(Object::getClass).collect(Collectors.toSet());
    assertThat(kinds).containsExactlyInAnyOrder(GraderSpec.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("specs")
  void nastyAnswersAreGradedLikeAnyOther(GraderSpec spec) {
    Grader grader = Graders.of(spec);
    NASTY.forEach((name, sample) -> {
      Grade grade =
          assertTimeoutPreemptively(
              Duration.ofSeconds(20), () -> grader.grade(sample), spec + " for " + name);
      check(spec, name, grade);
    });
  }

  private static void check(GraderSpec spec, String name, Grade grade) {
    String what = spec + " for " + name + ": " + grade.reason();
    assertThat(grade.score()).as(what).isBetween(0.0, 1.0);
    assertThat(grade.reason()).as(what).isNotBlank().hasSizeLessThan(900);
    assertThat(grade.reason()).as(what).doesNotContain("Exception", "\tat ", "java.", "\n");
    assertThat(grade.reason().chars().noneMatch(c -> c < ' ')).as(what).isTrue();
    if (!spec.graded()) {
      assertThat(grade.score()).as(what).isIn(0.0, 1.0);
    }
    if (grade.broken()) {
      assertThat(grade.score()).as(what).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void theOppositeIsTheOpposite(GraderSpec spec) {
    for (Sample sample : PLAIN) {
      Grade grade = Graders.of(spec).grade(sample);
      Grade opposite = Graders.of(new GraderSpec.Not(spec)).grade(sample);
      check(spec, "plain", grade);
      assertThat(opposite.broken()).isEqualTo(grade.broken());
      assertThat(opposite.score()).isEqualTo(grade.broken() ? 0 : 1 - grade.score());
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void gradesAreTheSameEveryTimeAndFromEveryThread(GraderSpec spec)
      throws InterruptedException, ExecutionException {
    Grader grader = Graders.of(spec);
    List<Grade> expected = PLAIN.stream().map(Graders.of(spec)::grade).toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var runs = new ArrayList<Future<List<Grade>>>();
      for (int i = 0; i < 4; i++) {
        runs.add(threads.submit(() -> PLAIN.stream().map(grader::grade).toList()));
      }
      for (Future<List<Grade>> run : runs) {
        assertThat(run.get()).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("specs")
  void aCaseWithoutValuesBreaksNothingButTheGrade(GraderSpec spec) {
    var bare = new Case("bare", Map.of(), Optional.empty(), Set.of(), Optional.empty());
    check(spec, "a bare case", Graders.of(spec).grade(saying("x", bare)));
  }
}
