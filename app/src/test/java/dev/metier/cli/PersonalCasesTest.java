package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.testing.Vendor;
import dev.metier.testing.VendorServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A job whose requests are raised to a class when personal data is in them has cases of that class
/// when personal data is in one of them.
class PersonalCasesTest {
  private static final int CASES = 20;
  private static final String CARD = "4111 1111 1111 1111";

  @TempDir private Path folder;
  private final VendorServer cloud = new VendorServer(Vendor.OPENAI);
  private final VendorServer own = new VendorServer(Vendor.OPENAI);

  @AfterEach
  void end() {
    cloud.close();
    own.close();
  }

  /// A project in which case c7 has this text.
  private Path project(String text, String serve, String prompt) {
    own.says(List.of("yes"));
    cloud.says(List.of("yes"));
    var cases = new StringBuilder();
    for (int i = 0; i < CASES; i++) {
      String q = i == 7 ? text : "question " + i;
      cases.append("{\"id\": \"c%d\", \"q\": \"%s\", \"label\": \"yes\"}\n".formatted(i, q));
    }
    Shell.write(folder, "cases.jsonl", cases.toString());
    Shell.write(
        folder,
        "metier.yaml",
        """
        models:
          cloud: {use: vllm/x, url: "%s", host: vendor}
          own: {use: vllm/m, url: "%s"}
        hosts: {vendor: {clearance: internal}}
        jobs:
          answer:
            data: internal
            prompt: "%s {{q}}"
            cases: cases.jsonl
            graders: [{equals: "{{label}}"}]
            needs: {quality: {at_least: 0.50}}
            %s
        """
            .formatted(cloud.address(), own.address(), prompt, serve));
    return folder;
  }

  private static Shell run(String... args) {
    return Shell.run(args);
  }

  private static final String RAISED = "serve: {personal_data: restricted}";

  @ParameterizedTest
  @CsvSource({
    "4111 1111 1111 1111, card number",
    "pay to DE89 3704 0044 0532 0130 00, IBAN",
    "write to anna.schmidt@brandt-freight.de, e-mail address",
    "4111\\u200b1111\\u200b1111\\u200b1111, card number"
  })
  void noByteOfThemReachesAHostBelowTheirClass(String text, String kind) {
    String path = project(text, RAISED, "Say yes.").toString();
    Shell check = run("check", path, "--ping");
    assertThat(check.exit()).as(check.err()).isZero();
    assertThat(check.out())
        .contains("1 of its 20 cases holds personal data or secrets: c7 (" + kind + ")")
        .containsPattern("cloud +FORBIDDEN: Data of answer is restricted")
        .doesNotContain("4111", "3704", "schmidt");
    Shell qualified = run("qualify", path);
    assertThat(qualified.out()).contains("⊘ FORBIDDEN", "✔ FIT");
    assertThat(cloud.acceptedConnections()).isZero();
    assertThat(own.received()).isNotEmpty();
    Shell told = run("verdict", path, "--json");
    assertThat(told.out()).contains("c7 (" + kind + ")").doesNotContain("4111", "3704", "schmidt");
  }

  @Test
  void thePromptCountsForEveryCase() {
    String path = project("question", RAISED, "Card " + CARD).toString();
    assertThat(run("check", path).out())
        .contains("what it sends holds personal data or secrets: its prompt (card number).");
    run("qualify", path);
    assertThat(cloud.acceptedConnections()).isZero();
  }

  @Test
  void aReferenceBelowTheirClassIsNotAskedEither() {
    String path = project(CARD, RAISED, "Say yes.").toString();
    Shell.write(
        folder,
        "metier.yaml",
        Shell.read(folder, "metier.yaml")
            .replace(
                "{quality: {at_least: 0.50}}", "{quality: {not_worse_than: cloud, margin: 0.3}}")
            .replace("serve:", "models: [own]\n    serve:"));
    Shell qualified = run("qualify", path);
    assertThat(cloud.acceptedConnections()).as(qualified.err()).isZero();
    assertThat(qualified.out()).contains("UNDECIDED");
  }

  @Test
  void casesWithoutAnyAreAskedEverywhere() {
    String path = project("question of the order 2026112200017", RAISED, "Say yes.").toString();
    assertThat(run("check", path).out()).doesNotContain("personal data", "FORBIDDEN");
    run("qualify", path);
    assertThat(cloud.received()).isNotEmpty();
  }

  @Test
  void nobodyLooksWhereTheJobDoesNotSaySo() {
    String path = project(CARD, "", "Say yes.").toString();
    assertThat(run("check", path).out()).doesNotContain("personal data", "FORBIDDEN");
    run("qualify", path);
    assertThat(cloud.received()).isNotEmpty();
  }
}
