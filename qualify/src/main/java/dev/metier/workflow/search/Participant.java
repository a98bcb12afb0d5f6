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

  /// A judge of answers of a stage.
  ///
  /// @param setting hash of its words, its weights and its place
  static Participant judging(
      Workflow workflow, WorkflowStage stage, Job job, Model judge, String setting) {
    String own = new Digest().add("stage-judge/1").add(setting).hex();
    var named = named(workflow, stage, job);
    return new Participant(without(named), judge, judge.settings(), own, own);
  }

  /// Whoever judges is given no tools.
  private static Job without(Job job) {
    return new Job(
        job.name(),
        job.purpose(),
        job.data(),
        job.prompt(),
        List.of(),
        job.settings(),
        List.of(),
        job.grading(),
        List.of(),
        job.scope(),
        job.prefer(),
        1,
        List.of());
  }

  /// The same asked in another way.
  Participant with(Settings other) {
    return new Participant(job, model, other, setting, asked);
  }

  /// The same for answers that are drawn at this temperature.
  Participant at(double temperature) {
    return with(settings.at(temperature));
  }

  /// A point of a workflow's trial.
  ///
  /// @param whole the workflow's trial
  record At(Trial whole, int round, List<Message> messages) {}

  /// What it is asked at one point of a workflow's trial. Equal questions have equal keys, whatever
  /// the other stages' models are.
  ///
  /// @param whole the workflow's trial
  Trial trial(Trial whole, int round, List<Message> messages) {
    return further(new At(whole, round, messages), 0);
  }

  /// The same once more, to check an answer.
  ///
  /// @param which tells it from others of the same; 0 for one that is asked once
  Trial further(At at, int which) {
    Trial whole = at.whole();
    Case given = whole.given();
    var request = new ChatRequest(at.messages(), job.tools(), settings);
    var digest = new Digest().add("stage-input/1").add(given.identity()).add(at.round());
    if (which > 0) {
      digest.add("further/1").add(which).add(settings.toString());
    }
    for (Message message : at.messages()) {
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
