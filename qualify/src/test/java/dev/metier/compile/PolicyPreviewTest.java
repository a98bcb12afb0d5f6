package dev.metier.compile;

import static dev.metier.policy.Samples.fit;
import static dev.metier.policy.Samples.outcome;
import static dev.metier.policy.Samples.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.policy.Samples;
import dev.metier.qualify.CellResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyPreviewTest {
  private static final String SAID =
      CellResult.FORM_ONLY + ": no grader looks at what is right for a case.";

  private static final Model OWN =
      Samples.model("own", ProviderKind.OLLAMA, Samples.WORKSTATION, Samples.tokens(1));

  @Test
  void aModelThatIsFitByFormAloneIsChosenWithThatWord() {
    Job job = Samples.job("triage", DataClass.PUBLIC, Job.Prefer.COST);
    CellResult proved = result(job, OWN, fit(), outcome(5, 9, 0.01));
    CellResult form =
        new CellResult(
            proved.job(),
            proved.model(),
            proved.verdict(),
            proved.setting(),
            proved.grading(),
            proved.kept(),
            proved.possible(),
            proved.outcomes(),
            proved.fingerprint(),
            List.of(SAID),
            proved.fitAlone(),
            proved.cutShort());

    assertThat(reason(job, form)).isEqualTo("The only one that is FIT. " + SAID);
    assertThat(reason(job, proved)).isEqualTo("The only one that is FIT.");
    var project = Samples.project(List.of(OWN), Map.of(), job);
    var policy = PolicyCompiler.compile(project, List.of(form), Samples.AT);
    assertThat(policy.job(job.name()).byForm()).contains("own: FIT by form alone");
  }

  private static String reason(Job job, CellResult found) {
    var project = Samples.project(List.of(OWN), Map.of(), job);
    return PolicyPreview.of(project, List.of(found), Map.of()).jobs().getFirst().reason();
  }
}
