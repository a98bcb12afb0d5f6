package dev.metier.provider.gguf;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import dev.metier.chat.ChatEvent;
import dev.metier.provider.Answer;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import dev.metier.provider.Identity;
import dev.metier.provider.Provider;
import dev.metier.provider.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks a model in this process, from a GGUF file. Thread-safe.
///
/// It answers one question after the other, on one thread of its own; the time a question waits for
/// the ones before it is not part of its timing. The file is loaded with the first question, and
/// that answer is marked cold. It can neither call tools nor look at pictures nor follow a JSON
/// Schema; such questions fail and say so.
public final class GgufProvider implements Provider {
  /// What reads the file.
  public static final String BACKEND = GgufRuntime.Library.VERSION;

  /// A model made for a longer window gets this much unless `window:` says otherwise: memory for
  /// the whole of it can exceed the machine's.
  private static final int USUAL_WINDOW = 8192;

  private final Model model;
  private final Path file;
  private final @Nullable GgufRuntime runtime;
  private final String trouble;
  private volatile boolean closed;
  private @Nullable Identity identity;

  private GgufProvider(Model model, Path file, @Nullable GgufRuntime runtime, String trouble) {
    this.model = model;
    this.file = file;
    this.runtime = runtime;
    this.trouble = trouble;
  }

  /// Reads the file's header only; what is wrong with it is told by every answer and by `identify`.
  public static GgufProvider open(Model model) {
    Path file = Path.of(model.id());
    if (!Files.isRegularFile(file)) {
      return new GgufProvider(
          model, file, null, "there is no file " + file + "; correct the path in `use: gguf/...`");
    }
    try {
      var header = GgufHeader.read(file);
      int window =
          model.window().orElse(Math.min(USUAL_WINDOW, header.contextLength().orElse(2048)));
      return new GgufProvider(model, file, GgufRuntime.of(file, header, window), "");
    } catch (IOException e) {
      String why = file + " cannot be used as a GGUF file: " + e.getMessage();
      return new GgufProvider(model, file, null, why + "; download or convert it again");
    }
  }

  @Override
  public Answer ask(Question question) {
    return ask(question, event -> {});
  }

  @Override
  public Answer ask(Question question, Consumer<ChatEvent> events) {
    if (closed) {
      return Failure.of(Cause.UNUSABLE, "this model was closed");
    }
    if (runtime == null) {
      return Failure.of(Cause.UNUSABLE, trouble);
    }
    Optional<String> missing = GgufRuntime.Library.trouble();
    if (missing.isPresent()) {
      return Failure.of(Cause.UNUSABLE, missing.get());
    }
    var cancelled = new AtomicBoolean();
    var generation = new GgufGeneration(runtime, model, question.request(), cancelled::get, events);
    return await(runtime.worker().submit(generation::answer), cancelled);
  }

  private static Answer await(Future<Answer> work, AtomicBoolean cancelled) {
    try {
      // work that is done already would be taken without a look at the interruption
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return work.get();
    } catch (InterruptedException e) {
      cancelled.set(true);
      Thread.currentThread().interrupt();
      return Failure.of(Cause.CUT_OFF, "interrupted before the answer was complete");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /// Facts from the header, the file's size and its SHA-256. Files over 1 GB are not read whole;
  /// see `GgufHeader.facts`.
  @Override
  public synchronized Identity identify() {
    if (identity == null) {
      identity = look();
    }
    return identity;
  }

  private Identity look() {
    if (runtime == null) {
      return troubled(trouble);
    }
    try {
      var facts = new HashMap<>(runtime.header().facts(file));
      facts.put("window", Integer.toString(runtime.window()));
      facts.put("backend", BACKEND);
      return new Identity(
          new Fingerprint(facts, Set.of()),
          OptionalInt.of(runtime.window()),
          OptionalInt.of(1),
          Optional.empty(),
          GgufRuntime.Library.trouble());
    } catch (IOException e) {
      return troubled(file + " cannot be read: " + e.getMessage());
    }
  }

  private Identity troubled(String why) {
    return new Identity(
        new Fingerprint(Map.of("file", file.toString()), Set.of()),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.of(why));
  }

  /// Later questions fail. The weights stay in memory; see `GgufRuntime`.
  @Override
  public void close() {
    closed = true;
  }
}
