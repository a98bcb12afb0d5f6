package dev.metier.grade.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasi.WasiOptions;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.ValType;
import io.roastedroot.quickjs4j.core.JavyPluginModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// QuickJS as WebAssembly, made ready once. Every run begins with the memory as it was then, so
/// that nothing is left of an earlier one. Thread-safe.
///
/// @see <a href="https://github.com/roastedroot/quickjs4j">quickjs4j</a>
final class Sandbox {
  /// As much memory as a run may take.
  static final int MOST_MEGABYTES = 64;

  private static final int MOST_PAGES = (MOST_MEGABYTES << 20) / Memory.PAGE_SIZE;
  private static final int FIRST_PAGES = 32;
  private static final String START = "globalThis.start();";

  private final WasmModule module;
  private final byte[] memory;
  private final int start;
  private final int startLength;

  Sandbox() {
    module = JavyPluginModule.load();
    var first = new Engine("", FIRST_PAGES, new Running());
    first.call("initialize_runtime");
    int[] prelude = first.compiled(text("sandbox.js"));
    first.call("invoke", prelude[0], prelude[1], 0, 0);
    int[] code = first.compiled(START);
    start = code[0];
    startLength = code[1];
    Memory ready = first.instance.memory();
    memory = ready.readBytes(0, ready.pages() * Memory.PAGE_SIZE);
  }

  /// What a run told: a kind and a text.
  record Told(String kind, String text) {}

  /// How a run went.
  ///
  /// @param filled whether it used all of its memory
  record Ended(Optional<Told> told, boolean filled) {}

  /// Whose code runs: the script's, or the answer's, which the script runs by `runAnswer`.
  static final class Running {
    private int entered;

    boolean answer() {
      return entered > 0;
    }
  }

  /// Runs with this request.
  ///
  /// @param running is told whose code runs
  /// @throws RuntimeException of the WebAssembly machine, where it is interrupted, recurses too
  ///   deeply or aborts
  Ended run(String request, Running running) {
    var engine = new Engine(request, memory.length / Memory.PAGE_SIZE, running);
    engine.instance.memory().write(0, memory);
    engine.call("invoke", start, startLength, 0, 0);
    return new Ended(engine.told, engine.instance.memory().pages() >= MOST_PAGES);
  }

  /// One run. Its imports are a clock, streams that lead nowhere, and the two functions by which it
  /// gets its request and tells its result and whose code runs.
  private final class Engine {
    final Instance instance;
    private final String request;
    private final Running running;
    private Optional<Told> told = Optional.empty();

    Engine(String request, int pages, Running running) {
      this.request = request;
      this.running = running;
      var nowhere =
          WasiOptions.builder()
              .withStdin(InputStream.nullInputStream())
              .withStdout(OutputStream.nullOutputStream())
              .withStderr(OutputStream.nullOutputStream())
              .build();
      var host =
          new HostFunction(
              "chicory",
              "invoke",
              FunctionType.of(Collections.nCopies(6, ValType.I32), List.of(ValType.I32)),
              (from, arguments) -> new long[] {answered(from.memory(), arguments)});
      instance =
          Instance.builder(module)
              .withMachineFactory(JavyPluginModule::create)
              .withMemoryLimits(new MemoryLimits(pages, MOST_PAGES))
              .withImportValues(
                  ImportValues.builder()
                      .addFunction(
                          WasiPreview1.builder().withOptions(nowhere).build().toHostFunctions())
                      .addFunction(host)
                      .build())
              .build();
    }

    long call(String function, long... arguments) {
      long[] results = instance.export(function).apply(arguments);
      return results == null || results.length == 0 ? 0 : results[0];
    }

    /// Where its byte code begins, and how long it is.
    int[] compiled(String code) {
      byte[] bytes = code.getBytes(UTF_8);
      int pair = (int) call("compileSrc", placed(bytes), bytes.length);
      return new int[] {instance.memory().readInt(pair), instance.memory().readInt(pair + 4)};
    }

    /// Three texts come as an address and a length each; the answer is the address of such a pair.
    private int answered(Memory from, long[] arguments) {
      byte[] answer = new byte[0];
      switch (text(from, arguments, 0)) {
        case "ask" -> answer = request.getBytes(UTF_8);
        case "enter" -> running.entered++;
        case "leave" -> running.entered--;
        default -> tell(new Told(text(from, arguments, 2), text(from, arguments, 4)));
      }
      int at = placed(answer);
      int pair = placed(new byte[8]);
      from.writeI32(pair, at);
      from.writeI32(pair + 4, answer.length);
      return pair;
    }

    /// The first word counts.
    private void tell(Told what) {
      told = told.or(() -> Optional.of(what));
    }

    private String text(Memory from, long[] arguments, int index) {
      return from.readString((int) arguments[index], (int) arguments[index + 1]);
    }

    private int placed(byte[] bytes) {
      int at = (int) call("canonical_abi_realloc", 0, 0, 1, Math.max(1, bytes.length));
      instance.memory().write(at, bytes);
      return at;
    }
  }

  private static String text(String resource) {
    try (InputStream in = Sandbox.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
