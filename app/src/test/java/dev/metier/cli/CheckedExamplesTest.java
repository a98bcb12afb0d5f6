package dev.metier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `metier check` finds nothing wrong with the projects that users start from: also what their
/// cases can prove.
class CheckedExamplesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "workflows/draft-review",
        "workflows/triage-draft",
        "workflows/redact-summarise",
        "workflows/plan-edit-review",
        "tiny-llama-server"
      })
  void eachIsFine(String name) {
    Shell checked = Shell.run("check", "-f", "examples/" + name);
    assertThat(checked.exit()).as(checked.out() + checked.err()).isZero();
    assertThat(checked.out()).contains("is fine: ");
  }

  @Test
  void whyNoHostedModelSummarisesYetIsTold() {
    assertThat(Shell.run("check", "-f", "examples/workflows/redact-summarise").out())
        .contains(
            "No model is FIT for stage hide so far, so that its redaction lowers the class of"
                + " nothing yet.");
  }
}
