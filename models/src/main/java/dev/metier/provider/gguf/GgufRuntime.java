package dev.metier.provider.gguf;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.Pair;
import de.kherud.llama.args.LogFormat;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A GGUF file in memory, with the one thread that may work on it. Thread-safe.
///
/// The same file is loaded once in this process and stays loaded until its end: the native library
/// does not give its memory back when a model is closed, so loading anew would only take more.
final class GgufRuntime {
  private static final Map<Key, GgufRuntime> LOADED = new ConcurrentHashMap<>();

  /// Chat templates that leave out what the assistant said make the library print a warning on
  /// standard error while it probes them. This makes the probe happy, and is never rendered for a
  /// question, since a question always asks for the answer's beginning.
  private static final String PROBE_ENDING =
      "{% if not add_generation_prompt %}{% for m in messages %}{% if m['role'] == 'assistant' %}"
          + "{{ m['content'] }}{% endif %}{% endfor %}{% endif %}";

  private record Key(Path file, long size, FileTime changed, int window) {}

  private final Path file;
  private final GgufHeader header;
  private final int window;
  private final ExecutorService worker;
  private @Nullable LlamaModel model;

  private GgufRuntime(Path file, GgufHeader header, int window) {
    this.file = file;
    this.header = header;
    this.window = window;
    this.worker =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("gguf " + file.getFileName()).factory());
  }

  static GgufRuntime of(Path file, GgufHeader header, int window) throws IOException {
    var key = new Key(file.toRealPath(), Files.size(file), Files.getLastModifiedTime(file), window);
    return LOADED.computeIfAbsent(key, k -> new GgufRuntime(k.file(), header, window));
  }

  /// One request after the other, in the order they came.
  ExecutorService worker() {
    return worker;
  }

  GgufHeader header() {
    return header;
  }

  int window() {
    return window;
  }

  /// Loads the model if it is not; whether it had to. Only the worker calls this and what follows.
  ///
  /// @throws RuntimeException when the library refuses the file
  boolean load() {
    if (model != null) {
      return false;
    }
    var parameters =
        new ModelParameters()
            .setModel(file.toString())
            // Two threads on a busy machine of two cores spin and wait for each other.
            .setThreads(1)
            .setThreadsBatch(1)
            .setParallel(1)
            .setCtxSize(window)
            .disableContextShift()
            .enableJinja()
            .skipWarmup()
            .disableLog();
    header
        .chatTemplate()
        .filter(template -> !template.contains("assistant"))
        .ifPresent(template ->
            parameters.setChatTemplate(template.replaceFirst("\n$", "") + PROBE_ENDING));
    model = new LlamaModel(parameters);
    return true;
  }

  /// The prompt's text, by the model's own template; without one, the messages' texts with an empty
  /// line between them.
  String prompt(String system, List<Map.Entry<String, String>> turns) {
    if (header.chatTemplate().isEmpty()) {
      String texts = turns.stream().map(Map.Entry::getValue).collect(Collectors.joining("\n\n"));
      return system.isEmpty() ? texts : system + "\n\n" + texts;
    }
    var pairs = turns.stream().map(turn -> new Pair<>(turn.getKey(), turn.getValue())).toList();
    return loaded().applyTemplate(new InferenceParameters("").setMessages(system, pairs));
  }

  /// Tokens of a prompt, the start token that the tokenizer adds included.
  int promptTokens(String text) {
    return loaded().encode(text).length + (header.addsStart() ? 1 : 0);
  }

  int tokens(String text) {
    return loaded().encode(text).length;
  }

  LlamaIterator generate(String prompt, Consumer<InferenceParameters> settings) {
    // An answer from a warm prompt cache would look faster than it is.
    var parameters = new InferenceParameters(prompt).setCachePrompt(false);
    settings.accept(parameters);
    return loaded().generate(parameters).iterator();
  }

  private LlamaModel loaded() {
    LlamaModel present = model;
    if (present == null) {
      throw new IllegalStateException("not loaded");
    }
    return present;
  }

  /// The native llama.cpp library: loaded once, and silent.
  ///
  /// After a first model was loaded, a thread of the library stays attached to this program, so
  /// that it ends by `System.exit` only.
  static final class Library {
    /// Which llama.cpp this is; part of a model's fingerprint.
    static final String VERSION = "llama.cpp b4916 (de.kherud:llama 4.2.0)";

    private static final String FOLDER = "de.kherud.llama.tmpdir";
    private static final String SHIPPED = "de.kherud.llama.lib.path";

    private Library() {}

    /// Why the library cannot be used on this machine; empty when it can.
    static Optional<String> trouble() {
      return Loaded.TROUBLE;
    }

    /// Loads when it is first looked at, once.
    private static final class Loaded {
      static final Optional<String> TROUBLE = load();

      private static Optional<String> load() {
        PrintStream out = System.out;
        try {
          if (System.getProperty(FOLDER) == null) {
            // The library's own choice is a fixed name in the shared folder for temporary files,
            // where programs that start at the same time would overwrite each other's copy.
            Path folder = Files.createTempDirectory("metier-llama");
            folder.toFile().deleteOnExit();
            System.setProperty(FOLDER, folder.toString());
          }
          String shipped = System.getProperty(SHIPPED);
          if (shipped != null) {
            CompilerRuntime.provide(Path.of(shipped, System.mapLibraryName("jllama")));
          }
          System.setOut(withoutThisThread(out));
          LlamaModel.setLogger(LogFormat.TEXT, (level, text) -> {});
          return Optional.empty();
        } catch (LinkageError | IOException e) {
          return Optional.of(
              "the native library of llama.cpp cannot be loaded here ("
                  + e.getMessage()
                  + "); start Java with --enable-native-access=ALL-UNNAMED, or serve the file with"
                  + " llama-server and use llamacpp/");
        } finally {
          System.setOut(out);
        }
      }

      /// Drops what the loading thread prints: the library announces there where it put its files.
      private static PrintStream withoutThisThread(PrintStream out) {
        Thread loading = Thread.currentThread();
        OutputStream others =
            new FilterOutputStream(out) {
              @Override
              public void write(int b) throws IOException {
                if (Thread.currentThread() != loading) {
                  out.write(b);
                }
              }
            };
        return new PrintStream(others, true, StandardCharsets.UTF_8);
      }
    }
  }
}
