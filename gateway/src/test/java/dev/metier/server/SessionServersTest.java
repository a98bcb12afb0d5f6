package dev.metier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.testing.Vendor;
import dev.metier.testing.VendorMishap;
import dev.metier.testing.VendorServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A conversation stays with the server that has it in its cache.
class SessionServersTest {
  @TempDir private Path folder;
  private final List<VendorServer> servers =
      List.of(new VendorServer(Vendor.OPENAI), new VendorServer(Vendor.OPENAI));
  private final VendorServer hosted = new VendorServer(Vendor.ANTHROPIC);
  private Optional<Served> open = Optional.empty();

  @AfterEach
  void end() {
    open.ifPresent(Served::close);
    servers.forEach(VendorServer::close);
    hosted.close();
  }

  private Served served() {
    String[] addresses = servers.stream().map(VendorServer::address).toArray(String[]::new);
    var served =
        new Served(folder)
            .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, addresses)
            .model("hosted", ProviderKind.ANTHROPIC, DataClass.RESTRICTED, hosted.address())
            .job("j", DataClass.INTERNAL, "local")
            .job("k", DataClass.INTERNAL, "local")
            .job("far", DataClass.INTERNAL, "hosted")
            .start();
    open = Optional.of(served);
    return served;
  }

  /// Which of the servers answers.
  private int answering(Served served, String job, String session) throws Exception {
    int before = servers.getFirst().received().size();
    var answer =
        served.post(Spoken.CHAT.path(), Spoken.CHAT.request(job, false), "x-session-id", session);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return servers.getFirst().received().size() > before ? 0 : 1;
  }

  @Test
  void aSessionStaysOnOneServerAndSessionsSpread() throws Exception {
    Served served = served();
    Set<Integer> used = new HashSet<>();
    for (int i = 0; i < 16; i++) {
      int first = answering(served, "j", "s" + i);
      assertThat(answering(served, "j", "s" + i)).isEqualTo(first);
      used.add(first);
    }
    assertThat(used).containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void theSameSessionOfAnotherJobIsAnotherConversation() throws Exception {
    Served served = served();
    var places = new ArrayList<Boolean>();
    for (int i = 0; i < 16; i++) {
      places.add(answering(served, "j", "s" + i) == answering(served, "k", "s" + i));
    }
    assertThat(Collections.frequency(places, false)).isPositive();
  }

  @Test
  void aFailureMovesNoConversation() throws Exception {
    Served served = served();
    int home = answering(served, "j", "s");
    servers.get(home).next(new VendorMishap.Status(503));
    served.post(Spoken.CHAT.path(), Spoken.CHAT.request("j", false), "x-session-id", "s");
    assertThat(answering(served, "j", "s")).isEqualTo(home);
  }

  @Test
  void whatAnthropicsClientsTellInHeadersArrives() throws Exception {
    served()
        .post(
            Spoken.MESSAGES.path(),
            Spoken.MESSAGES.request("far", false),
            "anthropic-version",
            "2023-06-01",
            "anthropic-beta",
            "context-management-2025-06-27,interleaved-thinking-2025-05-14");
    assertThat(hosted.received().getLast().headers())
        .containsEntry(
            "anthropic-beta", "context-management-2025-06-27,interleaved-thinking-2025-05-14");
  }
}
