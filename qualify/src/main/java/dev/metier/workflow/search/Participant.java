package dev.metier.workflow.search;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.chat.Settings;
import dev.metier.core.text.Digest;
import dev.metier.core.text.ShortText;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.Workflow;
import dev.metier.job.WorkflowStage;
import dev.metier.plan.Questions;
import dev.metier.plan.Trial;
import dev.metier.plan.TrialKey;
import dev.metier.provider.Question;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A model at a stage of a workflow.
///
/// @param job the stage's, under a name of its own, so that its answers are no evidence of that job
/// @param setting hash under which the ledger keeps what it answers as a stage
/// @param asked hash of what is asked, whatever the input
record Participant(Job job, Model model, Settings settings, String setting, String asked) {
  private static final int LONGEST = 80;

  static Participant of(
      Workflow workflow, WorkflowStage stage, Job job, Model model, Fingerprint fingerprint) {
    var questions = new Questions(job, model, fingerprint);
    String setting = new Digest().add("stage/1").add(questions.setting()).hex();
    return new Participant(
        named(workflow, stage, job), model, questions.settings(), setting, questions.setting());
  }

  private static Job named(Workflow workflow, WorkflowStage stage, Job job) {
    String name = workflow.name() + "." + stage.name();
    return new Job(
        new JobName(ShortText.of(name, LONGEST)),
        job.purpose(),
        job.data(),
        job.prompt(),
        job.tools(),
        job.settings(),
        List.of(),
        job.grading(),
        List.of(),
        job.scope(),
        job.prefer(),
        1,
        List.of());
  }

  /// What it is asked at one point of a workflow's trial. Equal questions have equal keys, whatever
  /// the other stages' models are.
  ///
  /// @param whole the workflow's trial
  Trial trial(Trial whole, int round, List<Message> messages) {
    Case given = whole.given();
    var request = new ChatRequest(messages, job.tools(), settings);
    var digest = new Digest().add("stage-input/1").add(given.identity()).add(round);
    for (Message message : messages) {
      digest.add(message.role().name());
      message
          .parts()
          .forEach(
              part -> digest.add(part instanceof Part.Text(var text) ? text : part.toString()));
    }
    var key = new TrialKey(setting, digest.hex(), whole.key().repeat());
    var named = new Case(given.id(), Map.of(), Optional.empty(), Set.of(), Optional.empty());
    var question = new Question(job.name(), given.id(), whole.key().repeat(), request);
    return new Trial(key, job, model, named, whole.index(), question);
  }
}
