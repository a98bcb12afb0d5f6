package dev.metier.provider;

import dev.metier.catalog.Model;
import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Part;
import dev.metier.core.text.NumberText;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/// Asks a model only what can fit into its window, and takes no answer to a prompt that its server
/// cut: some servers cut without a word. Thread-safe.
///
/// Tokens are estimated where no server counted them, so that both comparisons leave room for a
/// tokenizer that makes fewer tokens of a text than the one we count with.
public final class WindowedProvider implements Provider {
  /// So many times the window an estimate must be before nobody is asked.
  private static final double SURELY_LONGER = 1.25;

  /// What a server counted of an estimate that is longer than the window, when it did cut.
  private static final double CLEARLY_LESS = 0.75;

  /// The same where nobody knows the window.
  private static final double FAR_LESS = 0.5;

  private static final long LONG_PROMPT = 1000;
  private static final int USUAL_ANSWER = 512;
  private static final int ROUND = 1024;

  private final Model model;
  private final Provider provider;
  private volatile OptionalInt window;
  private volatile boolean looked;

  /// A provider that asks another one.
  ///
  /// @param told the window that the server tells, when it does
  public WindowedProvider(Model model, Provider provider, OptionalInt told) {
    this.model = model;
    this.provider = provider;
    this.looked = !model.kind().takesWindow();
    this.window = looked ? window(model, told) : model.window();
  }

  /// The window that a prompt meets: what the server tells; what is declared where it tells nothing
  /// or less is wanted; and for Ollama what is declared, since it is told that with each request.
  ///
  /// @param told the window that the server tells, when it does
  public static OptionalInt window(Model model, OptionalInt told) {
    if (told.isEmpty() || model.window().isEmpty() || model.kind().takesWindow()) {
      return model.window().isPresent() ? model.window() : told;
    }
    return OptionalInt.of(Math.min(told.getAsInt(), model.window().getAsInt()));
  }

  @Override
  public Answer ask(Question question) {
    ChatRequest request = question.request();
    if (holdsFiles(request)) {
      return provider.ask(question);
    }
    OptionalInt known = window;
    if (known.isPresent() && mayExceed(request, known.getAsInt())) {
      long estimate = Tokens.estimate(request);
      if (estimate > SURELY_LONGER * known.getAsInt()) {
        return cut(question, estimate, "the window of " + name() + " is " + count(known));
      }
    }
    return checked(provider.ask(question), question);
  }

  private Answer checked(Answer answer, Question question) {
    if (!(answer instanceof Answer.Reply(ChatReply reply, _)) || reply.usage().estimated()) {
      return answer;
    }
    ChatRequest request = question.request();
    long read = reply.usage().input();
    if (read <= 0 || !mayExceed(request, Math.min(read, LONG_PROMPT))) {
      return answer;
    }
    look();
    long estimate = Tokens.estimate(request);
    if (!wasCut(read, estimate, request)) {
      return answer;
    }
    String room = window.isPresent() ? ", whose window is " + count(window) + "," : "";
    return cut(
        question, estimate, name() + room + " read only " + NumberText.count(read) + " of them");
  }

  private boolean wasCut(long read, long estimate, ChatRequest request) {
    OptionalInt known = window;
    if (known.isPresent()) {
      boolean full = model.kind().local() && read >= known.getAsInt();
      boolean less = estimate > known.getAsInt() && read < CLEARLY_LESS * estimate;
      return full || less;
    }
    // old versions of Ollama count only what was not in its cache
    return !model.kind().takesWindow()
        && request.tools().isEmpty()
        && estimate >= LONG_PROMPT
        && read < FAR_LESS * estimate;
  }

  /// Ollama loads a model anew with each other window, so it is asked after an answer.
  private void look() {
    if (looked) {
      return;
    }
    OptionalInt told = provider.identify().window();
    if (told.isPresent()) {
      window = told;
    }
    looked = true;
  }

  private Failure cut(Question question, long estimate, String what) {
    return Failure.of(
        Cause.PROMPT_CUT,
        "the prompt of case "
            + question.caseId()
            + " takes about "
            + NumberText.count(estimate)
            + " tokens, and "
            + what
            + ": "
            + remedy(estimate + question.request().settings().maxTokens().orElse(USUAL_ANSWER)));
  }

  private String remedy(long needed) {
    long room = Math.ceilDiv(needed, ROUND) * ROUND;
    String advice = model.kind().advice().window();
    return advice.isEmpty()
        ? "shorten the prompt, or correct `window` in metier.yaml"
        : String.format(Locale.ROOT, advice, room) + ", or shorten the prompt";
  }

  /// Whether a prompt may take more tokens than this; a token is at least a byte.
  private static boolean mayExceed(ChatRequest request, long tokens) {
    long bytes = Tokens.besides(request);
    for (String text : Tokens.words(request)) {
      bytes += text.length() > tokens ? text.length() : utf8(text);
    }
    return bytes > tokens;
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// Nobody knows from outside how many tokens a picture or a file takes.
  private static boolean holdsFiles(ChatRequest request) {
    return request.messages().stream()
        .flatMap(message -> message.parts().stream())
        .anyMatch(part -> part instanceof Part.Image || part instanceof Part.Document);
  }

  private String name() {
    return model.name().text();
  }

  private static String count(OptionalInt number) {
    return NumberText.count(number.orElse(0));
  }

  @Override
  public Identity identify() {
    return provider.identify();
  }

  @Override
  public Set<String> refused() {
    return provider.refused();
  }

  @Override
  public void close() {
    provider.close();
  }
}
