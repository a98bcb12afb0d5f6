package dev.metier.decision;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.compile.PolicyCompiler;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.Nearest;
import dev.metier.core.text.NumberText;
import dev.metier.decision.DecisionRecord.Candidate;
import dev.metier.decision.DecisionRecord.Data;
import dev.metier.decision.DecisionRecord.Head;
import dev.metier.decision.DecisionRecord.Need;
import dev.metier.decision.DecisionRecord.Place;
import dev.metier.decision.DecisionRecord.Routing;
import dev.metier.decision.DecisionRecord.Status;
import dev.metier.decision.DecisionRecord.Words;
import dev.metier.decision.DecisionRecord.Wrong;
import dev.metier.job.DataClass;
import dev.metier.job.Direction;
import dev.metier.job.Job;
import dev.metier.job.ModelName;
import dev.metier.ledger.Ledger;
import dev.metier.policy.Policy;
import dev.metier.policy.PolicyFile;
import dev.metier.policy.Route;
import dev.metier.policy.ServedJob;
import dev.metier.project.Project;
import dev.metier.qualify.CellResult;
import dev.metier.report.matrix.Figures;
import dev.metier.verdict.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Drafts a record from the evidence.
public final class RecordDraft {
  private final Source source;
  private final Job job;
  private final CellResult chosen;
  private final Choice choice;

  /// What a draft is made of.
  ///
  /// @param results those of the job, in the order of its candidates; at least one
  /// @param policy what is served, if anything is
  /// @param drill what proved where the job's data goes
  public record Source(
      Project project,
      List<CellResult> results,
      Ledger ledger,
      Optional<Policy> policy,
      Optional<DecisionRecord.Drill> drill,
      Instant now) {
    public Source {
      results = List.copyOf(results);
    }

    /// What is known of a job now; beside metier.yaml stand the policy and the drill, if they do.
    ///
    /// @param all results of the whole project
    /// @throws ProblemsException when there is no such job
    public static Source of(
        Project project, List<CellResult> all, String job, Ledger ledger, Instant now) {
      var own = all.stream().filter(each -> each.job().name().text().equals(job)).toList();
      if (own.isEmpty()) {
        var known = project.jobs().stream().map(each -> each.name().text()).toList();
        throw new ProblemsException("There is no job " + job + ".", Nearest.hint(job, known));
      }
      Path file = project.file().toAbsolutePath();
      return new Source(
          project,
          own,
          ledger,
          policy(file.resolveSibling(RecordChanges.POLICY)),
          DrillFile.of(file.resolveSibling("drill.json"), own.getFirst().job().name()),
          now.truncatedTo(ChronoUnit.SECONDS));
    }

    /// Empty when there is none, or none that could be served.
    private static Optional<Policy> policy(Path file) {
      try {
        return Files.exists(file) ? Optional.of(PolicyFile.read(file)) : Optional.empty();
      } catch (ProblemsException e) {
        return Optional.empty();
      }
    }
  }

  /// What whoever drafts chooses.
  ///
  /// @param model which model does the job; empty for the one that the route or the verdicts name
  /// @param withTexts whether texts of cases may stand in the record, whatever their class
  public record Choice(String id, Optional<String> model, String owner, boolean withTexts) {}

  private RecordDraft(Source source, Choice choice) {
    this.source = source;
    this.choice = choice;
    this.job = source.results().getFirst().job();
    this.chosen = chosen();
  }

  /// A record that nobody agreed to yet.
  ///
  /// @throws ProblemsException when no model is named, and none is FIT
  public static DecisionRecord of(Source source, Choice choice) {
    return new RecordDraft(source, choice).record();
  }

