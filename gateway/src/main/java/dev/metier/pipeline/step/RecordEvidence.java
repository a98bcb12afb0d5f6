package dev.metier.pipeline.step;

import dev.metier.account.VirtualKey;
import dev.metier.catalog.Cost;
import dev.metier.catalog.Pricing;
import dev.metier.chat.Usage;
import dev.metier.job.DataClass;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.journal.Journal;
import dev.metier.journal.RequestRecord;
import dev.metier.journal.RequestRecord.Content;
import dev.metier.journal.RequestRecord.Spent;
import dev.metier.journal.RequestRecord.Stage;
import dev.metier.journal.RequestRecord.Try;
import dev.metier.pipeline.ClientResponse;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.Step;
import dev.metier.pipeline.StepResult;
import dev.metier.policy.ServedModel;
import dev.metier.protocol.Refusal;
import dev.metier.provider.Answer.Cause;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Settles what a request cost and writes down what became of it. The first step to be taken, since
/// it acts at the end, however that comes. One for each event loop.
final class RecordEvidence implements Step {
  /// Rate-limits journal entries for unauthenticated requests, so that they cannot fill the disk:
  /// one in this time, and some at once; the others are counted.
  private static final long UNAUTHENTICATED_NANOS = 100_000_000;

  private static final int AT_ONCE = 20;

  private static final String MALFORMED = Cause.MALFORMED.name().toLowerCase(Locale.ROOT);

  private final Journal journal;
  private final Meters meters;
  private long unauthenticated = System.nanoTime() - AT_ONCE * UNAUTHENTICATED_NANOS;

  RecordEvidence(Journal journal, Meters meters) {
    this.journal = journal;
    this.meters = meters;
  }

  @Override
  public StepResult take(RequestContext context) {
    context.end().whenOver(() -> settle(context));
    context.end().whenOver(() -> write(context));
    return StepResult.NEXT;
  }

  private static void settle(RequestContext context) {
    context
        .findings()
        .budget()
        .ifPresent(budget -> {
          budget.spend(lastCost(context, total(context)).orElse(Money.ZERO));
          budget.settle();
        });
  }

  private static Duration total(RequestContext context) {
    return Duration.ofNanos(System.nanoTime() - context.request().began());
  }

  private void write(RequestContext context) {
    Duration total = total(context);
    RequestRecord record = record(context, total, lastCost(context, total));
    meters.count(record);
    if (!isUnauthenticated(context) || isTheirTurn()) {
      journal.offer(record);
    }
  }

  private static boolean isUnauthenticated(RequestContext context) {
    return context
        .end()
        .refusal()
        .filter(refusal -> refusal.reason() == Refusal.Reason.BAD_KEY)
        .isPresent();
  }

  private boolean isTheirTurn() {
    long now = System.nanoTime();
    unauthenticated = Math.max(unauthenticated, now - AT_ONCE * UNAUTHENTICATED_NANOS);
    boolean turn = now - unauthenticated >= UNAUTHENTICATED_NANOS;
    unauthenticated += turn ? UNAUTHENTICATED_NANOS : 0;
    return turn;
  }

  /// What was spent on all parts; empty when nobody was asked or the price is not known.
  private static Optional<Money> cost(List<Spent> before, Optional<Money> last) {
    Money sum = before.stream().map(Spent::cost).reduce(Money.ZERO, Money::plus);
    return sum.equals(Money.ZERO) ? last : Optional.of(sum.plus(last.orElse(Money.ZERO)));
  }

  /// What was spent on each part, the last one included.
  private static List<Spent> parts(RequestContext context, Optional<Money> last) {
    List<Spent> before = context.findings().spent();
    if (before.isEmpty() || last.isEmpty() || context.end().isPaid()) {
      return before;
    }
    String part = context.findings().stage(false).map(Stage::name).orElse(Spent.ANSWER);
    var all = new ArrayList<>(before);
    all.add(new Spent(part, lastModel(context), last.get()));
    return all;
  }

  /// Whose answer the client got, or was to get.
  private static String lastModel(RequestContext context) {
    return context
        .end()
        .model()
        .map(ModelName::text)
        .orElseGet(() -> context.findings().tries().getLast().model());
  }

  private static Optional<Money> lastCost(RequestContext context, Duration total) {
    Usage usage = context.end().usage();
    if (context.end().isPaid()) {
      return Optional.of(Money.ZERO);
    }
    if (context.findings().tries().isEmpty() || usage.equals(Usage.NONE)) {
      return context.end().cached() ? Optional.of(Money.ZERO) : Optional.empty();
    }
    String last = lastModel(context);
    for (ServedModel served : context.findings().policy().models().values()) {
      if (served.model().name().text().equals(last)) {
        Duration took = total.minus(context.findings().queued());
        return Pricing.of(served.model().price(), usage, took).map(Cost::marginal);
      }
    }
    return Optional.empty();
  }

  private static RequestRecord record(
      RequestContext context, Duration total, Optional<Money> last) {
    ClientResponse response = context.end().response();
    var firstByte =
        response.firstByte().map(nanos -> Duration.ofNanos(nanos - context.request().began()));
    return new RequestRecord(
        context.request().id(),
        context.request().at(),
        context.findings().key().map(VirtualKey::name),
        context.request().protocol().word(),
        context.request().stream(),
        context.findings().asked(),
        context.findings().namedJob().map(job -> job.name().text()),
        context.findings().namedJob().map(job -> context.findings().data()),
        context.findings().raised(),
        context.findings().policy().evidence(),
        context.end().model().map(model -> model.text()),
        context.findings().skipped(),
        tries(context),
        context.findings().stage(keepsContent(context)),
        context.end().cached(),
        context.end().status(),
        context.end().refusal().map(Refusal::reason).map(Refusal.Reason::code),
        context.end().usage(),
        cost(context.findings().spent(), last),
        parts(context, last),
        new RequestRecord.Times(context.findings().queued(), firstByte, total),
        context.findings().dropped(),
        content(context),
        context.request().header("traceparent"));
  }

  /// What is told of an answer that was not understood quotes it, behind a colon.
  private static List<Try> tries(RequestContext context) {
    if (keepsContent(context)) {
      return context.findings().tries();
    }
    List<Try> tries = context.findings().tries();
    if (tries.stream().noneMatch(each -> each.outcome().equals(MALFORMED))) {
      return tries;
    }
    return tries.stream()
        .map(each -> each.outcome().equals(MALFORMED) ? withoutQuote(each) : each)
        .toList();
  }

  private static Try withoutQuote(Try each) {
    String detail = each.detail().replaceFirst("(?s): .*", "");
    return new Try(each.model(), each.server(), each.outcome(), detail, each.took());
  }

  /// Restricted data is never kept, whatever the job says.
  private static boolean keepsContent(RequestContext context) {
    return context.findings().namedJob().map(job -> job.serving().keepContent()).orElse(false)
        && context.findings().data() != DataClass.RESTRICTED;
  }

  private static Optional<Content> content(RequestContext context) {
    return keepsContent(context)
        ? Optional.of(
            new Content(
                new String(context.request().fields().json(), StandardCharsets.UTF_8),
                context
                    .end()
                    .response()
                    .kept()
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                    .orElse("")))
        : Optional.empty();
  }
}
