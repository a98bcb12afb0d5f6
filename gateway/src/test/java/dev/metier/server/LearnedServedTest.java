package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.CascadeRules.Hold;
import dev.metier.job.DataClass;
import dev.metier.job.Serving;
import dev.metier.journal.RequestRecord;
import dev.metier.learn.ContentFolds;
import dev.metier.learn.Example;
import dev.metier.learn.Isotonic;
import dev.metier.learn.LearnedRouter;
import dev.metier.learn.RouterFile;
import dev.metier.learn.TextRegression;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import dev.metier.wire.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whom a learned router sends requests to, and what the client is told of it.
class LearnedServedTest {
  private static final String EASY = "Please add up the lines of this bill";
  private static final String HARD = "Please prove why no such number exists";

  /// What a program adds to every request, and what a model said.
  private static final String ADDED =
      "<system-reminder>prove why no such number exists</system-reminder>";

  @TempDir private Path folder;
  private final VendorServer local = new VendorServer(Vendor.OPENAI);
  private final VendorServer hosted = new VendorServer(Vendor.ANTHROPIC);
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void words() {
    local.says(List.of("from ", "local"));
    hosted.says(List.of("from ", "hosted"));
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    local.close();
    hosted.close();
  }

  private static LearnedRouter router() {
    var examples = new ArrayList<Example>();
    for (int i = 0; i < 200; i++) {
      boolean hard = i % 2 == 0;
      examples.add(Example.of((hard ? HARD : EASY) + " " + i, "", hard ? 1 : 0));
    }
    double[] scores = TextRegression.outOfFold(examples, new ContentFolds(5, "test"));
    double[] targets = examples.stream().mapToDouble(Example::target).toArray();
    var names = IntStream.range(0, 200).mapToObj(i -> "case-" + i).toList();
    return new LearnedRouter(
        TextRegression.fit(examples), 0.5, Isotonic.fit(scores, targets), names);
  }