  /// The same record on the evidence of now; what people said stays.
  ///
  /// @throws ProblemsException when it is not proposed any more
  public static DecisionRecord again(Source source, DecisionRecord old) {
    if (old.head().status() != Status.PROPOSED) {
      throw new ProblemsException(
          old.head().id() + " is " + RecordWriter.word(old.head().status()) + "; its numbers stay.",
          "Draft another record: `metier record new " + old.head().job() + "`.");
    }
    boolean texts = old.data().holdsTexts();
    var choice =
        new Choice(
            old.head().id(), Optional.of(old.head().model().text()), old.head().owner(), texts);
    DecisionRecord fresh = of(source, choice);
    var moved =
        fresh.moved().stream()
            .map(each ->
                old.moved().stream()
                    .filter(was ->
                        was.before().equals(each.before()) && was.after().equals(each.after()))
                    .findFirst()
                    .orElse(each))
            .toList();
    var needs = fresh.needs().stream().map(need -> reasoned(need, old)).toList();
    return fresh.with(old.head()).with(old.words(), moved, needs, old.text());
  }

  private static Need reasoned(Need need, DecisionRecord old) {
    String because =
        old.needs().stream()
            .filter(was -> was.need().equals(need.need()))
            .findFirst()
            .map(Need::because)
            .orElse("");
    return need.with(because);
  }

  private Optional<Route> route() {
    return source
        .policy()
        .flatMap(policy -> policy.named(job.name().text()))
        .map(ServedJob::route)
        .filter(route -> !route.models().isEmpty());
  }

  private CellResult chosen() {
    List<ModelName> fit = PolicyCompiler.fit(job, source.results());
    List<String> known = source.results().stream().map(each -> each.model().name().text()).toList();
    Optional<String> served =
        route()
            .filter(Route.Single.class::isInstance)
            .map(each -> each.models().getFirst().text())
            .filter(known::contains);
    String name =
        choice
            .model()
            .or(() -> served)
            .or(() -> fit.stream().findFirst().map(ModelName::text))
            .orElseThrow(() ->
                new ProblemsException(
                    "No model is FIT for job " + job.name() + ".",
                    "Name one with --model; each need that is not met then needs a reason."));
    return source.results().stream()
        .filter(each -> each.model().name().text().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new ProblemsException(
                "Model " + name + " is no candidate of job " + job.name() + ".",
                Nearest.hint(name, known)));
  }

  private DecisionRecord record() {
    NeedsLock lock = NeedsLock.of(job, source.ledger());
    Routing routing = routing();
    DataClass held = source.project().data(job);
    List<Wrong> wrong = wrong(choice.withTexts() || held.compareTo(DataClass.INTERNAL) <= 0);
    boolean texts = wrong.stream().anyMatch(each -> !each.asked().isEmpty());
    var others = source.results().stream().filter(each -> !each.equals(chosen)).toList();
    return new DecisionRecord(
        new Head(
            choice.id(),
            Status.PROPOSED,
            job.name(),
            chosen.model().name(),
            "",
            "",
            choice.owner(),
            Optional.of(source.now().atZone(ZoneOffset.UTC).toLocalDate()),
            Optional.empty()),
        lock.locked(),
        lock.moved(),
        needs(),
        EvidenceHash.of(source.results(), source.now()),
        source.results().stream().map(RecordDraft::candidate).toList(),
        routing,
        AnswerCosts.of(chosen, others),
        new Data(held, texts, places(held), source.drill()),
        wrong,
        new Words(sentence(), List.of(), ends(), ""),
        "");
  }

