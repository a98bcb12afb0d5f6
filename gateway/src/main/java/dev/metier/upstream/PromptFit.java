package dev.metier.upstream;

import dev.metier.catalog.Model;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.dialect.ContextLength;
import dev.metier.protocol.RefusedException;
import dev.metier.protocol.SubProtocol;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import dev.metier.provider.Tokens;
import java.util.Optional;

/// Whether a request fits into its model's window, by our own count before it is sent, and by the
/// server's count of what it read. Our count is an estimate, so that both leave room for another
/// tokenizer.
sealed interface PromptFit {
  /// So many times the window an estimate must be before nobody is asked.
  double SURELY_LONGER = 1.25;

  /// So many times our estimate a prompt may be.
  double AT_MOST = 1.1;

  /// What a server counted of our estimate when it did cut.
  double CLEARLY_LESS = 0.75;

  /// No text has so many characters in each token, nor a token fewer than so many bytes by far.
  int MOST_CHARACTERS = 6;

  int FEWEST_BYTES = 2;

  /// An answer shorter than this is worth nothing: then the server may say what it thinks.
  long SHORT = 256;

  /// It may be sent in this form.
  record Fits(Incoming incoming) implements PromptFit {}

  /// It does not fit.
  record Exceeds(Failure failure) implements PromptFit {}

  /// The request for an answer that is no longer than the model's longest.
  static Incoming writable(Model model, Incoming incoming) {
    long longest = model.profile().longestOutput().orElse(Integer.MAX_VALUE);
    return incoming.limit() > longest ? incoming.limited(longest) : incoming;
  }

  /// Whether it must be counted at all: most requests are far shorter than their window.
  static boolean isNear(Model model, Incoming incoming) {
    int bytes = incoming.fields().json().length;
    return model.knownWindow().isPresent()
        && !(incoming.protocol() instanceof SubProtocol)
        && bytes / FEWEST_BYTES + incoming.limit() > model.knownWindow().getAsInt();
  }

  /// Counts the prompt; takes some milliseconds for a long one. A model without a window takes all.
  static PromptFit of(Model model, Incoming incoming) {
    Optional<ChatRequest> read = read(incoming);
    if (read.isEmpty() || holdsFiles(read.get()) || model.knownWindow().isEmpty()) {
      return new Fits(incoming);
    }
    long window = model.knownWindow().getAsInt();
    long prompt = Tokens.estimate(read.get());
    if (prompt > SURELY_LONGER * window) {
      return new Exceeds(
          Failure.of(
              Cause.TOO_LONG,
              "prompt is too long: " + prompt + " tokens > " + window + " maximum"));
    }
    return new Fits(limited(incoming, window - Math.round(AT_MOST * prompt)));
  }

  /// The request in the room that its refusal leaves for an answer; empty when it tells none.
  static Optional<Incoming> after(ContextLength told, Incoming incoming) {
    if (told.window().isEmpty() || incoming.limit() == 0) {
      return Optional.empty();
    }
    long window = told.window().getAsLong();
    long prompt =
        told.prompt()
            .orElseGet(() ->
                read(incoming).map(r -> Math.round(AT_MOST * Tokens.estimate(r))).orElse(window));
    // a prompt of which our count is too low leaves less, nobody says how much
    long room = Math.min(window - prompt, incoming.limit() - incoming.limit() / 2);
    return Optional.of(limited(incoming, told.prompt().isPresent() ? window - prompt : room))
        .filter(next -> !next.equals(incoming));
  }

  private static Incoming limited(Incoming incoming, long room) {
    return room >= SHORT && room < incoming.limit() ? incoming.limited(room) : incoming;
  }

  /// Why an answer is none: its server read only a part of the prompt. Only servers that take their
  /// window from the request cut without a word.
  static Optional<Failure> cut(Model model, Incoming incoming, Usage usage) {
    if (!model.kind().takesWindow()
        || incoming.protocol() instanceof SubProtocol
        || usage.estimated()
        || usage.input() <= 0
        || incoming.fields().json().length < MOST_CHARACTERS * usage.input()) {
      return Optional.empty();
    }
    Optional<ChatRequest> read = read(incoming).filter(request -> !holdsFiles(request));
    long prompt = read.map(Tokens::estimate).orElse(0L);
    return usage.input() < CLEARLY_LESS * prompt && prompt > SHORT
        ? Optional.of(
            Failure.of(
                Cause.PROMPT_CUT,
                "its server read only " + usage.input() + " of about " + prompt + " tokens"))
        : Optional.empty();
  }

  /// What is only forwarded need not be readable here.
  private static Optional<ChatRequest> read(Incoming incoming) {
    try {
      return Optional.of(incoming.asked().get().request());
    } catch (RefusedException _) {
      return Optional.empty();
    }
  }

  private static boolean holdsFiles(ChatRequest request) {
    return request.messages().stream()
        .map(Message::parts)
        .anyMatch(parts ->
            parts.stream()
                .anyMatch(part -> part instanceof Part.Document || part instanceof Part.Image));
  }
}
