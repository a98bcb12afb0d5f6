package dev.metier.grade.code;

import static dev.metier.grade.value.Quotation.quote;

import dev.metier.chat.Part.ToolUse;
import dev.metier.chat.Usage;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.value.JsonComparison;
import dev.metier.job.GraderSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A program of the team that grades: JSON on its standard input, JSON on its standard output.
///
/// @param withheld names of variables of the environment that it does not get
public record ProgramGrader(
    List<String> command, Duration timeout, boolean scored, Set<String> withheld)
    implements Grader {
  private static final int MOST_BYTES = 1_000_000;
  private static final List<String> SECRET =
      List.of("KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL");

  /// An address with a password in it.
  private static final Pattern PASSWORD =
      Pattern.compile("[a-z][a-z0-9+.-]*://[^/@\\s]*:[^/@\\s]+@.*");

  public ProgramGrader {
    command = List.copyOf(command);
    withheld = Set.copyOf(withheld);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("There is no program to run");
    }
  }

  @Override
  public Grade grade(Sample sample) {
    Process process;
    try {
      process = start();
    } catch (IOException e) {
      return broken("cannot be started");
    }
    try {
      return judge(process, question(sample));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return broken("was interrupted");
    } catch (ExecutionException e) {
      return broken("could not be read");
    } finally {
      kill(process);
    }
  }

  private Process start() throws IOException {
    var builder = new ProcessBuilder(command);
    builder.environment().entrySet().removeIf(each -> isSecret(each.getKey(), each.getValue()));
    return builder.start();
  }

  private boolean isSecret(String variable, String value) {
    String name = variable.toUpperCase(Locale.ROOT);
    return withheld.contains(variable)
        || name.endsWith("_PAT")
        || SECRET.stream().anyMatch(name::contains)
        || PASSWORD.matcher(value).matches();
  }

  private Grade judge(Process process, byte[] question)
      throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + timeout.toNanos();
    Thread.ofVirtual().start(() -> write(process, question));
    FutureTask<byte[]> output = reading(process, process.getInputStream());
    FutureTask<byte[]> errors = reading(process, process.getErrorStream());
    if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      return broken("took longer than " + timeout.toMillis() + " ms");
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    try {
      byte[] written = output.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      String said = said(errors.get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
      return written.length > MOST_BYTES
          ? broken("wrote more than 1 MB")
          : process.exitValue() != 0
              ? broken("ended with exit code " + process.exitValue() + said)
              : read(new String(written, StandardCharsets.UTF_8), said);
    } catch (TimeoutException e) {
      return broken(
          "ended, but left its output open to another program for longer than "
              + timeout.toMillis()
              + " ms");
    }
  }

  private Grade read(String output, String said) {
    if (!(JsonComparison.parse(output) instanceof JsonComparison.Good good)
        || !good.node().isObject()) {
      return broken("wrote no JSON object but " + quote(output) + said);
    }
    JsonNode score = good.node().path("score");
    JsonNode pass = good.node().path("pass");
    if (!score.isNumber() && !pass.isBoolean()) {
      return broken("gave neither a score nor pass: " + quote(output) + said);
    }
    BigDecimal exact =
        score.isNumber()
            ? score.decimalValue()
            : pass.booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO;
    if (exact.signum() < 0 || exact.compareTo(BigDecimal.ONE) > 0) {
      return broken("gave the score " + quote(score.toString()) + ", which is not in 0..1");
    }
    double value = exact.doubleValue();
    if (!scored && value > 0 && value < 1) {
      return broken(
          "gave the score " + quote(score.toString()) + ", but is to say pass or fail only");
    }
    String reason = good.node().path("reason").asString("").strip();
    String what = value >= 1 ? "pass" : value <= 0 ? "fail" : "score " + Grade.shown(value);
    return Grade.of(value, reason.isEmpty() ? "The program says " + what + "." : shortened(reason));
  }

  private static String shortened(String reason) {
    String quoted = quote(reason);
    return quoted.substring(1, quoted.length() - 1);
  }

  private Grade broken(String what) {
    return Grade.broken("The program " + quote(command.getFirst()) + " " + what + ".");
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

  private static byte[] question(Sample sample) {
    ObjectNode question = JsonComparison.MAPPER.createObjectNode();
    ObjectNode given = question.putObject("case").put("id", sample.given().id());
    ObjectNode vars = given.putObject("vars");
    sample.given().vars().forEach(vars::put);
    var slices = given.putArray("slices");
    sample.given().slices().forEach(slices::add);
    sample
        .given()
        .expected()
        .ifPresentOrElse(
            text -> question.put("expected", text), () -> question.putNull("expected"));
    question.put("answer", sample.reply().text());
    var calls = question.putArray("tool_calls");
    for (ToolUse call : sample.reply().toolUses()) {
      calls.addObject().put("name", call.name()).put("arguments", call.arguments());
    }
    Usage usage = sample.reply().usage();
    question
        .putObject("usage")
        .put("input", usage.input())
        .put("cached", usage.cached())
        .put("output", usage.output())
        .put("estimated", usage.estimated());
    return JsonComparison.MAPPER.writeValueAsBytes(question);
  }

  public static ProgramGrader of(GraderSpec.Program spec) {
    return new ProgramGrader(spec.command(), spec.timeout(), spec.scored(), spec.withheld());
  }
}
