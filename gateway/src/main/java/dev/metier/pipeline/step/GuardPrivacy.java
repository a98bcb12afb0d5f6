package dev.metier.pipeline.step;

import dev.metier.catalog.Model;
import dev.metier.job.ModelName;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.RequestFindings;
import dev.metier.pipeline.Step;
import dev.metier.pipeline.StepResult;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;

/// Leaves only models whose host may read this request's data. When none is left the request is
/// refused: there is no way around this step.
final class GuardPrivacy implements Step {
  @Override
  public StepResult take(RequestContext context) {
    RequestFindings findings = context.findings();
    Optional<String> closed = findings.job().route().closed();
    if (closed.isPresent()) {
      return StepResult.refused(Refusal.of(Reason.ROUTE_CLOSED, closed.get()));
    }
    var allowed = new ArrayList<ModelName>();
    for (ModelName name : findings.job().route().models()) {
      Model model = findings.policy().model(name).model();
      if (model.mayRead(findings.data())) {
        allowed.add(name);
      } else {
        findings.skip(
            name, "host " + model.host().name() + " may not read " + word(findings) + " data");
      }
    }
    findings.allowed(allowed);
    return allowed.isEmpty() ? StepResult.refused(blocked(findings)) : StepResult.NEXT;
  }

  private static Refusal blocked(RequestFindings findings) {
    String why = findings.raised().map(reason -> " (raised by " + reason + ")").orElse("");
    return Refusal.of(
        Reason.DATA_CLASS_BLOCKED,
        "This request is "
            + word(findings)
            + why
            + " and no model of the job "
            + findings.job().name()
            + " runs where such data may be read. It was sent nowhere.");
  }

  private static String word(RequestFindings findings) {
    return findings.data().name().toLowerCase(Locale.ROOT);
  }
}
