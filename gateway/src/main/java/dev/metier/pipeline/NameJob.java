package dev.metier.pipeline;

import dev.metier.policy.ServedJob;
import dev.metier.protocol.FieldNames;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.Refusal.Reason;
import dev.metier.protocol.RefusedException;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds the job that the client names in its `model` field, or in the header `x-metier-job` when
/// its key may. A name that nobody knows is refused, never guessed; so is a request whose fields
/// two servers would read differently.
final class NameJob implements Step {
  private static final CharSequence JOB = HttpHeaders.createOptimized("x-metier-job");

  @Override
  public boolean take(RequestContext exchange) {
    // first of all: much is forwarded as it came
    FieldNames.refusal(exchange.fields())
        .ifPresent(why -> {
          throw new RefusedException(why);
        });
    String model =
        exchange
            .fields()
            .text("model")
            .orElseThrow(() ->
                refused(
                    Reason.BAD_REQUEST,
                    "The field model is missing; it takes the name of a job. " + known(exchange)));
    boolean may = exchange.key().map(key -> key.mayOverride()).orElse(true);
    String name = exchange.header("x-metier-job").filter(header -> may).orElse(model);
    exchange.asked(shortened(name));
    Optional<ServedJob> job =
        exchange.policy().named(name).filter(found -> mayAsk(exchange, found));
    exchange.job(
        job.orElseThrow(() ->
            refused(
                Reason.UNKNOWN_JOB, "There is no job " + quoted(name) + ". " + known(exchange))));
    exchange.outlet().header(JOB, exchange.job().name().text());
    return true;
  }

  static boolean mayAsk(RequestContext exchange, ServedJob job) {
    return exchange.key().map(key -> key.mayAsk(job.name())).orElse(true);
  }

  private static RefusedException refused(Reason reason, String message) {
    return new RefusedException(Refusal.ofField(reason, "model", message));
  }

  /// The name as it can stand in a sentence, however strange it is.
  private static String quoted(String name) {
    return shortened(name).replaceAll("[^\\p{Graph} …]", "?");
  }

  /// Nobody fills the journal with a name.
  private static String shortened(String name) {
    return name.length() > 80 ? name.substring(0, 80) + "…" : name;
  }

  private static String known(RequestContext exchange) {
    String names =
        exchange.policy().jobs().values().stream()
            .filter(job -> mayAsk(exchange, job))
            .map(job -> job.name().text())
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "No job is served here." : "Jobs here: " + names + ".";
  }
}