  /// Those of the chosen model; where nothing was looked at, each as not decided.
  private List<Need> needs() {
    List<Finding> findings = chosen.verdict().findings();
    return job.needs().stream()
        .map(need ->
            findings.stream()
                .filter(finding -> finding.need().equals(need))
                .findFirst()
                .map(RecordDraft::need)
                .orElseGet(() ->
                    new Need(
                        need.inWords(),
                        need.confidence(),
                        Finding.Status.UNDECIDED.name(),
                        need.direction() == Direction.AT_LEAST,
                        need.unit().name(),
                        need.barValue(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        0,
                        "not measured",
                        "")))
        .toList();
  }

  private static Need need(Finding finding) {
    return new Need(
        finding.need().inWords(),
        finding.need().confidence(),
        finding.status().name(),
        finding.need().direction() == Direction.AT_LEAST,
        finding.need().unit().name(),
        finding.bar(),
        finite(finding.interval().low()),
        finite(finding.interval().high()),
        finding.estimate(),
        finding.seen(),
        finding.seen() == 0 ? "not measured" : Figures.interval(finding),
        "");
  }

  private static OptionalDouble finite(double value) {
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  private static Candidate candidate(CellResult each) {
    Model model = each.model();
    return new Candidate(
        model.name(),
        model.kind().word() + "/" + model.id().substring(model.id().lastIndexOf('/') + 1),
        model.readingHost().name(),
        model.readingHost().clearance(),
        each.verdict().word(),
        Figures.main(each.verdict().findings())
            .filter(finding -> finding.seen() > 0)
            .map(finding ->
                finding.need().subject().orElse("quality") + " " + Figures.interval(finding))
            .orElse(""),
        each.formOnly().map(said -> said + " ").orElse("") + each.verdict().reason(),
        each.kept(),
        each.fingerprint().map(Fingerprint::hash).orElse(""),
        AnswerCosts.mean(each));
  }

  private Routing routing() {
    Optional<Route> served = route();
    List<ModelName> then =
        served
            .map(Route::models)
            .orElseGet(() -> PolicyCompiler.fit(job, source.results()))
            .stream()
            .filter(name -> !name.equals(chosen.model().name()))
            .toList();
    String down =
        then.isEmpty()
            ? "refused; nothing is sent elsewhere"
            : "answered by " + then.getFirst() + ", which may read this data";
    return new Routing(
        served.map(RecordDraft::kind).orElse("single"),
        then,
        down,
        served.isPresent() ? "policy.json" : "verdicts");
  }

  private static String kind(Route route) {
    return route.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }

  private List<Place> places(DataClass held) {
    return source.results().stream()
        .map(each -> each.model().readingHost())
        .distinct()
        .map(host -> new Place(host.name(), host.clearance(), held.readableWith(host.clearance())))
        .toList();
  }

  private List<Wrong> wrong(boolean texts) {
    return new WrongAnswers(source.ledger(), chosen).first(texts);
  }

  private String sentence() {
    String what =
        job.purpose().isBlank() ? "For the job " + job.name() : "To " + job.purpose().strip();
    String shown =
        Figures.main(chosen.verdict().findings())
            .filter(finding -> finding.seen() > 0)
            .map(finding ->
                switch (finding.status()) {
                  case MET ->
                      " On %s it met %s with %s confidence."
                          .formatted(
                              cases(finding.seen()),
                              finding.need().inWords(),
                              Figures.percent(finding.need().confidence()));
                  case UNMET ->
                      " On %s it did not meet %s."
                          .formatted(cases(finding.seen()), finding.need().inWords());
                  case UNDECIDED ->
                      " On %s %s is not decided yet."
                          .formatted(cases(finding.seen()), finding.need().inWords());
                })
            .orElse("");
    return what.replaceFirst("[.\\s]+$", "")
        + ", we use "
        + chosen.model().name()
        + " on "
        + chosen.model().readingHost().name()
        + "."
        + shown
        + (chosen.formOnly().isPresent()
            ? " Only the form of answers is graded, not what is right for a case."
            : "");
  }

  /// Whose cases a verdict rests on, and whether they were asked.
  private String cases(int seen) {
    String number = NumberText.count(seen);
    if (chosen.model().kind() == ProviderKind.RECORDED) {
      return NumberText.count(seen, "case") + " whose answers were recorded earlier";
    }
    return job.restsOnTemplate() ? number + " made-up cases" : number + " of our own cases";
  }

  private List<String> ends() {
    var ends = new ArrayList<String>();
    ends.add("the build of " + chosen.model().name() + " changes");
    ends.add("the prompt, the tools or the parameters change");
    ends.add("a need changes");
    ends.add("another candidate becomes FIT");
    ends.add("the day of the review comes");
    return ends;
  }
}
