package dev.metier.grade;

import dev.metier.chat.ChatReply;
import dev.metier.chat.Part;
import dev.metier.job.Case;
import dev.metier.job.Money;
import dev.metier.provider.Timing;
import java.util.ArrayList;
import java.util.Optional;

/// An answer to be graded, with the case it answers.
public record Sample(Case given, ChatReply reply, Timing timing, Optional<Money> cost) {
  /// The same with another text.
  Sample saying(String text) {
    var parts = new ArrayList<Part>();
    parts.add(new Part.Text(text));
    reply.parts().stream().filter(part -> !(part instanceof Part.Text)).forEach(parts::add);
    var said = new ChatReply(parts, reply.finish(), reply.stopText(), reply.usage());
    return new Sample(given, said, timing, cost);
  }
}
