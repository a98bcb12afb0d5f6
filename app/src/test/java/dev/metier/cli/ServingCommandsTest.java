package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.account.KeyFile;
import dev.metier.account.KeyRing;
import dev.metier.client.Client;
import dev.metier.job.JobName;
import dev.metier.policy.PolicyFile;
import dev.metier.policy.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Verdicts become a policy, keys and settings of clients.
class ServingCommandsTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;

  /// The demo's two live jobs: a real, tiny model in this process, FIT for one of them.
  private String demo() throws IOException {
    Path from = Path.of("examples/demo");
    String yaml = Files.readString(from.resolve("metier.yaml"));
    int recorded = yaml.indexOf("  # Recorded with the answers' texts");
    assertThat(recorded).isPositive();
    String two =
        yaml.substring(0, recorded)
            .replaceAll("(?m)^  (qwq|gemma|mistral|claude).*\\n(    .*\\n)+", "")
            .replaceAll("models: \\[(\\S+, )?tiny, claude-sonnet-4\\]", "models: [tiny]");
    Shell.write(folder, "metier.yaml", two);
    for (String file :
        new String[] {
          "models/triage-Q8_0.gguf",
          "cases/triage-templated.jsonl",
          "cases/triage-paraphrased.jsonl"
        }) {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.copy(from.resolve(file), folder.resolve(file));
    }
    return folder.toString();
  }

  private Path policy() {
    return folder.resolve("policy.json");
  }

  private static JsonNode json(Shell shell) {
    return JSON.readTree(shell.out());
  }

  @Test
  void evidenceBecomesAPolicyThatIsWrittenOnlyWhenItChanges() throws IOException {
    String project = demo();
    var untried = Shell.run("compile", "-f", project, "--dry-run");
    assertThat(untried.exit()).isEqualTo(1);
    assertThat(untried.out()).contains("+ job triage-templated", "closed", "Nothing was written");
    assertThat(policy()).doesNotExist();

    Shell.run("qualify", "-f", project);
    var first = Shell.run("compile", "-f", project);
    assertThat(first.exit()).isEqualTo(1);
    assertThat(first.out())
        .contains("+ job triage-templated: restricted data to tiny", "1 of 2 jobs");
    var written = PolicyFile.read(policy());
    assertThat(written.job(new JobName("triage-paraphrased")).route())
        .isInstanceOf(Route.Closed.class);
    String text = Files.readString(policy());
    assertThat(text).contains("gguf/models/triage-Q8_0.gguf").doesNotContain(folder.toString());

    var again = json(Shell.run("compile", "-f", project, "--json"));
    assertThat(again.path("written").asBoolean()).isFalse();
    assertThat(again.path("changes").isEmpty()).isTrue();
    assertThat(policy()).hasContent(text);

    Path yaml = folder.resolve("metier.yaml");
    Files.writeString(
        yaml,
        Files.readString(yaml)
            .replaceFirst(
                "    models: \\[tiny\\]", "    models: [tiny]\n    serve: {aliases: [t]}"));
    var changed = Shell.run("compile", "-f", project);
    assertThat(changed.out()).contains("+ job triage-templated, aliases: [t]", "Wrote");
    assertThat(PolicyFile.read(policy()).named("t")).isPresent();
  }

  @Test
  void anOpenRouteIsClosedOnlyWhenAskedToAndAnEarlierPolicyComesBack() throws IOException {
    String project = demo();
    Shell.run("qualify", "-f", project, "triage-templated");
    Shell.run("compile", "-f", project);
    Path yaml = folder.resolve("metier.yaml");
    Files.writeString(yaml, Files.readString(yaml).replace("max_tokens: 12", "max_tokens: 13"));

    var kept = Shell.run("compile", "-f", project);
    assertThat(kept.exit()).isEqualTo(1);
    assertThat(kept.out())
        .contains(
            "! job triage-templated keeps its open route: tiny still answers its clients. No model",
            "metier compile --close -f " + project);
    var job = new JobName("triage-templated");
    assertThat(PolicyFile.read(policy()).job(job).route().models()).hasSize(1);
    assertThat(json(Shell.run("compile", "-f", project, "--json")).path("written").asBoolean())
        .isFalse();

    assertThat(Shell.run("compile", "-f", project, "--close").out())
        .contains("~ job triage-templated, route: tiny -> closed");
    assertThat(PolicyFile.read(policy()).job(job).route()).isInstanceOf(Route.Closed.class);

    var list = json(Shell.run("policy", "list", "-f", project, "--json"));
    assertThat(list.size()).isEqualTo(3);
    assertThat(Shell.run("policy", "list", "-f", project).out())
        .contains("0 of 2 jobs have a route", "(in force)", "1 of 2 jobs has a route");
    for (JsonNode each : list) {
      if (!each.path("open").isEmpty()) {
        String hash = each.path("evidence").asString().substring(0, 8);
        assertThat(Shell.run("policy", "restore", hash, "-f", project).exit()).isZero();
        assertThat(PolicyFile.read(policy()).job(job).route().models()).hasSize(1);
      }
    }
    assertThat(Shell.run("policy", "restore", "zz", "-f", project).err())
        .contains("No policy is kept under `zz`", "metier policy list -f");
  }

  @Test
  void aPolicyThatCannotBeReadIsReplaced() throws IOException {
    String project = demo();
    Files.writeString(policy(), "{\"version\": 1}");
    var shell = Shell.run("compile", "-f", project);
    assertThat(shell.err()).contains("cannot be read", "`evidence` is missing");
    assertThat(PolicyFile.read(policy()).jobs()).hasSize(2);
  }

  @Test
  void everyJobWithARouteExitsWithZero() throws IOException {
    String project = demo();
    Path yaml = folder.resolve("metier.yaml");
    String text = Files.readString(yaml);
    Files.writeString(yaml, text.substring(0, text.indexOf("  triage-paraphrased:")));
    Shell.run("qualify", "-f", project);
    assertThat(Shell.run("compile", "-f", project).exit()).isZero();
    var shell = Shell.run("connect", "codex", "-f", project);
    assertThat(shell.exit()).isZero();
    assertThat(shell.out())
        .contains("model = \"triage-templated\"", "model_context_window", "METIER_KEY");
  }

  private void twoJobs() throws IOException {
    Files.copy(Path.of("qualify/src/test/golden/policy/policy.json"), policy());
  }

  @Test
  void aKeyIsShownOnceAndThenOnlyListed() throws IOException {
    twoJobs();
    var made = Shell.run("key", "add", "ana", "-f", folder.toString(), "--per-day", "5 USD");
    String secret = made.out().strip();
    assertThat(secret).matches("mk-[0-9A-Za-z]{40}");
    Path file = folder.resolve(".metier/keys.json");
    assertThat(new KeyRing(KeyFile.read(file)).find(secret)).isPresent();
    var list = Shell.run("key", "list", "-f", folder.toString());
    assertThat(list.out()).contains("ana: every job; $5.00 a day").doesNotContain(secret);
    var twice = Shell.run("key", "add", "ana", "-f", folder.toString());
    assertThat(twice.exit()).isEqualTo(2);
    assertThat(twice.err()).contains("already", "revoke");
    var revoked = Shell.run("key", "revoke", "ana", "-f", folder.toString());
    assertThat(revoked.exit()).isZero();
    assertThat(revoked.err()).contains("last one");
    assertThat(KeyFile.read(file)).isEmpty();
    assertThat(Shell.run("key", "revoke", "ana", "-f", folder.toString()).exit()).isEqualTo(2);
  }

  @Test
  void aKeyIsMadeForProgramsToo() throws IOException {
    twoJobs();
    String at = folder.toString();
    var made =
        json(
            Shell.run(
                "key",
                "add",
                "ci",
                "-f",
                at,
                "--jobs",
                "ticket-triage,write-a-novel",
                "--per-minute",
                "60",
                "--may-override",
                "--json"));
    assertThat(made.path("key").asString()).startsWith("mk-");
    assertThat(made.path("jobs").size()).isEqualTo(2);
    assertThat(made.path("per_minute").asInt()).isEqualTo(60);
    var listed = json(Shell.run("key", "list", "-f", at, "--json"));
    assertThat(listed.path(0).path("may_override").asBoolean()).isTrue();
    assertThat(listed.path(0).has("key")).isFalse();
  }

  @Test
  void mistakesWithKeysAreToldAtOnce() throws IOException {
    twoJobs();
    var shell =
        Shell.run(
            "key",
            "add",
            "-f",
            folder.toString(),
            "--jobs",
            "ticket-triag",
            "--per-day",
            "lots",
            "--per-minute",
            "0",
            "#1");
    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.err())
        .contains("Did you mean `ticket-triage`?", "lots", "--per-minute", "no name", "4 mistakes");
    assertThat(folder.resolve(".metier/keys.json")).doesNotExist();
  }

  @Test
  void everyClientGetsItsSettingsAndNoKey() throws IOException {
    twoJobs();
    for (Client client : Client.values()) {
      var shell =
          Shell.run(
              Map.of("METIER_KEY", "mk-not-to-be-shown"),
              "connect",
              client.word(),
              "-f",
              folder.toString(),
              "--job",
              "payroll-questions",
              "--url",
              "https://ai.example.org/v1/");
      assertThat(shell.exit()).as(shell.err()).isZero();
      assertThat(shell.out())
          .contains("https://ai.example.org", "payroll-questions", "METIER_KEY")
          .doesNotContain("/v1/v1", "not-to-be-shown", "8099");
    }
  }

  @Test
  void settingsAreWrittenWhenAskedToAndBackedUp() throws IOException {
    twoJobs();
    Path home = folder.resolve("home");
    for (int i = 0; i < 2; i++) {
      var shell =
          Shell.run(
              Map.of("HOME", home.toString()),
              "connect",
              "codex",
              "-f",
              folder.toString(),
              "--job",
              "ticket-triage",
              "--write",
              "--yes",
              "--json");
      assertThat(shell.exit()).as(shell.err()).isZero();
      assertThat(json(shell).path("written").path(0).has("backup")).isEqualTo(i == 1);
    }
    assertThat(home.resolve(".codex/metier.config.toml"))
        .content()
        .contains("wire_api = \"responses\"", "env_key = \"METIER_KEY\"");
  }

  @Test
  void withoutATerminalNothingIsWrittenUnasked() throws IOException {
    twoJobs();
    Path home = folder.resolve("home");
    var shell =
        Shell.run(
            Map.of("HOME", home.toString()),
            "connect",
            "codex",
            "-f",
            folder.toString(),
            "--job",
            "ticket-triage",
            "--write");
    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.err()).contains("--yes");
    assertThat(home).doesNotExist();
    assertThat(
            Shell.run(
                    "connect", "n8n", "-f", folder.toString(), "--job", "ticket-triage", "--write")
                .err())
        .contains("n8n keeps its settings");
  }

  @Test
  void whatCannotBeConnectedIsExplained() throws IOException {
    String at = Shell.recorded(folder).toString();
    assertThat(Shell.run("connect", "codex", "-f", at).err()).contains("metier compile -f " + at);
    twoJobs();
    assertThat(Shell.run("connect", "codex", "-f", at).err())
        .contains("--job ticket-triage | payroll-questions");
    assertThat(Shell.run("connect", "claude-cod", "-f", at).err())
        .contains("Did you mean `claude-code`?");
    assertThat(Shell.run("connect", "codex", "-f", at, "--job", "write-a-novel").err())
        .contains("closed", "metier qualify write-a-novel");
    assertThat(Shell.run("connect", "codex", "-f", at, "--job", "triag").err())
        .contains("no job `triag`");
    assertThat(Shell.run("connect", "codex", "-f", at, "--job", "triage", "--url", "ftp://x").err())
        .contains("--url takes");
    assertThat(
            Shell.run("connect", "codex", "-f", at, "--job", "triage", "--key-env", "mk-1").err())
        .contains("never a key");
  }
}
