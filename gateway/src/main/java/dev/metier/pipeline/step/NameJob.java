package dev.metier.pipeline.step;

import dev.metier.core.text.ShortText;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.Step;
import dev.metier.pipeline.StepResult;
import dev.metier.policy.ServedJob;
import dev.metier.protocol.FieldNames;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds the job that the client names in its `model` field, or in the header `x-metier-job` when
/// its key may. A name that nobody knows is refused, never guessed; so is a request whose fields
/// two servers would read differently.
final class NameJob implements Step {
  private static final CharSequence JOB = HttpHeaders.createOptimized("x-metier-job");

  @Override
  public StepResult take(RequestContext context) {
    // first of all: much is forwarded as it came
    Optional<Refusal> unclear = FieldNames.refusal(context.request().fields());
    if (unclear.isPresent()) {
      return StepResult.refused(unclear.get());
    }
    Optional<String> model = context.request().fields().text("model");
    if (model.isEmpty()) {
      return refused(
          Reason.BAD_REQUEST,
          "The field model is missing; it takes the name of a job. " + known(context));
    }
    boolean may = context.findings().key().map(key -> key.mayOverride()).orElse(true);
    String name = context.request().header("x-metier-job").filter(h -> may).orElse(model.get());
    context.findings().asked(shortened(name));
    Optional<ServedJob> job =
        context.findings().policy().named(name).filter(found -> mayAsk(context, found));
    if (job.isEmpty()) {
      return refused(Reason.UNKNOWN_JOB, "There is no job " + quoted(name) + ". " + known(context));
    }
    if (context.findings().policy().isInnerStage(name) && hasTools(context)) {
      return StepResult.refused(
          Refusal.ofField(
              Reason.BAD_REQUEST,
              "tools",
              "The stage "
                  + quoted(name)
                  + " takes no tools: only the last stage of a workflow may call any."));
    }
    context.findings().job(job.get());
    context.end().response().header(JOB, job.get().name().text());
    return StepResult.NEXT;
  }

  private static boolean hasTools(RequestContext context) {
    return Stream.of("tools", "functions")
        .flatMap(name -> context.request().fields().field(name).stream())
        .map(context.request().fields()::raw)
        .anyMatch(raw -> !raw.equals("null") && !raw.replaceAll("\\s", "").equals("[]"));
  }

  private static boolean mayAsk(RequestContext context, ServedJob job) {
    return context.findings().key().map(key -> key.mayAsk(job.name())).orElse(true);
  }

  private static StepResult refused(Reason reason, String message) {
    return StepResult.refused(Refusal.ofField(reason, "model", message));
  }

  /// The name as it can stand in a sentence, however strange it is.
  private static String quoted(String name) {
    return shortened(name).replaceAll("[^\\p{Graph} …]", "?");
  }

  /// Nobody fills the journal with a name.
  private static String shortened(String name) {
    return ShortText.of(name, 80, "…");
  }

  private static String known(RequestContext context) {
    String names =
        context.findings().policy().jobs().values().stream()
            .filter(job -> mayAsk(context, job))
            .map(job -> job.name().text())
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "No job is served here." : "Jobs here: " + names + ".";
  }
}
