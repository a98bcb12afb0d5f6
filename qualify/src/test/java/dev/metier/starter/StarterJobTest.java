package dev.metier.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.core.text.Digest;
import dev.metier.grade.Grade;
import dev.metier.job.Case;
import dev.metier.project.ProjectReader;
import dev.metier.starter.draw.StarterCase;
import dev.metier.starter.draw.Texts;
import dev.metier.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every starter job must hold, whatever it asks for.
class StarterJobTest {
  @TempDir static Path folder;

  private static final Map<StarterJob, Answering> ANSWERING = new EnumMap<>(StarterJob.class);

  private static Answering answering(StarterJob job) {
    return ANSWERING.computeIfAbsent(job, each -> Answering.to(each, folder.resolve(each.word())));
  }

  @ParameterizedTest
  @EnumSource(StarterJob.class)
  void theKeyOfEachCaseIsRight(StarterJob job) {
    var answering = answering(job);
    for (StarterCase given : answering.cases()) {
      assertThat(answering.grade(given, given.expected()).reason())
          .as(given.id() + ": " + given.expected())
          .satisfies(_ -> assertThat(answering.passes(given, given.expected())).isTrue());
    }
  }

  @ParameterizedTest
  @EnumSource(StarterJob.class)
  void plausibleWrongAnswersAreWrongInEachCase(StarterJob job) {
    var answering = answering(job);
    List<StarterCase> cases = answering.cases();
    for (int i = 0; i < cases.size(); i++) {
      StarterCase given = cases.get(i);
      StarterCase other = other(cases, i);
      for (String wrong : JobAnswers.wrong(job, given, other)) {
        assertThat(answering.grade(given, wrong).score()).as(given.id() + ": " + wrong).isZero();
      }
    }
  }

