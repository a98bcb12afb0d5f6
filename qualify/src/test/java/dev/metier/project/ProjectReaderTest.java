package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.catalog.Host;
import dev.metier.catalog.KeySource;
import dev.metier.catalog.Model;
import dev.metier.catalog.ModelProfile;
import dev.metier.catalog.Price;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.Role;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Weighted;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Prompt;
import dev.metier.job.Requirement;
import dev.metier.job.Template;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectReaderTest {
  private static final Project FULL = ProjectReader.read(Examples.FOLDER.resolve("full"));

  @TempDir Path folder;

  private static Model model(String name) {
    return FULL.model(new ModelName(name)).orElseThrow();
  }

  private static Job job(String name) {
    return FULL.job(new JobName(name)).orElseThrow();
  }

  private Model read(String model) {
    return new Folder(folder)
        .with("metier.yaml", "models:\n  m: " + model + "\n" + publicJob())
        .read()
        .models()
        .getFirst();
  }

  private static String publicJob() {
    return Folder.job("triage", "[{text: a}]").replace("internal", "public");
  }

  @Test
  void everyKeyOfAModelIsKept() {
    Model qwen = model("qwen");
    assertThat(qwen.id()).isEqualTo("qwen3.6:27b");
    assertThat(qwen.host()).isEqualTo(new Host("workstation", DataClass.RESTRICTED));
    assertThat(qwen.address()).contains("http://127.0.0.1:11434");
    assertThat(qwen.key()).isEmpty();
    assertThat(qwen.window()).isEqualTo(OptionalInt.of(32768));
    assertThat(qwen.concurrency()).isEqualTo(OptionalInt.of(2));
    assertThat(qwen.timeouts().firstToken()).isEqualTo(Duration.ofMinutes(5));
    assertThat(qwen.timeouts().idle()).isEqualTo(Timeouts.USUAL.idle());
    assertThat(qwen.settings().temperature()).isEqualTo(OptionalDouble.of(0));
    assertThat(qwen.settings().seed()).isEqualTo(OptionalLong.of(7));
    assertThat(qwen.settings().stop()).containsExactly("###");
    assertThat(qwen.settings().extra())
        .containsEntry("top_k", "40")
        .containsEntry("chat_template_kwargs", "{\"enable_thinking\":false}");
  }

  @Test
  void aLineBreakMayEndAnAnswer() {
    Model model = read("{use: ollama/x, stop: [\"\\n\", \"\\n\\n\"]}");
    assertThat(model.settings().stop()).containsExactly("\n", "\n\n");
  }

  @Test
  void whatIsDeclaredOfAModelStandsInPlaceOfWhatIsKnown() {
    ModelProfile known = read("{use: anthropic/claude-opus-5-5}").profile();
    ModelProfile own =
        read("{use: anthropic/claude-opus-5-5, profile: {refused: [], forced_tools: true,"
                + " longest_output: 9, thinking: budget, system_messages: leading}}")
            .profile();
    assertThat(own.refused()).isEmpty();
    assertThat(own.forcedTools()).isTrue();
    assertThat(own.longestOutput()).isEqualTo(OptionalInt.of(9));
    assertThat(own.thinking()).isEqualTo(ModelProfile.Thinking.BUDGET);
    assertThat(own.systemMessages()).isEqualTo(ModelProfile.SystemMessages.LEADING);
    assertThat(own.thinkingStops()).isEqualTo(known.thinkingStops());
  }

  @Test
  void whoRefusesALineBreakAsAStopIsNamed() {
    Project project =
        new Folder(folder)
            .with(
                "metier.yaml",
                "models: {claude: {use: anthropic/x, price: unknown, stop: \"\\n\"}}\n"
                    + publicJob())
            .read();
    assertThat(project.notes())
        .anyMatch(note -> note.contains("Anthropic refuses") && note.contains("model claude"));
  }

  @Test
  void aMachineIsPricedInDollarsAtTheGivenRate() {
    var price = (Price.Hardware) model("qwen").price();
    assertThat(price.price()).isEqualTo(Money.usd(3900 * 1.16));
    assertThat(price.resale()).isEqualTo(Money.usd(464));
    assertThat(price.life()).isEqualTo(Duration.ofDays(3 * 365));
    assertThat(price.perKwh()).isEqualTo(Money.usd(0.3596));
    assertThat(price.utilisation()).isEqualTo(0.2);
    assertThat(price.concurrency()).isEqualTo(1);
  }

  @Test
  void pricesByTokenComeFromTheFileOrTheList() {
    var far = (Price.PerToken) model("far").price();
    assertThat(far.output()).isEqualTo(Money.usd(2.2));
    assertThat(far.cachedInput()).isEqualTo(far.input());
    var opus = (Price.PerToken) model("opus").price();
    assertThat(opus.input()).isEqualTo(Money.usd(4));
    assertThat(opus.source()).contains("2026-11-22");
    assertThat(((Price.PerToken) model("haiku").price()).longPrompt()).isPresent();
    assertThat(model("llama").price()).isInstanceOf(Price.Unknown.class);
  }

  @Test
  void keysAreOnlyNamed() {
    assertThat(model("opus").key()).contains(new KeySource.Environment("TEAM_KEY"));
    assertThat(model("haiku").key()).contains(new KeySource.Environment("ANTHROPIC_API_KEY"));
    assertThat(model("far").key())
        .contains(new KeySource.File(Examples.FOLDER.resolve("full/secrets/vllm")));
  }

  @Test
  void localModelsOnThisMachineMayReadEverything() {
    var here = new Host("this-machine", DataClass.RESTRICTED);
    assertThat(read("{use: ollama/x}").host()).isEqualTo(here);
    assertThat(read("{use: vllm/x, url: \"http://localhost:9000/v1\"}").host()).isEqualTo(here);
    assertThat(read("{use: vllm/x, url: \"http://[::1]:9000/v1\"}").host()).isEqualTo(here);
    new Folder(folder).with("m.gguf", "GGUF").with("o.csv", "case_id\n");
    assertThat(read("{use: gguf/m.gguf}").host()).isEqualTo(here);
    assertThat(read("{use: \"recorded/o.csv#m\"}").host()).isEqualTo(here);
  }

  @Test
  void aServerOfThisMachineNeedsNoDeclaredHost() {
    String url = "url: \"http://127.0.0.1:4000/v1\", host: this-machine}";
    assertThat(read("{use: openai/x, " + url).host())
        .isEqualTo(new Host("this-machine", DataClass.RESTRICTED));
    assertThatThrownBy(() -> read("{use: openai/x, host: this-machine}"))
        .hasMessageContaining("does not run on this machine");
  }

  @Test
  void aJudgeWithoutAPriceIsNotedBeforeAnybodyIsAsked() {
    String models =
        """
        models:
          qwen: {use: ollama/qwen3}
          good: {use: openai/good, url: "http://127.0.0.1:4000/v1", host: this-machine%s}
        """;
    String job =
        Folder.job("j", "[{t: a, expected: x}]")
            .replace("json_valid", "{rubric: {text: ok, judge: good}}")
            .replace("    needs", "    models: [qwen]\n    needs");
    var plain = new Folder(folder);
    assertThat(plain.with("metier.yaml", models.formatted("") + job).read().notes())
        .anyMatch(note -> note.startsWith("Nothing of job j is asked while nobody knows what its"));
    String priced = models.formatted(", price: {input: 0, output: 0}");
    assertThat(plain.with("metier.yaml", priced + job).read().notes())
        .noneMatch(note -> note.contains("its judge"));
  }

  @Test
  void anAnswerWithoutAnEndIsForetold() {
    String job = Folder.job("j", "[{t: a, expected: x}]");
    var plain = new Folder(folder).with("metier.yaml", Folder.MODEL + job);
    assertThat(plain.read().notes())
        .anyMatch(note -> note.startsWith("Job j sets no `max_tokens`: one answer of qwen may"));
    String limited = job.replace("    needs", "    settings: {max_tokens: 9}\n    needs");
    assertThat(plain.with("metier.yaml", Folder.MODEL + limited).read().notes())
        .noneMatch(note -> note.contains("max_tokens"));
  }

  @Test
  void draftsThatNobodyDecidedOnAreNoted() {
    String job = Folder.job("j", "[{t: a, draft: {answer: x, by: person}}, {t: b, expected: x}]");
    assertThat(new Folder(folder).with("metier.yaml", Folder.MODEL + job).read().notes())
        .contains(
            "Job j: one case has a draft of what is expected, which no grader sees. Decide on it"
                + " with `metier label j`.");
  }

  @Test
  void whatCasesExpectAndNoGraderLooksAtIsNoted() {
    String job = Folder.job("j", "[{t: a, expected: x}, {t: b}]");
    var plain = new Folder(folder).with("metier.yaml", Folder.MODEL + job);
    assertThat(plain.read().notes())
        .anyMatch(note ->
            note.startsWith("Job j: one case says what is expected, and no grader looks at it")
                && note.contains("- rouge_1: {expected: \"{{expected}}\", at_least: 0.5}"));
    for (String grader : List.of("equals: \"{{expected}}\"", "program: {command: [a]}")) {
      String graded =
          job.replace("json_valid", "{" + grader + "}").replace("{t: b}", "{t: b, expected: y}");
      assertThat(plain.with("metier.yaml", Folder.MODEL + graded).read().notes())
          .noneMatch(note -> note.contains("no grader looks"));
    }
    String own = job.replace("{t: b}", "{t: b, graders: [{equals: y}]}");
    assertThat(plain.with("metier.yaml", Folder.MODEL + own).read().notes())
        .noneMatch(note -> note.contains("no grader looks"));
  }

  @Test
  void aPromptWithoutAVariableOfTheCasesIsNoted() {
    String job =
        Folder.job("j", "[{t: a, expected: x}, {t: b, expected: x}]")
            .replace("Answer.", "\"Answer: {{t}}\"");
    var plain = new Folder(folder).with("metier.yaml", Folder.MODEL + job);
    assertThat(plain.read().notes()).noneMatch(note -> note.contains("has no variable"));
    String same = job.replace("{{t}}", "{t}");
    assertThat(same).isNotEqualTo(job);
    assertThat(plain.with("metier.yaml", Folder.MODEL + same).read().notes())
        .contains(
            "The prompt of job j has no variable, so that all 2 cases ask the same. Did you mean"
                + " `{{t}}` where it says `{t}`?");
  }

  @Test
  void aCloudModelBehindALocalPortMayReadPublicDataOnly() {
    String url = ", url: \"http://127.0.0.1:11434/v1\"}";
    for (String use : List.of("{use: ollama/x-cloud}", "{use: vllm/x-cloud" + url)) {
      assertThat(read(use).host()).isEqualTo(new Host("ollama-cloud", DataClass.PUBLIC));
    }
  }

  @Test
  void whateverElseMayReadPublicDataOnly() {
    assertThat(read("{use: openai/x}").host()).isEqualTo(new Host("openai", DataClass.PUBLIC));
    assertThat(read("{use: openai/x, url: \"http://127.0.0.1:4000\"}").host().clearance())
        .isEqualTo(DataClass.PUBLIC);
    assertThat(read("{use: ollama/x, url: \"http://10.0.0.7:11434\"}").host())
        .isEqualTo(new Host("10.0.0.7", DataClass.PUBLIC));
    assertThat(read("{use: ollama/x, url: \"http://127.0.0.1.evil.com\"}").host().clearance())
        .isEqualTo(DataClass.PUBLIC);
    assertThat(read("{use: \"ollama/gpt-oss:120b-cloud\"}").host())
        .isEqualTo(new Host("ollama-cloud", DataClass.PUBLIC));
  }

  @Test
  void filesOfModelsAreFoundBesideTheProject() {
    new Folder(folder).with("sub/m.gguf", "GGUF").with("o.csv", "case_id\n");
    assertThat(read("{use: gguf/sub/m.gguf}").id()).isEqualTo(folder + "/sub/m.gguf");
    assertThat(read("{use: \"recorded/o.csv#anthropic/claude\"}").id())
        .isEqualTo(folder + "/o.csv#anthropic/claude");
  }

  @Test
  void aHostedModelThatIsNotInTheListIsNotedAndUnpriced() {
    var project =
        new Folder(folder)
            .with("metier.yaml", "models:\n  m: {use: anthropic/claude-opus-5.5}\n" + publicJob())
            .read();
    assertThat(project.notes()).anyMatch(note -> note.contains("claude-opus-5-5"));
    assertThat(project.unpriced()).hasSize(1);
    var place = project.unpriced().getFirst().place().orElseThrow();
    assertThat(place.line()).isEqualTo(2);
    assertThat(place.column()).isEqualTo(3);
    assertThat(project.place(new JobName("triage")).line()).isEqualTo(4);
  }

  @Test
  void needsBecomeRequirements() {
    var opus = new ModelName("opus");
    assertThat(job("ticket-triage").needs())
        .containsExactly(
            new Requirement.Quality(0.9, 0.95, Optional.empty()),
            new Requirement.Quality(0.5, 0.95, Optional.of("angry")),
            new Requirement.NotWorse(opus, 0.03, 0.95),
            new Requirement.Regressions(opus, 0.1, 0.95),
            new Requirement.Latency(
                Requirement.Phase.TOTAL, 0.95, Duration.ofMillis(1500), 0.9, 20),
            new Requirement.Latency(Requirement.Phase.TOTAL, 0.5, Duration.ofMillis(800), 0.9, 20),
            new Requirement.Latency(
                Requirement.Phase.FIRST_TOKEN, 0.95, Duration.ofMillis(400), 0.95, 20),
            new Requirement.Speed(20, 0.95, 0.95, 20),
            new Requirement.Cost(Money.usd(2.32), 0.95));
  }

  @Test
  void promptsComeFromTextFilesAndTurns() {
    assertThat(job("ticket-triage").prompt())
        .isEqualTo(
            new Prompt(
                List.of(
                    new Prompt.Turn(Role.SYSTEM, new Template("Answer with one word.")),
                    new Prompt.Turn(Role.USER, new Template("Label this: {{text}}\n")))));
    assertThat(job("everything").prompt().turns()).hasSize(2);
  }

  @Test
  void aSentenceThatEndsLikeAFileIsAPrompt() {
    var job =
        new Folder(folder)
            .with(
                "metier.yaml",
                Folder.MODEL
                    + Folder.job("a", "[{text: a}]").replace("Answer.", "Summarise README.md"))
            .read()
            .jobs()
            .getFirst();
    assertThat(job.prompt()).isEqualTo(Prompt.ofUser("Summarise README.md"));
  }

  @Test
  void everyGraderCanBeWritten() {
    var parts = job("everything").grading().parts();
    var written =
        parts.stream().map(part -> part.spec().getClass().getSimpleName()).distinct().toList();
    // a judge stands beside no weights; JudgeKeysTest reads it
    assertThat(GraderSpec.class.getPermittedSubclasses())
        .extracting(Class::getSimpleName)
        .filteredOn(name -> !name.equals("Judged"))
        .isSubsetOf(written);
    assertThat(parts).hasSize(54);
  }

  @Test
  void gradersMustAllPassUnlessOneHasAWeight() {
    assertThat(job("ticket-triage").grading().rule()).isEqualTo(GraderSpec.Rule.ALL);
    var weighted = job("everything").grading();
    assertThat(weighted.rule()).isEqualTo(GraderSpec.Rule.WEIGHTED);
    assertThat(weighted.threshold()).isEmpty();
    assertThat(weighted.parts().get(1))
        .isEqualTo(
            new Weighted(
                new GraderSpec.Equals(new Template("{{label}}"), false),
                3,
                Optional.of("right label")));
  }

  @Test
  void aGraderWithoutExpectationUsesTheCases() {
    assertThat(job("everything").grading().parts().getFirst().spec())
        .isEqualTo(new GraderSpec.Equals(new Template("{{expected}}"), false));
  }

  @Test
  void recordedCandidatesNeedNoPromptAndNoGraders() {
    var job = ProjectReader.read(Examples.FOLDER.resolve("recorded")).jobs().getFirst();
    assertThat(job.grading().parts()).isEmpty();
    assertThat(job.candidates()).containsExactly(new ModelName("qwq"), new ModelName("sonnet"));
  }

  @Test
  void whatIsLeftOutHasItsUsualValue() {
    var job = ProjectReader.read(Examples.FOLDER.resolve("small/metier.yaml")).jobs().getFirst();
    assertThat(job.scope()).isEqualTo(Job.Scope.TRAFFIC);
    assertThat(job.prefer()).isEqualTo(Job.Prefer.COST);
    assertThat(job.repeats()).isEqualTo(1);
    assertThat(job.purpose()).isEmpty();
    assertThat(job.tools()).isEmpty();
  }

  @Test
  void remarksAreNotes() {
    assertThat(FULL.notes())
        .anyMatch(n -> n.contains("reply has 1 case"))
        .anyMatch(n -> n.contains("far may not read the internal data"));
  }

  @Test
  void repeatsWithOneSeedAreANote() {
    String job = Folder.job("j", "[{t: a}]").replace("    needs", "    repeats: 3\n    needs");
    var plain = new Folder(folder).with("metier.yaml", Folder.MODEL + job);
    assertThat(plain.read().notes()).noneMatch(note -> note.contains("seed"));
    var seeded = job.replace("    needs", "    settings: {seed: 7}\n    needs");
    assertThat(plain.with("metier.yaml", Folder.MODEL + seeded).read().notes())
        .anyMatch(note -> note.startsWith("Job j asks each case 3 times with the same seed"));
  }

  @Test
  void aMissingFileIsTold() {
    assertThatThrownBy(() -> ProjectReader.read(folder))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("metier.yaml");
  }

  @Test
  void anchorsThatReferToThemselvesAreTold() {
    var bad = new Folder(folder).with("metier.yaml", "models: &a\n  b: *a\n");
    assertThatThrownBy(bad::read).isInstanceOf(ProblemsException.class);
    bad.with("metier.yaml", "[".repeat(200_000));
    assertThatThrownBy(bad::read).isInstanceOf(ProblemsException.class);
  }

  @Test
  void jsonSchemaLibraryIsNotLoadedWithoutNeed() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-Xlog:class+load",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                ReadOnce.class.getName(),
                Examples.FOLDER.resolve("small").toString())
            .redirectErrorStream(true)
            .start();
    String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(log.lines().limit(3).toList().toString()).isZero();
    assertThat(log)
        .contains("dev.metier.project.ProjectReader")
        .doesNotContain("com.networknt")
        .doesNotContain("tools.jackson.databind")
        .doesNotContain("org.apache.commons.csv");
  }
}
