package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.core.problem.ProblemsException;
import dev.metier.job.CascadeRules;
import dev.metier.job.CascadeRules.After;
import dev.metier.job.CascadeRules.HandOver;
import dev.metier.job.CascadeRules.Hold;
import dev.metier.job.Check;
import dev.metier.job.HybridSpec;
import dev.metier.job.HybridSpec.KeptWrong;
import dev.metier.job.HybridSpec.NotWorse;
import dev.metier.job.HybridSpec.Then;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HybridSectionTest {
  private static final JobName TRIAGE = new JobName("triage");
  private static final String TWO =
      """
      models:
        qwen: {use: "ollama/qwen3.6:27b"}
        opus: {use: anthropic/claude-opus-5.5}
      hosts: {anthropic: {clearance: internal}}
      """;

  @TempDir Path folder;

  private Project project(String hybrid) {
    return project(TWO, hybrid);
  }

  private Project project(String models, String hybrid) {
    String cases = "[{text: a}, {text: b}, {text: c}]";
    return new Folder(folder)
        .runnable("check.sh", "exit 0")
        .with("metier.yaml", models + Folder.job("triage", cases).stripTrailing() + "\n" + hybrid)
        .read();
  }

  private HybridSpec read(String hybrid) {
    return project(hybrid).hybrid(TRIAGE);
  }

  @Test
  void aJobThatSaysNothingIsSearchedWithTheUsualValues() {
    assertThat(read("")).isEqualTo(HybridSpec.USUAL);
  }

  @Test
  void offMeansOneModelAlone() {
    assertThat(read("    hybrid: off").searched()).isFalse();
  }

  @Test
  void everyKeyIsKept() {
    var spec =
        read(
            """
                hybrid:
                  first: [qwen]
                  then: opus
                  checks: [complete, graders, {agree: {samples: 5, least: 4, temperature: 1}},
                           {program: ./check.sh, timeout: 3s}, {baseline: opus}]
                  not_worse: {margin: 0.8, confidence: 0.6}
                  kept_wrong: {at_most: 0.7, confidence: 0.8, of: all}
                  on_check_failed: mark
                  on_check_broken: refuse
                  hand_over: reason
                  hold: user_turn
                  switch: {extra_cost: 35 %}
                  deadline: 2m
                  router: ridge
            """);
    var program = (Check.Program) spec.checks().get(3);
    assertThat(program.command().getFirst()).endsWith("check.sh");
    assertThat(program.timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(spec)
        .isEqualTo(
            new HybridSpec(
                true,
                List.of(new ModelName("qwen")),
                Optional.empty(),
                new Then.Named(new ModelName("opus")),
                List.of(
                    new Check.Complete(),
                    new Check.Graders(),
                    new Check.Agree(5, 4, 1),
                    program,
                    new Check.Baseline(new ModelName("opus"))),
                new NotWorse(0.8, 0.6),
                Optional.of(new KeptWrong(0.7, 0.8, true)),
                new CascadeRules(
                    After.MARK,
                    After.REFUSE,
                    HandOver.REASON,
                    Hold.USER_TURN,
                    0.35,
                    Duration.ofMinutes(2)),
                HybridSpec.Router.RIDGE));
  }

  @Test
  void aProgramIsTheSameFromWhicheverFolderItIsRead() {
    var whole = read("    hybrid: {checks: [{program: ./check.sh}]}");
    Path here = Path.of("").toAbsolutePath();
    Path relative = here.relativize(folder.resolve("metier.yaml").toAbsolutePath());
    assertThat(ProjectReader.read(relative).hybrid(TRIAGE)).isEqualTo(whole);
    assertThat(((Check.Program) whole.checks().getFirst()).command().getFirst()).startsWith("/");
  }

  @Test
  void aJudgeIsAModelWithARubric() {
    var spec = read("    hybrid: {checks: [{judge: opus, rubric: It names a date.}]}");
    assertThat(spec.checks())
        .containsExactly(
            new Check.Judge(new ModelName("opus"), "It names a date.", Duration.ofSeconds(20)));
  }

  @Test
  void onlyModelsThatAnswerFirstAreAskedHowLikelyTheirTokensAre() {
    String likely = "    hybrid: {first: [qwen], checks: [logprob]}";
    var job = project(TWO.replace("ollama/qwen3.6:27b", "vllm/qwen"), likely).jobs().getFirst();
    assertThat(job.likelihoods()).containsExactly(new ModelName("qwen"));
    assertThat(problems("logprob")).contains("`logprob` is asked of the models that answer first");
    assertThat(catchThrowableOfType(ProblemsException.class, () -> project(likely)))
        .hasMessageContaining("`logprob` cannot look at answers of qwen (ollama): no");
  }

  @Test
  void loopsAndTokensAreChecksOfTheirOwn() {
    assertThat(read("    hybrid: {checks: [loops, {tokens: {at_most: 400}}]}").checks())
        .containsExactly(new Check.Loops(), new Check.Tokens(400));
    var wrong = problems("tokens, {tokens: {at_most: 0}}, {tokens: {most: 3}}, loop");
    assertThat(wrong)
        .contains("`tokens` needs more than its name.", "{tokens: {at_most: 400}}")
        .contains("at_most")
        .contains("Unknown check `loop`", "loops");
  }

  @Test
  void whatCannotJudgeLiveAnswersIsTold() {
    assertThat(problems("{judge: opus}")).contains("`rubric` is missing");
    assertThat(problems("{rubric: It names a date.}")).contains("no `judge`");
    assertThat(problems("{judge: opuss, rubric: x}")).contains("no model \"opuss\"", "opus");
    assertThat(problems("{judge: opus, rubric: \"It is {{label}}.\"}"))
        .contains("this rubric names `label`", "no answer key");
    assertThat(problems("{judge: opus, rubric: x, timeout: 60s}"))
        .contains("would use up the chain's `deadline` of 60 s");
  }

  @Test
  void whatAskingAgainCannotProveIsTold() {
    assertThat(problems("{agree: {temperature: 0}}"))
        .contains("`agree` at `temperature: 0` asks for the same answer again");
    assertThat(problems("{agree: {samples: 1}}")).contains("whole number from 2 to 9, not 1");
  }

  @Test
  void aProgramNeedsLeaveToBeRun() throws IOException {
    Files.writeString(folder.resolve("plain.sh"), "exit 0");
    assertThat(problems("{program: ./plain.sh}"))
        .contains("plain.sh may not be run as a program.", "chmod +x");
    assertThat(read("    hybrid: {checks: [{program: [sh, ./plain.sh]}]}").checks()).hasSize(1);
  }

  @Test
  void aProgramThatHangsLeavesTimeForTheModelBehindIt() {
    assertThat(problems("{program: ./check.sh, timeout: 90s}"))
        .contains("A program that hangs for 90 s would use up the chain's `deadline` of 60 s");
  }

  @Test
  void whatNamesTheAnswerKeyIsToldOnce() {
    String told = problems("{judge: opus, rubric: \"It is {{expected}}.\"}");
    assertThat(told).contains("this rubric names `expected`").doesNotContain("The prompt");
  }

  @Test
  void eachModelIsToldWhereItStands() {
    var told =
        catchThrowableOfType(
            ProblemsException.class,
            () -> project("    hybrid: {first: [opus, qwen, opus], firsts: qwen}"));
    assertThat(told.problems())
        .anySatisfy(each -> {
          assertThat(each.what()).contains("`opus` is named twice");
          assertThat(each.place().orElseThrow().column()).isEqualTo(34);
        })
        .anySatisfy(each -> assertThat(each.hint()).contains("`first`, which is written too"));
  }

  @Test
  void whatASwitchMayCostIsNoLessThanNothing() {
    for (String share : List.of("-5 %", "NaN %", "Infinity %", "20 percent", "-0.05")) {
      var told =
          catchThrowableOfType(
              ProblemsException.class,
              () -> project("    hybrid: {switch: {extra_cost: " + share + "}}"));
      assertThat(told.problems()).as(share).hasSize(1);
      assertThat(told.problems().getFirst().what()).contains("`extra_cost` takes");
    }
    assertThat(read("    hybrid: {switch: {extra_cost: 0 %}}").rules().switchCost()).isZero();
  }

  @Test
  void aScoreIsMadeOfSignals() {
    String cases =
        java.util.stream.IntStream.range(0, 50)
            .mapToObj(i -> "{text: t" + i + "}")
            .collect(java.util.stream.Collectors.joining(", ", "[", "]"));
    String hybrid =
        "    hybrid: {first: [qwen], checks: [complete, {score: {of: [length, tokens, loops,"
            + " logprob, {agree: {samples: 5}}, {baseline: opus}]}}]}";
    var read =
        new Folder(folder)
            .with(
                "metier.yaml",
                TWO.replace("ollama/qwen3.6:27b", "vllm/qwen")
                    + Folder.job("triage", cases).stripTrailing()
                    + "\n"
                    + hybrid)
            .read();
    var score = (Check.Score) read.hybrid(TRIAGE).checks().getLast();
    assertThat(score.of())
        .containsExactly(
            Check.Signal.Measure.LENGTH,
            Check.Signal.Measure.TOKENS,
            Check.Signal.Measure.LOOPS,
            new Check.Signal.Says(new Check.LogProbability(Double.NaN)),
            new Check.Signal.Says(new Check.Agree(5, 2, 0.7)),
            new Check.Signal.Says(new Check.Baseline(new ModelName("opus"))));
    assertThat(score.weighed()).isEmpty();
    assertThat(read.jobs().getFirst().likelihoods()).containsExactly(new ModelName("qwen"));
    assertThat(read.notes()).anyMatch(note -> note.contains("repeats: 5"));
  }

  @Test
  void whatIsWrongWithAScoreIsToldAtOnce() {
    assertThat(problems("{score: {of: [length]}}")).contains("weighs several signals, and one is");
    assertThat(problems("{score: {of: [lenght, loops]}}")).contains("Unknown signal `lenght`");
    assertThat(problems("{score: {}}")).contains("of");
    assertThat(problems("{score: {of: [length, loops, {baseline: opuss}]}}"))
        .contains("no model \"opuss\"", "opus");
    assertThat(problems("{score: {of: [length, equals]}}")).contains("no answer key");
    assertThat(problems("{score: {of: [length, {score: {of: [tokens, loops]}}]}}"))
        .contains("score");
    assertThat(problems("{scores: {of: [length, tokens]}}")).contains("score");
    assertThat(
            problems(
                "{score: {of: [length, length, {agree: {samples: 5, least: 4}}]}}, {scoer: {}},"
                    + " agre"))
        .contains("`length` is written twice", "`least` cuts it off", "`agre`", "scoer");
    assertThat(problems("{score: {of: [length, tokens]}}, {score: {of: [length, loops]}}"))
        .contains("`score` has one already", "50 cases at least, and there are only 3");
  }

  private String problems(String check) {
    var told =
        catchThrowableOfType(
            ProblemsException.class, () -> project("    hybrid: {checks: [" + check + "]}"));
    return told.problems().stream()
        .map(each -> each.what() + " " + each.hint())
        .collect(java.util.stream.Collectors.joining("\n"));
  }

  @Test
  void nobodyBehindMeansRefusal() {
    var spec = read("    hybrid: {then: none, checks: [agree]}");
    assertThat(spec.then()).isEqualTo(new Then.Nobody());
    assertThat(spec.rules().onFailed()).isEqualTo(After.REFUSE);
    assertThat(spec.rules().onBroken()).isEqualTo(After.REFUSE);
    assertThat(spec.checks()).containsExactly(new Check.Agree(3, 2, 0.7));
  }

  @Test
  void aCheckThatCouldNotRunIsNeverKeptSilently() {
    assertThat(read("    hybrid: {on_check_failed: mark}").rules().onBroken())
        .isEqualTo(After.MARK);
    assertThat(After.values()).extracting(Enum::name).doesNotContain("KEEP");
  }

  @Test
  void agreementOfAnswersThatAreNotKeptIsNoted() {
    assertThat(project("    hybrid: {checks: [agree]}").notes())
        .anyMatch(note -> note.contains("repeats: 3"));
  }
}
