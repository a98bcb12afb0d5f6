package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.starter.StarterJob;
import dev.metier.starter.draw.StarterCase;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A newcomer's way: init, check, qualify, verdict.
class StarterVerdictsTest {
  @TempDir Path folder;

  @Test
  void whoAnswersRightIsFitForEveryStarterJobOnTemplateEvidence() throws IOException {
    try (var vendor = new VendorServer(Vendor.OPENAI)) {
      vendor.countsPrompts();
      vendor.serves("/v1/models", "{\"data\": [{\"id\": \"knows\", \"owned_by\": \"vllm\"}]}");
      for (StarterJob job : StarterJob.values()) {
        job.cases().forEach(given -> vendor.saysTo(asSent(given), given.expected()));
      }
      vendor.says(List.of("no idea"));
      String project = folder.resolve("p").toString();
      var init = Shell.run("init", project, "--jobs", "all", "--url", vendor.address());
      assertThat(init.exit()).as(init.err()).isZero();
      Path html = folder.resolve("report.html");
      var run = Shell.run("qualify", "-f", project);
      assertThat(run.exit()).as(run.out() + run.err()).isZero();
      var json = JsonMapper.shared().readTree(Shell.run("verdict", "-f", project, "--json").out());
      assertThat(json.path("jobs").size()).isEqualTo(StarterJob.values().length);
      json.path("jobs")
          .forEach(job -> {
            assertThat(job.path("models").get(0).path("verdict").stringValue())
                .as(job.toPrettyString())
                .isEqualTo("FIT");
            assertThat(job.path("evidence").stringValue()).isEqualTo("template");
          });
      String text = Shell.run("verdict", "-f", project, "--html", html.toString()).out();
      assertThat(text).contains("Note: Template evidence: the verdicts on ticket-triage");
      assertThat(text).contains("ticket-triage (template evidence): route incoming support mail");
      assertThat(Files.readString(html))
          .contains("<span class=\"chip\">template evidence: the cases are made up</span>");
    }
  }

  /// The text of a case as it stands in a request.
  private static String asSent(StarterCase given) {
    String json = JsonMapper.shared().writeValueAsString(given.vars().values().iterator().next());
    return json.substring(1, json.length() - 1);
  }
}
