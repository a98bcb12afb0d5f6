package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Before anything is sent, a person can see which key would go where.
class KeyDestinationsTest {
  @TempDir private Path folder;

  @Test
  void checkTellsWhichKeyGoesToAnAddressThatIsNotItsVendors() {
    Shell.write(
        folder,
        "metier.yaml",
        """
        models:
          usual: {use: openai/a, host: far, price: unknown}
          strange: {use: openai/b, host: far, key: env:AWS_SECRET_ACCESS_KEY, price: unknown}
          foreign: {use: openai/c, host: far, key: env:OPENAI_API_KEY, url: "https://models.example/v1", price: unknown}
          several: {use: vllm/d, host: far, key: file:the-key, url: ["https://one.example/v1", "https://two.example/v1"]}
        hosts: {far: {clearance: public}}
        jobs:
          triage:
            data: public
            prompt: "{{text}}"
            scope: suite
            cases: [{text: a}]
            graders: [{equals: "x"}]
            needs: {quality: {at_least: 0.9}}
        """);
    String secret = "sk-of-somebody-0123456789";
    var env = Map.of("AWS_SECRET_ACCESS_KEY", secret, "OPENAI_API_KEY", secret);
    var check = Shell.run(env, "check", folder.toString());
    assertThat(check.out())
        .contains(
            "The key AWS_SECRET_ACCESS_KEY goes to https://api.openai.com/v1 (strange).",
            "The key OPENAI_API_KEY goes to https://models.example/v1 (foreign).",
            "goes to https://one.example/v1 (several).",
            "goes to https://two.example/v1 (several).")
        .doesNotContain("(usual)", secret);
  }
}
