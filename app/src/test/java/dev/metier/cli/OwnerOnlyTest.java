package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.policy.PolicyFile;
import dev.metier.server.Served;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Everything below `.metier` is its owner's alone and none of Git's, whichever command makes it
/// first.
class OwnerOnlyTest {
  @TempDir private Path folder;

  @BeforeEach
  void begin() {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
  }

  private Path kept() {
    return folder.resolve(".metier");
  }

  /// The names of all that is there, once each was looked at.
  private List<String> all() throws IOException {
    var names = new ArrayList<String>();
    try (var walk = Files.walk(kept())) {
      for (Path each : walk.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
            .as(each.toString())
            .isEqualTo(Files.isDirectory(each) ? "rwx------" : "rw-------");
        names.add(folder.relativize(each).toString().replace('\\', '/'));
      }
    }
    assertThat(kept().resolve(".gitignore")).content().isEqualTo("*\n");
    return names;
  }

  private void serve(VendorServer vendor) throws Exception {
    Path policy = folder.resolve("policy.json");
    try (var served = new Served(folder)) {
      served
          .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, vendor.address())
          .job("triage", DataClass.INTERNAL, "local");
      PolicyFile.write(served.policy(), policy);
    }
    try (var serving = new Serving(Map.of(), "--policy", policy.toString());
        var client = HttpClient.newHttpClient()) {
      var asked =
          HttpRequest.newBuilder(URI.create(serving.address() + "/v1/chat/completions"))
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"model\":\"triage\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
              .build();
      assertThat(client.send(asked, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whenServeIsFirst() throws Exception {
    try (var vendor = new VendorServer(Vendor.OPENAI)) {
      serve(vendor);
    }
    assertThat(all())
        .contains(".metier/policies", ".metier/policies/" + "0".repeat(32) + ".json")
        .anyMatch(name -> name.startsWith(".metier/requests/") && name.endsWith(".jsonl"));
    Shell.run("key", "add", "ana", "-f", folder.toString());
    qualify();
  }

  @Test
  void whenAKeyIsFirst() throws Exception {
    Shell.recorded(folder);
    Shell.run("key", "add", "ana", "-f", folder.toString());
    assertThat(all()).contains(".metier/keys.json");
    qualify();
  }

  @Test
  void whenTheLedgerIsFirst() throws Exception {
    qualify();
  }

  private void qualify() throws IOException {
    Shell.recorded(folder);
    Shell.run("qualify", "-f", folder.toString());
    Shell.run("report", "-f", folder.toString());
    Shell.run("compile", "-f", folder.toString());
    assertThat(all()).contains(".metier/ledger.db", ".metier/report.html");
  }

  @Test
  void whatLiesElsewhereIsLeftAsItIs() throws Exception {
    Shell.recorded(folder);
    Path report = folder.resolve("out/report.html");
    Shell.run("report", "-f", folder.toString(), "-o", report.toString());
    Path plain = Files.createDirectory(folder.resolve("plain"));
    assertThat(Files.getPosixFilePermissions(report.getParent()))
        .isEqualTo(Files.getPosixFilePermissions(plain));
  }
}
