package dev.metier.qualify;

import dev.metier.catalog.Model;
import dev.metier.chat.ChatReply;
import dev.metier.grade.Grade;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.ledger.Entry;
import dev.metier.ledger.Outcome;
import dev.metier.plan.CommittedOrder;
import dev.metier.plan.Questions;
import dev.metier.plan.Trial;
import dev.metier.plan.TrialKey;
import dev.metier.plan.Unit;
import dev.metier.provider.Answer.Cause;
import dev.metier.verdict.UnitResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All outcomes of one job and model by their place in the committed order; shared by every verdict
/// that looks at them.
final class Track {
  private final Job job;
  private final Model model;
  private final CommittedOrder order;
  private final Questions questions;
  private final int repeats;
  private final @Nullable Outcome[] outcomes;
  private final int[] firstOf;
  private final BitSet started = new BitSet();
  private final Deferred deferred = new Deferred();
  private final Upcoming upcoming = new Upcoming();
  private final NavigableMap<Integer, Unjudged> unjudged = new TreeMap<>();
  private long calls;
  private int out;
  private int servedPlace = -1;
  private boolean servedNow;
  private final int[] critical;
  private int nextCritical;
  private int nextUnit;
  private long kept;
  private Optional<String> trouble = Optional.empty();
  private Cause cause = Cause.UNUSABLE;

  Track(Job job, Model model, CommittedOrder order, Questions questions) {
    this.job = job;
    this.model = model;
    this.order = order;
    this.questions = questions;
    this.repeats = job.repeats();
    this.firstOf = new int[order.units().size() + 1];
    for (Unit unit : order.units()) {
      firstOf[unit.index() + 1] = firstOf[unit.index()] + unit.cases().size() * repeats;
    }
    this.critical = order.criticalUnits().stream().mapToInt(Unit::index).toArray();
    this.outcomes = new Outcome[firstOf[order.units().size()]];
  }

  Job job() {
    return job;
  }

  Model model() {
    return model;
  }

  /// Which look at the job's cases this is. The committed order, as this track's answers are
  /// counted in.
  CommittedOrder order() {
    return order;
  }

  int look() {
    return order.look();
  }

  /// The units that have a critical case, which are asked before all others.
  int[] critical() {
    return critical.clone();
  }

  /// Whether one of the job's cases has this content hash.
  boolean has(String content) {
    return order.place(content, 0) >= 0;
  }

  Questions questions() {
    return questions;
  }

  /// Takes over what earlier runs kept.
  void recall(Iterable<Outcome> known) {
    // What was asked in the committed order was kept nearly in it.
    int next = 0;
    for (Outcome outcome : known) {
      int place = order.place(outcome.content(), next);
      next = outcome.repeat() + 1 < repeats ? Math.max(place, 0) : place + 1;
      if (place >= 0 && outcome.repeat() < repeats) {
        keep(place * repeats + outcome.repeat(), outcome);
      }
    }
  }

  /// Lets an entry of this track count.
  void put(Entry entry) {
    keep(place(entry.observation().trial()), Outcome.of(entry));
  }

  /// Holds an outcome back, and its unit with it, until the judge has said something of the answer.
  void await(TrialKey key, Case given, ChatReply reply, Grade grade) {
    int place = order.place(key.content(), 0);
    if (place >= 0 && key.repeat() < repeats) {
      int at = place * repeats + key.repeat();
      unjudged.put(at, new Unjudged(at, key, given, reply, grade));
    }
  }

  /// The answers that wait, in the committed order.
  Collection<Unjudged> unjudged() {
    return unjudged.values();
  }

  /// Lets an answer count that was judged.
  void judged(Unjudged answer, Grade grade) {
    unjudged.remove(answer.place());
    outcomes[answer.place()] = Objects.requireNonNull(outcomes[answer.place()]).graded(grade);
  }

