package dev.metier.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.decision.RecordFolder;
import dev.metier.decision.RecordWriter;
import dev.metier.decision.SampleRecords;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.MemoryLedger;
import dev.metier.project.Project;
import dev.metier.report.SampleResults;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The screens of records as a browser sends and gets them.
class RecordPagesTest {
  private static final String PAGE = "/record/MDR-0007";

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private ScreenServer server;
  private String cookie = "";

  private record Source(Path folder) implements SnapshotSource {
    @Override
    public String name() {
      return "acme";
    }

    @Override
    public ProjectSnapshot read() {
      var results = SampleResults.all();
      var project =
          new Project(
              folder.resolve("metier.yaml"),
              java.util.List.of(),
              java.util.List.of(),
              java.util.List.of(),
              java.util.List.of());
      return new ProjectSnapshot(project, results, SampleResults.matrix(results));
    }

    @Override
    public PastChanges changes(Optional<String> since) {
      throw new IllegalStateException("nothing is kept");
    }

    @Override
    public <T> T kept(Function<Ledger, T> look) {
      return look.apply(new MemoryLedger());
    }

    @Override
    public void answers(Filter filter, Consumer<KeptAnswer> each) {}
  }

  @BeforeEach
  void start() throws Exception {
    server = ScreenServer.start(new Source(folder), folder, 0);
    records().add(SampleRecords.fit());
    String link = server.link();
    cookie =
        send(HttpRequest.newBuilder(URI.create(link)).build())
            .headers()
            .firstValue("set-cookie")
            .orElseThrow()
            .split(";", 2)[0];
  }

  @AfterEach
  void end() {
    server.close();
    client.close();
  }

