package dev.metier.qualify;

import dev.metier.catalog.Model;
import dev.metier.job.ModelName;
import dev.metier.provider.Answer;
import dev.metier.qualify.TrialResult.Meaning;
import dev.metier.run.Outage;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// Servers that answered in this run and have stopped to. What is asked of them meanwhile says
/// nothing of any case; they are tried again until they answer, or were waited for long enough.
/// Used by one thread.
final class Outages {
  private final LongSupplier nanoTime;
  private final Map<ModelName, Outage> outages = new LinkedHashMap<>();
  private final Map<ModelName, Long> served = new HashMap<>();
  private final Map<Track, Long> failing = new HashMap<>();
  private final Set<ModelName> leftAlone = new HashSet<>();
  private final Set<TrialResult> swallowed = identities();
  private final IdentityHashMap<TrialResult, String> tooLong = new IdentityHashMap<>();
  private long results;

  Outages(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private static Set<TrialResult> identities() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /// Whether the model is not to be asked now.
  boolean holds(Model model) {
    Outage outage = outages.get(model.name());
    return outage != null && outage.holds();
  }

  /// A call is on its way; where the model's server is away, it is the one that finds out.
  void sent(Track.Call call) {
    Outage outage = outages.get(call.trial().model().name());
    if (outage != null) {
      outage.tries(call);
    }
  }

  /// Takes note of what came back, before anything else does.
  void note(List<TrialResult> came) {
    swallowed.clear();
    tooLong.clear();
    came.forEach(this::note);
  }

  private void note(TrialResult result) {
    results++;
    Track.Call call = result.task().call();
    ModelName model = call.trial().model().name();
    Optional<Outage> outage = Optional.ofNullable(outages.get(model));
    boolean tried = outage.filter(one -> one.isTriedBy(call)).isPresent();
    if (result.meaning() == Meaning.NONE) {
      outage.filter(_ -> tried).ifPresent(Outage::calledOff);
    } else if (!mayPass(result)) {
      answered(result, tried);
    } else if (outage.isPresent()) {
      goesOn(result, outage.get(), tried);
    } else {
      if (!result.task().judging()) {
        failing.putIfAbsent(call.track(), results);
      }
      begin(result);
    }
  }

  private void answered(TrialResult result, boolean tried) {
    Track.Call call = result.task().call();
    ModelName model = call.trial().model().name();
    served.put(model, results);
    failing.remove(call.track());
    if (tried) {
      outages.remove(model);
    }
  }

  /// Whether it failed in a way that says nothing of the case, and that may pass.
  private static boolean mayPass(TrialResult result) {
    boolean unanswered =
        result.meaning() == Meaning.NOT_SERVED || result.meaning() == Meaning.UNREACHABLE;
    return unanswered && result.bug().isEmpty() && result.cause().isTransient();
  }

  private void goesOn(TrialResult result, Outage outage, boolean tried) {
    ModelName model = result.task().call().trial().model().name();
    if (tried) {
      outage.failed(result.why(), retryAfter(result));
    }
    if (tried && outage.isTooLong()) {
      outages.remove(model);
      leftAlone.add(model);
      tooLong.put(result, outage.reason());
    } else {
      swallowed.add(result);
    }
  }

  /// Begins an outage where a server that answered cannot be reached, or does not serve what it
  /// served before; not where it goes on serving others meanwhile.
  private void begin(TrialResult result) {
    Track.Call call = result.task().call();
    Model model = call.trial().model();
    Duration limit = model.timeouts().outage();
    long last = served.getOrDefault(model.name(), 0L);
    boolean silent =
        result.meaning() == Meaning.UNREACHABLE || (call.probe() && isSilent(call.track(), last));
    if (last == 0 || !silent || limit.isZero() || leftAlone.contains(model.name())) {
      return;
    }
    var since = result.entry().orElseThrow().observation().at();
    var outage = new Outage(since, limit, nanoTime);
    outage.failed(result.why(), retryAfter(result));
    outages.put(model.name(), outage);
    swallowed.add(result);
  }

  /// Whether nothing was served since the track began to fail, though it was served before.
  private boolean isSilent(Track track, long last) {
    return track.servedNow() && last < failing.getOrDefault(track, 0L);
  }

  private static Optional<Duration> retryAfter(TrialResult result) {
    return result
        .entry()
        .map(entry -> entry.observation().answer())
        .filter(Answer.Failure.class::isInstance)
        .flatMap(answer -> ((Answer.Failure) answer).retryAfter());
  }

  /// Whether the result says nothing but that the server is still away: its case is to be asked as
  /// if it had not been.
  boolean swallowed(TrialResult result) {
    return swallowed.contains(result);
  }

  /// Why its model is not waited for any longer, if this result ended that.
  Optional<String> tooLong(TrialResult result) {
    return Optional.ofNullable(tooLong.get(result));
  }

  /// What is told of them, a sentence for each model.
  List<String> waiting() {
    return outages.entrySet().stream().map(e -> e.getValue().waiting(e.getKey().text())).toList();
  }
}
