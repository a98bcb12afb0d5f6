package dev.metier.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.catalog.KeySource;
import dev.metier.catalog.Model;
import dev.metier.compile.PolicyCompilerTest;
import dev.metier.core.problem.ProblemText;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.CascadeRules;
import dev.metier.job.Check;
import dev.metier.job.DataClass;
import dev.metier.job.GraderSpec;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.learn.Example;
import dev.metier.learn.Isotonic;
import dev.metier.learn.LearnedRouter;
import dev.metier.learn.RouterFile;
import dev.metier.learn.TextRegression;
import dev.metier.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyFileTest {
  private static final Path GOLDEN = Path.of("qualify/src/test/golden/policy");
  private static final Path MISTAKES = GOLDEN.resolve("mistakes");

  @TempDir private Path folder;

  @Test
  void aPolicyIsWrittenInTheOrderThatPeopleReview() {
    GoldenFile.check(
        GOLDEN.resolve("policy.json"), PolicyFile.text(Samples.policy(), Samples.FILE));
  }

  @Test
  void whatIsWrittenIsReadBackTheSame() {
    Policy policy = Samples.policy();
    String text = PolicyFile.text(policy, Samples.FILE);
    Policy read = PolicyFile.parse(text, Samples.FILE);
    assertThat(read).isEqualTo(policy);
    assertThat(PolicyFile.text(read, Samples.FILE)).isEqualTo(text);
    assertThat(read.jobs().keySet()).containsExactlyElementsOf(policy.jobs().keySet());
  }

  /// The same policy, whose first job is done otherwise.
  private static Policy with(Route route) {
    Policy policy = Samples.policy();
    var jobs = new LinkedHashMap<>(policy.jobs());
    ServedJob job = jobs.values().iterator().next();
    jobs.put(
        job.name(),
        new ServedJob(
            job.name(), job.purpose(), job.data(), route, job.candidates(), job.serving()));
    return new Policy(
        policy.evidence(), policy.project(), policy.compiled(), jobs, policy.models());
  }

  @Test
  void aLearnedRouterIsReadBackTheSame() throws IOException {
    var examples =
        List.of(Example.of("add up", "", 0), Example.of("prove", "", 1), Example.of("b", "", 0));
    var learned =
        new LearnedRouter(
            TextRegression.fit(examples, new TextRegression.Learner.Linear(1)),
            0.5,
            Isotonic.fit(new double[] {0, 1}, new double[] {0, 1}),
            List.of("c1", "c2", "c3"));
    RouterFile file = RouterFile.of(folder, "ticket-triage", learned);
    file.write();
    var route =
        new Route.Learned(
            file,
            new ModelName("qwen"),
            new ModelName("opus"),
            List.of(),
            CascadeRules.Hold.USER_TURN,
            new CascadeProof("With 95 % confidence little is given up.", 0.55, 0.69));
    Policy policy = with(route);
    String text = PolicyFile.text(policy, Samples.FILE);
    assertThat(text).contains("\"learned\": \"").contains("\"first\": \"qwen\"");
    assertThat(PolicyFile.parse(text, Samples.FILE)).isEqualTo(policy);
    assertThat(PolicyDiff.between(Optional.of(Samples.policy()), policy).text())
        .contains(".router between qwen and opus. With 95 % confidence");
    assertThatThrownBy(() ->
            PolicyFile.parse(
                text.replace("\"first\": \"qwen\"", "\"first\": \"opus\""), Samples.FILE))
        .hasMessageContaining("A model is named twice in this route");
    Files.delete(file.path());
    assertThatThrownBy(() -> PolicyFile.parse(text, Samples.FILE))
        .isInstanceOfSatisfying(
            ProblemsException.class, e -> assertThat(e.problems().getFirst().place()).isPresent())
        .hasMessageContaining("There is no file");
  }

  @Test
  void aCascadeIsReadBackTheSame() {
    Policy policy = with(cascade());
    String text = PolicyFile.text(policy, Samples.FILE);
    assertThat(PolicyFile.parse(text, Samples.FILE)).isEqualTo(policy);
    String untold =
        text.replace("\"fresh\"", "\"reason\"").replaceFirst(",\\s*\"told\" *: *12", "");
    assertThatThrownBy(() -> PolicyFile.parse(untold, Samples.FILE))
        .as("what a later model does that is told of checks needs evidence of its own")
        .hasMessageContaining("Nothing was proven of a later model that is told of checks");
    assertThat(PolicyDiff.between(Optional.of(Samples.policy()), policy).text())
        .contains(
            "cascade qwen checked by complete, graders, agree, program, logprob, loops, tokens,"
                + " judge, score, then opus")
        .contains("at most 3 % are wrong");
  }

  private static Route.Cascade cascade() {
    var rules =
        new CascadeRules(
            CascadeRules.After.ESCALATE,
            CascadeRules.After.MARK,
            CascadeRules.HandOver.FRESH,
            CascadeRules.Hold.USER_TURN,
            0.25,
            Duration.ofSeconds(90));
    var cascade =
        new Route.Cascade(
            new ModelName("qwen"),
            Optional.of(new ModelName("opus")),
            List.of(),
            List.of(
                new Check.Complete(),
                new Check.Graders(
                    Optional.of(
                        new GraderSpec.Group(
                            GraderSpec.Rule.ALL,
                            List.of(
                                new GraderSpec.Weighted(
                                    new GraderSpec.NoMarkup(), 1, Optional.empty())),
                            OptionalDouble.empty()))),
                new Check.Agree(3, 2, 0.7),
                new Check.Program(
                    List.of("/srv/check.sh", "-q"),
                    Duration.ofSeconds(2),
                    List.of(new Check.Program.CompiledFile("/srv/check.sh", "9f2c41aa"))),
                new Check.LogProbability(-0.35),
                new Check.Loops(),
                new Check.Tokens(400),
                new Check.Judge(
                    new ModelName("opus"),
                    "It names a date.",
                    Duration.ofSeconds(20),
                    Optional.of(new Check.Judge.Calibrated("5b1c22ab", "77e0d1f2"))),
                new Check.Score(
                    List.of(
                        Check.Signal.Measure.LENGTH,
                        new Check.Signal.Says(new Check.Agree(5, 2, 0.8))),
                    Optional.of(
                        new Check.Score.Weighed(
                            0.412345,
                            List.of(
                                new Check.Score.Term(5.25, 0.9, -0.31),
                                new Check.Score.Term(0.7, 0.4, 1.75)),
                            0.8125)))),
            rules,
            new CascadeProof(
                "With 90 % confidence at most 3 % are wrong.",
                new CascadeProof.Share(0.55, 0.69),
                Map.of(
                    "failed:complete",
                    new CascadeProof.Share(0.1, 0.25),
                    "down",
                    new CascadeProof.Share(0, 0.02)),
                12));
    return cascade;
  }

  @ParameterizedTest
  @CsvSource({
    "'\"switch_cost\": 0.25', '\"switch_cost\": 0.5', 'switch_cost was changed'",
    "'\"sha256\": \"9f2c41aa\"', '\"sha256\": \"00000000\"', 'checks was changed'",
    "'It names a date', 'It names a day', 'checks was changed'",
    "'\"most\": 0.69', '\"most\": 0.9', 'kept was changed'",
    "'\"weight\": -0.31', '\"weight\": -0.3', 'checks was changed'",
    "'\"at_least\": 0.8125', '\"at_least\": 0.5', 'checks was changed'",
    "'\"samples\": 3', '\"samples\": 2', 'checks was changed'",
    "'\"on_check_broken\": \"mark\"', '\"on_check_broken\": \"escalate\"', 'on_check_broken was'"
  })
  void aCascadeThatWasEditedIsRefusedWithItsField(String written, String edited, String told) {
    String text = PolicyFile.text(with(cascade()), Samples.FILE);
    assertThat(text).contains(written);
    assertThatThrownBy(() -> PolicyFile.parse(text.replace(written, edited), Samples.FILE))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining(told);
  }

  @Test
  void aCascadeUnderOtherEvidenceIsRefused() {
    Policy policy = with(cascade());
    String text = PolicyFile.text(policy, Samples.FILE).replace(policy.evidence(), "e".repeat(32));
    assertThatThrownBy(() -> PolicyFile.parse(text, Samples.FILE))
        .hasMessageContaining("evidence was changed");
  }

  @Test
  void policiesThatFormerBuildsWroteAreRead() {
    Policy read = PolicyFile.read(GOLDEN.resolve("former/first.json"));
    assertThat(read.models().keySet()).isEqualTo(Samples.policy().models().keySet());
    assertThat(read.jobs()).isEqualTo(Samples.policy().jobs());
  }

  @Test
  void filesAreNamedRelativeToThePolicySoThatItCanMove() throws IOException {
    Path first = Files.createDirectories(folder.resolve("first")).resolve("policy.json");
    String text = PolicyFile.text(Samples.policy(), Samples.FILE);
    assertThat(text).contains("\"file:secrets/vllm.key\"");
    Files.writeString(first, text);
    assertThat(PolicyFile.read(first).model(new ModelName("qwen")).model().key())
        .contains(new KeySource.File(folder.resolve("first/secrets/vllm.key").toAbsolutePath()));
  }

  @Test
  void aWrittenFileReplacesTheOldOneAndLeavesNoDraft() throws IOException {
    Path file = folder.resolve("policy.json");
    Files.writeString(file, "old");
    PolicyFile.write(Samples.policy(), file);
    assertThat(PolicyFile.read(file).jobs()).containsKey(new JobName("ticket-triage"));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void whatCannotBeWrittenOrReadIsTold() throws IOException {
    Path nowhere = Files.writeString(folder.resolve("file"), "").resolve("policy.json");
    assertThatThrownBy(() -> PolicyFile.write(Samples.policy(), nowhere))
        .isInstanceOf(ProblemsException.class);
    assertThatThrownBy(() -> PolicyFile.read(nowhere))
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining("There is no");
  }

  @Test
  void noKeyIsEverInTheFile() {
    assertThat(PolicyFile.text(Samples.policy(), Samples.FILE))
        .contains("env:ANTHROPIC_API_KEY")
        .doesNotContain("sk-");
  }

  @Test
  void aLiteralKeyIsRefusedAndNotRepeated() {
    String text =
        PolicyFile.text(Samples.policy(), Samples.FILE)
            .replace("env:ANTHROPIC_API_KEY", "sk-ant-very-secret-1234");
    var told =
        catchThrowableOfType(
            ProblemsException.class, () -> PolicyFile.parse(text, folder.resolve("policy.json")));
    assertThat(ProblemText.plain().of(told.problems()))
        .contains("never a key itself")
        .doesNotContain("very-secret");
  }

  /// Lowering any clearance, or raising any data class, by hand never opens a way: the file is
  /// refused, or no route of the job leads there.
  @Test
  void aHandEditedFileNeverLeadsDataWhereItMayNotGo() {
    String text = PolicyFile.text(Samples.policy(), Samples.FILE);
    var classes = List.of("public", "internal", "confidential", "restricted");
    var random = new Random(20261122);
    int refused = 0;
    for (int i = 0; i < 200; i++) {
      String edited = text;
      for (String field : List.of("\"data\"", "\"clearance\"")) {
        for (String word : classes) {
          if (random.nextInt(3) == 0) {
            edited =
                edited.replaceFirst(
                    field + ": \"" + word + "\"",
                    field + ": \"" + classes.get(random.nextInt(4)) + "\"");
          }
        }
      }
      try {
        PolicyCompilerTest.assertNothingForbidden(PolicyFile.parse(edited, Samples.FILE));
      } catch (ProblemsException told) {
        refused++;
      }
    }
    assertThat(refused).isBetween(10, 199);
  }

  private static String onThisMachine(String use, String addresses) {
    return """
    {"version": 1, "evidence": "%1$s", "project": "%1$s", "compiled": "2026-11-22T12:00:00Z",
    "jobs": {"j": {"purpose": "x", "data": "restricted", "route": {"single": "m"},
    "verdicts": {"m": {"verdict": "FIT", "reason": "Yes.", "trials": 2}}}},
    "models": {"m": {"use": "%2$s", "addresses": [%3$s], "host": "this-machine",
    "price": {"unknown": true}}},
    "hosts": {"this-machine": {"clearance": "restricted"}}}
    """
        .formatted("0".repeat(32), use, addresses);
  }

  @ParameterizedTest
  @CsvSource({
    "vllm/x, \"http://192.0.2.2:8570/v1\"",
    "vllm/x, \"https://evil.example/v1\"",
    "vllm/x, '\"http://127.0.0.1:8000/v1\", \"https://evil.example/v1\"'",
    "openai/gpt-6, \"https://api.openai.com/v1\"",
    "ollama/gpt-oss:120b-cloud, \"http://127.0.0.1:11434\"",
    "vllm/gpt-oss:120b-cloud, \"http://127.0.0.1:11434/v1\"",
    "openai/gpt-oss:cloud, \"http://127.0.0.1:11434/v1\""
  })
  void noFileSaysThatAModelRunsHereWhichDoesNot(String use, String addresses) {
    var told =
        catchThrowableOfType(
            ProblemsException.class,
            () -> PolicyFile.parse(onThisMachine(use, addresses), folder.resolve("policy.json")));
    assertThat(ProblemText.plain().of(told.problems())).contains("does not run on this machine");
  }

  private static String onAHostOfTheTeam(String use, String data) {
    return onThisMachine(use, "\"http://127.0.0.1:11434\"")
        .replace("this-machine", "workstation")
        .replace("\"data\": \"restricted\"", "\"data\": \"" + data + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "ollama/gpt-oss:120b-cloud, internal",
    "ollama/gpt-oss:120b-CLOUD, restricted",
    "vllm/gpt-oss:cloud, confidential"
  })
  void noHostOfTheTeamVouchesForAModelThatItsServerPassesOnToACloud(String use, String data) {
    var told =
        catchThrowableOfType(
            ProblemsException.class,
            () -> PolicyFile.parse(onAHostOfTheTeam(use, data), folder.resolve("policy.json")));
    assertThat(ProblemText.plain().of(told.problems()))
        .contains("passes on to a cloud")
        .contains("may read public data at most; this job's is " + data);
  }

  @Test
  void publicDataMayGoToACloudModel() {
    String text = onAHostOfTheTeam("ollama/gpt-oss:120b-cloud", "public");
    Policy policy = PolicyFile.parse(text, folder.resolve("policy.json"));
    Model cloud = policy.model(new ModelName("m")).model();
    assertThat(cloud.mayRead(DataClass.PUBLIC)).isTrue();
    assertThat(cloud.host().mayRead(DataClass.RESTRICTED)).isTrue();
    assertThat(cloud.mayRead(DataClass.INTERNAL)).isFalse();
  }

  @Test
  void aModelOnALoopbackAddressMayRunHere() {
    String text = onThisMachine("vllm/x", "\"http://127.0.0.1:8000/v1\", \"http://[::1]:8000/v1\"");
    assertThat(PolicyFile.parse(text, folder.resolve("policy.json")).jobs()).hasSize(1);
  }

  /// Whatever is cut off or changed in the file: it is read or refused, and nothing else happens.
  @Test
  void aBrokenFileIsRefusedWithProblems() {
    String text = PolicyFile.text(Samples.policy(), Samples.FILE);
    var random = new Random(7);
    for (int i = 0; i < 300; i++) {
      var broken = new StringBuilder(text);
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> broken.setLength(at);
        case 1 -> broken.deleteCharAt(at);
        case 2 -> broken.setCharAt(at, "{}[],:\"x0- \u0000".charAt(random.nextInt(12)));
        default -> broken.delete(at, Math.min(text.length(), at + random.nextInt(200)));
      }
      try {
        assertThat(PolicyFile.parse(broken.toString(), Samples.FILE).jobs()).isNotNull();
      } catch (ProblemsException told) {
        assertThat(told.problems()).isNotEmpty();
      }
    }
  }

  static Stream<Path> mistakes() throws IOException {
    try (var files = Files.list(MISTAKES)) {
      return files.filter(f -> f.toString().endsWith(".json")).sorted().toList().stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void mistakesAreToldWithPlaceAndRemedy(Path file) {
    var told = catchThrowableOfType(ProblemsException.class, () -> PolicyFile.read(file));
    assertThat(told).as("no mistake was found in " + file).isNotNull();
    GoldenFile.check(
        Path.of(file.toString().replaceAll("json$", "txt")),
        new ProblemText(false, MISTAKES).of(told.problems()));
  }
}
