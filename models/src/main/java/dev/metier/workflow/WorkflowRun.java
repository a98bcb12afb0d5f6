package dev.metier.workflow;

import dev.metier.chat.ChatReply;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Role;
import dev.metier.check.CheckResult;
import dev.metier.job.ModelName;
import dev.metier.job.Prompt;
import dev.metier.job.Review;
import dev.metier.job.StageLoop;
import dev.metier.job.Workflow;
import dev.metier.job.WorkflowStage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One input on its way through a workflow: says what is to be asked or checked next, and takes
/// what came of it. Asks nobody itself. Used by one thread at a time.
public final class WorkflowRun {
  private final List<WorkflowStage> stages;
  private final List<Prompt> prompts;
  private final String variable;
  private final String input;
  private final Map<String, String> outputs = new HashMap<>();
  private final Map<String, ChatReply> replies = new HashMap<>();
  private final Map<String, Redaction> redactions = new HashMap<>();
  private final Map<String, List<Message>> told = new HashMap<>();
  private final Map<String, ModelName> instead = new HashMap<>();
  private final Map<String, Integer> rounds = new HashMap<>();
  private final Map<String, Integer> asked = new HashMap<>();
  private final List<String> marks = new ArrayList<>();
  private int index;
  private WorkflowStep step;

  /// A run at its beginning.
  ///
  /// @param prompts one for each stage
  /// @param variable that the input fills in
  /// @param input its text, or a list of messages as JSON text
  public WorkflowRun(
      List<WorkflowStage> stages, List<Prompt> prompts, String variable, String input) {
    this.stages = List.copyOf(stages);
    this.prompts = List.copyOf(prompts);
    this.variable = variable;
    this.input = input;
    if (stages.isEmpty() || stages.size() != prompts.size()) {
      throw new IllegalArgumentException("stages, each with its prompt");
    }
    this.step = ask();
  }

  /// What is to be done now.
  public WorkflowStep step() {
    return step;
  }

  private WorkflowStep.Ask ask() {
    WorkflowStage stage = stages.get(index);
    int round = asked.merge(stage.name(), 1, Integer::sum);
    var values = new HashMap<String, String>();
    values.put(variable, input);
    stage.uses().forEach(used -> values.put(used, outputs.getOrDefault(used, "")));
    var messages = new ArrayList<>(prompts.get(index).fill(values, name -> name.equals(variable)));
    messages.addAll(told.getOrDefault(stage.name(), List.of()));
    return new WorkflowStep.Ask(
        stage, index, round, Optional.ofNullable(instead.get(stage.name())), messages);
  }

  /// Takes the answer of the stage that is to be asked.
  ///
  /// @return what is to be done next
  public WorkflowStep answered(ChatReply reply) {
    if (!(step instanceof WorkflowStep.Ask)) {
      throw new IllegalStateException("no stage is to be asked");
    }
    step = taken(stages.get(index), reply);
    return step;
  }

  private WorkflowStep taken(WorkflowStage stage, ChatReply reply) {
    replies.put(stage.name(), reply);
    boolean last = index == stages.size() - 1;
    if (reply.text().isBlank() && (!last || reply.isEmpty())) {
      return failed(WorkflowStep.Failure.EMPTY, "empty");
    }
    if (stage.redacts().isPresent()) {
      Optional<Redaction> redaction = Redaction.of(input, reply.text());
      redaction.ifPresent(found -> {
        redactions.put(stage.name(), found);
        outputs.put(stage.name(), found.text());
      });
      return redaction.isPresent() ? onward() : failed(WorkflowStep.Failure.REDACTION, "list");
    }
    outputs.put(stage.name(), reply.text());
    Optional<Redaction> redaction = stage.restores().map(each -> redactions.get(each.from()));
    if (redaction.isPresent()) {
      switch (redaction.get().restore(reply.text(), stage.restores().orElseThrow().every())) {
        case Redaction.Restored.Broken(String reason) -> {
          return failed(WorkflowStep.Failure.PLACEHOLDERS, "placeholders:" + reason);
        }
        case Redaction.Restored.Whole(String whole) -> outputs.put(stage.name(), whole);
      }
    }
    return stage.loop().map(loop -> looked(stage, loop)).orElseGet(this::onward);
  }

