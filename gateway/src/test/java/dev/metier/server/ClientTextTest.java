package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever clients write into names and headers, the journal and the figures hold it as text or
/// not at all.
class ClientTextTest {
  private static final List<String> NAMES =
      List.of(
          "a\nb",
          "a\r\n{\"request\":\"forged\"}",
          "\u001b[2J\u009b2J\u202e",
          "a\",\"status\":\"ok",
          "x} 1\nmetier_forged 7",
          "../../etc/passwd");

  @TempDir private Path folder;

  @Test
  void aRequestIsOneLineOfTheJournalWhateverItsNames() throws Exception {
    try (var vendor = new VendorServer(Vendor.OPENAI);
        var served =
            new Served(folder)
                .model("m", ProviderKind.VLLM, DataClass.PUBLIC, vendor.address())
                .job("j", DataClass.PUBLIC, "m")
                .start()) {
      for (String name : NAMES) {
        String body = Spoken.CHAT.request("j", false).replace("\"j\"", Json.quoted(name));
        assertThat(served.post(Spoken.CHAT.path(), body).statusCode()).isEqualTo(404);
        served.post(
            Spoken.CHAT.path(), Spoken.CHAT.request("j", false, "Hi"), "traceparent", "zz\"},{\"a");
      }
      served.records(2 * NAMES.size());
      String figures = served.get("/metrics").body();
      assertThat(figures).contains("job=\"j\"").doesNotContain("forged", "passwd", "etc");
      assertThat(figures.lines().filter(line -> line.startsWith("metier_requests_total")))
          .hasSizeLessThan(6);
    }
    var lines = new ArrayList<String>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    assertThat(lines).hasSize(2 * NAMES.size());
    assertThat(lines)
        .allSatisfy(line -> {
          assertThat(Json.tryObject(line.getBytes(StandardCharsets.UTF_8))).isPresent();
          assertThat(line).doesNotContain("\u001b");
        });
  }
}
