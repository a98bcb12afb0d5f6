package dev.metier.qualify;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Requirement;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.Outcome;
import dev.metier.ledger.SettingInfo;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Goal;
import dev.metier.plan.Questions;
import dev.metier.plan.Trial;
import dev.metier.plan.Unit;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Identity;
import dev.metier.verdict.Assessment;
import dev.metier.verdict.Assessor;
import dev.metier.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All cells of a run with the evidence that is kept of them. Used by one thread.
final class Board {
  static final Identity UNKNOWN =
      new Identity(
          new Fingerprint(Map.of(), Set.of()),
          java.util.OptionalInt.empty(),
          java.util.OptionalInt.empty(),
          Optional.empty(),
          Optional.empty());

  private final Optional<Past> past;
  private final Assignment assignment;
  private final Map<ModelName, Identity> identities;
  private final Ledger ledger;
  private final Looks looks;
  private final Judging judging;
  private final List<SettingInfo> settings;
  private final Map<List<Object>, Track> tracks = new LinkedHashMap<>();
  private final Map<JobName, Grading> gradings = new LinkedHashMap<>();
  private final Map<Track, List<Cell>> watchers = new HashMap<>();
  private final List<Cell> cells = new ArrayList<>();
  private boolean picking;

  /// A board to ask from: evidence of another build, prompt or parameters closes nothing.
  ///
  /// @param identities what is known of the models, by name
  static Board toAsk(
      Assignment assignment, Map<ModelName, Identity> identities, Ledger ledger, Again again) {
    return new Board(assignment, identities, ledger, again, false, Optional.empty());
  }

  /// A board to read verdicts from without asking: what only has such evidence is EXPIRED.
  ///
  /// @param identities what is known of the models, by name
  static Board toLook(Assignment assignment, Map<ModelName, Identity> identities, Ledger ledger) {
    return new Board(assignment, identities, ledger, Again.NOTHING, true, Optional.empty());
  }

  /// A board to read the verdicts of an earlier moment from.
  ///
  /// @param identities what is known of the models, by name
  static Board toLookBack(
      Assignment assignment, Map<ModelName, Identity> identities, Ledger ledger, Past past) {
    return new Board(assignment, identities, ledger, Again.NOTHING, true, Optional.of(past));
  }

  /// Lays out the cells and counts what is kept.
  private Board(
      Assignment assignment,
      Map<ModelName, Identity> identities,
      Ledger ledger,
      Again again,
      boolean looking,
      Optional<Past> past) {
    this.past = past;
    this.assignment = assignment;
    this.identities = identities;
    this.ledger = ledger;
    this.looks = new Looks(ledger, ledger.settings());
    this.judging = new Judging(assignment, identities, ledger, again);
    // Hashing many cases takes long, and one job knows nothing of another.
    assignment.jobs().parallelStream()
        .map(job ->
            new Hashed(job, looking ? looks.order(job) : looks.commit(job), judging.grading(job)))
        .toList()
        .forEach(this::lay);
    this.settings = new Readdressing(ledger).all(looks.settings(), tracks.values());
    // Reading is most of the work, and one track knows nothing of another.
    tracks.values().parallelStream().forEach(this::recall);
    cells.forEach(this::forbid);
    if (looking && past.isEmpty()) {
      cells.forEach(this::expire);
    }
    cells.parallelStream().forEach(Cell::count);
    turns();
    closeUnreachable();
  }

  /// A job with all that its cases' contents fix.
  private record Hashed(Job job, CommittedOrder order, Grading grading) {}

  private void recall(Track track) {
    long entries = entries(track.questions().setting());
    var until = past.map(Past::until).orElse(Instant.MAX);
    new Recall(ledger, grading(track.job()), entries, until).into(track);
  }

  private void forbid(Cell cell) {
    boolean before = cell.own().kept() > 0;
    Standing.forbidden(
            assignment.project(), cell.job(), cell.model(), identity(cell.model()), before)
        .or(() -> Standing.ownCases(cell.job(), cell.model()))
        .or(() -> grading(cell.job()).judge().flatMap(judge -> judging.refused(judge, cell)))
        .ifPresent(cell::give);
  }

  private void expire(Cell cell) {
    Standing.expired(cell.own(), settings).ifPresent(cell::give);
  }

