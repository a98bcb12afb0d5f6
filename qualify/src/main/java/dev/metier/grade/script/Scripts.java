package dev.metier.grade.script;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.wasm.ChicoryException;
import dev.metier.grade.value.JsonComparison;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import tools.jackson.databind.JsonNode;

/// Runs scripts, each with two seconds of the processor and 64 MB. They reach nothing outside: no
/// files, no network, no timers, no variables of the environment. Thread-safe.
public final class Scripts {
  /// The machine's stack is the thread's; QuickJS ends before it where a script recurses.
  private static final long STACK_BYTES = 64L << 20;

  private static final long HEAP_PER_RUN = 256L << 20;

  private static final String TOO_MUCH = "needs more than " + Sandbox.MOST_MEGABYTES + " MB";
  private static final String TOO_DEEP = "recurses too deeply";

  private Scripts() {}

  private static final class Engines {
    static final ExecutorService WORKERS =
        Executors.newFixedThreadPool(
            Math.clamp(
                Runtime.getRuntime().maxMemory() / HEAP_PER_RUN,
                1,
                Runtime.getRuntime().availableProcessors()),
            threads("scripts", STACK_BYTES));
    static final ScheduledExecutorService CLOCK =
        Executors.newSingleThreadScheduledExecutor(threads("limit of scripts", 0));

    private static ThreadFactory threads(String name, long stack) {
      return task -> {
        var thread = new Thread(null, task, name, stack);
        thread.setDaemon(true);
        return thread;
      };
    }
  }

  /// Made by the first worker, whose stack has room for it.
  private static final class Ready {
    static final Sandbox SANDBOX = new Sandbox();
  }

  /// Runs a script.
  ///
  /// @param output the answer that it judges
  /// @param context what it gets as `context`, an object in JSON
  public static ScriptResult run(Script script, String output, JsonNode context) {
    var request = JsonComparison.MAPPER.createObjectNode();
    request.put("output", output).set("context", context);
    var transforms = request.putArray("transforms");
    script.transforms().forEach(transforms::add);
    script.judge().ifPresent(body -> request.put("body", body));
    String text = JsonComparison.MAPPER.writeValueAsString(request);
    Future<ScriptResult> result = Engines.WORKERS.submit(() -> bounded(text));
    try {
      return result.get();
    } catch (InterruptedException e) {
      result.cancel(true);
      Thread.currentThread().interrupt();
      return new ScriptResult.Stopped("was interrupted");
    } catch (ExecutionException e) {
      return new ScriptResult.Stopped("could not be run (" + e.getCause() + ")");
    }
  }

  private static ScriptResult bounded(String request) {
    Sandbox sandbox = Ready.SANDBOX;
    var limit = new TimeLimit(Thread.currentThread(), Engines.CLOCK);
    var running = new Sandbox.Running();
    try {
      return result(sandbox.run(request, running), running);
    } catch (ChicoryInterruptedException e) {
      // a machine that is too busy is nobody's fault
      return stopped(
          "takes longer than " + TimeLimit.LONGEST.toSeconds() + " seconds",
          limit.spent() && running.answer());
    } catch (TrapException e) {
      return stopped("makes QuickJS abort", running.answer());
    } catch (ChicoryException | StackOverflowError e) {
      // the stack of QuickJS ends where its memory begins
      return stopped(TOO_DEEP, running.answer());
    } catch (OutOfMemoryError e) {
      // of this process, which others may have filled
      return stopped(TOO_MUCH, false);
    } finally {
      limit.end();
    }
  }

  private static ScriptResult stopped(String what, boolean answer) {
    return answer ? new ScriptResult.AnswerStopped(what) : new ScriptResult.Stopped(what);
  }

  private static ScriptResult result(Sandbox.Ended ended, Sandbox.Running running) {
    Optional<Sandbox.Told> told = ended.told();
    if (told.isEmpty()) {
      return ended.filled()
          ? stopped(TOO_MUCH, running.answer())
          : new ScriptResult.Stopped("gives a promise that is never kept");
    }
    String text = told.get().text();
    return switch (told.get().kind()) {
      case "boolean" -> new ScriptResult.Truth(text.equals("true"));
      case "number" -> new ScriptResult.Numeral(Double.parseDouble(text));
      case "grading" -> graded(JsonComparison.MAPPER.readTree(text));
      case "text" -> new ScriptResult.Text(text);
      case "other" -> new ScriptResult.Other(text);
      case "threw" -> new ScriptResult.Threw(text);
      case "transform" -> new ScriptResult.NotTransformed(text);
      case "unreadable" -> new ScriptResult.Stopped("cannot be read: " + text);
      case "unjudged" -> new ScriptResult.Stopped("cannot judge: " + text);
      case "unknown" -> new ScriptResult.Stopped("uses what is not there: " + text);
      case "limit", "limit of answer" ->
          stopped(
              text.contains("memory") ? TOO_MUCH : TOO_DEEP,
              told.get().kind().equals("limit of answer"));
      default -> throw new IllegalStateException("unknown result of a script: " + told.get());
    };
  }

  private static ScriptResult graded(JsonNode node) {
    return new ScriptResult.Graded(
        node.path("pass").booleanValue(),
        Double.parseDouble(node.path("score").stringValue()),
        node.path("reason").stringValue());
  }
}
