package dev.metier.grade.tool;

import static dev.metier.core.text.Quotation.quote;

import dev.metier.chat.Part.ToolUse;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import java.util.HashMap;

/// The same call is made at most so often.
public record NoLoopGrader(int most) implements Grader {
  @Override
  public Grade grade(Sample sample) {
    var counts = new HashMap<String, Integer>();
    for (ToolUse call : sample.reply().toolUses()) {
      String same =
          call.name()
              + " "
              + ToolArguments.of(call)
                  .map(ToolArguments::canonical)
                  .orElse(call.arguments().strip());
      if (counts.merge(same, 1, Integer::sum) > most) {
        return Grade.fail(
            "Calls "
                + quote(call.name())
                + " with the same arguments more than "
                + most
                + (most == 1 ? " time: " : " times: ")
                + quote(call.arguments())
                + ".");
      }
    }
    return Grade.pass("No call is made more than " + most + (most == 1 ? " time." : " times."));
  }
}
