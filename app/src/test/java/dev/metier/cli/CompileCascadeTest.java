package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.metier.job.CascadeRules.HandOver;
import dev.metier.job.Check;
import dev.metier.job.JobName;
import dev.metier.policy.Policy;
import dev.metier.policy.PolicyFile;
import dev.metier.policy.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From answers to a cascade in the policy: a small model whose every fifth answer is half a
/// thought, and a dear one that is always right.
class CompileCascadeTest {
  private static final int CASES = 300;
  private static final Pattern TICKET = Pattern.compile("ticket (\\d+)");

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger told = new AtomicInteger();
  private volatile boolean confused;
  private volatile boolean impostor;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/small", exchange -> answer(exchange, 5));
    server.createContext("/large", exchange -> answer(exchange, Integer.MAX_VALUE));
    server.start();
    Shell.write(folder, "cases.jsonl", cases(CASES));
  }

  private static String cases(int number) {
    var cases = new StringBuilder();
    for (int i = 0; i < number; i++) {
      cases.append(
          "{\"id\": \"c%d\", \"text\": \"ticket %d\", \"label\": \"label %d\"}\n"
              .formatted(i, i, i % 7));
    }
    return cases.toString();
  }

  @AfterEach
  void end() {
    server.stop(0);
    threads.close();
  }

  /// The label of the ticket; cut at the limit for each one of `hole`.
  private void answer(HttpExchange exchange, int hole) throws IOException {
    String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean note = asked.contains("did not pass the check `complete`");
    told.addAndGet(note ? 1 : 0);
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
      return;
    }
    Matcher ticket = TICKET.matcher(asked);
    int number = ticket.find() ? Integer.parseInt(ticket.group(1)) : 1;
    boolean cut = (number % hole == 0 && number > 0) || (note && confused);
    String body =
        "{\"id\":\"x\",\"object\":\"chat.completion\",\"model\":\""
            + (impostor ? "impostor" : exchange.getHttpContext().getPath().substring(1))
            + "\",\"choices\":[{\"index\":0,"
            + "\"message\":{\"role\":\"assistant\",\"content\":\""
            + (cut ? "lab" : "label " + number % 7)
            + "\"},\"finish_reason\":\""
            + (cut ? "length" : "stop")
            + "\"}],\"usage\":{\"prompt_tokens\":40,"
            + "\"completion_tokens\":4,\"total_tokens\":44}}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void project(String hybrid) {
    String root = "http://127.0.0.1:" + server.getAddress().getPort();
    Shell.write(
        folder,
        "metier.yaml",
        """
        models:
          small: {use: vllm/small, url: %1$s/small/v1, price: {input: 0.02, output: 0.05}}
          large: {use: vllm/large, url: %1$s/large/v1, price: {input: 3, output: 15}}
        jobs:
          triage:
            data: internal
            prompt: "Label: {{text}}"
            settings: {max_tokens: 12, temperature: 0}
            cases: cases.jsonl
            graders: [{equals: "{{label}}"}]
            needs: {quality: {at_least: 0.9}}
            hybrid: %2$s
            models: [small, large]
        """
            .formatted(root, hybrid));
  }

  private Shell run(String... args) {
    var all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "-f";
    all[args.length + 1] = folder.toString();
    return Shell.run(all);
  }

  private Route route() {
    return PolicyFile.read(folder.resolve("policy.json")).job(new JobName("triage")).route();
  }

  @Test
  void aChainThatIsProvedBecomesTheRouteAndIsKept() throws IOException {
    project("{first: small, checks: [complete]}");
    run("qualify", "--full");
    Shell compiled = run("compile");
    assertThat(compiled.out())
        .contains("cascade small checked by complete, then large")
        .contains("confidence at most")
        .containsPattern("large +1 of 1 +\\$0\\.180 +\\$0\\.036 +1");
    assertThat(route()).isInstanceOf(Route.Cascade.class);
    var cascade = (Route.Cascade) route();
    assertThat(cascade.then().orElseThrow().text()).isEqualTo("large");
    assertThat(cascade.proof().least()).isBetween(0.7, 0.8);
    assertThat(cascade.proof().most()).isBetween(0.8, 0.9);
    assertThat(cascade.proof().ends()).containsOnlyKeys("failed:complete", "broken:complete");
    assertThat(cascade.proof().ends())
        .hasEntrySatisfying(
            "failed:complete", share -> assertThat(share.least()).isBetween(0.1, 0.2))
        .hasEntrySatisfying("broken:complete", share -> assertThat(share.most()).isLessThan(0.05));
    assertThat(run("compile").out()).as("nothing changes").doesNotContain("cascade small");

    Path file = folder.resolve("policy.json");
    String compiledNow = PolicyFile.read(file).compiled().toString();
    Shell.write(
        folder, "policy.json", Files.readString(file).replace(compiledNow, "2026-01-01T00:00:00Z"));
    Policy served = PolicyFile.read(file);
    Files.createDirectories(folder.resolve(".metier/requests"));
    Shell.write(
        folder,
        ".metier/requests/stepped-back.json",
        "{\"triage\":{\"policy\":\"%s %s\",\"why\":\"it keeps fewer\"}}"
            .formatted(served.evidence(), served.compiled()));
    String expired = "cascade of job triage is EXPIRED until it is compiled again: it keeps fewer.";
    assertThat(run("verdict").out().replaceAll("\\s+", " ")).contains(expired);
    assertThat(run("verdict", "--json").out()).contains(expired);
    run("compile");
    assertThat(PolicyFile.read(file).compiled()).isAfter(served.compiled());
    assertThat(run("verdict").out()).doesNotContain("EXPIRED");

    project("off");
    run("compile");
    assertThat(route()).isInstanceOf(Route.Single.class);
  }

  @Test
  void loopsAndTokensAreValuedOnKeptAnswersAndLeftOutWhereTheyCatchNothing() {
    project("{first: small, checks: [complete, loops, {tokens: {at_most: 100}}]}");
    run("qualify", "--full");
    assertThat(run("frontier").out())
        .contains("FIT        complete + loops + tokens at most 100")
        .contains("May run: small, complete, then large.");
    run("compile");
    assertThat(((Route.Cascade) route()).checks()).containsExactly(new Check.Complete());
  }

  @Test
  void withoutEnoughCasesOneModelAloneStays() {
    project("{first: small, checks: [complete]}");
    run("qualify", "--max-cost", "0.001");
    run("compile");
    assertThat(PolicyFile.read(folder.resolve("policy.json")).jobs().values())
        .noneMatch(job -> job.route() instanceof Route.Cascade);
  }

  @Test
  void whatALaterModelIsToldNeedsRunsOfItsOwn() {
    project("{first: small, checks: [complete], hand_over: reason}");
    run("qualify", "--full");
    Shell before = run("frontier");
    assertThat(before.exit()).isEqualTo(1);
    assertThat(before.out())
        .contains("UNDECIDED", "59 answers of large, told which check failed, are not there")
        .containsPattern("`metier qualify --hybrid triage[^`]*` asks for them, for at most \\$0\\.")
        .doesNotContain("May run");

    run("compile");
    assertThat(route()).as("without runs of its own").isInstanceOf(Route.Single.class);

    Shell asked = run("qualify", "--hybrid");
    assertThat(asked.err())
        .contains("59 answers of large that is told which check failed, for at most $0.");
    assertThat(asked.out()).contains("Job triage: 59 of 59 answers are kept, for $0.");
    assertThat(asked.exit()).isZero();
    assertThat(told).hasValue(59);

    assertThat(run("frontier").out()).contains("May run: small, complete, then large.");
    assertThat(run("qualify", "--hybrid").out()).contains("nothing is missing");
    assertThat(told).as("nothing is asked twice").hasValue(59);
    run("compile");
    assertThat(((Route.Cascade) route()).rules().handOver()).isEqualTo(HandOver.REASON);
    assertThat(((Route.Cascade) route()).proof().told()).isEqualTo(59);
  }

  @Test
  void aLaterModelThatIsWorseWhenItIsToldIsDisproved() {
    project("{first: small, checks: [complete], hand_over: reason}");
    confused = true;
    run("qualify", "--full");
    run("qualify", "--hybrid");
    assertThat(run("frontier").out()).contains("UNFIT").doesNotContain("May run");
    run("compile");
    assertThat(route()).isInstanceOf(Route.Single.class);
  }

  @Test
  void runsOfAChainKeepToTheirBudgetAndGoOn() {
    project("{first: small, checks: [complete], hand_over: reason}");
    run("qualify", "--full");
    Shell some = run("qualify", "--hybrid", "--budget", "0.005");
    assertThat(some.out()).contains("The budget ended the run before");
    assertThat(some.exit()).isEqualTo(1);
    assertThat(told.get()).isBetween(10, 50);
    run("qualify", "--hybrid");
    assertThat(told).hasValue(59);
  }

  @Test
  void aChainThatTellsNothingNeedsNoRuns() {
    project("{first: small, checks: [complete]}");
    run("qualify", "--full");
    assertThat(run("qualify", "--hybrid").out()).contains("nothing is to run");
    assertThat(told).hasValue(0);
  }

  /// Each case is counted once, so that a share of cases is none of answers.
  @Test
  void sharesOfEndsAreThoseOfCasesHoweverOftenTheyWereAsked() throws IOException {
    project("{first: small, checks: [complete]}");
    Path file = folder.resolve("metier.yaml");
    Files.writeString(
        file,
        Files.readString(file).replace("temperature: 0}", "temperature: 0.7}\n    repeats: 2"));
    run("qualify", "--full");
    run("compile");
    var proof = ((Route.Cascade) route()).proof();
    assertThat(proof.ends())
        .hasEntrySatisfying(
            "failed:complete",
            share -> {
              assertThat(share.least()).isBetween(0.1, 0.2);
              assertThat(share.most()).isBetween(0.2, 0.3);
            });
  }

  /// Short answers are cut ones, which the score finds out by itself.
  @Test
  void aScoreIsWeighedOnTheEvidenceAndSealed() throws Exception {
    project("{first: small, checks: [{score: {of: [length, tokens]}}]}");
    run("qualify", "--full");
    Shell compiled = run("compile");
    assertThat(compiled.out()).contains("cascade small checked by score, then large");
    var score = (Check.Score) ((Route.Cascade) route()).checks().getFirst();
    var weighed = score.weighed().orElseThrow();
    assertThat(weighed.terms().get(0).weight()).as("longer is better").isPositive();
    assertThat(weighed.terms().get(1).weight()).as("all take four tokens").isZero();
    assertThat(weighed.chance(new double[] {Math.log1p(3), Math.log1p(4)}))
        .isLessThan(weighed.atLeast());
    assertThat(weighed.chance(new double[] {Math.log1p(7), Math.log1p(4)}))
        .isGreaterThanOrEqualTo(weighed.atLeast());
    assertThat(run("frontier").out())
        .containsPattern("score from \\S+ \\(length, tokens\\): passes 0 of 59 wrong answers")
        .contains("adds to the log odds of being right: length +");

    Path file = folder.resolve("policy.json");
    try (var serving = new Serving(Map.of(), "--policy", file.toString())) {
      assertThat(stage(serving, 10)).as("cut, so it is not kept").isEqualTo("then");
      String text = Files.readString(file);
      Files.writeString(file, text.replaceFirst("\"at_least\": [0-9.]+", "\"at_least\": 0.001"));
      assertThat(serving.says("checks was changed", Duration.ofSeconds(30))).isTrue();
      assertThat(serving.err()).doesNotContain("A new policy is in force");
      assertThat(stage(serving, 10)).as("the policy in force stays").isEqualTo("then");
      assertThat(stage(serving, 11)).isEqualTo("first");
    }
    assertThat(Shell.run("serve", "--policy", file.toString(), "--port", "0").err())
        .contains("checks was changed");
  }

  /// Which stage of the cascade answers for a ticket.
  private static String stage(Serving serving, int ticket) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      String body =
          "{\"model\":\"triage\",\"max_tokens\":12,\"temperature\":0,\"messages\":"
              + "[{\"role\":\"user\",\"content\":\"Label: ticket "
              + ticket
              + "\"}]}";
      var request =
          HttpRequest.newBuilder(URI.create(serving.address() + "/v1/chat/completions"))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.headers().firstValue("x-metier-stage").orElse("");
    }
  }

  @Test
  void anAnswerOfAnotherModelIsNoEvidenceForAChainAndTheFrontierSaysSo() {
    project("{first: small, checks: [complete]}");
    run("qualify", "--full");
    String before = run("frontier", "--json").out();
    impostor = true;
    Shell.write(folder, "cases.jsonl", cases(CASES + 1));
    Shell stopped = run("qualify", "--full");
    assertThat(stopped.out().replaceAll("\\s+", " "))
        .contains("says that it is of another model than the one that was asked (`impostor`)");
    assertThat(run("verdict").out().replaceAll("\\s+", " ")).contains("Left out as evidence: ");
    assertThat(run("verdict", "--json").out()).contains("Left out as evidence: ");
    assertThat(run("frontier").out()).contains("small: Left out as evidence: ", "`impostor`");
    assertThat(before).doesNotContain("impostor");
  }
}
