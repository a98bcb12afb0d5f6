package dev.metier.grade.spec;

import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.value.JsonComparison;
import dev.metier.job.Case;
import dev.metier.job.CaseFree;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.Prompt;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The graders of a job, told what was asked: the text of a prompt of one turn, or else its turns
/// in JSON.
record PromptedGrader(Prompt prompt, Grader of) implements Grader {
  /// Whether a grader of this job reads what was asked.
  static boolean isNeeded(Job job) {
    return Stream.concat(
            Stream.of(job.grading()),
            job.cases().stream().flatMap(each -> each.own().stream()).map(own -> own.graders()))
        .flatMap(CaseFree::within)
        .anyMatch(GraderSpec.JavaScript.class::isInstance);
  }

  @Override
  public boolean judges(Case given) {
    return of.judges(given);
  }

  @Override
  public Grade grade(Sample sample) {
    return of.grade(sample.asking(text(prompt.fill(sample.given()))));
  }

  private static String text(List<Message> turns) {
    if (turns.size() == 1 && turns.getFirst().role() == Role.USER) {
      // a file's last line end belongs to no prompt
      return text(turns.getFirst()).stripTrailing();
    }
    var list = JsonComparison.MAPPER.createArrayNode();
    for (Message turn : turns) {
      list.addObject()
          .put("role", turn.role().name().toLowerCase(Locale.ROOT))
          .put("content", text(turn));
    }
    return list.toString();
  }

  private static String text(Message turn) {
    return turn.parts().stream()
        .filter(Part.Text.class::isInstance)
        .map(part -> ((Part.Text) part).text())
        .collect(Collectors.joining());
  }
}