  private int place(Trial trial) {
    Unit unit = order.units().get(trial.index());
    int which = unit.contents().indexOf(trial.key().content());
    return firstOf[unit.index()] + which * repeats + trial.key().repeat();
  }

  private void keep(int place, Outcome outcome) {
    started.set(place);
    if (outcomes[place] == null) {
      kept++;
    }
    outcomes[place] = outcome;
    if (outcome.served()) {
      servedPlace = place;
    }
  }

  /// A trial on its way to the model.
  ///
  /// @param number calls of a track are numbered as they begin
  /// @param probe whether it is to find out if the server answers at all
  record Call(Track track, Trial trial, long number, boolean probe) {}

  /// The next calls, as long as units below `demand` are wanted: a trial that is due again, or else
  /// the trials of the first unit that was not started; or a probe, when the server may be down.
  /// Empty when there is none.
  List<Call> start(int demand) {
    if (mayBegin(demand)) {
      OptionalInt due = deferred.due(end(demand));
      if (due.isPresent()) {
        deferred.ask(due.getAsInt());
        return List.of(call(due.getAsInt(), false));
      }
      List<Call> calls = next(widened(demand));
      if (!calls.isEmpty()) {
        return calls;
      }
    }
    return mustProbe(demand) ? List.of(call(probe(), true)) : List.of();
  }

  private boolean mayBegin(int demand) {
    return demand > 0 && !deferred.inARow();
  }

  /// Trials that wait hold back the units behind them; as many more may be started, since it takes
  /// further answers to tell whose fault a failure was.
  private int widened(int demand) {
    return (int) Math.min(order.units().size(), (long) demand + deferred.size());
  }

  private List<Call> next(int demand) {
    if (!hasNext(demand)) {
      return List.of();
    }
    int next = nextCritical < critical.length ? critical[nextCritical] : nextUnit;
    var unit = new ArrayList<Call>();
    for (int place = firstOf[next]; place < firstOf[next + 1]; place++) {
      if (!started.get(place)) {
        unit.add(call(place, false));
      }
    }
    skipStarted(demand);
    return unit;
  }

  /// Whether trials that are wanted wait, and nothing that is on its way can tell whose fault that
  /// is.
  private boolean mustProbe(int demand) {
    return out == 0 && demand > 0 && (deferred.inARow() || deferred.first(end(demand)).isPresent());
  }

  /// A trial that was served; or else one that was not asked yet, or one that waits.
  private int probe() {
    if (servedPlace >= 0) {
      return servedPlace;
    }
    int fresh = started.nextClearBit(0);
    return fresh < outcomes.length ? fresh : deferred.first(outcomes.length).orElseThrow();
  }

  private Call call(int place, boolean probe) {
    started.set(place);
    out++;
    int index = Arrays.binarySearch(firstOf, place);
    Unit unit = order.units().get(index >= 0 ? index : -index - 2);
    int within = place - firstOf[unit.index()];
    Trial trial = questions.trial(unit, within / repeats, within % repeats);
    return new Call(this, trial, calls++, probe);
  }

  /// The first place behind the units below `demand`; where critical ones are asked first, behind
  /// all.
  int end(int demand) {
    return critical.length > 0 ? outcomes.length : firstOf[Math.min(demand, order.units().size())];
  }

  /// Takes what came of a call.
  ///
  /// @return what is to be kept and to count because of it
  List<Entry> over(TrialResult result) {
    Call call = result.task().call();
    int place = place(call.trial());
    out--;
    return switch (result.meaning()) {
      case NONE, CUT_PROMPT, OTHER_MODEL, UNREACHABLE -> List.of();
      case NOT_SERVED -> {
        deferred.failed(place, result.entry(), result.why(), calls);
        yield List.of();
      }
      case COUNTS -> {
        servedNow = true;
        deferred.served(place, call.number());
        var counting = new ArrayList<>(deferred.proven());
        // A probe may repeat what is known.
        result.entry().filter(_ -> outcomes[place] == null).ifPresent(counting::add);
        yield counting;
      }
    };
  }

