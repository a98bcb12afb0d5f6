package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.metier.job.Check;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.ledger.RunInfo;
import dev.metier.policy.Policy;
import dev.metier.policy.PolicyFile;
import dev.metier.policy.Route;
import dev.metier.wire.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A judge among the checks of a chain: asked about kept answers, weighed, and written into the
/// policy.
class CompileJudgedTest {
  private static final int CASES = 260;
  private static final Pattern TICKET = Pattern.compile("ticket (\\d+)");
  private static final Pattern JUDGED =
      Pattern.compile("ticket (\\d+).*(label \\d)", Pattern.DOTALL);

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger judged = new AtomicInteger();
  private volatile boolean blind;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/small", exchange -> answer(exchange, 5));
    server.createContext("/large", exchange -> answer(exchange, Integer.MAX_VALUE));
    server.createContext("/critic", this::judge);
    server.start();
    var cases = new StringBuilder();
    for (int i = 0; i < CASES; i++) {
      cases.append(
          "{\"id\": \"c%d\", \"text\": \"ticket %d\", \"label\": \"label %d\"}\n"
              .formatted(i, i, i % 7));
    }
    Shell.write(folder, "cases.jsonl", cases.toString());
  }

  @AfterEach
  void end() {
    server.stop(0);
    threads.close();
  }

  /// The label of the ticket; a wrong one for each one of `wrong`.
  private static void answer(HttpExchange exchange, int wrong) throws IOException {
    String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Matcher ticket = TICKET.matcher(asked);
    int number = ticket.find() ? Integer.parseInt(ticket.group(1)) : 1;
    boolean errs = number % wrong == 0 && number > 0;
    say(exchange, "label " + (number + (errs ? 1 : 0)) % 7);
  }

  /// Right, but for each fiftieth ticket; a blind one passes everything.
  private void judge(HttpExchange exchange) throws IOException {
    String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Matcher answer = JUDGED.matcher(asked);
    if (!answer.find()) {
      say(exchange, "no idea");
      return;
    }
    judged.incrementAndGet();
    int number = Integer.parseInt(answer.group(1));
    boolean right = answer.group(2).equals("label " + number % 7);
    boolean passes = blind || right != (number % 50 == 49);
    say(exchange, "{\"reason\":\"seen\",\"verdict\":\"" + (passes ? "pass" : "fail") + "\"}");
  }

  private static void say(HttpExchange exchange, String text) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
      return;
    }
    // each model has the path of its name
    String model = exchange.getHttpContext().getPath().substring(1);
    var body = Json.newObject().put("id", "x").put("object", "chat.completion").put("model", model);
    var choice = body.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
    choice.putObject("message").put("role", "assistant").put("content", text);
    body.putObject("usage")
        .put("prompt_tokens", 40)
        .put("completion_tokens", 4)
        .put("total_tokens", 44);
    byte[] bytes = Json.bytes(body);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void project(String host, String rubric) {
    String root = "http://127.0.0.1:" + server.getAddress().getPort();
    Shell.write(
        folder,
        "metier.yaml",
        """
        hosts:
          office: {clearance: internal}
          street: {clearance: public}
        models:
          small: {use: vllm/small, url: %1$s/small/v1, host: office, price: {input: 0.02, output: 0.05}}
          large: {use: vllm/large, url: %1$s/large/v1, host: office, price: {input: 3, output: 15}}
          critic:
            use: vllm/critic
            url: %1$s/critic/v1
            host: %2$s
            price: {input: 0.01, output: 0.01}
            max_tokens: 60
        jobs:
          triage:
            data: internal
            prompt: "Label: {{text}}"
            settings: {max_tokens: 12, temperature: 0}
            cases: cases.jsonl
            graders: [{equals: "{{label}}"}]
            needs: {quality: {at_least: 0.9}}
            hybrid: {first: small, checks: [{judge: critic, rubric: "%3$s"}]}
            models: [small, large]
        """
            .formatted(root, host, rubric));
  }

  private Shell run(String... args) {
    var all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "-f";
    all[args.length + 1] = folder.toString();
    return Shell.run(all);
  }

  private List<RunInfo> runs() {
    try (var kept = Ledgers.read(folder.resolve(".metier/ledger.db"))) {
      return kept.runs();
    }
  }

  private Policy policy() {
    return PolicyFile.read(folder.resolve("policy.json"));
  }

  private Route route() {
    return policy().job(new JobName("triage")).route();
  }

  @Test
  void aJudgeIsWeighedOnWhatItSaysOfKeptAnswersAndBecomesACheckOfTheRoute() {
    project("office", "The label fits the ticket.");
    run("qualify", "--full");
    assertThat(judged).as("no verdict waits for it").hasValue(0);
    Shell before = run("frontier");
    assertThat(before.exit()).isEqualTo(1);
    assertThat(before.out())
        .contains("UNDECIDED: critic has not judged 260 kept answers of small")
        .containsPattern("`metier qualify --hybrid triage[^`]*` asks it, for at most \\$0\\.");
    run("compile");
    assertThat(route()).as("nothing is known of the judge").isInstanceOf(Route.Single.class);

    Shell asked = run("qualify", "--hybrid");
    assertThat(asked.err())
        .contains("260 answers of critic that judges kept answers, for at most $0.");
    assertThat(asked.out()).contains("Job triage: 260 of 260 answers are kept, for $0.");
    assertThat(runs()).hasSize(2);
    assertThat(runs().getLast().how()).contains(RunInfo.End.FINISHED);
    assertThat(runs().getLast().calls()).isEqualTo(260);
    assertThat(judged).hasValue(CASES);

    String told = run("frontier").out();
    assertThat(told)
        .contains("May run: small, judge, then large.")
        .containsPattern("judge: passes \\d of 51 wrong answers \\(.*\\), holds back \\d of 209")
        .doesNotContainPattern("judge: passes .*; \\$0\\.0000 per");
    assertThat(run("compile").out()).contains("cascade small checked by judge, then large");
    var cascade = (Route.Cascade) route();
    var judge = (Check.Judge) cascade.checks().getFirst();
    assertThat(judge.model().text()).isEqualTo("critic");
    assertThat(judge.calibrated()).isPresent();
    assertThat(cascade.judges()).containsExactly(new ModelName("critic"));
    assertThat(policy().model(new ModelName("critic")).addresses()).hasSize(1);
    assertThat(run("qualify", "--hybrid").out()).contains("nothing is missing");
    assertThat(runs()).as("one that asks nothing is no run").hasSize(2);
    assertThat(judged).hasValue(CASES);

    project("office", "The label fits the ticket, and is short.");
    run("compile");
    assertThat(route()).as("another rubric was never asked").isInstanceOf(Route.Single.class);
  }

  @Test
  void oneThatPassesEverythingIsRefused() {
    blind = true;
    project("office", "The label fits the ticket.");
    run("qualify", "--full");
    run("qualify", "--hybrid");
    assertThat(run("frontier").out())
        .contains("`judge` is not asked: critic passes 100 % of good answers and fails 0 % of bad")
        .contains("Youden")
        .doesNotContain("May run");
    run("compile");
    assertThat(route()).isInstanceOf(Route.Single.class);
  }

  @Test
  void oneThatIsNotThereIsToldAndNothingIsProved() {
    project("office", "The label fits the ticket.");
    run("qualify");
    server.removeContext("/critic");
    Shell asked = run("qualify", "--hybrid");
    assertThat(asked.exit()).isEqualTo(1);
    assertThat(asked.out()).doesNotContain("nothing is missing");
    assertThat(run("frontier").out()).doesNotContain("May run");
  }

  @Test
  void oneWhoseHostMayNotReadTheDataIsForbiddenByName() {
    project("street", "The label fits the ticket.");
    Shell checked = run("check");
    assertThat(checked.exit()).isEqualTo(2);
    assertThat(checked.err() + checked.out())
        .contains("`critic` is FORBIDDEN here: its host street may not read internal data.");
    assertThat(judged).hasValue(0);
  }
}
