package dev.metier.server.clients;

import dev.metier.catalog.ProviderKind;
import dev.metier.catalog.Timeouts;
import dev.metier.job.DataClass;
import dev.metier.job.Money;
import dev.metier.job.Serving;
import dev.metier.server.Served;
import dev.metier.testing.ScriptedVendor;
import dev.metier.testing.Vendor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.logging.Level;
import java.util.logging.Logger;

/// What real clients meet in the acceptance: a gateway that wants a key, with a job for each kind
/// of model and one for each refusal.
final class Stage implements AutoCloseable {
  /// Jobs whose models speak the protocols of OpenAI, Anthropic, Ollama and Google.
  static final String CHAT = "chat";

  static final String CLAUDE = "claude";
  static final String LLAMA = "llama";
  static final String GEMINI = "gemini";

  /// A job without a model.
  static final String CLOSED = "closed";

  /// Two libraries tell every refusal with its whole stack, and tell it again when they ask again.
  private static final List<Logger> TALKATIVE =
      List.of(Logger.getLogger("dev.langchain4j"), Logger.getLogger("org.springframework.ai"));

  static {
    TALKATIVE.forEach(logger -> logger.setLevel(Level.OFF));
  }

  /// So long that a machine with other work does not make models seem to fail.
  private static final Duration LONGEST = Duration.ofSeconds(30);

  final ScriptedVendor chat = new ScriptedVendor(Vendor.OPENAI);
  final ScriptedVendor claude = new ScriptedVendor(Vendor.ANTHROPIC);
  final ScriptedVendor llama = new ScriptedVendor(Vendor.OLLAMA);
  final ScriptedVendor gemini = new ScriptedVendor(Vendor.GOOGLE);
  final Served served;

  Stage(Path journal) {
    var dear =
        new Serving(
            List.of(),
            Optional.of(Money.usd(0.000_001)),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty());
    var careful =
        new Serving(
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(DataClass.RESTRICTED),
            false,
            Optional.empty());
    served =
        new Served(journal)
            .timeouts(new Timeouts(LONGEST, LONGEST, LONGEST, LONGEST))
            // a stream that has begun cannot be refused any more
            .silence(LONGEST)
            .model("local", ProviderKind.VLLM, DataClass.RESTRICTED, chat.address())
            .model("hosted", ProviderKind.ANTHROPIC, DataClass.INTERNAL, claude.address())
            .model("small", ProviderKind.OLLAMA, DataClass.RESTRICTED, llama.address())
            .model("flash", ProviderKind.GOOGLE, DataClass.INTERNAL, gemini.address())
            .job(CHAT, DataClass.INTERNAL, "local")
            .job(CLAUDE, DataClass.INTERNAL, "hosted")
            .job(LLAMA, DataClass.INTERNAL, "small")
            .job(GEMINI, DataClass.INTERNAL, "flash")
            .job("abroad", DataClass.INTERNAL, careful, "hosted")
            .job("dear", DataClass.INTERNAL, dear, "local")
            .job(CLOSED, DataClass.INTERNAL)
            .key(Optional.empty(), OptionalInt.empty())
            .start();
  }

  String address() {
    return served.address();
  }

  /// The server of this job's model.
  ScriptedVendor behind(String job) {
    return switch (job) {
      case CLAUDE -> claude;
      case LLAMA -> llama;
      case GEMINI -> gemini;
      default -> chat;
    };
  }

  @Override
  public void close() {
    served.close();
    chat.close();
    claude.close();
    llama.close();
    gemini.close();
  }

  /// Each refusal of the contract, and how a client meets it.
  enum Refused {
    PRIVACY("abroad", "Hi", "data_class_blocked", "It was sent nowhere.", 400, 400),
    BAD_KEY(CHAT, "Hi", "bad_key", "This key is not known here", 401, 401),
    BUDGET("dear", "Hi", "budget_spent", "The budget of job dear", 402, 402),
    SLOW_DOWN(CHAT, "FAIL slow_down", "slow_down", "asks us to slow down", 429, 429),
    OVERLOADED(CHAT, "FAIL overloaded", "overloaded", "No model is free", 503, 529),
    UNKNOWN_JOB(
        "nope", "Hi", "unknown_job", "There is no job nope. Jobs here: chat, claude", 404, 404),
    TOO_LONG(CHAT, "FAIL too_long", "too_long", "", 400, 400),
    BAD_PARAMETER(
        CHAT, "FAIL bad_parameter", "bad_request", "Unsupported parameter: 'top_k'", 400, 400),
    UPSTREAM_REFUSED(
        CHAT,
        "FAIL wrong_key",
        "upstream_refused",
        "its key is missing, wrong or not allowed",
        400,
        424);

    final String job;
    final String prompt;
    final String recorded;
    private final String sentence;
    final int openAi;
    final int anthropic;

    Refused(
        String job, String prompt, String recorded, String sentence, int openAi, int anthropic) {
      this.job = job;
      this.prompt = prompt;
      this.recorded = recorded;
      this.sentence = sentence;
      this.openAi = openAi;
      this.anthropic = anthropic;
    }

    /// The status in Responses, whose clients know a spent budget only as 429.
    int responses() {
      return this == BUDGET ? 429 : openAi;
    }

    String key() {
      return this == BAD_KEY ? "mk-of-a-stranger" : Served.KEY;
    }

    /// What the client sends along: the class of its data where that decides.
    Map<String, String> headers() {
      return this == PRIVACY ? Map.of("x-metier-class", "restricted") : Map.of();
    }

    String inOpenAiWords() {
      return this == TOO_LONG
          ? "This model's maximum context length is 4096 tokens. However, your messages resulted in"
              + " 9000 tokens. Please reduce the length of the messages."
          : sentence;
    }

    String inAnthropicWords() {
      return this == TOO_LONG ? "prompt is too long: 9000 tokens > 4096 maximum" : sentence;
    }

    /// Whether a client that keeps to `x-should-retry` asks again.
    boolean again() {
      return this == SLOW_DOWN || this == OVERLOADED;
    }
  }
}
