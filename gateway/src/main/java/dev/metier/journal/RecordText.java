package dev.metier.journal;

import dev.metier.chat.Usage;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// A record as one line of JSON; durations are in milliseconds, money in US dollars. What is empty
/// is left out.
public final class RecordText {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private RecordText() {}

  /// Writes it without an end of line, and leaves the stream open.
  public static void write(RequestRecord record, OutputStream to) {
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), to)) {
      json.writeStartObject();
      json.writeStringProperty("id", record.id());
      json.writeStringProperty("at", record.at().toString());
      text(json, "key", record.key());
      json.writeStringProperty("protocol", record.protocol());
      json.writeBooleanProperty("stream", record.stream());
      json.writeStringProperty("asked", record.asked());
      text(json, "job", record.job());
      text(json, "class", record.data().map(data -> data.name().toLowerCase(Locale.ROOT)));
      text(json, "raised", record.raised());
      json.writeStringProperty("policy", record.policy());
      text(json, "model", record.model());
      skipped(json, record.skipped());
      tries(json, record.tries());
      if (record.cached()) {
        json.writeBooleanProperty("cached", true);
      }
      json.writeNumberProperty("status", record.status());
      text(json, "refusal", record.refusal());
      usage(json, record.usage());
      if (record.cost().isPresent()) {
        json.writeNumberProperty("cost", record.cost().get().dollars());
      }
      times(json, record.times());
      record.stage().ifPresent(stage -> stage(json, stage));
      if (!record.dropped().isEmpty()) {
        json.writeName("dropped");
        json.writeStartArray();
        record.dropped().forEach(json::writeString);
        json.writeEndArray();
      }
      content(json, record.content());
      text(json, "trace", record.trace());
      json.writeEndObject();
    }
  }

  private static void text(JsonGenerator json, String name, Optional<String> value) {
    value.ifPresent(text -> json.writeStringProperty(name, text));
  }

  private static void stage(JsonGenerator json, RequestRecord.Stage stage) {
    json.writeStringProperty("stage", stage.name());
    json.writeStringProperty("check", stage.check());
    checked(json, stage.checked());
    fallbacks(json, stage.fallbacks());
    stage.decision().ifPresent(decision -> decision(json, decision));
  }

  private static void checked(JsonGenerator json, List<RequestRecord.Checked> checked) {
    if (checked.isEmpty()) {
      return;
    }
    json.writeName("checks");
    json.writeStartArray();
    for (RequestRecord.Checked each : checked) {
      json.writeStartObject();
      json.writeStringProperty("check", each.check());
      json.writeStringProperty("result", each.result());
      json.writeNumberProperty("ms", millis(each.took()));
      each.weighing().ifPresent(weighing -> weighing(json, weighing));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void weighing(JsonGenerator json, RequestRecord.Weighing weighing) {
    json.writeNumberProperty("score", rounded(weighing.chance()));
    json.writeNumberProperty("at_least", rounded(weighing.atLeast()));
    json.writeName("signals");
    json.writeStartArray();
    for (RequestRecord.Weighing.Weight each : weighing.signals()) {
      json.writeStartObject();
      json.writeStringProperty("signal", each.signal());
      json.writeNumberProperty("value", rounded(each.value()));
      json.writeNumberProperty("weight", rounded(each.weight()));
      json.writeNumberProperty("adds", rounded(each.adds()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void fallbacks(JsonGenerator json, List<RequestRecord.Fallback> fallbacks) {
    if (fallbacks.isEmpty()) {
      return;
    }
    json.writeName("fallbacks");
    json.writeStartArray();
    for (RequestRecord.Fallback each : fallbacks) {
      json.writeStartObject();
      json.writeStringProperty("stage", each.stage());
      json.writeStringProperty("model", each.model());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void decision(JsonGenerator json, RequestRecord.Decision decision) {
    json.writeName("decision");
    json.writeStartObject();
    json.writeNumberProperty("worth", rounded(decision.worth()));
    json.writeNumberProperty("threshold", rounded(decision.threshold()));
    json.writeNumberProperty("gain", rounded(decision.gain()));
    json.writeName("features");
    json.writeStartArray();
    for (RequestRecord.Ground each : decision.features()) {
      json.writeStartObject();
      json.writeStringProperty("name", each.name());
      json.writeNumberProperty("worth", rounded(each.worth()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeName("neighbours");
    json.writeStartArray();
    decision.neighbours().forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static double rounded(double value) {
    return Math.round(value * 1e6) / 1e6;
  }

  private static void skipped(JsonGenerator json, List<RequestRecord.Skipped> skipped) {
    if (skipped.isEmpty()) {
      return;
    }
    json.writeName("skipped");
    json.writeStartArray();
    for (RequestRecord.Skipped each : skipped) {
      json.writeStartObject();
      json.writeStringProperty("model", each.model());
      json.writeStringProperty("why", each.why());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void tries(JsonGenerator json, List<RequestRecord.Try> tries) {
    json.writeName("tries");
    json.writeStartArray();
    for (RequestRecord.Try each : tries) {
      json.writeStartObject();
      json.writeStringProperty("model", each.model());
      json.writeStringProperty("server", each.server());
      json.writeStringProperty("outcome", each.outcome());
      if (!each.detail().isEmpty()) {
        json.writeStringProperty("detail", each.detail());
      }
      json.writeNumberProperty("ms", millis(each.took()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void usage(JsonGenerator json, Usage usage) {
    if (usage.equals(Usage.NONE)) {
      return;
    }
    json.writeName("usage");
    json.writeStartObject();
    json.writeNumberProperty("input", usage.input());
    json.writeNumberProperty("cached", usage.cached());
    json.writeNumberProperty("written", usage.written());
    if (usage.writtenHour() > 0) {
      json.writeNumberProperty("written_hour", usage.writtenHour());
    }
    json.writeNumberProperty("output", usage.output());
    json.writeNumberProperty("reasoning", usage.reasoning());
    if (usage.estimated()) {
      json.writeBooleanProperty("estimated", true);
    }
    json.writeEndObject();
  }

  private static void times(JsonGenerator json, RequestRecord.Times times) {
    json.writeName("ms");
    json.writeStartObject();
    if (!times.queued().isZero()) {
      json.writeNumberProperty("queued", millis(times.queued()));
    }
    if (times.firstByte().isPresent()) {
      json.writeNumberProperty("first_byte", millis(times.firstByte().get()));
    }
    json.writeNumberProperty("total", millis(times.total()));
    json.writeEndObject();
  }

  private static void content(JsonGenerator json, Optional<RequestRecord.Content> content) {
    if (content.isEmpty()) {
      return;
    }
    json.writeName("content");
    json.writeStartObject();
    json.writeStringProperty("request", content.get().request());
    json.writeStringProperty("answer", content.get().answer());
    json.writeEndObject();
  }

  /// Milliseconds to a thousandth.
  private static double millis(Duration duration) {
    return Math.round(duration.toNanos() / 1e3) / 1e3;
  }
}
