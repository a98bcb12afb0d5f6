package dev.metier.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.core.problem.ProblemsException;
import dev.metier.ledger.Filter;
import dev.metier.ledger.KeptAnswer;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.MemoryLedger;
import dev.metier.project.Project;
import dev.metier.report.SampleResults;
import dev.metier.report.lesson.Lesson;
import dev.metier.report.matrix.Changes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the screens' server answers, byte for byte at its socket.
class ScreenServerTest {
  private static final Pattern COOKIE = Pattern.compile("(?i)set-cookie: ([^;\r]+)(;[^\r]*)\r");

  /// A project that can be read until its file is broken.
  private static final class Source implements SnapshotSource {
    private volatile boolean broken;

    @Override
    public String name() {
      return "acme";
    }

    @Override
    public ProjectSnapshot read() {
      if (broken) {
        throw new ProblemsException("There is no model `quen`.", "Did you mean `qwen`?");
      }
      var project = new Project(Path.of("metier.yaml"), List.of(), List.of(), List.of(), List.of());
      var results = SampleResults.all();
      return new ProjectSnapshot(project, results, SampleResults.matrix(results));
    }

    @Override
    public PastChanges changes(Optional<String> since) {
      return new PastChanges(
          Optional.of(new Changes("run 1", List.of())),
          "1",
          since.isEmpty(),
          List.of(new PastChanges.Moment("1", "run 1")));
    }

    @Override
    public <T> T kept(Function<Ledger, T> look) {
      return look.apply(new MemoryLedger());
    }

    @Override
    public void answers(Filter filter, Consumer<KeptAnswer> each) {}
  }

  private final Source source = new Source();
  private ScreenServer server;

  @BeforeEach
  void start() {
    server = ScreenServer.start(source, Path.of(""), 0);
  }

  @AfterEach
  void end() {
    server.close();
  }

  private String host() {
    return "127.0.0.1:" + server.port();
  }

  private String token() {
    String link = server.link();
    return link.substring(link.indexOf('?'));
  }

  private String ask(String method, String path, String host, String... headers) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      var text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
      for (String header : headers) {
        text.append(header).append("\r\n");
      }
      text.append("Connection: close\r\n\r\n");
      socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String get(String path, String... headers) {
    return ask("GET", path, host(), headers);
  }

  private static int status(String reply) {
    return Integer.parseInt(reply.split(" ", 3)[1]);
  }

  /// The cookie that the link gives.
  private String enter() {
    var found = COOKIE.matcher(get("/" + token()));
    assertThat(found.find()).isTrue();
    return "Cookie: " + found.group(1);
  }

  @Test
  void theLinkLetsOneBrowserInOnce() {
    String first = get("/" + token());

    assertThat(status(first)).isEqualTo(200);
    var cookie = COOKIE.matcher(first);
    assertThat(cookie.find()).isTrue();
    assertThat(cookie.group(1)).startsWith("metier-" + server.port() + "=");
    assertThat(cookie.group(2)).contains("HttpOnly", "SameSite=Strict", "Path=/");
    String second = get("/" + token());
    assertThat(status(second)).isEqualTo(403);
    assertThat(second).doesNotContainIgnoringCase("set-cookie").contains("start it again");
    assertThat(status(get("/", "Cookie: " + cookie.group(1)))).isEqualTo(200);
  }

  @Test
  void changesSinceNonsenseAreThoseWithoutItAndANote() {
    String cookie = enter();

    assertThat(get("/changes", cookie)).contains("Since run 1").doesNotContain("left out");
    assertThat(get("/changes?since=nonsense", cookie))
        .contains("Since run 1", "Not a choice, so it was left out: since=nonsense.");
    assertThat(get("/changes?since=" + "%3Cb%3E".repeat(200), cookie)).doesNotContain("<b><b>");
  }

  @Test
  void withoutTheSessionNothingIsRead() {
    String other = "Cookie: metier-1=" + enter().substring(enterLength());

    assertThat(status(get("/"))).isEqualTo(403);
    assertThat(status(get("/?token=wrong"))).isEqualTo(403);
    assertThat(status(get("/", other))).isEqualTo(403);
    assertThat(get("/job/family/qwen", other)).doesNotContain("family");
  }

  private int enterLength() {
    return ("Cookie: metier-" + server.port() + "=").length();
  }

  @Test
  void onlyThisMachinesOwnNamesAreAnswered() {
    String cookie = enter();
    for (String host :
        List.of(
            "evil.test",
            "evil.test:" + server.port(),
            "127.0.0.1",
            "127.0.0.1:1",
            "127.0.0.1:" + server.port() + ".evil.test",
            "localhost.:" + server.port())) {
      assertThat(status(ask("GET", "/", host, cookie))).as(host).isEqualTo(421);
    }
    assertThat(status(ask("GET", "/", "localhost:" + server.port(), cookie))).isEqualTo(200);
    assertThat(status(ask("GET", "/", "[::1]:" + server.port(), cookie))).isEqualTo(200);
  }

  @Test
  void otherMethodsAreNotAnswered() {
    String cookie = enter();
    for (String method : List.of("PUT", "DELETE", "OPTIONS")) {
      assertThat(status(ask(method, "/", host(), cookie, "Content-Length: 0")))
          .as(method)
          .isEqualTo(405);
    }
    assertThat(status(ask("HEAD", "/", host(), cookie))).isEqualTo(200);
  }

  @Test
  void aSecondHostIsNotOverlooked() {
    String cookie = enter();
    assertThat(status(ask("GET", "/", host(), cookie, "Host: evil.example")))
        .isGreaterThanOrEqualTo(400);
  }

