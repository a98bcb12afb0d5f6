package dev.metier.compile;

import static dev.metier.policy.Samples.fit;
import static dev.metier.policy.Samples.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.catalog.Price;
import dev.metier.catalog.ProviderKind;
import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.policy.Policy;
import dev.metier.policy.PolicyDiff;
import dev.metier.policy.PolicyFile;
import dev.metier.policy.Samples;
import dev.metier.project.Project;
import dev.metier.qualify.CellResult;
import dev.metier.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeptRoutesTest {
  private static final Job JOB = job(DataClass.INTERNAL);
  private static final Model MODEL = model("weak:latest", Samples.VENDOR);
  private static final Verdict EXPIRED = new Verdict.Expired(List.of(), "another prompt");

  private static Job job(DataClass data) {
    return Samples.job("triage", data, Job.Prefer.COST);
  }

  private static Model model(String id, Host host) {
    Model model = Samples.model("weak", ProviderKind.OPENAI, host, new Price.Unknown());
    return new Model(
        model.name(),
        model.kind(),
        id,
        model.address(),
        model.key(),
        model.host(),
        model.price(),
        model.settings(),
        model.window(),
        model.concurrency(),
        model.timeouts(),
        model.apiVersion());
  }

  private static Project project(Model model, Job... jobs) {
    return new Project(
        Path.of("/team/metier.yaml"),
        List.of(model),
        List.of(model.host()),
        List.of(jobs),
        List.of());
  }

  private static Policy compiled(Project project, List<CellResult> results) {
    return PolicyCompiler.compile(project, results, Samples.AT);
  }

  private static Policy inForce() {
    return compiled(project(MODEL, JOB), List.of(result(JOB, MODEL, fit())));
  }

  private static KeptRoutes kept(Model model, Job job, Verdict verdict) {
    var project = project(model, job);
    var results = List.of(result(job, model, verdict));
    return KeptRoutes.of(inForce(), compiled(project, results), project, results);
  }

  private static List<ModelName> route(KeptRoutes kept) {
    return kept.policy().job(JOB.name()).route().models();
  }

  @Test
  void aRouteStaysWhenItsEvidenceExpiresOrIsUnfit() {
    for (Verdict verdict : List.of(EXPIRED, Samples.unfit(), Samples.untried())) {
      var kept = kept(MODEL, JOB, verdict);
      assertThat(route(kept)).containsExactly(MODEL.name());
      assertThat(kept.kept()).containsOnlyKeys(JOB.name());
      PolicyCompilerTest.assertNothingForbidden(kept.policy());
      assertThat(PolicyFile.parse(PolicyFile.text(kept.policy(), Samples.FILE), Samples.FILE))
          .isEqualTo(kept.policy());
    }
  }

  @Test
  void aRouteThatIsSupportedIsNotKeptButMade() {
    var kept = kept(MODEL, JOB, fit());
    assertThat(kept.kept()).isEmpty();
    assertThat(kept.policy().evidence()).isEqualTo(inForce().evidence());
  }

  @Test
  void dataThatMayNotGoThereAnyMoreClosesIt() {
    assertThat(route(kept(MODEL, job(DataClass.CONFIDENTIAL), EXPIRED))).isEmpty();
    var lowered = new Host(Samples.VENDOR.name(), DataClass.PUBLIC);
    assertThat(route(kept(model("weak:latest", lowered), JOB, EXPIRED))).isEmpty();
  }

  @Test
  void anEarlierPolicyIsHeldAgainstTheClearancesOfToday() {
    assertThat(new Clearances(project(MODEL, JOB)).broken(inForce())).isEmpty();
    var lowered = new Host(Samples.VENDOR.name(), DataClass.PUBLIC);
    var raised = job(DataClass.CONFIDENTIAL);
    assertThat(new Clearances(project(model("weak:latest", lowered), JOB)).broken(inForce()))
        .hasSize(1);
    assertThat(new Clearances(project(MODEL, raised)).broken(inForce())).hasSize(1);
  }

  @Test
  void aServerThatTurnedOutToPassRequestsOnClosesIt() {
    var project = project(MODEL, JOB);
    var results =
        List.of(
            Samples.withFacts(
                result(JOB, MODEL, EXPIRED), Map.of("elsewhere", "cloud.example.org")));
    var kept = KeptRoutes.of(inForce(), compiled(project, results), project, results);
    assertThat(route(kept)).isEmpty();
  }

  @Test
  void theModelThatWasFitIsKeptAndNotTheOneThatTookItsName() {
    var kept = kept(model("other:latest", Samples.VENDOR), JOB, EXPIRED);
    assertThat(kept.policy().model(MODEL.name()).model().id()).isEqualTo("weak:latest");

    Job second = Samples.job("second", DataClass.PUBLIC, Job.Prefer.COST);
    Model other = model("other:latest", Samples.VENDOR);
    var project = project(other, JOB, second);
    var results = List.of(result(JOB, other, EXPIRED), result(second, other, fit()));
    var both = KeptRoutes.of(inForce(), compiled(project, results), project, results);
    assertThat(route(both)).isEmpty();
    assertThat(both.policy().job(second.name()).route().models()).containsExactly(other.name());
  }

  @Test
  void compilingAgainChangesNothing() {
    var first = kept(MODEL, JOB, EXPIRED);
    var project = project(MODEL, JOB);
    var results = List.of(result(JOB, MODEL, EXPIRED));
    var second =
        KeptRoutes.of(
            first.policy(),
            PolicyCompiler.compile(project, results, Samples.AT.plus(Duration.ofDays(1))),
            project,
            results);
    assertThat(second.policy().evidence()).isEqualTo(first.policy().evidence());
    assertThat(first.policy().evidence()).isNotEqualTo(compiled(project, results).evidence());
    assertThat(PolicyDiff.between(java.util.Optional.of(first.policy()), second.policy()).changes())
        .isEmpty();
  }
}
