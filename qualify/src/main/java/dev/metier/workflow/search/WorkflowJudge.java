package dev.metier.workflow.search;

import dev.metier.catalog.Model;
import dev.metier.job.GraderSpec;
import dev.metier.job.ModelName;
import dev.metier.job.Workflow;
import dev.metier.judge.JudgeRules;
import dev.metier.judge.Kinship;
import dev.metier.project.Project;
import dev.metier.provider.Identity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The judge of what a workflow answers in the end. It does no stage, and nor do models that are
/// too near to it: no model judges what it had a part in.
///
/// @param identities what is known of the models, by name
record WorkflowJudge(GraderSpec.Judged spec, Model model, Map<ModelName, Identity> identities) {
  static Optional<WorkflowJudge> of(
      Project project, Workflow workflow, Map<ModelName, Identity> identities) {
    return workflow
        .whole()
        .judged()
        .map(
            spec -> new WorkflowJudge(spec, project.model(spec.judge()).orElseThrow(), identities));
  }

  Identity identity() {
    return known(model);
  }

  private Identity known(Model of) {
    return identities.getOrDefault(of.name(), AssignedModels.UNKNOWN);
  }

  /// Whether a model may do a stage.
  boolean lets(Model other) {
    return JudgeRules.kin(spec, model, identity(), other, known(other)).isEmpty();
  }

  /// The family of those whose words the answer is; its errors are counted by that.
  ///
  /// @param authors models that may write the answer
  String family(List<Model> authors) {
    return authors.stream()
        .map(each -> Kinship.family(each, known(each).fingerprint()))
        .distinct()
        .sorted()
        .collect(Collectors.joining(" or "));
  }

  /// Who was kept out of stages, in a sentence; empty when nobody was.
  Optional<String> sentence(Stream<Model> candidates) {
    String out =
        candidates
            .filter(each -> !lets(each))
            .map(each -> each.name().text())
            .distinct()
            .collect(Collectors.joining(", "));
    return out.isEmpty()
        ? Optional.empty()
        : Optional.of(
            model.name()
                + " judges the whole, so that it does no stage and nor does a model of its family"
                + " (left out: "
                + out
                + ").");
  }
}