  private void lay(Hashed hashed) {
    Job job = hashed.job();
    CommittedOrder order = hashed.order();
    gradings.put(job.name(), hashed.grading());
    List<Model> candidates = assignment.candidates(job);
    boolean choosing = assignment.goal() == Goal.CHOOSE;
    for (Model model : candidates) {
      var others = new LinkedHashMap<ModelName, Track>();
      for (ModelName name : comparedWith(job)) {
        if (!name.equals(model.name())) {
          others.put(name, track(job, assignment.project().model(name).orElseThrow(), order));
        }
      }
      Track own = track(job, model, order);
      double most = mostPerAnswer(assignment, job, model, own.questions(), order);
      Job needed = needsOf(job, model);
      var judged =
          hashed.grading().judge().map(judge -> judging.known(job, hashed.grading(), judge, model));
      Assessment alone = Assessor.begin(needed, own.order(), 1, most, judged);
      // Whoever picks one of several asks for more than whoever looks at one.
      boolean pickable = choosing || model.kind().answersRequests();
      Assessment picked =
          pickable && candidates.size() > 1
              ? Assessor.begin(needed, own.order(), candidates.size(), most, judged)
              : alone;
      var levels = new Cell.Levels(alone, picked, choosing);
      var cell = new Cell(own, others, levels, assignment.full());
      cells.add(cell);
      watch(own, cell);
      others.values().forEach(track -> watch(track, cell));
    }
  }

  private void watch(Track track, Cell cell) {
    watchers.computeIfAbsent(track, _ -> new ArrayList<>()).add(cell);
  }

  /// A model is not compared with itself: those needs it meets by definition.
  private static Job needsOf(Job job, Model model) {
    var needs =
        job.needs().stream().filter(n -> n.reference().filter(model.name()::equals).isEmpty());
    return job.withNeeds(needs.toList());
  }

  static List<ModelName> comparedWith(Job job) {
    return job.needs().stream().flatMap(n -> n.reference().stream()).distinct().toList();
  }

  private Track track(Job job, Model model, CommittedOrder order) {
    return tracks.computeIfAbsent(
        List.of(job.name(), model.name()),
        _ -> {
          var today = new Questions(job, model, identity(model).fingerprint());
          var questions =
              past.map(then -> today.under(former(then, job, model, today))).orElse(today);
          var track = new Track(job, model, looks.counted(order, job, questions), questions);
          Identity known = identity(model);
          known.trouble().ifPresent(why -> track.fail(known.cause(), why));
          PictureReaders.unable(job, model).ifPresent(why -> track.fail(Cause.UNUSABLE, why));
          // A model that is only compared with is asked the same data, so the same rule holds for
          // it.
          Standing.forbidden(assignment.project(), job, model, identity(model))
              .ifPresent(v -> track.fail(Cause.UNUSABLE, v.reason()));
          return track;
        });
  }

  private String former(Past then, Job job, Model model, Questions today) {
    return then.setting(job, model.name(), today.setting(), looks.settings());
  }

  /// How many answers the ledger keeps under a setting, whoever graded them.
  private long entries(String setting) {
    return settings.stream()
        .filter(s -> s.setting().equals(setting))
        .mapToLong(SettingInfo::entries)
        .sum();
  }

  /// The most one answer can cost, in billionths of a dollar, 0 when nothing limits it; looked up
  /// only where a need is about it.
  static double mostPerAnswer(
      Assignment assignment, Job job, Model model, Questions questions, CommittedOrder order) {
    if (job.needs().stream().noneMatch(Requirement.Cost.class::isInstance)) {
      return 0;
    }
    double most = 0;
    for (Unit unit : order.units()) {
      for (int i = 0; i < unit.cases().size(); i++) {
        Optional<Money> bound = assignment.charges().bound(model, questions.trial(unit, i, 0));
        if (bound.isEmpty()) {
          return 0;
        }
        most = Math.max(most, (double) bound.get().nanos());
      }
    }
    return most;
  }

  /// Sets aside what is to be asked anew; this board does not know of that.
  ///
  /// @return how many answers
  long setAside(Again again) {
    long set = 0;
    for (Track track : tracks.values()) {
      boolean all = again.all(track.job().name(), track.model().name());
      if (all || again.unserved()) {
        set += ledger.setAside(track.questions().setting(), !all);
      }
    }
    return set;
  }

  Identity identity(Model model) {
    @Nullable Identity known = identities.get(model.name());
    return known == null ? UNKNOWN : known;
  }

  Grading grading(Job job) {
    Grading grading = gradings.get(job.name());
    if (grading == null) {
      throw new IllegalStateException("no such job on the board: " + job.name());
    }
    return grading;
  }

