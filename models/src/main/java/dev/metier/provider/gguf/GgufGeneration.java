package dev.metier.provider.gguf;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import dev.metier.catalog.Model;
import dev.metier.chat.ChatEvent;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.chat.Usage;
import dev.metier.dialect.ReplyAssembly;
import dev.metier.dialect.ThinkTags;
import dev.metier.provider.Answer;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import dev.metier.provider.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// One question answered by a model in this process. What neither the job nor the model sets:
/// temperature 0, seed 0, and as many tokens as fit in the window.
final class GgufGeneration {
  private static final Set<String> KNOWN_EXTRAS =
      Set.of("top_k", "top_p", "min_p", "repeat_penalty", "frequency_penalty", "presence_penalty");

  private final GgufRuntime runtime;
  private final Model model;
  private final ChatRequest request;
  private final BooleanSupplier cancelled;
  private final Consumer<ChatEvent> events;

  GgufGeneration(
      GgufRuntime runtime,
      Model model,
      ChatRequest request,
      BooleanSupplier cancelled,
      Consumer<ChatEvent> events) {
    this.events = events;
    this.runtime = runtime;
    this.model = model;
    this.request = request;
    this.cancelled = cancelled;
  }

  Answer answer() {
    Optional<String> unable = unable();
    if (unable.isPresent()) {
      return Failure.of(
          Cause.BAD_REQUEST,
          unable.get() + "; serve the file with llama-server and use llamacpp/ instead");
    }
    if (cancelled.getAsBoolean()) {
      return Failure.of(Cause.CUT_OFF, "interrupted before it began");
    }
    long start = System.nanoTime();
    boolean cold;
    try {
      cold = runtime.load();
    } catch (RuntimeException e) {
      return Failure.of(
          Cause.UNUSABLE,
          "llama.cpp cannot load this file ("
              + e.getMessage()
              + "); it may be damaged, too large, or newer than "
              + GgufRuntime.Library.VERSION);
    }
    try {
      return generate(start, cold);
    } catch (RuntimeException e) {
      return Failure.of(Cause.SERVER_ERROR, "llama.cpp failed: " + e.getMessage());
    }
  }

  private Answer generate(long start, boolean cold) {
    String prompt = runtime.prompt(system(), turns());
    int input = runtime.promptTokens(prompt);
    int room = runtime.window() - input - 1;
    if (room < 1) {
      return Failure.of(
          Cause.TOO_LONG,
          "the prompt has "
              + input
              + " tokens and the window "
              + runtime.window()
              + ": write a larger `window` for the model, or shorten the prompt");
    }
    int most = Math.min(room, merged().maxTokens().orElse(room));
    var pieces = new Pieces(start, events);
    LlamaIterator stream = runtime.generate(prompt, parameters -> set(parameters, most));
    while (stream.hasNext()) {
      Optional<Failure> ended = ended(pieces);
      if (ended.isPresent()) {
        stream.cancel();
        return ended.get();
      }
      pieces.add(stream.next().text, stream.hasNext());
    }
    return reply(pieces, input, most, cold);
  }

  private Optional<Failure> ended(Pieces pieces) {
    if (cancelled.getAsBoolean()) {
      return Optional.of(Failure.of(Cause.CUT_OFF, "interrupted before the answer was complete"));
    }
    var taken = Duration.ofNanos(System.nanoTime() - pieces.start);
    if (taken.compareTo(model.timeouts().total()) > 0) {
      return Optional.of(
          Failure.of(Cause.TOTAL_TIMEOUT, "no complete answer within " + taken.toSeconds() + " s"));
    }
    return Optional.empty();
  }

  private Answer reply(Pieces pieces, int input, int most, boolean cold) {
    String text = pieces.text.toString();
    pieces.tags.end();
    if (text.isBlank()) {
      return Failure.of(Cause.EMPTY, "the model ended its answer without a word");
    }
    // Tokens that are half a character are held back until the other half comes, so that there can
    // be more tokens than pieces.
    int output = Math.max(pieces.count, runtime.tokens(text));
    boolean full = output >= most && !pieces.lastWasBlank;
    var total = Duration.ofNanos(pieces.last - pieces.start);
    var finish = full ? FinishReason.LENGTH : FinishReason.STOP;
    pieces.answer.add(new ChatEvent.Used(new Usage(input, 0, output, false)));
    pieces.answer.add(new ChatEvent.Finished(finish));
    return new Answer.Reply(
        pieces.answer.reply(),
        new Timing(pieces.firstToken(), total, pieces.tokensPerSecond(), cold));
  }

