package dev.metier.grade;

import dev.metier.chat.ChatReply;
import dev.metier.chat.Part;
import dev.metier.dialect.ThinkTags;
import dev.metier.job.Case;
import dev.metier.job.Money;
import dev.metier.provider.Timing;
import java.util.ArrayList;
import java.util.Optional;

/// An answer to be graded, with the case it answers.
///
/// @param reply the answer without the reasoning that stands in its text
/// @param sent the answer as a client gets it
/// @param prompt what was asked, where a grader needs it; else empty
public record Sample(
    Case given,
    ChatReply reply,
    ChatReply sent,
    Timing timing,
    Optional<Money> cost,
    String prompt) {
  /// A sample for graders that need not know what was asked.
  public Sample(Case given, ChatReply reply, ChatReply sent, Timing timing, Optional<Money> cost) {
    this(given, reply, sent, timing, cost, "");
  }

  /// A sample of an answer as it came.
  public static Sample of(Case given, ChatReply sent, Timing timing, Optional<Money> cost) {
    return new Sample(given, ThinkTags.apart(sent), sent, timing, cost);
  }

  /// The same with another text.
  public Sample saying(String text) {
    var parts = new ArrayList<Part>();
    parts.add(new Part.Text(text));
    reply.parts().stream()
        .filter(part -> !(part instanceof Part.Text || part instanceof Part.Refused))
        .forEach(parts::add);
    var said = new ChatReply(parts, reply.finish(), reply.stopText(), reply.usage());
    return new Sample(given, said, sent, timing, cost, prompt);
  }

  /// The same with what was asked.
  public Sample asking(String text) {
    return new Sample(given, reply, sent, timing, cost, text);
  }
}
