package dev.metier.grade;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.job.Case;
import dev.metier.job.Money;
import dev.metier.job.Template;
import dev.metier.provider.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Answers for tests.
public final class Answers {
  public static final Case CASE =
      new Case(
          "c1",
          Map.of(
              "label", "billing", "labels", "[\"billing\",\"refund\"]", "n", "42", "none", "null"),
          Optional.of("billing"),
          Set.of("angry"),
          Optional.empty());

  private Answers() {}

  public static Sample saying(String text) {
    return saying(text, CASE);
  }

  public static Sample saying(String text, Case given) {
    return of(List.of(new Part.Text(text)), given, FinishReason.STOP);
  }

  public static Sample ended(FinishReason reason) {
    return of(List.of(new Part.Text("Hello")), CASE, reason);
  }

  /// Tool calls: name, arguments, name, arguments, ...
  public static Sample calling(String... calls) {
    return calling(CASE, calls);
  }

  public static Sample calling(Case given, String... calls) {
    var parts = new ArrayList<Part>();
    for (int i = 0; i < calls.length; i += 2) {
      parts.add(new Part.ToolUse("id" + i, calls[i], calls[i + 1]));
    }
    return of(parts, given, FinishReason.TOOL_USE);
  }

  public static Sample taking(Duration total, Optional<Money> cost) {
    var reply = new ChatReply(List.of(new Part.Text("Hello")), FinishReason.STOP, Usage.NONE);
    return Sample.of(CASE, reply, Timing.of(total), cost);
  }

  public static Template template(String text) {
    return new Template(text);
  }

  private static Sample of(List<? extends Part> parts, Case given, FinishReason finish) {
    var reply = new ChatReply(List.copyOf(parts), finish, new Usage(10, 0, 5, false));
    return Sample.of(
        given, reply, Timing.of(Duration.ofMillis(120)), Optional.of(Money.usd(0.002)));
  }
}
