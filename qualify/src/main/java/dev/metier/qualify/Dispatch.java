package dev.metier.qualify;

import dev.metier.catalog.Model;
import dev.metier.job.Money;
import dev.metier.ledger.Entry;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.ServedNames;
import dev.metier.plan.Allocation;
import dev.metier.plan.Trial;
import dev.metier.provider.Answer;
import dev.metier.run.Endpoint;
import dev.metier.run.Endpoints;
import dev.metier.run.RunBudget;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Starts the next calls where a server is free, money is left and a verdict is open, and books the
/// results. Used by one thread.
final class Dispatch {
  private static final Deque<Track.Call> NOTHING = new ArrayDeque<>();

  private final Board board;
  private final CandidateModels models;
  private final Ledger ledger;
  private final RunBudget budget;
  private final TrialExecutor executor;
  private final Map<Endpoint, List<Track>> tracks = new LinkedHashMap<>();
  private final Map<Endpoint, Deque<Track.Call>> pending = new HashMap<>();
  private final Map<Endpoint, Deque<Track.Call>> unpaid = new HashMap<>();
  private final Endpoints endpoints;
  private final JudgeCalls judges;
  private final Outages outages;
  private final ServedNames names;
  private boolean outOfMoney;
  private Optional<Money> known;

  Dispatch(
      Board board,
      CandidateModels models,
      Ledger ledger,
      RunBudget budget,
      TrialExecutor executor,
      Servers servers) {
    this.board = board;
    this.models = models;
    this.ledger = ledger;
    this.budget = budget;
    this.executor = executor;
    this.endpoints = servers.endpoints();
    this.outages = servers.outages();
    this.known = budget.budget();
    this.names = new ServedNames(ledger);
    this.judges = new JudgeCalls(board, models, ledger, budget, executor, outages);
    for (Track track : board.tracks()) {
      tracks.computeIfAbsent(endpoints.of(track.model()), _ -> new ArrayList<>()).add(track);
    }
  }

  /// The servers of a run, and which of them are away.
  record Servers(Endpoints endpoints, Outages outages) {
    /// What holds calls up, a sentence each.
    List<String> waiting() {
      return Stream.concat(outages.waiting().stream(), endpoints.waiting().stream()).toList();
    }
  }

  /// Starts all that may start now; true when more will be possible later though nothing is in
  /// flight.
  boolean start() {
    goOn();
    boolean later = false;
    for (Endpoint endpoint : tracks.keySet()) {
      Deque<Track.Call> queue = pending.computeIfAbsent(endpoint, _ -> new ArrayDeque<>());
      while (fill(endpoint, queue)) {
        if (endpoint.throttle().pause().isPresent()) {
          later = true;
          break;
        }
        if (!send(endpoint, queue)) {
          break;
        }
      }
      later |= wanted(endpoint).anyMatch(track -> outages.holds(track.model()));
    }
    return judges.start(this::judgesAt) || later;
  }

  /// Opens again what ended for money, once there is more.
  private void goOn() {
    Optional<Money> now = outOfMoney() ? budget.budget() : known;
    if (!now.equals(known)) {
      known = now;
      outOfMoney = false;
      judges.goOn();
      unpaid.forEach(
          (e, calls) -> pending.computeIfAbsent(e, _ -> new ArrayDeque<>()).addAll(calls));
      unpaid.clear();
      board.cells().forEach(Cell::reopenForMoney);
      board.turns();
    }
  }

  /// The server of a judge, where no answers are to be asked of it before: so each model of a
  /// server that swaps them is loaded once.
  private Optional<Endpoint> judgesAt(Track track) {
    Optional<Endpoint> endpoint = endpointOfJudge(track);
    return endpoint.filter(e -> pending.getOrDefault(e, NOTHING).isEmpty() && next(e).isEmpty());
  }

  private Optional<Endpoint> endpointOfJudge(Track track) {
    return board.grading(track.job()).judge().map(judge -> endpoints.of(judge.model()));
  }

  /// Makes sure that the queue has a trial, if the endpoint is to be asked anything.
  private boolean fill(Endpoint endpoint, Deque<Track.Call> queue) {
    queue.removeIf(call -> call.track().trouble().isPresent() || isHeldBack(call));
    if (!queue.isEmpty()) {
      return true;
    }
    Optional<Track> next = next(endpoint);
    next.ifPresent(track -> {
      queue.addAll(track.start(demand(track, endpoint)));
      Map<String, String> upcoming = track.upcoming();
      if (!upcoming.isEmpty()) {
        ledger.internCases(upcoming);
      }
    });
    return !queue.isEmpty();
  }

  /// Takes a call back whose server is away, so that those behind it need not wait.
  private boolean isHeldBack(Track.Call call) {
    boolean held = outages.holds(call.track().model());
    if (held) {
      call.track().takeBack(call);
    }
    return held;
  }

  /// Sends the first of the queue; false when the server is busy or the budget is used up.
  private boolean send(Endpoint endpoint, Deque<Track.Call> queue) {
    Track.Call call = queue.element();
    Model model = call.track().model();
    if (!endpoint.mayStart(model) || endpoint.isFull()) {
      return false;
    }
    Money most = board.billed(model, call.trial());
    if (!budget.hold(most)) {
      return giveUpForMoney(endpoint, call.track(), queue);
    }
    queue.remove();
    endpoint.enter(model);
    outages.sent(call);
    var grading = board.grading(call.track().job());
    executor.send(
        new TrialExecutor.TrialTask(
            call, models.asking(model), endpoint, seen -> names.marked(grading.entry(seen)), most));
    return true;
  }

