package dev.metier.upstream;

import dev.metier.call.CallDeadlines;
import dev.metier.call.EventLoopContext;
import dev.metier.call.HttpCall;
import dev.metier.call.HttpCall.Head;
import dev.metier.call.KeepAlive;
import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.ChatRequest;
import dev.metier.dialect.Dialect.CountQuestion;
import dev.metier.dialect.TokenCounts;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import dev.metier.provider.Tokens;
import dev.metier.provider.http.Keys;
import dev.metier.wire.Json;
import dev.metier.wire.JsonOut;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Asks a model's own server how many tokens a request has: by the question of its dialect, or its
/// texts by `/tokenize` of
/// [llama.cpp](https://github.com/ggml-org/llama.cpp/tree/master/tools/server) and
/// [vLLM](https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html). A server that did
/// not tell is left alone for a minute. Only for the event loop of its request, but for its making.
public final class TokenCount implements HttpCall.Listener {
  /// Hears what comes of it; exactly one of both is called, unless it is cancelled.
  public interface Listener {
    /// Takes the number of tokens, at least 0.
    void counted(long tokens);

    void failed(Failure failure);

    /// Counts memory that the answer takes; false when there is none, and then the request is over.
    boolean hold(long bytes);
  }

  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final Timeouts LIMITS = new Timeouts(LONGEST, LONGEST, LONGEST, LONGEST);
  private static final int LIMIT = 8 << 20;

  /// How many times its size an answer takes while it is read.
  private static final int FORMS = 6;

  private final EventLoopContext loop;
  private final RemoteServer server;
  private final ChatRequest asked;
  private final Optional<CountQuestion> question;
  private final byte[] body;
  private final Listener listener;
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private @Nullable HttpCall call;
  private boolean over;

  TokenCount(EventLoopContext loop, RemoteServer server, ChatRequest asked, Listener listener) {
    this.loop = loop;
    this.server = server;
    this.asked = asked;
    this.question = server.speech().now().dialect().countTokens(asked, server.model().id());
    this.body = question.map(CountQuestion::body).orElseGet(() -> tokenize(server.model(), asked));
    this.listener = listener;
  }

  /// Whether servers of this kind know the question.
  static boolean isKnownTo(ProviderKind kind) {
    return switch (kind.tokenCounting()) {
      case TOKENIZE_CONTENT, TOKENIZE_PROMPT, COUNT_CONTENT -> true;
      case ESTIMATED, COUNT_TOKENS -> false;
    };
  }

  /// Each kind reads its own field for the text and passes over the other.
  private static byte[] tokenize(Model model, ChatRequest asked) {
    String text = String.join("\n", Tokens.words(asked));
    var out = new JsonOut().raw("{\"model\":").string(model.id());
    if (model.kind().tokenCounting() == ProviderKind.TokenCounting.TOKENIZE_PROMPT) {
      out.raw(",\"add_special_tokens\":false,\"prompt\":").string(text);
    } else {
      out.raw(",\"content\":").string(text);
    }
    return out.raw("}").take();
  }

  public void start() {
    if (server.key() instanceof Keys.Missing(String sentence)) {
      fail(Cause.UNAUTHORISED, sentence);
      return;
    }
    RequestOptions to =
        question
            .map(CountQuestion::path)
            .map(server::to)
            .orElseGet(() -> server.beside("/tokenize"))
            .putHeader("content-type", "application/json");
    server.speech().now().headers(server.key()).forEach(to::putHeader);
    // a connection of its own: one that was kept could be stale
    var now = new HttpCall(loop, KeepAlive.never(), new CallDeadlines(LIMITS), this);
    call = now;
    now.start();
    now.send(new HttpCall.Request(to, more -> {}, EventLoopContext.wrapped(body)));
  }

  @Override
  public void head(Head head) {}

  @Override
  public void chunk(byte[] bytes, long nanos) {
    if (told.size() + bytes.length > LIMIT) {
      fail(Cause.MALFORMED, "the count is larger than 8 MB");
    } else if (!over && listener.hold((long) FORMS * bytes.length)) {
      told.writeBytes(bytes);
    }
  }

  /// A list of many thousand tokens would hold up others on the loop.
  @Override
  public void end(long nanos) {
    Thread.ofVirtual().start(this::read);
  }

  @Override
  public void refused(Head head, byte[] text) {
    fail(Cause.NOT_FOUND, "its count of tokens answers with " + head.status());
  }

  @Override
  public void failed(Failure failure) {
    fail(failure);
  }

  private void read() {
    Optional<Long> tokens = Json.tryObject(told.toByteArray()).flatMap(this::tokens);
    loop.run(() -> {
      if (tokens.isEmpty()) {
        fail(Cause.MALFORMED, "its count of tokens tells none");
      } else if (!over) {
        over = true;
        listener.counted(tokens.get());
      }
    });
  }

  private Optional<Long> tokens(JsonNode answer) {
    if (question.isPresent()) {
      long count = TokenCounts.count(answer, question.get().answer());
      return Optional.of(count).filter(told -> told > 0);
    }
    // what a text does not hold is not in its tokens
    JsonNode list = answer.path("tokens");
    return list.isArray() ? Optional.of(list.size() + Tokens.besides(asked)) : Optional.empty();
  }

  private void fail(Cause cause, String detail) {
    fail(Failure.of(cause, detail));
  }

  private void fail(Failure failure) {
    if (!over) {
      cancel();
      server.countsNot();
      listener.failed(failure);
    }
  }

  /// Gives it up, at the server too; the listener hears nothing more.
  public void cancel() {
    over = true;
    if (call != null) {
      call.abort();
    }
  }
}
