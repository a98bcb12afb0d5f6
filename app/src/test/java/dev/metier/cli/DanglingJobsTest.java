package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.account.KeyFile;
import dev.metier.account.KeyRing;
import dev.metier.account.VirtualKey;
import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.policy.PolicyFile;
import dev.metier.server.Served;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys that name jobs which the policy does not have: nothing is served by such a pair of files.
class DanglingJobsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private Path policy(VendorServer vendor, String job) {
    Path file = folder.resolve("policy.json");
    try (var served = new Served(folder)) {
      served
          .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, vendor.address())
          .job(job, DataClass.INTERNAL, "local");
      PolicyFile.write(served.policy(), file);
    }
    return file;
  }

  /// Keys with their names as their text.
  private void keys(Map<String, String> jobs) {
    List<VirtualKey> all = new ArrayList<>();
    jobs.forEach((name, job) ->
        all.add(
            new VirtualKey(
                name,
                KeyRing.hash("mk-" + name),
                Set.of(new JobName(job)),
                Optional.empty(),
                OptionalInt.empty(),
                false,
                Instant.EPOCH)));
    KeyFile.write(all, folder.resolve(".metier/keys.json"));
  }

  private static int ask(Serving serving, String key, String job) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(serving.address() + "/v1/chat/completions"))
              .header("x-api-key", "mk-" + key)
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"model\":\""
                          + job
                          + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
              .build();
      return client.send(request, BodyHandlers.ofString()).statusCode();
    }
  }

  @Test
  void theStartIsRefusedWithThePlaceAndTheNearestName() {
    try (var vendor = new VendorServer(Vendor.OPENAI)) {
      Path file = policy(vendor, "triage");
      keys(Map.of("ana", "triag"));
      var told = Shell.run("serve", "--policy", file.toString(), "--port", "0");
      assertThat(told.exit()).isEqualTo(2);
      assertThat(told.err())
          .contains("keys.json:", "The policy has no job of this name.", "Did you mean `triage`?");
    }
  }

  @Test
  void theOldStaysUntilBothFilesFit() throws Exception {
    try (var vendor = new VendorServer(Vendor.OPENAI)) {
      String file = policy(vendor, "triage").toString();
      keys(Map.of("ana", "triage", "lost", "triage"));
      try (var serving = new Serving(Map.of(), "--policy", file)) {
        policy(vendor, "sorting");
        assertThat(serving.says("The policy has no job of this name.", LONG)).isTrue();
        assertThat(ask(serving, "ana", "triage")).isEqualTo(200);

        // a key must be revocable at any time
        keys(Map.of("ana", "triage"));
        assertThat(serving.says("The keys changed.", LONG)).isTrue();
        assertThat(ask(serving, "lost", "triage")).isEqualTo(401);
        assertThat(ask(serving, "ana", "triage")).isEqualTo(200);

        keys(Map.of("ana", "sorting"));
        assertThat(serving.says("A new policy is in force.", LONG)).isTrue();
        assertThat(serving.says("The keys changed.", LONG)).isTrue();
        assertThat(ask(serving, "ana", "triage")).isEqualTo(404);
        assertThat(ask(serving, "ana", "sorting")).isEqualTo(200);
      }
    }
  }

  @Test
  void aPolicyThatIsNotTakenUpLeavesNoCopy() throws Exception {
    try (var vendor = new VendorServer(Vendor.OPENAI)) {
      Path file = policy(vendor, "triage");
      keys(Map.of("ana", "triage"));
      try (var serving = new Serving(Map.of(), "--policy", file.toString())) {
        String other = Files.readString(file).replace("triage", "sorting");
        Files.writeString(file, other.replace("0".repeat(32), "f".repeat(32)));
        assertThat(serving.says("The policy has no job of this name.", LONG)).isTrue();
        assertThat(folder.resolve(".metier/policies")).isDirectoryNotContaining("glob:**f.json");
        keys(Map.of("ana", "sorting"));
        assertThat(serving.says("A new policy is in force.", LONG)).isTrue();
        assertThat(folder.resolve(".metier/policies")).isDirectoryContaining("glob:**f.json");
      }
    }
  }

  @Test
  void brokenKeysKeepNoPolicyFromBeingTakenUp() throws Exception {
    try (var vendor = new VendorServer(Vendor.OPENAI)) {
      String file = policy(vendor, "triage").toString();
      keys(Map.of("ana", "triage"));
      try (var serving = new Serving(Map.of(), "--policy", file)) {
        Files.writeString(folder.resolve(".metier/keys.json"), "{ broken");
        assertThat(serving.says("This is not JSON.", LONG)).isTrue();
        Files.writeString(Path.of(file), Files.readString(Path.of(file)) + "\n");
        assertThat(serving.says("A new policy is in force.", LONG)).isTrue();
        assertThat(ask(serving, "ana", "triage")).isEqualTo(200);
      }
    }
  }
}
