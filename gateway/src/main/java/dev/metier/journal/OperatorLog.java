package dev.metier.journal;

import dev.metier.core.log.Log;
import dev.metier.journal.RequestRecord.Try;
import dev.metier.protocol.Refusal.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Tells operators of every request that a model failed or that was refused, in one line of its
/// log; the journal knows the rest. A client that leaves is no failure, and what servers and
/// clients say is content. Thread-safe.
public final class OperatorLog implements Consumer<RequestRecord> {
  private static final String GONE = Reason.CLIENT_GONE.code();

  /// What the request itself brings about, whichever server is asked.
  private static final Set<String> BY_REQUEST = Set.of("too_long", "too_large", "bad_request");

  @Override
  public void accept(RequestRecord record) {
    List<Try> failures = record.tries().stream().filter(Try::isFailure).toList();
    Optional<String> refusal = record.refusal().filter(code -> !code.equals(GONE));
    if (failures.stream().anyMatch(one -> !BY_REQUEST.contains(one.outcome()))) {
      Log.warning(OperatorLog.class, line(record, failures, refusal));
    } else if (!failures.isEmpty() || refusal.isPresent()) {
      // told by another class, so that no client's mistakes leave no room for what servers do
      Log.info(RequestRecord.class, line(record, failures, refusal));
    }
  }

  private static String line(RequestRecord record, List<Try> failures, Optional<String> refusal) {
    var line = new StringBuilder("request ").append(record.id());
    record.job().ifPresent(job -> line.append(" for ").append(job));
    line.append(": ");
    line.append(failures.stream().map(OperatorLog::told).collect(Collectors.joining(", then ")));
    line.append(failures.isEmpty() ? "" : "; ");
    return line.append(
            refusal
                .map(code -> "refused as " + code + ", status " + record.status())
                .or(() -> record.model().map(model -> "answered by " + model))
                .orElse("the client left"))
        .toString();
  }

  private static String told(Try one) {
    return one.model()
        + " at "
        + one.server()
        + " failed with "
        + one.outcome()
        + " after "
        + one.took().toMillis()
        + " ms";
  }
}
