package dev.metier.dialect;

import dev.metier.chat.ChatEvent;
import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.TokenLikelihood;
import dev.metier.chat.Usage;
import dev.metier.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Puts the events of a stream together into the whole answer. Not thread-safe.
public final class ReplyAssembly {
  private static final double IMPOSSIBLE = -1000;

  private final List<Part> parts = new ArrayList<>();
  private final Map<Integer, Call> calls = new TreeMap<>();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private Optional<String> stopText = Optional.empty();
  private Optional<String> signature = Optional.empty();
  private Usage usage = Usage.NONE;
  private @Nullable FinishReason finish;
  private double likelihood;
  private long tokens;

  private record Call(int place, String id, String name, StringBuilder arguments) {}

  public void add(ChatEvent event) {
    switch (event) {
      case ChatEvent.TextDelta delta -> say(delta.text());
      case ChatEvent.RefusalDelta delta -> refuse(delta.text());
      case ChatEvent.ThinkingDelta delta -> think(delta.text());
      case ChatEvent.ThinkingSigned signed -> {
        endText();
        signature = Optional.of(signature.orElse("") + signed.signature());
      }
      case ChatEvent.ThinkingSealed(String data) -> {
        endText();
        endThinking();
        parts.add(new Part.Sealed(data));
      }
      case ChatEvent.ToolStart start -> {
        endText();
        endThinking();
        var call = new Call(parts.size(), start.id(), start.name(), new StringBuilder());
        calls.put(start.index(), call);
        parts.add(new Part.ToolUse(start.id(), start.name(), "{}"));
      }
      case ChatEvent.ToolDelta delta -> {
        Call call = calls.get(delta.index());
        if (call != null) {
          call.arguments.append(delta.arguments());
        }
      }
      case ChatEvent.LogProbs(String json) -> likely(Json.value(json));
      case ChatEvent.Used used -> usage = used.usage();
      case ChatEvent.Finished finished -> {
        finish = finished.reason();
        stopText = finished.stopText();
      }
    }
  }

  /// What a server tells of a token that it thinks impossible has no place in a mean.
  private void likely(JsonNode told) {
    for (JsonNode token : told.path("content")) {
      double one = token.path("logprob").asDouble(Double.NaN);
      if (one <= 0 && one > IMPOSSIBLE) {
        likelihood += one;
        tokens++;
      }
    }
  }

  private void say(String piece) {
    endThinking();
    endRefusal();
    text.append(piece);
  }

  private void refuse(String piece) {
    endThinking();
    endSaid();
    refusal.append(piece);
  }

  private void think(String piece) {
    endText();
    if (signature.isPresent()) {
      endThinking();
    }
    thinking.append(piece);
  }

  /// Whether the answer is complete.
  public boolean complete() {
    return finish != null;
  }

  /// The whole answer; arguments that a model left out are `{}`, but for a call at the end of an
  /// answer that was cut, whose arguments may have been still to come.
  ///
  /// @throws IllegalStateException when it is not complete
  public ChatReply reply() {
    if (finish == null) {
      throw new IllegalStateException("the answer is not complete");
    }
    endThinking();
    endText();
    for (Call call : calls.values()) {
      String arguments = call.arguments.toString();
      boolean cut = finish.cuts() && call.place == parts.size() - 1;
      String whole = arguments.isBlank() && !cut ? "{}" : arguments;
      parts.set(call.place, new Part.ToolUse(call.id, call.name, whole));
    }
    Optional<TokenLikelihood> likely =
        tokens == 0
            ? Optional.empty()
            : Optional.of(new TokenLikelihood(likelihood / tokens, tokens));
    return new ChatReply(parts, finish, stopText, usage, likely);
  }

  private void endText() {
    endSaid();
    endRefusal();
  }

  private void endSaid() {
    if (!text.isEmpty()) {
      parts.add(new Part.Text(text.toString()));
      text.setLength(0);
    }
  }

  private void endRefusal() {
    if (!refusal.isEmpty()) {
      parts.add(new Part.Refused(refusal.toString()));
      refusal.setLength(0);
    }
  }

  private void endThinking() {
    if (!thinking.isEmpty() || signature.isPresent()) {
      parts.add(new Part.Thinking(thinking.toString(), signature));
      thinking.setLength(0);
      signature = Optional.empty();
    }
  }
}