  /// The job's settings, and the model's where the job has none.
  private Settings merged() {
    return request.settings().withDefaults(model.settings());
  }

  private void set(InferenceParameters parameters, int most) {
    Settings settings = merged();
    parameters
        .setNPredict(most)
        .setTemperature((float) settings.temperature().orElse(0))
        .setSeed((int) settings.seed().orElse(0));
    if (!settings.stop().isEmpty()) {
      parameters.setStopStrings(settings.stop().toArray(String[]::new));
    }
    settings.extra().forEach((name, value) -> setExtra(parameters, name, Float.parseFloat(value)));
  }

  private static void setExtra(InferenceParameters parameters, String name, float value) {
    switch (name) {
      case "top_k" -> parameters.setTopK((int) value);
      case "top_p" -> parameters.setTopP(value);
      case "min_p" -> parameters.setMinP(value);
      case "repeat_penalty" -> parameters.setRepeatPenalty(value);
      case "frequency_penalty" -> parameters.setFrequencyPenalty(value);
      case "presence_penalty" -> parameters.setPresencePenalty(value);
      default -> throw new IllegalArgumentException(name);
    }
  }

  /// What of the question this program cannot do in-process.
  private Optional<String> unable() {
    if (!request.tools().isEmpty() || has(Part.ToolUse.class) || has(Part.ToolResult.class)) {
      return Optional.of("the in-process runtime cannot call tools");
    }
    if (has(Part.Image.class)) {
      return Optional.of("the in-process runtime cannot look at pictures");
    }
    Settings settings = merged();
    if (settings.responseSchema().isPresent()) {
      return Optional.of("the in-process runtime cannot follow a JSON Schema");
    }
    return settings.extra().entrySet().stream()
        .filter(extra -> !KNOWN_EXTRAS.contains(extra.getKey()) || !isNumber(extra.getValue()))
        .map(e -> "the in-process runtime does not know " + e.getKey() + ": " + e.getValue())
        .findFirst();
  }

  private static boolean isNumber(String text) {
    return text.matches("-?\\d{1,9}(\\.\\d{1,9})?");
  }

  private boolean has(Class<? extends Part> kind) {
    return request.messages().stream()
        .flatMap(message -> message.parts().stream())
        .anyMatch(kind::isInstance);
  }

  private String system() {
    return request.messages().stream()
        .filter(message -> message.role() == Role.SYSTEM)
        .map(GgufGeneration::text)
        .collect(Collectors.joining("\n\n"));
  }

  private List<Map.Entry<String, String>> turns() {
    var turns = new ArrayList<Map.Entry<String, String>>();
    for (Message message : request.messages()) {
      if (message.role() != Role.SYSTEM) {
        turns.add(Map.entry(message.role().name().toLowerCase(Locale.ROOT), text(message)));
      }
    }
    return turns;
  }

  private static String text(Message message) {
    return message.parts().stream()
        .filter(Part.Text.class::isInstance)
        .map(part -> ((Part.Text) part).text())
        .collect(Collectors.joining());
  }

  /// The stream's pieces; every one but the last is a token (the end-of-text token is an empty
  /// one).
  private static final class Pieces {
    final StringBuilder text = new StringBuilder();
    final ReplyAssembly answer = new ReplyAssembly();
    final ThinkTags tags;
    final long start;
    long first = -1;
    long last;
    int count;
    boolean lastWasBlank;

    Pieces(long start, Consumer<ChatEvent> events) {
      Consumer<ChatEvent> both = events.andThen(answer::add);
      this.tags =
          new ThinkTags(
              thought -> both.accept(new ChatEvent.ThinkingDelta(thought)),
              said -> both.accept(new ChatEvent.TextDelta(said)));
      this.start = start;
      this.last = start;
    }

    void add(String piece, boolean token) {
      last = System.nanoTime();
      if (first < 0 && !piece.isEmpty()) {
        first = last;
      }
      text.append(piece);
      tags.add(piece);
      if (token) {
        count++;
        lastWasBlank = piece.isEmpty();
      }
    }

    Optional<Duration> firstToken() {
      return first < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(first - start));
    }

    OptionalDouble tokensPerSecond() {
      return count < 2 || last <= first
          ? OptionalDouble.empty()
          : OptionalDouble.of((count - 1) / ((last - first) / 1e9));
    }
  }
}
