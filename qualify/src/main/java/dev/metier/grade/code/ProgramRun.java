package dev.metier.grade.code;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.provider.Answer.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// A program of the team that is run on something, without the secrets of this process.
///
/// @param command the program and its arguments, not empty
/// @param timeout after which it and all it started is ended
/// @param withheld names of variables of the environment that it does not get
/// @param given names of those that it gets although they are secret
/// @param folder where it runs, with that as its home and hardly a variable; empty: where this
///   process runs, with all that are not secret
public record ProgramRun(
    List<String> command,
    Duration timeout,
    Set<String> withheld,
    Set<String> given,
    Optional<Path> folder) {
  private static final int MOST_BYTES = 1_000_000;
  private static final List<String> SECRET =
      List.of("KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL");

  /// An address with a password in it.
  private static final Pattern PASSWORD =
      Pattern.compile("[a-z][a-z0-9+.-]*://[^/@\\s]*:[^/@\\s]+@.*");

  /// What came of it.
  public sealed interface Result {}

  /// It ended by itself.
  ///
  /// @param said the first line of its standard error, as the end of a sentence; empty when there
  ///   is none
  public record Ended(int exitCode, String output, String said) implements Result {}

  /// It could not be run to its end.
  ///
  /// @param cause as the failure of a candidate
  /// @param what the end of a sentence that begins with the program
  public record Failed(Cause cause, String what) implements Result {}

  public ProgramRun {
    command = List.copyOf(command);
    withheld = Set.copyOf(withheld);
    given = Set.copyOf(given);
  }

  /// With no secret at all.
  public ProgramRun(List<String> command, Duration timeout, Set<String> withheld) {
    this(command, timeout, withheld, Set.of(), Optional.empty());
  }

  /// Runs it with this on its standard input.
  public Result with(byte[] input) {
    Process process;
    try {
      process = start();
    } catch (IOException e) {
      return new Failed(Cause.UNUSABLE, "cannot be started");
    }
    try {
      return result(process, input);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Failed(Cause.CUT_OFF, "was interrupted");
    } catch (ExecutionException e) {
      return new Failed(Cause.CUT_OFF, "could not be read");
    } finally {
      kill(process);
    }
  }

  private Process start() throws IOException {
    var builder = new ProcessBuilder(command);
    builder.environment().entrySet().removeIf(each -> isSecret(each.getKey(), each.getValue()));
    folder.ifPresent(home -> {
      builder.directory(home.toFile());
      builder.environment().keySet().retainAll(Set.of("PATH", "LANG", "LC_ALL", "SystemRoot"));
      builder.environment().put("HOME", home.toString());
      builder.environment().put("TMPDIR", home.toString());
    });
    return builder.start();
  }

  private boolean isSecret(String variable, String value) {
    String name = variable.toUpperCase(Locale.ROOT);
    if (given.contains(variable)) {
      return false;
    }
    return withheld.contains(variable)
        || name.endsWith("_PAT")
        || SECRET.stream().anyMatch(name::contains)
        || PASSWORD.matcher(value).matches();
  }

  private Result result(Process process, byte[] input)
      throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + timeout.toNanos();
    Thread.ofVirtual().start(() -> write(process, input));
    FutureTask<byte[]> output = reading(process, process.getInputStream());
    FutureTask<byte[]> errors = reading(process, process.getErrorStream());
    if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      return new Failed(Cause.TOTAL_TIMEOUT, "took longer than " + timeout.toMillis() + " ms");
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    try {
      byte[] written = output.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      String said = said(errors.get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
      return written.length > MOST_BYTES
          ? new Failed(Cause.MALFORMED, "wrote more than 1 MB")
          : new Ended(process.exitValue(), new String(written, StandardCharsets.UTF_8), said);
    } catch (TimeoutException e) {
      return new Failed(
          Cause.TOTAL_TIMEOUT,
          "ended, but left its output open to another program for longer than "
              + timeout.toMillis()
              + " ms");
    }
  }

  private static String said(byte[] errors) {
    return new String(errors, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .map(line -> ", saying " + quote(line))
        .orElse("");
  }

  /// A program may end without reading all it is told.
  private static void write(Process process, byte[] question) {
    try (OutputStream input = process.getOutputStream()) {
      input.write(question);
    } catch (IOException e) {
      process.isAlive();
    }
  }

  /// Reads at most a byte more than allowed; a program that writes more is ended.
  private static FutureTask<byte[]> reading(Process process, InputStream stream) {
    var task =
        new FutureTask<>(() -> {
          byte[] read = stream.readNBytes(MOST_BYTES + 1);
          if (read.length > MOST_BYTES) {
            kill(process);
          }
          return read;
        });
    Thread.ofVirtual().start(task);
    return task;
  }

  /// Children first: once their parent is gone they are not found any more.
  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
