package dev.metier.verdict;

import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.stats.ExactBoundary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The verdict of one job and model while evidence comes in, unit by unit in the committed order.
/// Not thread-safe.
///
/// Its state is a function of the units counted so far and of nothing else, so that a run which was
/// stopped and one which was not end alike.
public final class Assessment {
  private static final String REFERENCE =
      "The reference that the others are compared with; the job has no other need.";

  private final List<NeedTest> needs;
  private final CriticalCases critical;
  private final boolean judged;
  private int told;
  private int counted;

  /// @param judged whether a model has a part in grading
  Assessment(List<NeedTest> needs, CriticalCases critical, boolean judged) {
    this.needs = List.copyOf(needs);
    this.judged = judged;
    this.critical = critical;
  }

  /// Counts the next unit. After the verdict it changes nothing any more, but for what is known for
  /// certain: the score of a suite once all of it is known, and costs beyond what was thought
  /// possible.
  ///
  /// @param own the model's outcomes
  /// @param others the same unit's outcomes of the models that needs compare with
  public void add(UnitResult own, Map<ModelName, UnitResult> others) {
    if (own.unit().index() < told) {
      throw new IllegalArgumentException("unit " + own.unit().index() + " was counted before");
    }
    told = own.unit().index() + 1;
    boolean open = !decided();
    critical.add(own);
    if (open) {
      counted = told;
    }
    needs.forEach(need -> need.add(own, others, open));
  }

  /// Takes note of the critical cases of a unit before its turn: what failed among them needs no
  /// test, and so no order.
  public void lookAhead(UnitResult own) {
    critical.add(own);
  }

  /// Units counted until the verdict, or until now.
  public int counted() {
    return counted;
  }

  public boolean decided() {
    return isUnfit() || isFit();
  }

  /// Whether no further case decides it: the grader failed on a result that all that is still open
  /// waits for, or no answer to a critical case was served.
  public boolean stuck() {
    boolean stuck = !decided() && !critical.waiting();
    for (NeedTest need : needs) {
      stuck = stuck && (need.decided() || need.broken());
    }
    return stuck;
  }

  private boolean broken() {
    return critical.broken() || needs.stream().anyMatch(NeedTest::broken);
  }

  /// Whether every need is met, and every critical case passed.
  public boolean isFit() {
    for (NeedTest need : needs) {
      if (!need.decided() || need.unmet()) {
        return false;
      }
    }
    return critical.passed();
  }

  /// Whether going on is hardly worth its cost: every need still open is so close to its bar that
  /// the remaining cases decide it with less than 5 % probability. Does not touch the guarantee.
  public boolean futile() {
    boolean futile = !decided() && !critical.waiting();
    for (NeedTest need : needs) {
      futile = futile && (need.decided() || need.futile());
    }
    return futile;
  }

  /// What a reader must know of the way cases are counted.
  public List<String> notes() {
    return needs.stream().flatMap(need -> need.notes().stream()).distinct().toList();
  }

  /// The counts of passes at which needs are decided; only of needs over plain passes and failures.
  public Map<Requirement, ExactBoundary> boundaries() {
    var boundaries = new LinkedHashMap<Requirement, ExactBoundary>();
    needs.forEach(need -> need.boundary().ifPresent(b -> boundaries.put(need.need(), b)));
    return boundaries;
  }

  /// How ranges narrowed; only of needs of quality that no counts of passes decide.
  public Map<Requirement, RangeHistory> histories() {
    var histories = new LinkedHashMap<Requirement, RangeHistory>();
    needs.forEach(need -> need.history().ifPresent(h -> histories.put(need.need(), h)));
    return histories;
  }

  /// Estimated units until the verdict, at least 0.
  public double remaining() {
    if (decided()) {
      return 0;
    }
    var open = needs.stream().filter(need -> !need.decided() && !need.broken()).toList();
    var unmet = open.stream().filter(NeedTest::leansUnmet).mapToDouble(NeedTest::remaining).min();
    return unmet.orElseGet(() -> open.stream().mapToDouble(NeedTest::remaining).max().orElse(0));
  }

  /// The verdict as it stands.
  ///
  /// @param doubt why no more evidence is to come, if it is undecided
  public Verdict verdict(Optional<Verdict.Doubt> doubt) {
    List<Finding> findings = needs.stream().map(NeedTest::finding).toList();
    if (isUnfit()) {
      String unmet = reasons(findings, Finding.Status.UNMET);
      return new Verdict.Unfit(findings, (critical.failure().orElse("") + " " + unmet).strip());
    }
    if (isFit()) {
      String why = needs.isEmpty() ? REFERENCE : reasons(findings, Finding.Status.MET);
      return new Verdict.Fit(findings, (why + " " + critical.passes()).strip());
    }
    var open = (reasons(findings, Finding.Status.UNDECIDED) + " " + critical.open()).strip();
    var why = stuck() ? broken() ? Verdict.Doubt.GRADER : Verdict.Doubt.UNREACHABLE : why(doubt);
    boolean perfect = needs.stream().allMatch(need -> need.decided() || need.perfect());
    return new Verdict.Undecided(
        findings, why, (Doubts.sentence(why, perfect, judged) + open).strip());
  }

  /// Where cases would not help, it is the judge that is wanting.
  private Verdict.Doubt why(Optional<Verdict.Doubt> doubt) {
    Verdict.Doubt given =
        doubt.orElse(counted == 0 ? Verdict.Doubt.NO_EVIDENCE : Verdict.Doubt.RUNNING);
    return switch (given) {
      case BORDERLINE, CASES_EXHAUSTED ->
          needs.stream().anyMatch(NeedTest::unproven) ? Verdict.Doubt.JUDGE : given;
      case RUNNING, BUDGET, NOT_NEEDED, UNREACHABLE, GRADER, JUDGE, NO_EVIDENCE -> given;
    };
  }

  private boolean isUnfit() {
    if (critical.failed()) {
      return true;
    }
    for (NeedTest need : needs) {
      if (need.unmet()) {
        return true;
      }
    }
    return false;
  }

  private static String reasons(List<Finding> findings, Finding.Status status) {
    return String.join(
        " ", findings.stream().filter(f -> f.status() == status).map(Finding::reason).toList());
  }
}
