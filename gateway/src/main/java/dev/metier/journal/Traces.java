package dev.metier.journal;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Tells a trace collector of each request, by OpenTelemetry's protocol over HTTP: one span for the
/// request, one for each try. There is no content in them, and nothing is sent unless an endpoint
/// is named. The names of attributes are those of the conventions for generative AI, see
/// <https://opentelemetry.io/docs/specs/semconv/gen-ai/>; they are not stable yet, so they stand
/// here.
public final class Traces implements Consumer<RequestRecord>, AutoCloseable {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String TRACES = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  private static final Pattern PARENT =
      Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  private Traces(String endpoint) {
    provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(Attributes.builder().put("service.name", "metier").build()))
            .addSpanProcessor(
                BatchSpanProcessor.builder(
                        OtlpHttpSpanExporter.builder().setEndpoint(endpoint).build())
                    .build())
            .build();
    tracer = provider.get("dev.metier");
  }

  /// Traces for the collector that the environment names, as OpenTelemetry's own variables do;
  /// empty when it names none.
  public static Optional<Traces> of(Map<String, String> environment) {
    String own = environment.getOrDefault(TRACES, "");
    String all = environment.getOrDefault(ENDPOINT, "");
    if (!own.isBlank()) {
      return Optional.of(new Traces(own));
    }
    return all.isBlank()
        ? Optional.empty()
        : Optional.of(new Traces(all.replaceFirst("/$", "") + "/v1/traces"));
  }

  @Override
  public void accept(RequestRecord record) {
    Instant end = record.at().plus(record.times().total());
    Span span =
        tracer
            .spanBuilder("chat " + record.job().orElse(record.asked()))
            .setParent(parent(record))
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(record.at())
            .setAllAttributes(attributes(record))
            .startSpan();
    record.refusal().ifPresent(code -> span.setStatus(StatusCode.ERROR, code));
    Instant began = record.at().plus(record.times().queued());
    for (RequestRecord.Try each : record.tries()) {
      began = tried(each, span, began);
    }
    span.end(end);
  }

  /// The tries follow each other; waits between them are short.
  private Instant tried(RequestRecord.Try each, Span span, Instant began) {
    Instant end = began.plus(each.took());
    Span child =
        tracer
            .spanBuilder("chat " + each.model())
            .setParent(Context.root().with(span))
            .setSpanKind(SpanKind.CLIENT)
            .setStartTimestamp(began)
            .setAttribute("gen_ai.request.model", each.model())
            .setAttribute("server.address", each.server())
            .startSpan();
    if (!each.outcome().equals("answered")) {
      child.setAttribute("error.type", each.outcome());
      child.setStatus(StatusCode.ERROR);
    }
    child.end(end);
    return end;
  }

  private static Attributes attributes(RequestRecord record) {
    AttributesBuilder to = Attributes.builder();
    to.put("gen_ai.operation.name", "chat");
    to.put("gen_ai.request.model", record.asked());
    record.model().ifPresent(model -> to.put("gen_ai.response.model", model));
    to.put("gen_ai.usage.input_tokens", record.usage().input());
    to.put("gen_ai.usage.output_tokens", record.usage().output());
    to.put("gen_ai.response.id", record.id());
    to.put("http.response.status_code", record.status());
    record.job().ifPresent(job -> to.put("metier.job", job));
    record.data().ifPresent(data -> to.put("metier.class", data.name().toLowerCase(Locale.ROOT)));
    record.cost().ifPresent(cost -> to.put("metier.cost.usd", cost.dollars()));
    record.refusal().ifPresent(code -> to.put("error.type", code));
    record
        .times()
        .firstByte()
        .map(Duration::toNanos)
        .ifPresent(nanos -> to.put("gen_ai.server.time_to_first_token", nanos / 1e9));
    return to.build();
  }

  /// The client's own span, when it sent one.
  private static Context parent(RequestRecord record) {
    var told = PARENT.matcher(record.trace().orElse(""));
    if (!told.matches()) {
      return Context.root();
    }
    var flags = TraceFlags.fromHex(told.group(3), 0);
    var context =
        SpanContext.createFromRemoteParent(
            told.group(1), told.group(2), flags, TraceState.getDefault());
    return Context.root().with(Span.wrap(context));
  }

  @Override
  public void close() {
    provider.shutdown().join(5, TimeUnit.SECONDS);
  }
}
