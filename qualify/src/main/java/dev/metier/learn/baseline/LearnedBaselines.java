package dev.metier.learn.baseline;

import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.chat.ChatRequest;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.learn.FixedLabels;
import dev.metier.learn.LabelFile;
import dev.metier.learn.LabelModel;
import dev.metier.learn.RequestText;
import dev.metier.project.Project;
import dev.metier.provider.Provider;
import dev.metier.provider.ProviderSource;
import dev.metier.provider.baseline.BaselineProvider;
import dev.metier.provider.baseline.LabelledCases;
import dev.metier.provider.baseline.LabelledCases.LabelledCase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Candidates that learn the labels of the one job that names them.
public record LearnedBaselines(Project project) {
  /// Opens them by the project's cases, and other models as before.
  public ProviderSource over(ProviderSource others) {
    return (model, refused) -> open(model, refused, others);
  }

  private Provider open(Model model, Set<String> refused, ProviderSource others) {
    return cases(model)
        .<Provider>map(BaselineProvider::outOfFold)
        .orElseGet(() -> others.open(model, refused));
  }

  /// The model of all cases, as it is served; empty for other models.
  public Optional<LabelModel> whole(Model model) {
    return cases(model).map(LabelledCases::whole);
  }

  /// Where the model of all cases is kept: beside metier.yaml.
  public Path file(Model model, LabelModel whole) {
    Path folder = project.file().toAbsolutePath().normalize().getParent();
    return LabelFile.path(folder == null ? Path.of("/") : folder, model.name().text(), whole);
  }

  private Optional<LabelledCases> cases(Model model) {
    if (model.kind() != ProviderKind.BASELINE) {
      return Optional.empty();
    }
    return project.jobs().stream()
        .filter(job -> job.candidates().contains(model.name()))
        .findFirst()
        .flatMap(LearnedBaselines::labelled)
        .map(LabelledCases::new);
  }

  private static Optional<List<LabelledCase>> labelled(Job job) {
    return FixedLabels.of(job.grading(), job.cases())
        .map(labels -> {
          var cases = new ArrayList<LabelledCase>();
          for (int i = 0; i < labels.size(); i++) {
            Case given = job.cases().get(i);
            var request = new ChatRequest(job.prompt().fill(given), job.tools(), job.settings());
            var text = RequestText.of(request);
            cases.add(new LabelledCase(text, given.cluster().orElse(""), labels.get(i)));
          }
          return cases;
        });
  }
}
