package dev.metier.grade.check;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.check.AnswerCheck;
import dev.metier.check.CheckResult;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.job.Case;
import dev.metier.provider.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Graders that need nothing of a case.
record GradersCheck(Grader graders) implements AnswerCheck {
  private static final Case NONE =
      new Case("", Map.of(), Optional.empty(), Set.of(), Optional.empty());

  @Override
  public CheckResult check(ChatRequest request, List<ChatReply> answers) {
    var timing = Timing.of(Duration.ZERO);
    Grade grade = graders.grade(Sample.of(NONE, answers.getFirst(), timing, Optional.empty()));
    return grade.broken()
        ? new CheckResult.Broken("graders:broken")
        : grade.passed() ? CheckResult.PASS : new CheckResult.Fail("graders:" + failed(grade));
  }

  /// Which of them failed, counted from 1; their reasons quote the answer.
  private static int failed(Grade grade) {
    for (int i = 0; i < grade.parts().size(); i++) {
      if (!grade.parts().get(i).passed()) {
        return i + 1;
      }
    }
    return 1;
  }
}
