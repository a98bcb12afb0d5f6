package dev.metier.qualify;

import dev.metier.catalog.Model;
import dev.metier.core.problem.Problem;
import dev.metier.core.text.NumberText;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.judge.JudgeCalibration;
import dev.metier.label.LabelLog;
import dev.metier.label.Labels;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Questions;
import dev.metier.stats.JudgeRates;
import dev.metier.verdict.Assessment;
import dev.metier.verdict.Assessor;
import dev.metier.verdict.JudgedGrades;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether the cases there are could prove a need at all: the assessor itself is shown the answers
/// of a perfect model, in the committed order, before a call is paid for.
public final class Provability {
  private static final int MOST = 20_000;

  private final Job job;
  private final Requirement need;
  private final int family;

  /// The most an answer can cost, in billionths of a dollar; 1 for needs about something else.
  private final double most;

  private final Optional<JudgedGrades> judged;

  private Provability(
      Job job, Requirement need, int family, double most, Optional<JudgedGrades> judged) {
    this.job = job.withNeeds(List.of(need));
    this.need = need;
    this.family = family;
    this.most = most;
    this.judged = judged;
  }

  /// The judge of a job's answers as one that errs on no labelled answer: on as many as there are,
  /// or as are asked for.
  private static Optional<JudgedGrades> judged(Assignment assignment, Job job) {
    if (job.judged().isEmpty()) {
      return Optional.empty();
    }
    var labels =
        LabelLog.of(assignment.project(), job.name())
            .read(job, Clock.systemUTC().instant())
            .agreed();
    int good = (int) labels.stream().filter(Labels.Agreed::pass).count();
    int passed = Math.max(JudgeCalibration.AIM, good);
    int failed = Math.max(JudgeCalibration.AIM, labels.size() - good);
    var rates = new JudgeRates(passed, passed, failed, failed);
    return Optional.of(new JudgedGrades(rates, job.grading().parts().size() > 1, ""));
  }

  /// A problem for each need that not even a perfect model could prove.
  public static List<Problem> problems(Assignment assignment) {
    var problems = new ArrayList<Problem>();
    for (Job job : assignment.jobs()) {
      var judged = judged(assignment, job);
      for (int i = 0; i < job.needs().size(); i++) {
        var place = assignment.project().place(job.name(), i);
        Requirement need = job.needs().get(i);
        if (need instanceof Requirement.Cost) {
          costs(assignment, job, need).ifPresent(p -> problems.add(p.at(place)));
        } else {
          new Provability(job, need, 1, 1, judged)
              .told("")
              .ifPresent(p -> problems.add(p.at(place)));
        }
      }
    }
    return problems;
  }

  /// What a perfect model could prove alone, but not as the one picked among all candidates.
  public static List<String> notes(Assignment assignment) {
    var notes = new ArrayList<String>();
    for (Job job : assignment.jobs()) {
      var judged = judged(assignment, job);
      int family = assignment.candidates(job).size();
      for (Requirement need : job.needs()) {
        var picked = new Provability(job, need, family, 1, judged);
        if (family > 1
            && !(need instanceof Requirement.Cost)
            && !picked.proves(job.cases().size())) {
          notes.add(
              "Job "
                  + job.name()
                  + ": "
                  + need.label()
                  + " can be proved of each candidate, but not of the one that `metier compile`"
                  + " picks among "
                  + family
                  + picked.enough().map(n -> ": that takes " + picked.count(n)).orElse("")
                  + ".");
        }
      }
    }
    return notes;
  }

  /// What is wrong, and what to do.
  private record Told(String what, String hint) {
    Problem at(dev.metier.core.problem.Place place) {
      return Problem.at(place, what, hint);
    }
  }

  private static Optional<Told> costs(Assignment assignment, Job job, Requirement need) {
    var order = CommittedOrder.of(job);
    for (Model model : assignment.candidates(job)) {
      var questions = new Questions(job, model, Board.UNKNOWN.fingerprint());
      double most = Board.mostPerAnswer(assignment, job, model, questions, order);
      var told =
          most == 0
              ? Optional.<Told>empty()
              : new Provability(job, need, 1, most, Optional.empty())
                  .told(
                      " An answer of "
                          + model.name()
                          + " may cost up to $"
                          + String.format(Locale.ROOT, "%.4f", most / 1e9)
                          + "; a smaller `max_tokens` makes it easier.");
      if (told.isPresent()) {
        return told;
      }
    }
    return Optional.empty();
  }