  private WorkflowStep looked(WorkflowStage stage, StageLoop loop) {
    String text = outputs.getOrDefault(stage.name(), "");
    return switch (loop.until()) {
      case StageLoop.Until.Approval _ ->
          switch (Review.of(text)) {
            case Review.Approved _ -> onward();
            case Review.Redo(String plan) ->
                again(
                    loop,
                    "Do it again as follows, and answer with the whole result:\n\n" + plan,
                    "review:redo");
            case Review.Unreadable _ ->
                ended(loop, WorkflowStep.Failure.COULD_NOT_RUN, "review:unreadable");
          };
      case StageLoop.Until.Passing(var checks) ->
          new WorkflowStep.Look(stage, shown(stage), checks);
    };
  }

  /// Takes what the checks say of the answer that is to be checked.
  ///
  /// @return what is to be done next
  public WorkflowStep checked(CheckResult result) {
    if (!(step instanceof WorkflowStep.Look look)) {
      throw new IllegalStateException("nothing is to be checked");
    }
    StageLoop loop = look.stage().loop().orElseThrow();
    step =
        switch (result) {
          case CheckResult.Pass _ -> onward();
          case CheckResult.Fail(String reason) ->
              again(
                  loop,
                  "This answer does not pass a check (" + reason + "). Answer again, in whole.",
                  reason);
          case CheckResult.Broken(String reason) ->
              ended(loop, WorkflowStep.Failure.COULD_NOT_RUN, reason);
        };
    return step;
  }

  /// Goes back, or ends the loop where its rounds are used up.
  private WorkflowStep again(StageLoop loop, String words, String reason) {
    String stage = stages.get(index).name();
    int next = rounds.merge(stage, 1, Integer::sum) + 1;
    if (next > loop.rounds()) {
      return ended(loop, WorkflowStep.Failure.NOT_PASSED, reason);
    }
    String before = reply(loop.redo()).text();
    told.put(
        loop.redo(), List.of(Message.of(Role.ASSISTANT, before), Message.of(Role.USER, words)));
    if (next == loop.rounds()) {
      loop.escalate().ifPresent(model -> instead.put(loop.redo(), model));
    }
    while (!stages.get(index).name().equals(loop.redo())) {
      index--;
    }
    return ask();
  }

  private WorkflowStep ended(StageLoop loop, WorkflowStep.Failure kind, String reason) {
    if (!loop.mark()) {
      return failed(kind, reason);
    }
    marks.add(stages.get(index).name() + ":" + reason);
    return onward();
  }

  private WorkflowStep onward() {
    index++;
    if (index < stages.size()) {
      return ask();
    }
    return new WorkflowStep.Done(shown(stages.get(Workflow.answering(stages))), marks);
  }

  /// A stage's answer with what was put back into it.
  private ChatReply shown(WorkflowStage stage) {
    ChatReply reply = reply(stage.name());
    String text = outputs.getOrDefault(stage.name(), "");
    if (text.equals(reply.text())) {
      return reply;
    }
    var parts = new ArrayList<Part>();
    parts.add(new Part.Text(text));
    reply.parts().stream().filter(part -> !(part instanceof Part.Text)).forEach(parts::add);
    return new ChatReply(parts, reply.finish(), reply.usage());
  }

  private ChatReply reply(String stage) {
    ChatReply reply = replies.get(stage);
    if (reply == null) {
      throw new IllegalStateException(stage + " has not answered");
    }
    return reply;
  }

  private WorkflowStep failed(WorkflowStep.Failure kind, String reason) {
    return new WorkflowStep.Failed(stages.get(index).name(), kind, reason);
  }
}
