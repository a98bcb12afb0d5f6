package dev.metier.compile;

import dev.metier.catalog.ProviderKind;
import dev.metier.job.Job;
import dev.metier.policy.Amounts;
import dev.metier.qualify.CellResult;
import dev.metier.verdict.Verdict;
import java.util.List;
import java.util.stream.Collectors;

/// Why a job has no route, and what to do about it, in a sentence or two for its clients.
final class ClosedReason {
  private ClosedReason() {}

  static String of(Job job, List<CellResult> results, HostLocations locations) {
    String name = job.name().text();
    if (results.isEmpty()) {
      return "No model was tried for " + name + "; run `metier qualify " + name + "`.";
    }
    var fit = results.stream().filter(r -> r.verdict() instanceof Verdict.Fit).toList();
    var alone = results.stream().filter(ClosedReason::isShort).toList();
    if (!alone.isEmpty()) {
      return "No model can be picked among "
          + alone.getFirst().fitAlone().orElseThrow().among()
          + " for "
          + name
          + " yet ("
          + verdicts(results)
          + "); "
          + remedy(name, results, true);
    }
    var recorded = results.stream().filter(ClosedReason::isRecordedOnly).toList();
    if (fit.isEmpty() && recorded.isEmpty()) {
      return "No model is FIT for "
          + name
          + " ("
          + verdicts(results)
          + "); "
          + remedy(name, results, false);
    }
    var unread = fit.stream().filter(r -> !locations.mayRead(r, job)).toList();
    if (!unread.isEmpty()) {
      return "No model that is FIT for "
          + name
          + " may read its "
          + Amounts.text(job.data())
          + " data ("
          + unread.stream()
              .map(r -> r.model().name() + " on " + locations.host(r).name())
              .collect(Collectors.joining(", "))
          + "); name a host that may.";
    }
    return recorded(name, recorded);
  }

  private static String recorded(String name, List<CellResult> recorded) {
    var applications =
        recorded.stream().filter(r -> r.model().kind() != ProviderKind.RECORDED).toList();
    if (!applications.isEmpty()) {
      return "FIT for "
          + name
          + " is an application of your own ("
          + applications.stream()
              .map(r -> r.model().name().text())
              .collect(Collectors.joining(", "))
          + "), which speaks no protocol of models, so that no route may lead to it; ask it directly,"
          + " or give it an address that speaks as OpenAI does and name that with `use: openai/ID`"
          + " and `url`.";
    }
    return "The only evidence that a model is FIT for "
        + name
        + " is recorded ("
        + recorded.stream().map(r -> r.model().name().text()).collect(Collectors.joining(", "))
        + "), and recordings answer nobody; give it a provider that can be called and run"
        + " `metier qualify "
        + name
        + "`.";
  }

  private static String verdicts(List<CellResult> results) {
    return results.stream()
        .map(r -> r.model().name() + " " + standing(r))
        .collect(Collectors.joining(", "));
  }

  /// Whether it could be picked with more answers.
  private static boolean isShort(CellResult result) {
    return result.fitAlone().isPresent() && result.model().kind().answersRequests();
  }

  private static boolean isRecordedOnly(CellResult result) {
    boolean fit = result.verdict() instanceof Verdict.Fit || result.fitAlone().isPresent();
    return fit && !result.model().kind().answersRequests();
  }

  /// Both levels where they differ: whoever saw FIT in the matrix learns what is missing.
  private static String standing(CellResult result) {
    return isShort(result)
        ? "FIT by itself and " + result.fitAlone().orElseThrow().lacks()
        : result.fitAlone().isPresent() ? "FIT by itself, recorded" : result.verdict().word();
  }

  private static String remedy(String job, List<CellResult> results, boolean alone) {
    boolean open =
        results.stream()
            .map(CellResult::verdict)
            .anyMatch(verdict ->
                switch (verdict) {
                  case Verdict.Expired _ -> true;
                  case Verdict.Undecided(_, var doubt, _, _) ->
                      switch (doubt) {
                        case RUNNING, BUDGET, UNREACHABLE, GRADER, JUDGE, NO_EVIDENCE, NOT_NEEDED ->
                            true;
                        case BORDERLINE, CASES_EXHAUSTED -> false;
                      };
                  case Verdict.Fit _, Verdict.Unfit _, Verdict.Forbidden _ -> false;
                });
    if (alone && !open) {
      return "add cases and run `metier qualify "
          + job
          + "`, or take verdicts as they stand alone with `metier compile --goal matrix`.";
    }
    return open
        ? "run `metier qualify " + job + "` to find out."
        : "add a candidate or more cases, or change what it needs, in metier.yaml.";
  }
}
