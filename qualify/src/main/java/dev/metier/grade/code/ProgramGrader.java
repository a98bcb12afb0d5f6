package dev.metier.grade.code;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.chat.Part.ToolUse;
import dev.metier.chat.Usage;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.value.JsonComparison;
import dev.metier.job.GraderSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A program of the team that grades: JSON on its standard input, JSON on its standard output.
///
/// @param withheld names of variables of the environment that it does not get
public record ProgramGrader(
    List<String> command, Duration timeout, boolean scored, Set<String> withheld)
    implements Grader {
  public ProgramGrader {
    command = List.copyOf(command);
    withheld = Set.copyOf(withheld);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("There is no program to run");
    }
  }

  @Override
  public Grade grade(Sample sample) {
    return switch (new ProgramRun(command, timeout, withheld).with(question(sample))) {
      case ProgramRun.Failed(_, String what) -> broken(what);
      case ProgramRun.Ended(int code, String _, String said) when code != 0 ->
          broken("ended with exit code " + code + said);
      case ProgramRun.Ended(int _, String output, String said) -> read(output, said);
    };
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
