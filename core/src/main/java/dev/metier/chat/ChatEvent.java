package dev.metier.chat;

import java.util.Optional;

/// One step of a streamed answer.
public sealed interface ChatEvent {
  record TextDelta(String text) implements ChatEvent {}

  /// A piece of what the model says in place of an answer that it will not give.
  record RefusalDelta(String text) implements ChatEvent {}

  record ThinkingDelta(String text) implements ChatEvent {}

  /// The vendor's seal on the reasoning so far; it goes back with the reasoning in the next turn.
  record ThinkingSigned(String signature) implements ChatEvent {}

  /// Reasoning that only the vendor can read; it goes back as it is in the next turn.
  record ThinkingSealed(String data) implements ChatEvent {}

  /// A tool call begins; `index` counts the calls of this answer from 0.
  record ToolStart(int index, String id, String name) implements ChatEvent {}

  /// A piece of the JSON text of a call's arguments.
  record ToolDelta(int index, String arguments) implements ChatEvent {}

  /// How likely the tokens of the text before were, as the JSON of the model's server.
  record LogProbs(String json) implements ChatEvent {}

  /// Usage as far as the vendor has told; a later one replaces an earlier one.
  record Used(Usage usage) implements ChatEvent {}

  /// The answer is complete. An answer without this event was cut off.
  ///
  /// @param stopText which of the request's stop texts ended it, when the vendor tells
  record Finished(FinishReason reason, Optional<String> stopText) implements ChatEvent {
    public Finished(FinishReason reason) {
      this(reason, Optional.empty());
    }
  }
}
