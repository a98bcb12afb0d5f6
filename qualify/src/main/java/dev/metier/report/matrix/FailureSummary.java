package dev.metier.report.matrix;

import dev.metier.core.text.NumberText;
import dev.metier.job.Case;
import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.ledger.FailedGrade;
import dev.metier.ledger.Ledger;
import dev.metier.plan.Hashes;
import dev.metier.qualify.CellResult;
import dev.metier.verdict.Finding;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Why a model that is UNFIT by its answers failed cases: their commonest causes.
///
/// @param cases how many cases failed
/// @param causes the commonest first; none where the reasons are not shown
/// @param data the class of the job's data, where it keeps the reasons, which quote answers, from
///   being shown
public record FailureSummary(int cases, List<Cause> causes, Optional<DataClass> data) {
  private static final int MOST = 3;

  public FailureSummary {
    causes = List.copyOf(causes);
  }

  /// One cause.
  ///
  /// @param cases how many cases failed for it; one case may fail for several
  /// @param example how one of them is called
  public record Cause(String text, int cases, String example) {}

  /// The matrix with what failed in its UNFIT cells.
  ///
  /// @param results those of the matrix, in its order
  /// @param data the class of a job's data
  public static FitMatrix in(
      FitMatrix matrix, List<CellResult> results, Ledger ledger, Function<Job, DataClass> data) {
    Map<List<String>, FailureSummary> known = new HashMap<>();
    for (CellResult result : results) {
      if (isByAnswers(result.verdict())) {
        of(result, ledger, data.apply(result.job()))
            .ifPresent(failures ->
                known.put(
                    List.of(result.job().name().text(), result.model().name().text()), failures));
      }
    }
    return matrix.with(known);
  }

  /// Whether what answers say made it UNFIT, and not their cost or time alone.
  private static boolean isByAnswers(Verdict verdict) {
    if (!(verdict instanceof Verdict.Unfit(var findings, _))) {
      return false;
    }
    var unmet = findings.stream().filter(f -> f.status() == Finding.Status.UNMET).toList();
    return unmet.isEmpty() || unmet.stream().anyMatch(f -> f.need().aboutQuality());
  }

  private static Optional<FailureSummary> of(CellResult result, Ledger ledger, DataClass data) {
    Map<String, String> names = new HashMap<>();
    for (Case each : result.job().cases()) {
      names.put(Hashes.content(result.job(), each), each.id());
    }
    Set<String> failed = new HashSet<>();
    Map<String, Set<String>> byCause = new LinkedHashMap<>();
    Map<String, Set<String>> texts = new HashMap<>();
    for (FailedGrade each : ledger.failedGrades(result.setting(), result.grading())) {
      String name = names.get(each.content());
      if (name != null) {
        failed.add(name);
        FailureCauses.of(each.grade())
            .forEach(cause -> {
              byCause.computeIfAbsent(cause.pattern(), _ -> new HashSet<>()).add(name);
              texts.computeIfAbsent(cause.pattern(), _ -> new TreeSet<>()).add(cause.text());
            });
      }
    }
    if (failed.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        data.compareTo(DataClass.INTERNAL) > 0
            ? new FailureSummary(failed.size(), List.of(), Optional.of(data))
            : new FailureSummary(failed.size(), commonest(byCause, texts), Optional.empty()));
  }

  private static List<Cause> commonest(
      Map<String, Set<String>> byCause, Map<String, Set<String>> texts) {
    return byCause.entrySet().stream()
        .sorted(Comparator.comparingInt(e -> -e.getValue().size()))
        .limit(MOST)
        .map(e ->
            new Cause(
                FailureCauses.common(texts.getOrDefault(e.getKey(), Set.of(e.getKey()))),
                e.getValue().size(),
                e.getValue().stream().min(Comparator.naturalOrder()).orElseThrow()))
        .toList();
  }

  /// As sentences, one to be read under the other; the last says where there is more.
  public List<String> sentences() {
    String all = NumberText.count(cases, "failed case");
    if (data.isPresent()) {
      return List.of(
          all
              + " in all; the reasons quote "
              + data.get().name().toLowerCase(Locale.ROOT)
              + " data: `metier ui` shows them.");
    }
    var sentences = new ArrayList<String>();
    for (Cause cause : causes) {
      sentences.add(
          NumberText.count(cause.cases())
              + " of "
              + all
              + ": "
              + cause.text().replaceFirst("[.\\s]+$", "")
              + " (such as "
              + cause.example()
              + ").");
    }
    sentences.add("`metier ui` shows the answers, by cause.");
    return sentences;
  }
}
