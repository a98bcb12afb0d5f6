package dev.metier.job;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// One stage of a workflow: a job that sees the request's input, what it uses of earlier stages,
/// and nothing else.
///
/// @param name as later stages' prompts write it: `{{draft}}`
/// @param job whose prompt, tools, settings and verdicts it has
/// @param input whether its prompt has the request's input
/// @param uses the earlier stages whose answers its prompt has
/// @param loop what must hold of its answer; empty: it is taken as it is
/// @param redacts the class that its answer has once what it finds is replaced; empty: it does not
///   redact
/// @param restores puts back into its answer what was redacted
public record WorkflowStage(
    String name,
    JobName job,
    boolean input,
    List<String> uses,
    Optional<StageLoop> loop,
    Optional<DataClass> redacts,
    Optional<Restoration> restores) {
  public WorkflowStage {
    uses = List.copyOf(uses);
    if (!allowed(name)) {
      throw new IllegalArgumentException("not a name of a stage: " + name);
    }
    if (new HashSet<>(uses).size() < uses.size()) {
      throw new IllegalArgumentException(name + " uses a stage twice");
    }
    if (redacts.isPresent()
        && (!input || !uses.isEmpty() || loop.isPresent() || restores.isPresent())) {
      throw new IllegalArgumentException(name + " redacts the input, and does nothing else");
    }
    String own = name;
    if (loop.filter(each -> each.isReview() && each.redo().equals(own)).isPresent()) {
      throw new IllegalArgumentException(name + " reviews itself");
    }
  }

  /// Whether this can be the name of a stage, which prompts write as a variable.
  public static boolean allowed(String text) {
    return JobName.allowed(text) && Character.isLetter(text.charAt(0));
  }

  /// The stage whose answer this one reviews.
  public Optional<String> reviewed() {
    return loop.filter(StageLoop::isReview).map(StageLoop::redo);
  }

  /// The same, with the class of what it redacts left as it was.
  public WorkflowStage withoutLowering() {
    return redacts.isEmpty()
        ? this
        : new WorkflowStage(
            name, job, input, uses, loop, Optional.of(DataClass.RESTRICTED), restores);
  }
}
