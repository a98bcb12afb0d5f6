package dev.metier.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Screens of projects that hold what nobody expects, or cannot be read.
@ExtendWith(BrowserSession.Extension.class)
class StrangeProjectTest {
  private static final String LONG = "Donaudampfschifffahrtsgesellschaft".repeat(9);
  private static final String SCRIPT =
      "</script><img src=x onerror=document.title='gone'><script>document.title='gone'</script>";
  private static final String TURNED = "\u202eשלום العربية \ud83d\udc69\u200d\ud83d\ude80";
  private static final List<Integer> WIDTHS = List.of(320, 390, 1440);

  @TempDir private Path folder;
  private final BrowserSession session;

  StrangeProjectTest(BrowserSession session) {
    this.session = session;
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static String json(String text) {
    return tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(text);
  }

  /// Names of 300 letters, scripts from right to left, marks of HTML, and halves of characters.
  private void strange() throws IOException {
    write(
        "metier.yaml",
        """
        models:
          %s: {use: "recorded/outcomes.csv#a", host: %s}
          b: {use: "recorded/outcomes.csv#b", host: elsewhere}
        hosts: {%s: {clearance: restricted}, elsewhere: {clearance: internal}}
        jobs:
          strange:
            purpose: %s
            data: public
            prompt: "{{text}}"
            cases: cases.jsonl
            duplicates: separate
            graders: [{equals: "{{expected}}"}]
            needs: {quality: {at_least: 0.5, confidence: 0.9}}
        """
            .formatted(
                "m".repeat(60), "h".repeat(60), "h".repeat(60), json(TURNED + LONG + SCRIPT)));
    var cases = new StringBuilder();
    var outcomes = new StringBuilder("case_id,job,model,passed,text\n");
    List<String> ids = List.of(LONG, TURNED + "1", SCRIPT, "plain");
    for (String id : ids) {
      cases
          .append("{\"id\": ")
          .append(json(id))
          .append(", \"text\": ")
          .append(json(id + SCRIPT))
          .append(", \"half\": \"\\ud800\", \"slices\": [")
          .append(json(LONG))
          .append("]")
          .append(", \"expected\": ")
          .append(json(SCRIPT))
          .append("}\n");
      for (String model : List.of("a", "b")) {
        outcomes
            .append('"')
            .append(id)
            .append("\",strange,")
            .append(model)
            .append(model.equals("a") ? ",0,\"" : ",1,\"")
            .append(SCRIPT)
            .append(LONG)
            .append("\"\n");
      }
    }
    write("cases.jsonl", cases.toString());
    write("outcomes.csv", outcomes.toString());
  }

  private void look(OpenScreen screen, String address) {
    screen.page().navigate(address);
    assertThat(screen.page().title()).as(address).isNotEqualTo("gone");
    assertThat(screen.page().locator("main img, main script").count()).as(address).isZero();
    for (int width : WIDTHS) {
      screen.look(width, ColorScheme.LIGHT);
      assertThat(screen.overflow()).as("%s at %s: %s", address, width, screen.widest()).isZero();
    }
    assertThat(screen.violations()).as(address).isEmpty();
    assertThat(screen.complaints()).as(address).isEmpty();
  }

  @Test
  void whateverNamesAndAnswersHoldIsTextAndTheLayoutHolds() throws IOException {
    strange();
    ServedProject.run("qualify", "-f", folder.toString());
    try (var served = ServedProject.of(folder);
        BrowserContext context = BrowserSession.entered(session.chromium(), served);
        var screen = new OpenScreen(context)) {
      look(screen, served.origin() + "/");
      look(screen, served.origin() + "/?view=dense");
      look(screen, served.origin() + "/job/strange/b");
      look(screen, served.origin() + "/job/strange/" + "m".repeat(60));
      for (int i = 0; i < 4; i++) {
        look(screen, served.origin() + "/job/strange/cases?only=all");
        screen.page().locator(".items a").nth(i).click();
        look(screen, screen.page().url());
      }
      assertThat(screen.page().locator("main").innerText()).contains("onerror");
    }
  }

  @Test
  void aProjectThatIsMendedIsShownWithoutARestart() throws IOException {
    try (var served = ServedProject.of(folder);
        BrowserContext context = BrowserSession.entered(session.chromium(), served);
        var screen = new OpenScreen(context)) {
      look(screen, served.origin() + "/");
      assertThat(screen.page().locator("main").innerText()).contains("metier.yaml");
      strange();
      String right = Files.readString(folder.resolve("metier.yaml"));
      write(
          "metier.yaml", right.replace("prompt:", "promt:").replace("data: public", "data: open"));
      look(screen, served.origin() + "/");
      assertThat(screen.page().locator("main").innerText()).contains("promt", "open");
      write("metier.yaml", right);
      look(screen, served.origin() + "/");

      assertThat(screen.page().locator(".matrix tbody tr").count()).isOne();
      assertThat(screen.page().locator(".cell .word").first().innerText()).isEqualTo("UNDECIDED");
      look(screen, served.origin() + "/job/strange/b");
      look(screen, served.origin() + "/job/strange/cases");
    }
  }

  @Test
  void whatIsNoChoiceIsLeftOutAndTheViewStays() {
    for (String address :
        List.of(
            "/?show=nonsense&data=nonsense&view=nonsense&q=" + "x".repeat(10_000),
            "/job/numbers/cases?only=nonsense&from=nonsense&cause=nonsense&q=" + "x".repeat(10_000),
            "/changes?since=yesterday")) {
      try (var screen = session.open(address)) {
        assertThat(screen.page().locator(".note").first().isVisible()).as(address).isTrue();
        assertThat(screen.page().locator("h1").isVisible()).as(address).isTrue();
        assertThat(screen.complaints()).isEmpty();
      }
    }
  }

  @Test
  void whoHasNoLinkReadsNothing() {
    try (BrowserContext stranger = session.chromium().browser().newContext();
        var screen = session.open(stranger, "/")) {
      assertThat(screen.page().locator("h1").innerText()).contains("link from your terminal");
      assertThat(screen.page().locator(".matrix").count()).isZero();
      assertThat(screen.violations()).isEmpty();
      screen.page().navigate(session.demo().link());
      assertThat(screen.page().locator("h1").innerText()).contains("link from your terminal");
    }
  }
}
