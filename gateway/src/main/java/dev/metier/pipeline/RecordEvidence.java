package dev.metier.pipeline;

import dev.metier.account.VirtualKey;
import dev.metier.catalog.Cost;
import dev.metier.catalog.Pricing;
import dev.metier.chat.Usage;
import dev.metier.job.DataClass;
import dev.metier.job.Money;
import dev.metier.journal.Journal;
import dev.metier.journal.RequestRecord;
import dev.metier.journal.RequestRecord.Content;
import dev.metier.journal.RequestRecord.Try;
import dev.metier.protocol.Refusal;
import dev.metier.provider.Answer.Cause;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Settles what a request cost and writes down what became of it. The first step to be taken, since
/// it acts at the end, however that comes. One for each event loop.
final class RecordEvidence implements Step {
  /// Of requests without a key that is known here no more are written down than one in this time,
  /// and some at once, lest strangers fill the disk; the others are counted.
  private static final long STRANGER_NANOS = 100_000_000;

  private static final int AT_ONCE = 20;

  private static final String MALFORMED = Cause.MALFORMED.name().toLowerCase(Locale.ROOT);

  private final Journal journal;
  private final Meters meters;
  private long strangers = System.nanoTime() - AT_ONCE * STRANGER_NANOS;

  RecordEvidence(Journal journal, Meters meters) {
    this.journal = journal;
    this.meters = meters;
  }

  @Override
  public boolean take(RequestContext exchange) {
    exchange.whenOver(RecordEvidence::settle);
    exchange.whenOver(this::write);
    return true;
  }

  private static void settle(RequestContext exchange) {
    exchange
        .hold()
        .ifPresent(hold -> hold.settle(cost(exchange, total(exchange)).orElse(Money.ZERO)));
  }

  private static Duration total(RequestContext exchange) {
    return Duration.ofNanos(System.nanoTime() - exchange.began());
  }

  private void write(RequestContext exchange) {
    Duration total = total(exchange);
    Optional<Money> cost = cost(exchange, total);
    RequestRecord record = record(exchange, total, cost);
    meters.count(record);
    if (!isStranger(exchange) || isTheirTurn()) {
      journal.offer(record);
    }
  }

  private static boolean isStranger(RequestContext exchange) {
    return exchange
        .refusal()
        .filter(refusal -> refusal.reason() == Refusal.Reason.BAD_KEY)
        .isPresent();
  }

  private boolean isTheirTurn() {
    long now = System.nanoTime();
    strangers = Math.max(strangers, now - AT_ONCE * STRANGER_NANOS);
    boolean turn = now - strangers >= STRANGER_NANOS;
    strangers += turn ? STRANGER_NANOS : 0;
    return turn;
  }

  /// What was spent; empty when nobody was asked or the price is not known.
  private static Optional<Money> cost(RequestContext exchange, Duration total) {
    Usage usage = exchange.usage();
    if (exchange.tries().isEmpty() || usage.equals(Usage.NONE)) {
      return exchange.cached() ? Optional.of(Money.ZERO) : Optional.empty();
    }
    String last = exchange.tries().getLast().model();
    return exchange.policy().models().values().stream()
        .filter(served -> served.model().name().text().equals(last))
        .findFirst()
        .flatMap(
            served -> Pricing.of(served.model().price(), usage, total.minus(exchange.queued())))
        .map(Cost::marginal);
  }

  private static RequestRecord record(
      RequestContext exchange, Duration total, Optional<Money> cost) {
    ClientResponse outlet = exchange.outlet();
    var firstByte = outlet.firstByte().map(nanos -> Duration.ofNanos(nanos - exchange.began()));
    return new RequestRecord(
        exchange.id(),
        exchange.at(),
        exchange.key().map(VirtualKey::name),
        exchange.protocol().word(),
        exchange.stream(),
        exchange.asked(),
        exchange.jobIfNamed().map(job -> job.name().text()),
        exchange.jobIfNamed().map(job -> exchange.data()),
        exchange.raised(),
        exchange.policy().evidence(),
        exchange.model().map(model -> model.text()),
        exchange.skipped(),
        tries(exchange),
        exchange.cached(),
        outlet.status(),
        exchange.refusal().map(Refusal::reason).map(Refusal.Reason::code),
        exchange.usage(),
        cost,
        new RequestRecord.Times(exchange.queued(), firstByte, total),
        exchange.dropped(),
        content(exchange),
        exchange.header("traceparent"));
  }

  /// What is told of an answer that was not understood quotes it, behind a colon.
  private static List<Try> tries(RequestContext exchange) {
    if (keepsContent(exchange)) {
      return exchange.tries();
    }
    return exchange.tries().stream()
        .map(each -> each.outcome().equals(MALFORMED) ? withoutQuote(each) : each)
        .toList();
  }

  private static Try withoutQuote(Try each) {
    String detail = each.detail().replaceFirst("(?s): .*", "");
    return new Try(each.model(), each.server(), each.outcome(), detail, each.took());
  }

  /// Restricted data is never kept, whatever the job says.
  private static boolean keepsContent(RequestContext exchange) {
    return exchange.jobIfNamed().map(job -> job.serving().keepContent()).orElse(false)
        && exchange.data() != DataClass.RESTRICTED;
  }

  private static Optional<Content> content(RequestContext exchange) {
    return keepsContent(exchange)
        ? Optional.of(
            new Content(
                new String(exchange.fields().json(), StandardCharsets.UTF_8),
                exchange
                    .outlet()
                    .kept()
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                    .orElse("")))
        : Optional.empty();
  }
}
