package dev.metier.workflow;

import dev.metier.chat.ChatReply;
import dev.metier.chat.Message;
import dev.metier.job.Check;
import dev.metier.job.ModelName;
import dev.metier.job.WorkflowStage;
import java.util.List;
import java.util.Optional;

/// What is to be done next with a workflow.
public sealed interface WorkflowStep {
  /// A stage's model is to be asked.
  ///
  /// @param index of the stage, from 0
  /// @param round counts from 1; above that it is asked again
  /// @param instead the model that does this round in place of the stage's own
  record Ask(
      WorkflowStage stage,
      int index,
      int round,
      Optional<ModelName> instead,
      List<Message> messages)
      implements WorkflowStep {
    public Ask {
      messages = List.copyOf(messages);
    }
  }

  /// An answer is to be checked, by these in this order until one does not pass.
  ///
  /// @param answer of the stage that the last [Ask] was about
  record Look(WorkflowStage stage, ChatReply answer, List<Check> checks) implements WorkflowStep {}

  /// The workflow is over.
  ///
  /// @param marks stages that went on although their loop had not ended well, as `draft:graders`
  record Done(ChatReply answer, List<String> marks) implements WorkflowStep {
    public Done {
      marks = List.copyOf(marks);
    }
  }

  /// The workflow ends without an answer; nothing half done is given away.
  ///
  /// @param stage its name
  /// @param reason for programs: nothing of any answer is in it
  record Failed(String stage, Failure kind, String reason) implements WorkflowStep {
    /// In a sentence without an end.
    public String sentence() {
      return "stage " + stage + " " + kind.words + " (" + reason + ")";
    }
  }

  /// Why a workflow ends without an answer.
  enum Failure {
    /// A stage that hands on text brought none.
    EMPTY("answered nothing"),
    /// What is to be hidden is not listed as agreed.
    REDACTION("did not list what to hide"),
    /// Placeholders are missing, invented or altered.
    PLACEHOLDERS("did not keep the placeholders"),
    /// The last round did not hold either.
    NOT_PASSED("was not good enough in its last round"),
    /// Nobody could say whether an answer holds, which says nothing of it.
    COULD_NOT_RUN("could not be judged");

    private final String words;

    Failure(String words) {
      this.words = words;
    }

    /// What is said of the stage.
    public String words() {
      return words;
    }
  }
}
