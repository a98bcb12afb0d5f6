package dev.metier.dialect;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.FinishReason;
import dev.metier.wire.Framing;
import dev.metier.wire.Framing.Kind;
import dev.metier.wire.Json;
import dev.metier.wire.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What the readers of all vendors share. An answer is complete when the server has said why it
/// stopped and the stream has then ended in order; either alone is not enough, since proxies close
/// a broken stream politely.
public abstract class AnswerReader implements StreamReader {
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final Framing framing;
  private List<ChatEvent> out = new ArrayList<>();
  private @Nullable FinishReason reason;
  private Optional<String> stopText = Optional.empty();
  private boolean finished;
  private boolean cut;
  private Optional<WireError> error = Optional.empty();
  private OptionalDouble speed = OptionalDouble.empty();
  private boolean cold;
  private Optional<String> elsewhere = Optional.empty();
  private Optional<String> servedModel = Optional.empty();

  public AnswerReader(Framing framing) {
    this.framing = framing;
  }

  /// Reads one event of a stream.
  protected abstract void piece(JsonNode json);

  /// Reads an answer that came whole.
  protected abstract void whole(JsonNode json);

  /// Gives what was held back until the answer was complete.
  protected void beforeFinish() {}

  @Override
  public List<ChatEvent> read(byte[] chunk) {
    if (!closed()) {
      framing.feed(chunk, this::frame);
    }
    return taken();
  }

  @Override
  public List<ChatEvent> end() {
    if (!closed()) {
      framing.end(this::frame);
      if (!cut) {
        complete();
      }
    }
    return taken();
  }

  /// All events of an answer that came whole.
  @Override
  public final List<ChatEvent> readWhole(byte[] body) {
    frame(Kind.WHOLE, body);
    if (error.isPresent()) {
      throw new MalformedException("an error instead of an answer: " + error.get().message());
    }
    return taken();
  }

  protected final void emit(ChatEvent event) {
    out.add(event);
  }

  protected final void emitText(String text) {
    if (!text.isEmpty()) {
      emit(new ChatEvent.TextDelta(text));
    }
  }

  protected final void emitRefusal(String text) {
    if (!text.isEmpty()) {
      emit(new ChatEvent.RefusalDelta(text));
    }
  }

  protected final void emitThinking(String text) {
    if (!text.isEmpty()) {
      emit(new ChatEvent.ThinkingDelta(text));
    }
  }

  protected final void emitUsage(TokenCounts counts) {
    emit(new ChatEvent.Used(counts.usage()));
  }

  protected final void emitSeal(String signature) {
    if (!signature.isEmpty()) {
      emit(new ChatEvent.ThinkingSigned(signature));
    }
  }

  protected final void emitSealed(String data) {
    if (!data.isEmpty()) {
      emit(new ChatEvent.ThinkingSealed(data));
    }
  }

  /// The answer ends here, in an error of the server's.
  protected final void failed(WireError why) {
    error = Optional.of(why);
  }

  protected final void stopped(FinishReason why) {
    reason = why;
  }

  /// Which of the request's stop texts it was; empty when none was.
  protected final void stoppedBy(String text) {
    if (!text.isEmpty()) {
      stopText = Optional.of(text);
    }
  }

  protected final void complete() {
    if (reason != null && !closed()) {
      beforeFinish();
      finished = true;
      emit(new ChatEvent.Finished(reason, stopText));
    }
  }

  protected final void speed(double tokensPerSecond) {
    if (tokensPerSecond > 0 && Double.isFinite(tokensPerSecond)) {
      speed = OptionalDouble.of(tokensPerSecond);
    }
  }

  protected final void cold(boolean loaded) {
    cold = loaded;
  }

  @Override
  public Optional<WireError> error() {
    return error;
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public OptionalDouble tokensPerSecond() {
    return speed;
  }

  @Override
  public long held() {
    return framing.held();
  }

  @Override
  public Optional<String> elsewhere() {
    return elsewhere;
  }

  @Override
  public Optional<String> servedModel() {
    return servedModel;
  }

  @Override
  public boolean cold() {
    return cold;
  }

  private boolean closed() {
    return finished || error.isPresent();
  }

  private List<ChatEvent> taken() {
    if (out.isEmpty()) {
      return List.of();
    }
    List<ChatEvent> taken = out;
    out = new ArrayList<>();
    return taken;
  }

  private void frame(Kind kind, byte[] data) {
    if (closed()) {
      return;
    }
    if (Arrays.equals(data, DONE)) {
      complete();
      return;
    }
    switch (kind) {
      case EVENT -> read(Json.object(data), false);
      case REST ->
          Json.tryObject(data).ifPresentOrElse(json -> read(json, false), () -> cut = true);
      case WHOLE -> {
        read(Json.object(data), true);
        complete();
      }
    }
  }

  /// In any vendor's form; what comes first counts, since the asked model is told there.
  private static Optional<String> named(JsonNode json) {
    return Stream.of(
            Json.text(json, "model"),
            Json.text(json, "modelVersion"),
            Json.text(json.path("message"), "model"))
        .filter(name -> !name.isBlank())
        .findFirst();
  }

  private void read(JsonNode json, boolean whole) {
    elsewhere = elsewhere.or(() -> RemoteModel.of(json));
    servedModel = servedModel.or(() -> named(json));
    error = ErrorReader.inside(json);
    if (error.isPresent()) {
      return;
    }
    if (whole) {
      whole(json);
    } else {
      piece(json);
    }
  }
}
