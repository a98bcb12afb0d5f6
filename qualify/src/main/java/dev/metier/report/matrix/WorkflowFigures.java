package dev.metier.report.matrix;

import dev.metier.core.text.NumberText;
import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.job.Workflow;
import dev.metier.job.WorkflowStage;
import dev.metier.workflow.search.StageModels;
import dev.metier.workflow.search.WorkflowResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How workflows are written in every medium.
public final class WorkflowFigures {
  private WorkflowFigures() {}

  /// `60 cases, internal data; needs quality at least 0.9`.
  public static String needs(Workflow workflow) {
    var whole = workflow.whole();
    return NumberText.count(whole.cases().size(), "case")
        + ", "
        + whole.data().name().toLowerCase(Locale.ROOT)
        + " data; needs "
        + String.join(", ", whole.needs().stream().map(Requirement::inWords).toList());
  }

  /// The stages' names.
  public static List<String> stages(Workflow workflow) {
    return workflow.stages().stream().map(WorkflowStage::name).toList();
  }

  /// The models' names, in the order of the stages.
  public static List<String> models(StageModels models) {
    return models.models().stream().map(ModelName::text).toList();
  }

  /// `sort by weak, answer by strong`.
  public static String told(Workflow workflow, StageModels models) {
    var told = new ArrayList<String>();
    for (int i = 0; i < models.models().size(); i++) {
      told.add(workflow.stages().get(i).name() + " by " + models.models().get(i));
    }
    return String.join(", ", told);
  }

  /// `40 of 60 runs, 1.20 USD per 1,000, p95 900 ms`, as far as it is known.
  public static String runs(WorkflowResult.Row row) {
    FitMatrix.Facts facts = CellFacts.facts(row.cell(), row.cell().outcomes(), Optional.empty());
    return row.cell().kept()
        + " of "
        + NumberText.count(row.cell().possible(), "run")
        + facts.perThousand().map(money -> ", " + Figures.perThousand(money)).orElse("")
        + facts.totalP95().map(time -> ", p95 " + time.toMillis() + " ms").orElse("");
  }

  /// Which choice of models is to be served, or why none is; a sentence.
  public static String ending(WorkflowResult result) {
    if (result.impossible().isPresent()) {
      return "Nobody can run it: " + result.impossible().get() + ".";
    }
    return result
        .chosen()
        .map(row -> "To be served: " + told(result.workflow(), row.models()) + ".")
        .orElse("No assignment is FIT from end to end.");
  }
}
