package dev.metier.pipeline.step;

import dev.metier.journal.RequestRecord;
import dev.metier.journal.RequestRecord.Fallback;
import dev.metier.journal.RequestRecord.Stage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// What is counted, for Prometheus. Thread-safe.
public final class Meters {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(15),
    Duration.ofSeconds(60),
    Duration.ofSeconds(300)
  };

  /// What requests of one kind share.
  private record Kind(String job, String model, String protocol, String status) {}

  private record Counted(
      Counter requests,
      Timer total,
      Timer firstByte,
      Counter input,
      Counter cached,
      Counter output,
      Counter cost) {}

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<Kind, Counted> kinds = new ConcurrentHashMap<>();
  private final Map<String, Counter> refusals = new ConcurrentHashMap<>();
  private final Map<List<String>, Counter> stages = new ConcurrentHashMap<>();
  private final Map<List<String>, Counter> fallbacks = new ConcurrentHashMap<>();

  void count(RequestRecord record) {
    var kind =
        new Kind(
            record.job().orElse(""),
            record.model().orElse(""),
            record.protocol(),
            Integer.toString(record.status()));
    Counted counted = kinds.get(kind);
    if (counted == null) {
      counted = kinds.computeIfAbsent(kind, this::counted);
    }
    counted.requests.increment();
    counted.total.record(record.times().total());
    record.times().firstByte().ifPresent(counted.firstByte::record);
    counted.input.increment((double) record.usage().input());
    counted.cached.increment((double) record.usage().cached());
    counted.output.increment((double) record.usage().output());
    Counter money = counted.cost;
    record.cost().ifPresent(cost -> money.increment(cost.dollars()));
    record.refusal().ifPresent(code -> refusal(code).increment());
    record
        .stage()
        .ifPresent(stage -> {
          String job = record.job().orElse("");
          stage(job, stage).increment();
          stage.fallbacks().forEach(each -> fallback(job, each).increment());
        });
  }

  /// Stages and models are those of the policy.
  private Counter fallback(String job, Fallback each) {
    return fallbacks.computeIfAbsent(
        List.of(job, each.stage(), each.model()),
        tags ->
            Counter.builder("metier.workflow.fallbacks")
                .description("Stages of workflows that another model did than the proven one")
                .tags("job", tags.get(0), "stage", tags.get(1), "model", tags.get(2))
                .register(registry));
  }

  /// The reasons of checks are few: each is a word of a check and what it found.
  private Counter stage(String job, Stage stage) {
    return stages.computeIfAbsent(
        List.of(job, stage.name(), stage.check()),
        tags ->
            Counter.builder("metier.cascade.answers")
                .description("Requests of cascades, by the stage that answered and its check")
                .tags("job", tags.get(0), "stage", tags.get(1), "check", tags.get(2))
                .register(registry));
  }

  private Counter refusal(String code) {
    return refusals.computeIfAbsent(
        code,
        c ->
            Counter.builder("metier.refusals")
                .description("Requests that got no answer, by the refusal's code")
                .tag("code", c)
                .register(registry));
  }

  private Counted counted(Kind kind) {
    return new Counted(
        counter("metier.requests", "Requests", kind),
        timer("metier.request", "From the request's first byte to the answer's last", kind),
        timer("metier.first.byte", "From the request's first byte to the answer's first", kind),
        counter("metier.tokens.input", "Tokens of prompts", kind),
        counter("metier.tokens.cached", "Tokens of prompts that the vendor had cached", kind),
        counter("metier.tokens.output", "Tokens of answers", kind),
        counter("metier.cost.dollars", "Money spent, in US dollars", kind));
  }

  private Counter counter(String name, String what, Kind kind) {
    return Counter.builder(name)
        .description(what)
        .tags("job", kind.job, "model", kind.model)
        .tags("protocol", kind.protocol, "status", kind.status)
        .register(registry);
  }

  private Timer timer(String name, String what, Kind kind) {
    return Timer.builder(name)
        .description(what)
        .tags("job", kind.job, "model", kind.model)
        .tags("protocol", kind.protocol, "status", kind.status)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /// Watches a number that goes up and down.
  public void watch(String name, String what, Supplier<Number> number) {
    io.micrometer.core.instrument.Gauge.builder(name, number)
        .description(what)
        .strongReference(true)
        .register(registry);
  }

  /// Everything, in Prometheus' text format.
  public String text() {
    return registry.scrape();
  }
}
