package dev.metier.hybrid.search;

import dev.metier.job.HybridSpec;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.ledger.Outcome;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Unit;
import dev.metier.qualify.CellResult;
import dev.metier.verdict.Verdict;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is searched.
///
/// @param meets whether the one model that chains are compared with meets the needs by itself
record SearchScope(
    Job job,
    HybridSpec spec,
    Evidence evidence,
    CommittedOrder order,
    HybridSearch.Sources sources,
    boolean meets) {
  StoredChecks checks() {
    return new StoredChecks(job, sources.checks(), sources.judges());
  }

  /// Mean grades of each model that might do the job alone, by the case's id: one that is disproved
  /// or forbidden never will.
  Map<ModelName, Map<String, Double>> singles(ModelName alone) {
    var singles = new LinkedHashMap<ModelName, Map<String, Double>>();
    for (CellResult result : evidence.results()) {
      ModelName name = result.model().name();
      boolean never =
          result.verdict() instanceof Verdict.Unfit
              || result.verdict() instanceof Verdict.Forbidden
              || !result.model().mayRead(job.data());
      if (name.equals(alone) || (!never && evidence.served(name))) {
        singles.put(name, grades(name));
      }
    }
    return singles;
  }

  private Map<String, Double> grades(ModelName name) {
    var grades = new HashMap<String, Double>();
    for (Unit unit : order.units()) {
      for (int which = 0; which < unit.cases().size(); which++) {
        String id = unit.cases().get(which).id();
        evidence.outcomes(name, unit.contents().get(which)).values().stream()
            .mapToDouble(Outcome::score)
            .average()
            .ifPresent(mean -> grades.put(id, mean));
      }
    }
    return grades;
  }
}
