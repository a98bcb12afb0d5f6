package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.job.JobName;
import dev.metier.ledger.sqlite.SqliteLedger;
import dev.metier.plan.CommittedOrder;
import dev.metier.project.ProjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A ledger that the first version wrote: two jobs of 24 answers each, one of them with a stop text
/// that made the address of its setting ambiguous.
class FirstLedgerTest {
  private static final Path GIVEN = Path.of("app/src/test/resources/ledger-1");
  private static final int CASES = 24;

  @TempDir private Path folder;

  @BeforeEach
  void copy() throws IOException {
    Files.createDirectories(folder.resolve(".metier"));
    for (String name : List.of("metier.yaml", "cases.jsonl", "outcomes.csv")) {
      Files.copy(GIVEN.resolve(name), folder.resolve(name));
    }
    Files.copy(GIVEN.resolve("ledger.db"), ledger());
  }

  private Path ledger() {
    return folder.resolve(".metier/ledger.db");
  }

  private long kept() {
    try (var ledger = SqliteLedger.read(ledger())) {
      return ledger.size();
    }
  }

  private String verdict(String job) {
    var shell = Shell.run("verdict", "-f", folder.toString(), job, "--json");
    var model = JsonMapper.shared().readTree(shell.out()).path("jobs").path(0).path("models");
    return model.path(0).path("verdict").asString() + " " + model.path(0).path("trials").asInt();
  }

  @Test
  void whatWasPaidForCountsUnderTheNewAddress() {
    assertThat(verdict("plain")).endsWith(" " + CASES);
    Shell.run("qualify", "-f", folder.toString(), "plain", "--full");
    assertThat(kept()).isEqualTo(2 * CASES);
    assertThat(verdict("plain")).endsWith(" " + CASES);
  }

  @Test
  void whatMayBelongToAnotherSettingIsAskedAgain() {
    assertThat(verdict("ambiguous")).isEqualTo("EXPIRED 0");
    Shell.run("qualify", "-f", folder.toString(), "ambiguous", "--full");
    assertThat(kept()).isEqualTo(3 * CASES);
  }

  @Test
  void theOrderOfThatTimeIsThatOfTheFirstLook() throws IOException {
    Shell.run("qualify", "-f", folder.toString(), "plain");
    Files.writeString(
        folder.resolve("cases.jsonl"),
        "{\"id\": \"new\", \"q\": \"new\", \"label\": \"yes\"}\n"
            + Files.readString(GIVEN.resolve("cases.jsonl")));
    try (var ledger = SqliteLedger.read(ledger())) {
      var job =
          ProjectReader.read(folder.resolve("metier.yaml")).job(new JobName("plain")).orElseThrow();
      var order = CommittedOrder.of(job, ledger.looks(job.name()));
      assertThat(order.units())
          .extracting(unit -> unit.cases().getFirst().id())
          .containsExactly(
              ("c20 c4 c15 c22 c8 c21 c5 c12 c1 c17 c0 c18 c3 c9 c10 c13 c2 c16 c19 c6 c14 c23 c7"
                      + " c11 new")
                  .split(" ", -1));
      assertThat(order.horizon()).isEqualTo(CASES);
    }
  }
}
