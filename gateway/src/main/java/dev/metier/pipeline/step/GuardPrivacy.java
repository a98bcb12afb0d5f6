package dev.metier.pipeline.step;

import dev.metier.catalog.Model;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.RequestFindings;
import dev.metier.pipeline.Step;
import dev.metier.pipeline.StepResult;
import dev.metier.policy.Route;
import dev.metier.policy.ServedStage;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    if (findings.job().route() instanceof Route.Workflow flow) {
      return stages(flow, findings);
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

  /// Every stage has a model that may read what the stage is told of this request.
  private static StepResult stages(Route.Workflow flow, RequestFindings findings) {
    Map<String, DataClass> reads = flow.reads(findings.job().data(), findings.data());
    Set<ModelName> allowed = new LinkedHashSet<>();
    for (ServedStage stage : flow.stages()) {
      DataClass told = reads.getOrDefault(stage.name(), findings.data());
      List<ModelName> those =
          flow.models(stage).stream()
              .filter(name -> findings.policy().model(name).model().mayRead(told))
              .toList();
      if (those.isEmpty()) {
        return StepResult.refused(blocked(findings).during("Stage " + stage.name()));
      }
      allowed.addAll(those);
    }
    findings.allowed(List.copyOf(allowed));
    return StepResult.NEXT;
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
