package dev.metier.qualify;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import dev.metier.core.text.NumberText;
import dev.metier.job.Check;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.judge.JobJudge;
import dev.metier.judge.JudgeCalibration;
import dev.metier.judge.JudgeRules;
import dev.metier.judge.Kinship;
import dev.metier.label.LabelLog;
import dev.metier.label.Labels;
import dev.metier.ledger.Ledger;
import dev.metier.provider.Identity;
import dev.metier.verdict.JudgedGrades;
import dev.metier.verdict.Verdict;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The judges of a run: which there are, whom they may judge, and how often they err. Thread-safe.
public final class Judging {
  private final Assignment assignment;
  private final Map<ModelName, Identity> identities;
  private final Ledger ledger;
  private final Again again;
  private final Map<JobName, JudgeCalibration> calibrations = new ConcurrentHashMap<>();

  /// @param identities what is known of the models, by name
  public Judging(Assignment assignment, Map<ModelName, Identity> identities, Ledger ledger) {
    this(assignment, identities, ledger, Again.NOTHING);
  }

  /// @param again what is asked anew, also of judges
  Judging(Assignment assignment, Map<ModelName, Identity> identities, Ledger ledger, Again again) {
    this.assignment = assignment;
    this.identities = identities;
    this.ledger = ledger;
    this.again = again;
  }

  public Assignment assignment() {
    return assignment;
  }

  /// The judge of a job's answers, with what it said before.
  public Optional<JobJudge> judge(Job job) {
    Optional<JobJudge> judge = assignment.judge(job, identities);
    judge.ifPresent(one -> one.recall(ledger));
    judge.filter(one -> again.judge(job.name(), one.model().name())).ifPresent(JobJudge::askAnew);
    return judge;
  }

  /// The judge that is a check of a job's chains, with what it said before.
  public JobJudge judge(Job job, Check.Judge check) {
    var spec = new GraderSpec.Judged(check.model(), check.criterion(), true);
    JobJudge judge = assignment.judge(job, spec, identities);
    judge.recall(ledger);
    return judge;
  }

  /// All judges of a job: of its answers, and of those that chains would keep.
  public List<JobJudge> judges(Job job) {
    var all = new ArrayList<JobJudge>();
    judge(job).ifPresent(all::add);
    assignment.checkJudges(job).forEach(check -> all.add(judge(job, check)));
    return all;
  }

  /// What is known of the models' builds, by name.
  public Map<ModelName, Fingerprint> builds() {
    var builds = new HashMap<ModelName, Fingerprint>();
    identities.forEach((name, identity) -> builds.put(name, identity.fingerprint()));
    return builds;
  }

  /// How a job's answers are graded.
  Grading grading(Job job) {
    return new Grading(job, judge(job));
  }

  private Identity identity(Model model) {
    return identities.getOrDefault(model.name(), Board.UNKNOWN);
  }

  /// Why nothing is asked, if the judge is not to judge a cell's answers. The same rule of who may
  /// read the data holds for it as for candidates.
  Optional<Verdict> refused(JobJudge judge, Cell cell) {
    return forbidden(cell.job(), judge)
        .or(() ->
            JudgeRules.refused(
                judge.spec(),
                judge.model(),
                identity(judge.model()),
                cell.model(),
                identity(cell.model())));
  }

  private Optional<Verdict> forbidden(Job job, JobJudge judge) {
    return Standing.forbidden(assignment.project(), job, judge.model(), identity(judge.model()))
        .map(forbidden ->
            new Verdict.Forbidden(
                judge.model().name() + " judges the answers. " + forbidden.reason()));
  }

  /// Why a judge may not, or cannot, be asked about a job's answers, whosesoever they are.
  public Optional<String> mayNotAsk(Job job, JobJudge judge) {
    return forbidden(job, judge)
        .map(Verdict::reason)
        .or(() ->
            identity(judge.model())
                .trouble()
                .map(why -> judge.model().name() + ", which judges the answers: " + why + "."));
  }

  /// What the judge's errors are by these labels.
  public JudgeCalibration calibration(Job job, JobJudge judge, Labels labels) {
    return JudgeCalibration.of(job, labels, judge, this::family);
  }

  private Optional<String> family(String source) {
    return ModelName.allowed(source)
        ? assignment
            .project()
            .model(new ModelName(source))
            .map(model -> Kinship.family(model, identity(model).fingerprint()))
        : Optional.empty();
  }

  private JudgeCalibration calibration(Job job, JobJudge judge) {
    return calibrations.computeIfAbsent(job.name(), _ -> labelled(job, judge));
  }

  /// What a judge's errors are by the labels that are kept.
  public JudgeCalibration labelled(Job job, JobJudge judge) {
    return calibration(
        job,
        judge,
        LabelLog.of(assignment.project(), job.name()).read(job, Clock.systemUTC().instant()));
  }

  /// What is known of the judge's errors on answers of a model's family.
  JudgedGrades known(Job job, Grading grading, JobJudge judge, Model model) {
    JudgeCalibration known = calibration(job, judge);
    String family = Kinship.family(model, identity(model).fingerprint());
    return new JudgedGrades(
        known.rates(family),
        grading.behindOthers(),
        known.unproven(job.name().text(), judge.model().name().text(), family));
  }

  /// What a reader must know of the judging.
  List<String> notes(Cell cell) {
    var notes = new ArrayList<String>();
    int waiting = cell.own().unjudged().size();
    if (waiting > 0) {
      notes.add(NumberText.count(waiting, "answer") + " not judged yet.");
    }
    JudgeCalibration known = calibrations.get(cell.job().name());
    if (known != null) {
      String family = Kinship.family(cell.model(), identity(cell.model()).fingerprint());
      var found = known.of(family);
      if (JudgeCalibration.suffices(found.rates()) && (found.otherGood() || found.otherBad())) {
        notes.add(
            "Of answers by models of the family "
                + family
                + " too few are labelled as "
                + (found.otherGood() && found.otherBad()
                    ? "passing and as failing"
                    : found.otherGood() ? "passing" : "failing")
                + "; there the judge's errors are those on the answers of all families.");
      }
    }
    return notes;
  }
}
