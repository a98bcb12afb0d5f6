package dev.metier.catalog;

import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What serves a model, and so how it is spoken to; the part before the slash in `use:`. All that
/// differs between providers, but for their wire formats, stands here.
public enum ProviderKind {
  OPENAI("https://api.openai.com/v1", "OPENAI_API_KEY", "gpt", "gpt-6.1-sol"),
  ANTHROPIC("https://api.anthropic.com", "ANTHROPIC_API_KEY", "opus", "claude-opus-5-5") {
    @Override
    public TokenCounting tokenCounting() {
      return TokenCounting.COUNT_TOKENS;
    }
  },
  GOOGLE(
      "https://generativelanguage.googleapis.com", "GEMINI_API_KEY", "gemini", "gemini-3.8-flash") {
    @Override
    public TokenCounting tokenCounting() {
      return TokenCounting.COUNT_CONTENT;
    }
  },
  OLLAMA("http://127.0.0.1:11434") {
    @Override
    public boolean takesWindow() {
      return true;
    }

    @Override
    public boolean swapsModels() {
      return true;
    }

    // A model that is unloaded between two cases would look slow.
    @Override
    public Map<String, String> measuredExtra() {
      return Map.of("keep_alive", "\"10m\"");
    }

    @Override
    public Advice advice() {
      String newer = "a newer Ollama, and ollama pull %s";
      return new Advice("write `window: %d` for it in metier.yaml", newer, newer, newer);
    }
  },
  LLAMACPP("http://127.0.0.1:8080/v1") {
    @Override
    public TokenCounting tokenCounting() {
      return TokenCounting.TOKENIZE_CONTENT;
    }

    @Override
    public boolean oneAtATime() {
      return true;
    }

    // It announces to keep them, and closes them.
    @Override
    public boolean keepsConnections() {
      return false;
    }

    // A prompt cache would make repeats look faster than first answers.
    @Override
    public Map<String, String> measuredExtra() {
      return Map.of("cache_prompt", "false");
    }

    @Override
    public Advice advice() {
      return new Advice(
          "start it with --ctx-size %d for each slot",
          "llama-server --jinja --reasoning-format auto",
          "llama-server --jinja",
          "llama-server --jinja");
    }
  },
  VLLM("http://127.0.0.1:8000/v1") {
    @Override
    public TokenCounting tokenCounting() {
      return TokenCounting.TOKENIZE_PROMPT;
    }

    @Override
    public Advice advice() {
      return new Advice(
          "start it with --max-model-len %d",
          "vllm serve --reasoning-parser NAME",
          "vllm serve --enable-auto-tool-choice --tool-call-parser NAME",
          "vllm serve --chat-template FILE");
    }
  },
  LMSTUDIO("http://127.0.0.1:1234/v1") {
    @Override
    public boolean swapsModels() {
      return true;
    }

    @Override
    public Advice advice() {
      String settings = "the model's settings in LM Studio";
      return new Advice("load it with a context of %d", settings, settings, settings);
    }
  },
  /// In this process, from a GGUF file.
  GGUF(Access.IN_PROCESS) {
    @Override
    public boolean oneAtATime() {
      return true;
    }

    @Override
    public Advice advice() {
      String served = "llama-server --jinja instead of use: gguf/...";
      return new Advice(Advice.NO_WINDOW, served, served, served);
    }
  },
  /// In this process, learned from a job's own cases; no language model.
  BASELINE(Access.IN_PROCESS) {
    @Override
    public Advice advice() {
      String other = "a language model instead of use: baseline/ngrams";
      return new Advice(Advice.NO_WINDOW, other, other, other);
    }
  },
  /// A program of the team's own.
  PROGRAM(Access.OWN) {
    @Override
    public boolean oneAtATime() {
      return true;
    }

    @Override
    public boolean local() {
      return false;
    }
  },
  /// An address of the team's own, which speaks no vendor's format.
  HTTP(Access.OWN) {
    @Override
    public boolean local() {
      return false;
    }
  },
  /// From a file of earlier outcomes; nothing is called.
  RECORDED(Access.RECORDED),
  /// The models of a workflow's stages together; no file names it.
  WORKFLOW(Access.STAGES);

  /// How a model is reached.
  public enum Access {
    HTTP,
    IN_PROCESS,
    RECORDED,
    /// As the team says: [Application].
    OWN,
    /// By the models of its stages.
    STAGES
  }

  /// How tokens of a prompt are counted.
  public enum TokenCounting {
    /// Nobody can be asked.
    ESTIMATED,
    /// `/tokenize`, the text in `content`.
    TOKENIZE_CONTENT,
    /// `/tokenize`, the text in `prompt`.
    TOKENIZE_PROMPT,
    /// `/v1/messages/count_tokens`, the whole request.
    COUNT_TOKENS,
    /// `:countTokens`, the whole request, in the words of its dialect.
    COUNT_CONTENT
  }