  private RecordFolder records() {
    return RecordFolder.of(folder);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String base() {
    return "http://127.0.0.1:" + server.port();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(base() + path)).header("Cookie", cookie).build());
  }

  @Test
  void theWhyPageLeadsToADraftForItsJobAndModel() throws Exception {
    String why = get("/job/family/qwen").body();
    String way = Jsoup.parse(why).select("a[href^=/record?]").attr("href");
    var chosen = Jsoup.parse(get(way.replace("#new", "")).body()).select("#new option[selected]");
    var wrong = Jsoup.parse(get("/record?job=famly&model=qwen").body());

    assertThat(way).endsWith("#new");
    assertThat(chosen.eachText()).containsExactly("family", "qwen");
    assertThat(wrong.select("#new option[selected]").eachText()).containsExactly("qwen");
    assertThat(wrong.select(".note").text()).contains("job=famly");
  }

  private HttpResponse<String> post(String path, Map<String, String> fields) throws Exception {
    String body =
        fields.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(URI.create(base() + path))
            .header("Cookie", cookie)
            .header("Origin", base())
            .header("Sec-Fetch-Site", "same-origin")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static String hidden(String page, String name) {
    var found = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page);
    assertThat(found.find()).as(name).isTrue();
    return found.group(1);
  }

  /// The form of a page, with some fields typed over.
  private static Map<String, String> form(String page, String... typed) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("form-token", hidden(page, "form-token"));
    fields.put("hash", hidden(page, "hash"));
    fields.put("do", "save");
    fields.put("sentence", "We use opus.");
    fields.put("owner", "Ada");
    fields.put("date", "2026-11-22");
    fields.put("ends", "a build changes\r\n\r\nthe need moves");
    for (int i = 0; i < typed.length; i += 2) {
      fields.put(typed[i], typed[i + 1]);
    }
    return fields;
  }

  @Test
  void theWhyPageLeadsToTheRecordsThatRestOnItAndTheseLeadBack() throws Exception {
    var head = SampleRecords.fit().head();
    String why = "/job/" + head.job().text() + "/" + head.model().text();

    assertThat(get(why).body())
        .contains("<a href=\"" + PAGE + "\">MDR-0007</a>", head.model() + " does the job");
    assertThat(get(PAGE).body()).contains("href=\"" + why + "\"");
  }

  @Test
  void whatIsTypedIsWritten() throws Exception {
    var page = get(PAGE).body();
    var done = post(PAGE, form(page, "owner", "Grace", "dissent", "Bob: \u201cno\u201d\r\nnever"));

    assertThat(done.statusCode()).isEqualTo(303);
    var record = records().read("MDR-0007").record();
    assertThat(record.head().owner()).isEqualTo("Grace");
    assertThat(record.words().dissent()).isEqualTo("Bob: \u201cno\u201d\nnever");
    assertThat(record.words().ends()).containsExactly("a build changes", "the need moves");
    assertThat(record.needs()).isEqualTo(SampleRecords.fit().needs());
    assertThat(get(PAGE).body()).contains("Grace");
  }

  @Test
  void theSecondOfTwoTabsSeesBothTextsAndLosesNothing() throws Exception {
    var first = get(PAGE).body();
    var second = get(PAGE).body();
    post(PAGE, form(first, "owner", "Grace", "dissent", "said in the first tab"));

    var refused = post(PAGE, form(second, "owner", "Alan", "dissent", "said in the second tab"));

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("said in the first tab", "said in the second tab");
    assertThat(refused.body()).doesNotContain("No evidence yet");
    assertThat(records().text("MDR-0007")).contains("first tab").doesNotContain("second tab");
    String both =
        records().text("MDR-0007").replace("first tab", "first tab, and in the second tab");
    var put =
        Map.of(
            "form-token", hidden(refused.body(), "form-token"),
            "hash", hidden(refused.body(), "hash"),
            "do", "file",
            "file", both.replace("\n", "\r\n"));
    assertThat(post(PAGE, put).statusCode()).isEqualTo(303);
    assertThat(records().text("MDR-0007")).isEqualTo(both);
  }

  @Test
  void aFileThatChangedUnderneathIsNotAcceptedEither() throws Exception {
    var page = get(PAGE).body();
    var was = records().read("MDR-0007");
    records().replace("MDR-0007", was.text() + "\nby hand\n", was.hash());

    var refused = post(PAGE, form(page, "do", "accept", "review-by", "2099-01-01"));

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("by hand");
    assertThat(records().read("MDR-0007").record().head().status().name()).isEqualTo("PROPOSED");
  }

  @Test
  void whatStandsInTheWayOfAcceptingIsSaidAndWhatWasTypedIsKept() throws Exception {
    var page = get(PAGE).body();
    var refused = post(PAGE, form(page, "do", "accept", "owner", "", "not-for", "handwriting"));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body())
        .contains("Nobody owns the decision.", "has no day of review", ">handwriting</textarea>");
    assertThat(records().text("MDR-0007")).isEqualTo(RecordWriter.of(SampleRecords.fit()));
    var wrong = post(PAGE, form(page, "review-by", "soon"));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("is no day");
  }

  @Test
  void anAcceptedRecordIsNotEditedAnyMore() throws Exception {
    var page = get(PAGE).body();
    var done = post(PAGE, form(page, "do", "accept", "review-by", "2099-01-01"));
    assertThat(done.statusCode()).isEqualTo(303);
    var accepted = get(PAGE).body();

    assertThat(accepted).contains("accepted", "1 Jan 2099").doesNotContain("value=\"save\"");
    String hash = records().read("MDR-0007").hash();
    var late = post(PAGE, form(page, "hash", hash, "owner", "Eve"));
    assertThat(late.statusCode()).isEqualTo(400);
    assertThat(late.body()).contains("not proposed any more");
  }

  @Test
  void aRecordIsDraftedFromTheList() throws Exception {
    var list = get("/record").body();
    var token = hidden(list, "form-token");

    assertThat(list).contains("MDR-0007").contains("<option>family</option>");
    var made = post("/record", Map.of("form-token", token, "do", "new", "job", "family"));
    assertThat(made.headers().firstValue("location")).contains("/record/MDR-0008");
    assertThat(records().read("MDR-0008").record().head().model().text()).isEqualTo("opus");
    var none = post("/record", Map.of("form-token", token, "do", "new", "job", "famly"));
    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(none.body()).contains("There is no job famly.");
  }

  @Test
  void whatWasBelievedBeforeIsPutIntoTheFormByOneLinkAndStoredOnlyWhenSaved() throws Exception {
    var guess = Jsoup.parse(get("/learn/guess").body());
    String field = guess.select("input[type=radio]").getFirst().attr("name");
    var result = Jsoup.parse(get("/learn/guess?" + field + "=unfit").body());
    String link = result.select(".offers a").attr("href").replaceFirst("#.*", "");
    var page = get(link).body();

    assertThat(link).startsWith(PAGE + "?");
    assertThat(Jsoup.parse(page).select("textarea[name=text]").text())
        .contains("What we believed before", "we expected UNFIT", "we expected nothing");
    assertThat(page).contains("Not saved yet");
    assertThat(records().text("MDR-0007")).isEqualTo(RecordWriter.of(SampleRecords.fit()));
    assertThat(get(PAGE).body()).doesNotContain("Not saved yet", "What we believed before");

    String text = Jsoup.parse(page).select("textarea[name=text]").getFirst().wholeText();
    assertThat(post(PAGE, form(page, "text", text)).statusCode()).isEqualTo(303);
    assertThat(records().text("MDR-0007")).contains("we expected UNFIT");
    assertThat(Jsoup.parse(get(link).body()).select("textarea[name=text]").text())
        .as("it is not put in twice")
        .containsOnlyOnce("What we believed before");
  }

  @Test
  void aRecordThatCannotBeReadIsShownToBeMended() throws Exception {
    var was = records().read("MDR-0007");
    records().replace("MDR-0007", was.text().replace("status: proposed", "status: x"), was.hash());

    assertThat(get(PAGE).body()).contains("takes one of proposed", "status: x");
    assertThat(get("/record").body()).contains("takes one of proposed");
  }

  @Test
  void exportsAreFilesAndUnknownRecordsAreNot() throws Exception {
    var markdown = get(PAGE + "/export.md");
    assertThat(markdown.body()).startsWith("# MDR-0007: family, opus");
    assertThat(markdown.headers().firstValue("content-disposition").orElseThrow())
        .contains("MDR-0007.md");
    assertThat(get(PAGE + "/export.html").body()).startsWith("<!doctype html>");
    assertThat(get(PAGE + "/export.pdf").statusCode()).isEqualTo(404);
    assertThat(get("/record/MDR-0070").body()).contains("Did you mean MDR-0007?");
    assertThat(get("/record/..%2f..%2fmetier.yaml").statusCode()).isEqualTo(404);
    assertThat(post("/", Map.of("form-token", "x")).statusCode()).isEqualTo(403);
  }
}