  private Optional<Told> told(String cause) {
    int cases = job.cases().size();
    if (proves(cases)) {
      return Optional.empty();
    }
    String perfect =
        need instanceof Requirement.NotWorse
            ? "Not even answers like those of the other model can prove "
            : "Not even a perfect model" + judge() + " can prove ";
    String enough =
        enough().map(n -> ": that takes " + count(n)).orElse(": no number of cases is enough");
    return Optional.of(
        new Told(
            perfect
                + need.label()
                + enough
                + ", and there are "
                + number(job.cases(), "only ")
                + ".",
            (judge().isEmpty()
                    ? "Add cases, lower the bar, or say `scope: suite` if these cases are all there is."
                    : "Add cases, lower the bar, or label more answers.")
                + repeats()
                + blocks()
                + weights()
                + cause));
  }

  private String judge() {
    return judged
        .filter(_ -> need instanceof Requirement.Quality)
        .map(known ->
            ", by a judge that errs on none of "
                + (known.rates().good() + known.rates().bad())
                + " labelled answers,")
        .orElse("");
  }

  private String repeats() {
    if (job.repeats() == 1) {
      return "";
    }
    var once = new Provability(job.withRepeats(1), need, family, most, judged);
    return once.proves(job.cases().size()) ? " Asked once each, these cases are enough." : "";
  }

  /// A need about times takes many calls, unless each counts by itself.
  private String blocks() {
    if (need.block() == 1) {
      return "";
    }
    String what =
        " Servers are slow in spells, so that consecutive calls count as one draw; `block: 1`"
            + " counts each by itself, if you know that yours is not";
    return new Provability(job, need.withoutBlocks(), family, most, judged)
            .proves(job.cases().size())
        ? what + ", and these cases are enough then."
        : what + ".";
  }

  private String weights() {
    return begin(CommittedOrder.of(job)).notes().stream()
        .map(note -> " " + note)
        .reduce("", String::concat);
  }

  /// Whether a perfect model is FIT with so many cases like those there are.
  private boolean proves(int cases) {
    Job longer = cases == job.cases().size() ? job : job.withCases(like(cases));
    var order = CommittedOrder.of(longer);
    var assessment = begin(order);
    // A model that fails nothing shows most beside one like it; only that it loses nothing counts.
    var perfect = new Imagined(longer, true);
    perfect.decide(assessment, order, perfect);
    return assessment.isFit();
  }

  private Assessment begin(CommittedOrder order) {
    return Assessor.begin(job, order, family, most, judged);
  }

  /// The fewest cases that would do; empty when it is more than can be tried.
  private Optional<Integer> enough() {
    int low = job.cases().size();
    int high = 2 * low;
    while (!proves(high)) {
      low = high;
      high *= 2;
      if (high > MOST) {
        return Optional.empty();
      }
    }
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (proves(middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return Optional.of(high);
  }

  /// So many cases: those there are, over and over, each time as others.
  private List<Case> like(int cases) {
    var list = new ArrayList<Case>(cases);
    int there = job.cases().size();
    for (int i = 0; i < cases; i++) {
      Case given = job.cases().get(i % there);
      list.add(i < there ? given : another(given, " +" + i / there));
    }
    return list;
  }

  private static Case another(Case given, String mark) {
    Map<String, String> vars = new HashMap<>();
    given.vars().forEach((name, value) -> vars.put(name, value + mark));
    return new Case(
        given.id() + mark,
        vars,
        given.expected(),
        given.slices(),
        given.cluster().map(name -> name + mark));
  }

  private String count(int cases) {
    return number(like(cases), "");
  }

  /// How many cases the need is about, and in how many clusters or with how many texts.
  private String number(List<Case> cases, String only) {
    Optional<String> slice = need.slice();
    Set<String> clusters = new HashSet<>();
    int count = 0;
    int alone = 0;
    boolean texts = true;
    for (Case given : cases) {
      if (slice.isEmpty() || given.slices().contains(slice.get())) {
        count++;
        alone += given.cluster().isPresent() ? 0 : 1;
        given.cluster().ifPresent(clusters::add);
        texts &= given.cluster().isEmpty() || given.repeatsText();
      }
    }
    String number = NumberText.count(count, "case");
    if (clusters.isEmpty()) {
      return number;
    }
    int draws = clusters.size() + alone;
    return texts
        ? number + " with " + only + NumberText.count(draws, draws == 1 ? "text" : "different text")
        : number + " in " + NumberText.count(draws, "cluster");
  }
}