  @Test
  void aChangeIsTakenOnlyFromAFormOfThesePages() {
    String cookie = enter();
    String origin = "Origin: http://" + host();
    String site = "Sec-Fetch-Site: same-origin";
    String type = "Content-Type: application/x-www-form-urlencoded";
    List<List<String>> foreign =
        List.of(
            List.of(),
            List.of(cookie, site, type),
            List.of(cookie, origin, site, "Content-Type: text/plain"),
            List.of(cookie, origin, "Sec-Fetch-Site: same-site", type),
            List.of(cookie, "Origin: null", site, type),
            List.of(cookie, "Origin: http://127.0.0.1:1", site, type),
            List.of(origin, site, type),
            List.of(cookie, origin, site, type));

    for (List<String> headers : foreign) {
      var all = new ArrayList<>(headers);
      all.add("Content-Length: 0");
      String reply = ask("POST", "/", host(), all.toArray(String[]::new));
      assertThat(status(reply)).as(headers.toString()).isEqualTo(403);
      assertThat(reply).contains("Nothing was changed.");
    }
  }

  @Test
  void everyReplyForbidsLoadingFramingGuessingAndKeeping() {
    String cookie = enter();
    for (String reply :
        List.of(get("/", cookie), get("/"), get("/nowhere", cookie), get("/assets/screens.js"))) {
      assertThat(reply)
          .containsIgnoringCase(
              "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self';"
                  + " img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
                  + " frame-ancestors 'none'\r")
          .containsIgnoringCase("x-content-type-options: nosniff\r")
          .containsIgnoringCase("referrer-policy: same-origin\r")
          .containsIgnoringCase("cache-control: no-store\r");
    }
  }

  @Test
  void anUnknownAddressIsToldAndMayBeMeantOtherwise() {
    String cookie = enter();
    String near = get("/jobs", cookie);

    assertThat(status(near)).isEqualTo(404);
    assertThat(near).contains("Did you mean job?");
    String far = get("/%3Cimg%20src=x%20onerror=alert(1)%3E%E2%80%AE", cookie);
    assertThat(status(far)).isEqualTo(404);
    assertThat(far).contains("&lt;img").doesNotContain("<img").contains("[U+202E]");
    assertThat(status(get("/%zz", cookie))).isEqualTo(404);
  }

  @Test
  void everyJobAndModelHasItsPages() {
    String cookie = enter();

    assertThat(get("/", cookie)).contains("/job/family/qwen").contains("/job/family/cases");
    assertThat(get("/job/family/qwen", cookie)).contains("It passed 42 of 50 cases.");
    assertThat(get("/job/family/cases?only=all&case=q7", cookie)).contains("q7");
    assertThat(get("/go?job=family&model=opus", cookie))
        .containsIgnoringCase("location: /job/family/opus");
  }

  @Test
  void unknownJobsAndModelsMayBeMeantOtherwise() {
    String cookie = enter();

    for (String path : List.of("/job/famly/qwen", "/job/famly/cases", "/go?job=famly&model=x")) {
      assertThat(status(get(path, cookie))).as(path).isEqualTo(404);
      assertThat(get(path, cookie)).contains("There is no job famly. Did you mean family?");
    }
    assertThat(get("/job/family/quen", cookie)).contains("There is no model quen.");
    for (String name : List.of("a", "b")) {
      String path = "/job/family/cases?" + name + "=quen";
      assertThat(status(get(path, cookie))).as(path).isEqualTo(404);
      assertThat(get(path, cookie)).contains("There is no model quen. Did you mean qwen?");
    }
    assertThat(status(get("/job/family/cases?case=q77", cookie))).isEqualTo(404);
    assertThat(get("/job/family/cases?case=q77", cookie))
        .contains("There is no case q77. Did you mean q");
    assertThat(get("/job/family/quen", cookie)).contains("Did you mean qwen?");
  }

  @Test
  void everyPageThatTeachesHasItsAddress() {
    String cookie = enter();

    assertThat(get("/learn", cookie)).contains("/learn/not-yet-a-yes", "/model/qwen");
    for (Lesson lesson : Lesson.values()) {
      assertThat(status(get("/learn/" + lesson.word(), cookie))).as(lesson.word()).isEqualTo(200);
    }
    assertThat(get("/learn/not-yet-a-yes", cookie)).contains("Why 42 of 50 is not yet a yes");
    assertThat(get("/learn/guess", cookie)).contains("Guess first");
    assertThat(get("/words", cookie)).contains("id=\"need\"");
    assertThat(get("/model/qwen", cookie)).contains("what it is good for here");
  }

  @Test
  void unknownLessonsAndModelsMayBeMeantOtherwise() {
    String cookie = enter();

    assertThat(status(get("/learn/kind", cookie))).isEqualTo(404);
    assertThat(get("/learn/kind", cookie)).contains("Did you mean kinds?");
    assertThat(get("/learn/gues", cookie)).contains("Did you mean guess?");
    assertThat(status(get("/learn/kinds/more", cookie))).isEqualTo(404);
    assertThat(get("/model/quen", cookie)).contains("There is no model quen. Did you mean qwen?");
    assertThat(status(get("/model", cookie))).isEqualTo(404);
    assertThat(status(get("/words/need", cookie))).isEqualTo(404);
    assertThat(get("/word", cookie)).contains("Did you mean words?");
  }

  @Test
  void aProjectThatCannotBeReadIsToldAndTakenUpOnceItIsMended() {
    String cookie = enter();
    source.broken = true;
    String told = get("/", cookie);
    source.broken = false;

    assertThat(status(told)).isEqualTo(503);
    assertThat(told).contains("There is no model `quen`.").contains("Did you mean `qwen`?");
    assertThat(status(get("/", cookie))).isEqualTo(200);
  }
}