  /// Calls in flight may cost less than is held for them; only when none is left, the money is
  /// really short.
  private boolean giveUpForMoney(Endpoint endpoint, Track track, Deque<Track.Call> queue) {
    if (!executor.idle()) {
      return false;
    }
    unpaid.computeIfAbsent(endpoint, _ -> new ArrayDeque<>()).addAll(queue);
    queue.clear();
    outOfMoney = true;
    board.closeForMoney(track);
    return true;
  }

  /// The track to ask next: of the loaded model first, then by allocation.
  private Optional<Track> next(Endpoint endpoint) {
    return wanted(endpoint)
        .filter(track -> !outages.holds(track.model()))
        .min(
            Comparator.<Track, Boolean>comparing(t -> !endpoint.hasLoaded(t.model()))
                .thenComparing(this::allocation));
  }

  /// Tracks of which something is to be asked, also where the server is away.
  private Stream<Track> wanted(Endpoint endpoint) {
    return tracks.getOrDefault(endpoint, List.of()).stream()
        .filter(track -> track.trouble().isEmpty() && endpoint.mayStart(track.model()))
        .filter(track -> track.hasMore(demand(track, endpoint)));
  }

  private int demand(Track track, Endpoint endpoint) {
    int most = 0;
    for (Cell cell : board.lookingAt(track)) {
      most = Math.max(most, cell.demand(endpoint.throttle().limit()));
    }
    return most > 0 && swapsForJudge(track, endpoint) ? track.units() : most;
  }

  /// Whether the model must leave its server's memory for the judge of its answers.
  private boolean swapsForJudge(Track track, Endpoint endpoint) {
    return track.model().kind().swapsModels()
        && endpointOfJudge(track).filter(endpoint::equals).isPresent();
  }

  private Allocation allocation(Track track) {
    double nearest = Double.MAX_VALUE;
    for (Cell cell : board.lookingAt(track)) {
      if (!cell.isClosed()) {
        nearest = Math.min(nearest, cell.remaining());
      }
    }
    return new Allocation(track.nextUnit(), nearest, TryOrder.price(track.model()));
  }

  /// Whether anything is left to be started.
  boolean hasWork() {
    goOn();
    return judges.hasWork()
        || tracks.keySet().stream()
            .anyMatch(e ->
                !pending.getOrDefault(e, NOTHING).isEmpty() || wanted(e).findAny().isPresent());
  }

  /// Keeps what came back, then lets it count, then settles what it cost; reports every verdict.
  void book(List<TrialResult> results, ProgressReporter reporter) {
    outages.note(results);
    Map<Track, List<Entry>> kept = keep(results);
    kept.values().forEach(entries -> reporter.made(entries.size()));
    kept.forEach((track, entries) -> entries.forEach(entry -> put(track, entry)));
    reporter.made(judges.book(results));
    results.forEach(this::giveUp);
    results.stream()
        .filter(result -> !result.task().judging() && !outages.swallowed(result))
        .forEach(this::fail);
    board.count().forEach(reporter::decided);
    for (TrialResult result : results) {
      TrialExecutor.TrialTask task = result.task();
      task.endpoint().leave(task.call().trial().model());
      if (result.meaning() == TrialResult.Meaning.COUNTS) {
        task.endpoint().answered();
      }
      budget.settle(task.held(), result.spent());
    }
  }

  private void put(Track track, Entry entry) {
    track.put(entry);
    if (entry.observation().answer() instanceof Answer.Reply(var reply, _)
        && board.grading(track.job()).awaits(entry.grade())) {
      Trial trial = entry.observation().trial();
      track.await(trial.key(), trial.given(), reply, entry.grade());
    }
  }

  /// Appends to the ledger what is evidence by now.
  Map<Track, List<Entry>> keep(List<TrialResult> results) {
    Map<Track, List<Entry>> kept = new LinkedHashMap<>();
    for (TrialResult result : results) {
      if (result.task().judging()) {
        continue;
      }
      Track track = result.task().call().track();
      if (outages.swallowed(result)) {
        track.takeBack(result.task().call());
        continue;
      }
      kept.computeIfAbsent(track, _ -> new ArrayList<>()).addAll(track.over(result));
    }
    var stages = results.stream().flatMap(result -> result.stages().stream());
    var all = Stream.concat(stages, kept.values().stream().flatMap(List::stream));
    var others =
        results.stream().flatMap(result -> result.entry().stream()).filter(Entry::otherModel);
    ledger.append(Stream.of(all, others, JudgeCalls.said(results)).flatMap(each -> each).toList());
    return kept;
  }

  /// Ends what depends on a server that was waited for long enough.
  private void giveUp(TrialResult result) {
    outages
        .tooLong(result)
        .ifPresent(why -> {
          Model model = result.task().call().trial().model();
          board.fail(model, result.cause(), why);
          board.failToJudge(model, result.cause(), why);
        });
  }

  /// Ends what cannot go on after such a result.
  private void fail(TrialResult result) {
    Track.Call call = result.task().call();
    Track track = call.track();
    switch (result.meaning()) {
      case UNREACHABLE, OTHER_MODEL -> board.fail(track.model(), result.cause(), result.why());
      case CUT_PROMPT -> board.fail(track, result.cause(), result.why());
      case NOT_SERVED -> {
        if (call.probe()) {
          board.failToServe(
              track,
              result.cause(),
              "The server did not serve it, nor when probed: " + result.why());
        }
      }
      case NONE, COUNTS -> {}
    }
    track.bug().ifPresent(why -> board.failToServe(track, Answer.Cause.UNUSABLE, why));
  }

  /// Whether the budget ended anything.
  boolean outOfMoney() {
    return outOfMoney || judges.outOfMoney();
  }
}