  /// The model that a new metier.yaml proposes.
  ///
  /// @param name of the model in the file
  public record Starter(String name, String id) {}

  /// What to do at the server, each as the end of a sentence.
  ///
  /// @param window for prompts that are too long; `%d` stands for the tokens wanted, empty when
  ///   nothing can be done there
  /// @param thinking when thinking stands in the text; `%s` stands for the model's id, here and in
  ///   what follows
  /// @param toolCalls when tool calls stand in the text
  /// @param controlTokens when control tokens stand in the text
  public record Advice(String window, String thinking, String toolCalls, String controlTokens) {
    private static final String NO_WINDOW = "";
    private static final String ANY_SERVER =
        "for example vllm serve --reasoning-parser NAME, or llama-server --jinja";
    private static final Advice NONE = new Advice(NO_WINDOW, ANY_SERVER, ANY_SERVER, ANY_SERVER);
  }

  private final Access access;
  private final String address;
  private final String keyVariable;
  private final String starterName;
  private final String starterId;

  ProviderKind(String address, String keyVariable, String starterName, String starterId) {
    this.access = Access.HTTP;
    this.address = address;
    this.keyVariable = keyVariable;
    this.starterName = starterName;
    this.starterId = starterId;
  }

  ProviderKind(String address) {
    this(address, "", "", "");
  }

  ProviderKind(Access access) {
    this.access = access;
    this.address = "";
    this.keyVariable = "";
    this.starterName = "";
    this.starterId = "";
  }

  /// Those that `use:` can name.
  public static List<ProviderKind> named() {
    return Arrays.stream(values()).filter(kind -> kind.access != Access.STAGES).toList();
  }

  /// Servers that usually run on the team's own machines.
  public static List<ProviderKind> runtimes() {
    return Arrays.stream(values()).filter(ProviderKind::allotsWindow).toList();
  }

  /// Vendors that are paid by token, by their names.
  public static List<ProviderKind> vendors() {
    return Arrays.stream(values())
        .filter(kind -> !kind.keyVariable.isEmpty())
        .sorted(Comparator.comparing(ProviderKind::name))
        .toList();
  }

  public Access access() {
    return access;
  }

  /// Where it usually listens; empty when nothing is called over the network.
  public Optional<String> usualAddress() {
    return address.isEmpty() ? Optional.empty() : Optional.of(address);
  }

  /// The version that its base addresses end with, `/v1`; empty when its paths bring it themselves.
  public String basePath() {
    return address.isEmpty() ? "" : URI.create(address).getPath();
  }

  /// Whether it usually runs on the team's own machines and is paid for by hardware, not by token.
  public boolean local() {
    return keyVariable.isEmpty();
  }

  /// The environment variable that usually holds its key.
  public Optional<String> usualKeyVariable() {
    return keyVariable.isEmpty() ? Optional.empty() : Optional.of(keyVariable);
  }

  public Optional<Starter> starter() {
    return starterId.isEmpty()
        ? Optional.empty()
        : Optional.of(new Starter(starterName, starterId));
  }

  /// Whether the id of a model begins with a path to a file.
  public boolean idIsPath() {
    return access != Access.HTTP && access != Access.OWN;
  }

  /// Whether files say what it is, so that nobody has to be called to know it.
  public boolean knownByFiles() {
    return access != Access.HTTP && this != HTTP;
  }

  /// Whether a gateway's requests can be answered by it: not by recordings, nor by applications,
  /// which speak no protocol of models.
  public boolean answersRequests() {
    return access != Access.RECORDED && access != Access.OWN;
  }

  /// Whether its servers may tell how likely the tokens of an answer were, when they are asked.
  public boolean tellsLikelihood() {
    return switch (this) {
      case OPENAI, VLLM, LLAMACPP, LMSTUDIO -> true;
      case ANTHROPIC, GOOGLE, OLLAMA, GGUF, BASELINE, PROGRAM, HTTP, RECORDED, WORKFLOW -> false;
    };
  }

  public TokenCounting tokenCounting() {
    return TokenCounting.ESTIMATED;
  }

  /// Whether it allots the window that a request names, and tells it only when a model is loaded.
  public boolean takesWindow() {
    return false;
  }

  /// Whether its server allots windows by settings of its own.
  public boolean allotsWindow() {
    return access == Access.HTTP && local();
  }

  /// Whether it throws a model out of memory when another one is asked.
  public boolean swapsModels() {
    return false;
  }

  /// Whether it usually works on one request at a time.
  public boolean oneAtATime() {
    return false;
  }

  /// Whether it keeps connections open as it promises.
  public boolean keepsConnections() {
    return true;
  }

  /// Fields of a request whose times are measured, as JSON text.
  public Map<String, String> measuredExtra() {
    return Map.of();
  }

  public Advice advice() {
    return Advice.NONE;
  }

  /// The word used in metier.yaml.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
