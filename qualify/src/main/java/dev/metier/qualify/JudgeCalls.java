package dev.metier.qualify;

import dev.metier.core.text.Digest;
import dev.metier.grade.Grade;
import dev.metier.job.Money;
import dev.metier.judge.JobJudge;
import dev.metier.ledger.BrokenGrade;
import dev.metier.ledger.Entry;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.Regrade;
import dev.metier.ledger.ServedNames;
import dev.metier.ledger.Source;
import dev.metier.plan.Trial;
import dev.metier.run.Endpoint;
import dev.metier.run.Observation;
import dev.metier.run.RunBudget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Asks judges about the answers that wait for them, in the committed order and only as far as a
/// verdict is open, and grades these answers by what is said. Used by one thread.
final class JudgeCalls {
  /// Hash of the graders of what a judge says: none.
  private static final String UNGRADED = new Digest().add("judge/ungraded").hex();

  private static final Grade NO_GRADE =
      Grade.broken("What a judge says is not graded itself; it grades.");

  /// A judge whose server failed on the same request so often cannot be asked.
  private static final int FAILURES = 2;

  private final Board board;
  private final CandidateModels models;
  private final Ledger ledger;
  private final RunBudget budget;
  private final TrialExecutor executor;
  private final Outages outages;
  private final ServedNames names;
  private final Set<String> inFlight = new HashSet<>();
  private final Map<String, Integer> failures = new HashMap<>();
  private boolean outOfMoney;

  JudgeCalls(
      Board board,
      CandidateModels models,
      Ledger ledger,
      RunBudget budget,
      TrialExecutor executor,
      Outages outages) {
    this.board = board;
    this.models = models;
    this.ledger = ledger;
    this.budget = budget;
    this.executor = executor;
    this.outages = outages;
    this.names = new ServedNames(ledger);
  }

  /// Starts all that may start now; true when more will be possible later though nothing is in
  /// flight.
  ///
  /// @param free the server of a track's judge, if it is the judge's turn there
  boolean start(Function<Track, Optional<Endpoint>> free) {
    boolean later = false;
    for (Track track : board.tracks()) {
      if (!track.unjudged().isEmpty()) {
        Optional<Endpoint> endpoint = free.apply(track);
        later |= endpoint.isPresent() && start(track, endpoint.get());
      }
    }
    return later;
  }

  private boolean start(Track track, Endpoint endpoint) {
    JobJudge judge = board.grading(track.job()).judge().orElseThrow();
    for (Trial trial : wanted(track, judge, endpoint.throttle().limit())) {
      if (endpoint.throttle().pause().isPresent() || outages.holds(judge.model())) {
        return true;
      }
      if (!endpoint.mayStart(judge.model()) || endpoint.isFull()) {
        return false;
      }
      Money most = board.billed(judge.model(), trial);
      if (!budget.hold(most)) {
        if (executor.idle()) {
          outOfMoney = true;
          board.closeForMoney(track);
        }
        return false;
      }
      inFlight.add(trial.key().content());
      endpoint.enter(judge.model());
      var call = new Track.Call(track, trial, 0, false);
      outages.sent(call);
      executor.send(
          new TrialExecutor.TrialTask(
              call,
              models.asking(judge.model()),
              endpoint,
              seen -> names.marked(entry(seen)),
              most));
    }
    return false;
  }

  /// What is to be asked next about answers whose place is wanted by an open verdict.
  private List<Trial> wanted(Track track, JobJudge judge, int limit) {
    int demand = 0;
    for (Cell cell : board.lookingAt(track)) {
      demand = Math.max(demand, cell.demand(limit));
    }
    int end = track.end(demand);
    var wanted = new ArrayList<Trial>();
    for (Unjudged answer : track.unjudged()) {
      if (answer.place() >= end || wanted.size() >= limit) {
        break;
      }
      for (Trial trial : judge.trials(answer.given(), answer.reply())) {
        if (!inFlight.contains(trial.key().content())
            && wanted.stream().noneMatch(other -> other.key().equals(trial.key()))) {
          wanted.add(trial);
        }
      }
    }
    return wanted;
  }