  /// Takes back a call that came to nothing, or was never sent, for reasons that have nothing to do
  /// with its case: the case is asked as if it had not been.
  void takeBack(Call call) {
    int place = place(call.trial());
    out--;
    if (!deferred.takeBack(place) && outcomes[place] == null) {
      started.clear(place);
      nextUnit = Math.min(nextUnit, call.trial().index());
      nextCritical = 0;
    }
  }

  /// Why a mistake of this program keeps a trial from ever counting, if so.
  Optional<String> bug() {
    return deferred.bug();
  }

  /// Whether no answer that is known was served.
  boolean nothingServed() {
    return kept > 0 && servedPlace < 0;
  }

  /// Whether the model served anything for this job in this run.
  boolean servedNow() {
    return servedNow;
  }

  /// The cases that will probably be started next, names by hashes, each told once.
  Map<String, String> upcoming() {
    return upcoming.cases(order.units(), nextUnit);
  }

  /// Whether `start` has a call.
  boolean hasMore(int demand) {
    boolean next =
        mayBegin(demand) && (deferred.due(end(demand)).isPresent() || hasNext(widened(demand)));
    return next || mustProbe(demand);
  }

  private boolean hasNext(int demand) {
    skipStarted(demand);
    return nextUnit < demand || nextCritical < critical.length;
  }

  private void skipStarted(int demand) {
    while (nextCritical < critical.length && isStarted(critical[nextCritical])) {
      nextCritical++;
    }
    while (nextUnit < demand && isStarted(nextUnit)) {
      nextUnit++;
    }
  }

  private boolean isStarted(int unit) {
    return started.nextClearBit(firstOf[unit]) >= firstOf[unit + 1];
  }

  boolean done(int unit) {
    for (int place = firstOf[unit]; place < firstOf[unit + 1]; place++) {
      if (outcomes[place] == null) {
        return false;
      }
    }
    return unjudged.subMap(firstOf[unit], firstOf[unit + 1]).isEmpty();
  }

  /// All known outcomes, in the committed order, without those that wait for the judge.
  List<Outcome> known() {
    var known = new ArrayList<Outcome>(Math.toIntExact(kept));
    for (int place = 0; place < outcomes.length; place++) {
      Outcome outcome = outcomes[place];
      if (outcome != null && !unjudged.containsKey(place)) {
        known.add(outcome);
      }
    }
    return known;
  }

  UnitResult result(int index) {
    Unit unit = order.units().get(index);
    var cases = new ArrayList<List<Outcome>>(unit.cases().size());
    for (int place = firstOf[index]; place < firstOf[index + 1]; place += repeats) {
      var outcomesOfCase = new ArrayList<Outcome>(repeats);
      for (int repeat = 0; repeat < repeats; repeat++) {
        Outcome outcome = outcomes[place + repeat];
        if (outcome == null) {
          throw new IllegalStateException("unit " + index + " is not done");
        }
        outcomesOfCase.add(outcome);
      }
      cases.add(outcomesOfCase);
    }
    return new UnitResult(unit, cases);
  }

  int units() {
    return order.units().size();
  }

  /// Cases in the first units; a unit is a case, or a whole cluster of them.
  int cases(int units) {
    return firstOf[Math.min(units, units())] / repeats;
  }

  int nextUnit() {
    return nextUnit;
  }

  /// Trials whose outcome is known.
  long kept() {
    return kept;
  }

  /// Trials there could be.
  long possible() {
    return outcomes.length;
  }

  /// Why the model cannot be asked any more, if so.
  Optional<String> trouble() {
    return trouble;
  }

  /// What kind of trouble that is.
  Cause cause() {
    return cause;
  }

  void fail(Cause kind, String why) {
    if (trouble.isEmpty()) {
      trouble = Optional.of(why);
      cause = kind;
    }
  }
}