  /// With the goal to choose, only the first open candidate of each job has its turn; else, once
  /// all are decided, the first that is FIT goes on until it can be picked.
  void turns() {
    picking = false;
    for (Job job : assignment.jobs()) {
      var ofJob = cells.stream().filter(cell -> cell.job().name().equals(job.name())).toList();
      switch (assignment.goal()) {
        case CHOOSE -> TryOrder.take(job, ofJob);
        case MATRIX -> picking |= TryOrder.pick(job, ofJob);
      }
    }
  }

  List<Cell> cells() {
    return cells;
  }

  /// The cells whose verdict depends on a track.
  List<Cell> lookingAt(Track track) {
    return watchers.getOrDefault(track, List.of());
  }

  /// Lets all that arrived count; the cells that this closed.
  List<Cell> count() {
    var closed = new ArrayList<Cell>();
    for (Cell cell : cells) {
      if (cell.count()) {
        closed.add(cell);
      }
    }
    if (!closed.isEmpty() || picking) {
      turns();
    }
    return closed;
  }

  /// A model turned out not to be given all of one job's prompts; other jobs go on.
  void fail(Track track, Cause cause, String why) {
    track.fail(cause, why);
    closeUnreachable();
  }

  /// A judge cannot be asked; what waits for it ends here.
  void failToJudge(Model judge, Cause cause, String why) {
    for (Cell cell : cells) {
      if (grading(cell.job())
          .judge()
          .filter(one -> one.model().name().equals(judge.name()))
          .isPresent()) {
        cell.unjudged(judge, why, cause);
      }
    }
    turns();
  }

  /// The server stopped serving a model; other jobs that it served go on.
  void failToServe(Track track, Cause cause, String why) {
    boolean elsewhere =
        tracks.values().stream()
            .anyMatch(
                t -> t != track && t.model().name().equals(track.model().name()) && t.servedNow());
    if (elsewhere) {
      fail(track, cause, why);
    } else {
      fail(track.model(), cause, why);
    }
  }

  /// A model turned out not to be there; what depends on it ends here.
  void fail(Model model, Cause cause, String why) {
    for (Track track : tracks.values()) {
      if (track.model().name().equals(model.name())) {
        track.fail(cause, why);
      }
    }
    closeUnreachable();
  }

  /// Ends the cells that the money does not suffice for.
  void closeForMoney(Track track) {
    lookingAt(track).forEach(cell -> cell.close(Verdict.Doubt.BUDGET));
    turns();
  }

  /// Ends the cells whose model, or the one it is compared with, cannot be asked.
  void closeUnreachable() {
    for (Track track : tracks.values()) {
      track.trouble().ifPresent(why -> lookingAt(track).forEach(c -> c.unreachable(track, why)));
    }
    turns();
  }

  /// The most money that is paid to others for a trial; nothing where that is not known.
  Money billed(Model model, Trial trial) {
    return assignment.charges().billed(model, trial).orElse(Money.ZERO);
  }

  Iterable<Track> tracks() {
    return tracks.values();
  }

  List<CellResult> results() {
    var history = new History.Held(ledger.settings(), ledger.runCells());
    return cells.parallelStream().map(cell -> result(cell, history)).toList();
  }

  private CellResult result(Cell cell, History.Held held) {
    Track own = cell.own();
    List<Outcome> known = own.known();
    var fitAlone = cell.fitAlone(assignment.candidates(cell.job()).size());
    var notes = new ArrayList<>(notes(cell, known, held));
    fitAlone.map(CellResult.FitAlone::sentence).ifPresent(notes::add);
    return new CellResult(
        cell.job(),
        cell.model(),
        cell.verdict(),
        own.questions().setting(),
        grading(cell.job()).hash(),
        own.kept(),
        own.possible(),
        known,
        Optional.ofNullable(identities.get(cell.model().name())).map(Identity::fingerprint),
        notes,
        fitAlone,
        cell.isCutShort(),
        cell.boundaries(),
        cell.counted(),
        cell.histories(),
        new Notes(ledger, grading(cell.job()).hash(), own, known).unserved());
  }

  private List<String> notes(Cell cell, List<Outcome> known, History.Held held) {
    var notes = new ArrayList<>(cell.cutShort().stream().toList());
    var told = new Notes(ledger, grading(cell.job()).hash(), cell.own(), known);
    told.against(cell.verdict()).ifPresent(notes::add);
    notes.addAll(told.all(cell.verdict()));
    notes.addAll(new History(ledger, held, cell.own()).notes(cell.verdict()));
    notes.addAll(cell.notes());
    notes.addAll(judging.notes(cell));
    return notes;
  }
}