  private static Entry entry(Observation observation) {
    return new Entry(Source.QUALIFICATION, observation, NO_GRADE, UNGRADED);
  }

  /// Whether anything is left to be asked.
  boolean hasWork() {
    for (Track track : board.tracks()) {
      Optional<JobJudge> judge = board.grading(track.job()).judge();
      if (!track.unjudged().isEmpty()
          && judge.isPresent()
          && !wanted(track, judge.get(), 1).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /// What of these results is kept of judges.
  static Stream<Entry> said(List<TrialResult> results) {
    return results.stream()
        .filter(result -> result.task().judging() && says(result))
        .flatMap(result -> result.entry().stream());
  }

  /// Whether it says something: a failure that comes from the answer itself does too.
  private static boolean says(TrialResult result) {
    return switch (result.meaning()) {
      case COUNTS, CUT_PROMPT -> true;
      case NONE, NOT_SERVED, OTHER_MODEL, UNREACHABLE -> false;
    };
  }

  /// Takes what judges said, which is kept by now; the answers that it is about count from here on.
  ///
  /// @return how many calls there were
  int book(List<TrialResult> results) {
    var touched = new HashSet<Track>();
    int calls = 0;
    for (TrialResult result : results) {
      if (result.task().judging()) {
        calls++;
        touched.add(result.task().call().track());
        take(result);
      }
    }
    var jobs = touched.stream().map(track -> track.job().name()).collect(Collectors.toSet());
    for (Track track : board.tracks()) {
      if (jobs.contains(track.job().name())) {
        grade(track);
      }
    }
    return calls;
  }

  private void take(TrialResult result) {
    Track track = result.task().call().track();
    Trial trial = result.task().call().trial();
    String content = trial.key().content();
    inFlight.remove(content);
    if (outages.swallowed(result)) {
      return;
    }
    JobJudge judge = board.grading(track.job()).judge().orElseThrow();
    if (says(result)) {
      result.entry().ifPresent(said -> judge.learn(trial.key(), said.observation().answer()));
      return;
    }
    int times = failures.merge(content, 1, Integer::sum);
    switch (result.meaning()) {
      case NOT_SERVED -> {
        if (times >= FAILURES) {
          board.failToJudge(judge.model(), result.cause(), result.why());
        }
      }
      case UNREACHABLE, OTHER_MODEL ->
          board.failToJudge(judge.model(), result.cause(), result.why());
      case NONE, COUNTS, CUT_PROMPT -> {}
    }
  }

  /// Lets all answers of a track count whose grade is known by now.
  private void grade(Track track) {
    Grading grading = board.grading(track.job());
    Map<Unjudged, Grade> grades = new HashMap<>();
    for (Unjudged answer : track.unjudged()) {
      Grade grade = grading.judged(answer);
      if (!grading.awaits(grade)) {
        grades.put(answer, grade);
      }
    }
    if (!grades.isEmpty()) {
      keep(track, grading.hash(), grades);
      grades.forEach(track::judged);
    }
  }

  private void keep(Track track, String hash, Map<Unjudged, Grade> grades) {
    Map<List<Object>, Long> ids = new HashMap<>();
    for (BrokenGrade kept : ledger.brokenGrades(track.questions().setting(), hash)) {
      ids.put(List.of(kept.content(), kept.repeat()), kept.id());
    }
    Collection<Regrade> regrades = new ArrayList<>();
    grades.forEach((answer, grade) -> {
      Long id = ids.get(List.<Object>of(answer.key().content(), answer.key().repeat()));
      if (id != null) {
        regrades.add(new Regrade(id, grade, hash));
      }
    });
    ledger.regrade(List.copyOf(regrades));
  }

  void goOn() {
    outOfMoney = false;
  }

  /// Whether the budget ended anything.
  boolean outOfMoney() {
    return outOfMoney;
  }
}