  /// The next case with another answer in the same language.
  private static StarterCase other(List<StarterCase> cases, int index) {
    StarterCase given = cases.get(index);
    for (int step = 1; ; step++) {
      StarterCase other = cases.get((index + step) % cases.size());
      if (!other.expected().equals(given.expected())
          && other.slices().contains("german") == given.slices().contains("german")) {
        return other;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(StarterJob.class)
  void whoSaysNothingOfTheCaseStaysFarBelowTheBar(StarterJob job) {
    var answering = answering(job);
    String usual =
        answering.cases().stream()
            .collect(Collectors.groupingBy(StarterCase::expected, Collectors.counting()))
            .entrySet()
            .stream()
            .max(
                Map.Entry.<String, Long>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey()))
            .orElseThrow()
            .getKey();
    Map<String, Function<StarterCase, String>> answers =
        Map.of(
            "empty", _ -> "",
            "echo", Answering::text,
            "refusal", _ -> "I'm sorry, but I can't help with that.",
            "majority", _ -> usual,
            "null", c -> c.expected().startsWith("{") ? JsonAnswers.allNull(c.expected()) : "null");
    answers.forEach((name, answer) ->
        assertThat(answering.share(answer)).as(name).isLessThan(answering.bar() - 0.2));
  }

  @ParameterizedTest
  @EnumSource(StarterJob.class)
  void mechanicalFaultsInRightAnswersAreCaught(StarterJob job) {
    var answering = answering(job);
    int all = 0;
    var missed = new ArrayList<String>();
    for (StarterCase given : some(answering)) {
      List<String> faults = JobAnswers.faults(job, given);
      assertThat(faults).hasSizeGreaterThanOrEqualTo(19);
      all += faults.size();
      faults.stream()
          .filter(fault -> answering.passes(given, fault))
          .forEach(fault -> missed.add(given.id() + ": " + fault));
    }
    assertThat((double) missed.size() / all).as(missed.toString()).isLessThanOrEqualTo(0.05);
  }

  @Test
  void testsThatNeverEndFailTheModelAndNotTheGrader() {
    var answering = answering(StarterJob.UNIT_TEST_WRITING);
    Grade grade = answering.grade(answering.cases().getFirst(), "while (true) {}");
    assertThat(grade.broken()).isFalse();
    assertThat(grade.passed()).isFalse();
    assertThat(grade.reason()).isEqualTo("The code of the answer takes longer than 2 seconds.");
  }

  @ParameterizedTest
  @EnumSource(StarterJob.class)
  void harmlessRewordingsPass(StarterJob job) {
    var answering = answering(job);
    for (StarterCase given : some(answering)) {
      List<String> ways = JobAnswers.rewordings(job, given);
      for (String way : ways) {
        assertThat(answering.passes(given, way))
            .as(given.id() + ": " + way + ": " + answering.grade(given, way).reason())
            .isTrue();
      }
    }
  }

  /// Every third case; fewer where each answer is run.
  private static List<StarterCase> some(Answering answering) {
    List<StarterCase> cases = answering.cases();
    int step = answering.starter() == StarterJob.UNIT_TEST_WRITING ? 21 : 3;
    return IntStream.range(0, cases.size())
        .filter(i -> i % step == 0)
        .mapToObj(cases::get)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(StarterJob.class)
  void whoObeysAnOrderHiddenInTheTextFailsTheCase(StarterJob job) {
    var answering = answering(job);
    var ordered = answering.cases().stream().filter(c -> c.slices().contains("injection")).toList();
    assertThat(ordered).hasSizeGreaterThanOrEqualTo(8);
    for (StarterCase given : ordered) {
      assertThat(answering.grade(given, given.obeyed().orElseThrow()).score())
          .as(given.id())
          .isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(StarterJob.class)
  void slicesAreLargeEnoughToSaySomething(StarterJob job) {
    var answering = answering(job);
    assertThat(answering.cases()).hasSizeBetween(60, 80);
    assertThat(answering.job().restsOnTemplate()).isTrue();
    Map<String, Long> sizes =
        answering.job().cases().stream()
            .map(Case::slices)
            .flatMap(Set::stream)
            .collect(Collectors.groupingBy(s -> s, Collectors.counting()));
    assertThat(sizes.keySet()).contains("german");
    assertThat(sizes.values()).as(sizes.toString()).allMatch(size -> size >= 8);
  }

  @Test
  void thirtyCasesOfOnesOwnAreEvidenceOfOnesOwn(@TempDir Path own) throws IOException {
    Answering.to(StarterJob.TICKET_TRIAGE, own);
    Path file = own.resolve("cases/ticket-triage.jsonl");
    for (int i = 1; i <= 30; i++) {
      assertThat(ProjectReader.read(own).jobs().getFirst().restsOnTemplate()).isTrue();
      String line = "{\"text\": \"Where is parcel " + i + "?\", \"labels\": [\"shipping\"]}\n";
      Files.writeString(file, line, StandardOpenOption.APPEND);
    }
    assertThat(ProjectReader.read(own).jobs().getFirst().restsOnTemplate()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(StarterJob.class)
  void noTwoCasesAreNearlyTheSame(StarterJob job) {
    List<StarterCase> cases = job.cases();
    List<int[]> grams = cases.stream().map(c -> grams(Answering.text(c))).toList();
    for (int i = 0; i < cases.size(); i++) {
      for (int k = 0; k < i; k++) {
        assertThat(likeness(grams.get(i), grams.get(k)))
            .as(Answering.text(cases.get(i)) + "\n---\n" + Answering.text(cases.get(k)))
            .isLessThanOrEqualTo(0.8);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(StarterJob.class)
  void theAnswerOfTheMostAlikeCaseStaysBelowTheBar(StarterJob job) throws IOException {
    var answering = answering(job);
    List<StarterCase> cases = answering.cases();
    List<int[]> grams = cases.stream().map(c -> grams(Answering.text(c))).toList();
    Map<StarterCase, String> answers = new HashMap<>();
    for (int i = 0; i < cases.size(); i++) {
      int at = i;
      int near =
          IntStream.range(0, cases.size())
              .filter(k -> k != at)
              .boxed()
              .max(Comparator.comparingDouble(k -> likeness(grams.get(at), grams.get(k))))
              .orElseThrow();
      answers.put(cases.get(i), cases.get(near).expected());
    }
    double share = answering.share(given -> answers.getOrDefault(given, ""));
    assertThat(share).isLessThanOrEqualTo(answering.bar() - 0.1);
    String row =
        Files.readAllLines(Path.of("docs/guide/starter-jobs.md")).stream()
            .filter(line -> line.startsWith("| " + job.word() + " |"))
            .findFirst()
            .orElse("no row of " + job.word());
    String figures = Texts.filled("| %.2f | %d |", answering.bar(), cases.size());
    assertThat(row).contains(figures.replace("0.", "."));
    assertThat(row).endsWith(Texts.filled("| %.2f |", share).replace("0.", "."));
  }

  @Test
  void madeAgainTheCasesAreTheSameBytes() {
    var digests = new StringBuilder();
    for (StarterJob job : StarterJob.values()) {
      var digest = new Digest();
      job.files()
          .forEach((path, text) -> {
            if (!path.startsWith("prompts/")) {
              digest.add(text);
            }
          });
      digests.append(job.word()).append(' ').append(digest.hex()).append('\n');
    }
    GoldenFile.check(Path.of("qualify/src/test/golden/starter/digests.txt"), digests.toString());
  }

  /// Hashes of all runs of five signs, sorted, each once.
  private static int[] grams(String text) {
    String plain = text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    return IntStream.rangeClosed(0, plain.length() - 5)
        .map(i -> plain.substring(i, i + 5).hashCode())
        .sorted()
        .distinct()
        .toArray();
  }

  private static double likeness(int[] one, int[] other) {
    int both = 0;
    for (int i = 0, k = 0; i < one.length && k < other.length; ) {
      if (one[i] == other[k]) {
        both++;
        i++;
        k++;
      } else if (one[i] < other[k]) {
        i++;
      } else {
        k++;
      }
    }
    return (double) both / (one.length + other.length - both);
  }
}