  private Served served(Hold hold, DataClass data, Serving serving, double most) {
    var served =
        new Served(folder)
            .kept(0, most)
            .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, local.address())
            .model("hosted", ProviderKind.ANTHROPIC, DataClass.INTERNAL, hosted.address())
            .learned("j", data, RouterFile.of(folder, "j", router()), hold, serving)
            .start();
    open.add(served);
    return served;
  }

  private Served served(Hold hold) {
    return served(hold, DataClass.INTERNAL, Serving.PLAIN, 1);
  }

  private static String chat(String text) {
    return "{\"model\":\"j\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static HttpResponse<String> post(Served served, String text, String... headers)
      throws Exception {
    return served.post(Spoken.CHAT.path(), chat(text), headers);
  }

  @ParameterizedTest
  @EnumSource(Spoken.class)
  void whatIsReadOfARequestDecidesWhoAnswers(Spoken spoken) throws Exception {
    Served served = served(Hold.CONVERSATION);
    for (boolean stream : new boolean[] {false, true}) {
      String body = spoken.request("j", stream);
      assertThat(body).contains("Hi");
      var easy = served.post(spoken.path(), body.replace("Hi", EASY));
      assertThat(easy.body()).contains("local");
      assertThat(header(easy, "x-metier-route")).isEqualTo("learned");
      assertThat(header(easy, "x-metier-stage")).isEqualTo("first");
      assertThat(header(easy, "x-metier-hold")).isEqualTo("none");
      var hard = served.post(spoken.path(), body.replace("Hi", HARD));
      assertThat(hard.body()).contains("hosted");
      assertThat(header(hard, "x-metier-stage")).isEqualTo("then");
    }
  }

  @Test
  void whatProgramsAddAndModelsSaidDecidesNothing() throws Exception {
    Served served = served(Hold.CONVERSATION);
    assertThat(post(served, EASY + ADDED).body()).contains("local");
    String said =
        "{\"model\":\"j\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"},"
            + "{\"role\":\"assistant\",\"content\":\""
            + (HARD + " ").repeat(9)
            + "\"},{\"role\":\"user\",\"content\":\""
            + EASY
            + "\"}]}";
    assertThat(served.post(Spoken.CHAT.path(), said).body()).contains("local");
  }

  @Test
  void aConversationStaysWithItsModelAsLongAsTheJobSays() throws Exception {
    Served holds = served(Hold.CONVERSATION);
    assertThat(post(holds, EASY, "x-session-id", "s").body()).contains("local");
    var held = post(holds, HARD, "x-session-id", "s");
    assertThat(held.body()).contains("local");
    assertThat(held.headers().firstValue("x-metier-hold")).isEmpty();
    assertThat(post(holds, HARD, "x-session-id", "t").body()).contains("hosted");
    Served each = served(Hold.REQUEST);
    assertThat(post(each, EASY, "x-session-id", "s").body()).contains("local");
    assertThat(post(each, HARD, "x-session-id", "s").body()).contains("hosted");
  }

  @Test
  void anotherModelAnswersForOneThatIsDown() throws Exception {
    Served served = served(Hold.CONVERSATION);
    local.next(new VendorMishap.Status(500), new VendorMishap.Status(500));
    var answer = post(served, EASY);
    assertThat(answer.body()).contains("hosted");
    assertThat(header(answer, "x-metier-route")).isEqualTo("fallback");
  }

  @Test
  void whatMayNotLeaveTheHouseNeverDoes() throws Exception {
    Served served = served(Hold.CONVERSATION);
    String[] restricted = {"x-metier-class", "restricted"};
    assertThat(post(served, EASY, restricted).body()).contains("local");
    var hard = post(served, HARD, restricted);
    assertThat(hard.statusCode()).isEqualTo(200);
    assertThat(hard.body()).as("the first model is FIT alone here").contains("local");
    assertThat(
            post(served, HARD, "x-metier-class", "restricted", "x-metier-stage", "then")
                .statusCode())
        .isEqualTo(400);
    assertThat(hosted.received()).isEmpty();
  }

  @Test
  void aPersonMayChooseAndAskWhoWouldAnswer() throws Exception {
    Served served = served(Hold.CONVERSATION);
    assertThat(post(served, EASY, "x-metier-stage", "then").body()).contains("hosted");
    assertThat(
            post(served, EASY, "x-metier-stage", "then; conversation", "x-session-id", "s").body())
        .contains("hosted");
    assertThat(post(served, EASY, "x-session-id", "s").body()).contains("hosted");
    assertThat(post(served, EASY, "x-metier-stage", "qwen").statusCode()).isEqualTo(400);
    int before = local.received().size() + hosted.received().size();
    var told = Json.value(post(served, HARD, "x-metier-decide", "only").body());
    assertThat(told.path("route").asString()).isEqualTo("learned");
    assertThat(told.path("model").asString()).isEqualTo("hosted");
    assertThat(told.path("why").asString()).startsWith("hosted seems worth +");
    assertThat(local.received().size() + hosted.received().size()).isEqualTo(before);
  }

  @Test
  void theJournalTellsWhatDecidedAndLettersOnlyWhereTheyAreKept() throws Exception {
    post(served(Hold.CONVERSATION), HARD);
    RequestRecord.Stage silent = records().stage().orElseThrow();
    assertThat(silent.name()).isEqualTo("then");
    assertThat(silent.check()).isEqualTo("learned");
    var decision = silent.decision().orElseThrow();
    assertThat(decision.worth()).isGreaterThan(decision.threshold());
    assertThat(decision.gain()).isGreaterThan(0.9);
    assertThat(decision.features())
        .extracting(RequestRecord.Ground::name)
        .contains("its words")
        .noneMatch(name -> name.contains("\""));
    var kept =
        new Serving(
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            true,
            Optional.empty());
    post(served(Hold.CONVERSATION, DataClass.INTERNAL, kept, 1), HARD);
    assertThat(records().stage().orElseThrow().decision().orElseThrow().features())
        .extracting(RequestRecord.Ground::name)
        .anyMatch(name -> name.contains("\""));
  }

  private RequestRecord records() throws InterruptedException {
    return ((Served) open.getLast()).record();
  }

  @Test
  void anotherShareThanWasFoundStepsBackToTheModelsThatAreFitAlone() throws Exception {
    Served served = served(Hold.REQUEST, DataClass.INTERNAL, Serving.PLAIN, 0.2);
    String route = "learned";
    for (int i = 0; i < 60 && route.equals("learned"); i++) {
      route = header(post(served, EASY), "x-metier-route");
    }
    assertThat(route).isEqualTo("static");
    assertThat(post(served, EASY).body()).contains("hosted");
    var told = Json.value(post(served, EASY, "x-metier-decide", "only").body());
    assertThat(told.path("why").asString()).startsWith("the router is EXPIRED");
  }
}
