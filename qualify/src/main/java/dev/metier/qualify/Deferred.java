package dev.metier.qualify;

import dev.metier.ledger.Entry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// Trials of one job and model that were not served (an error of the server, a time-out, an answer
/// that was cut off), until it is known whether the case was the cause or the server.
///
/// A failure says something about the case only when the server serves another call that began
/// after it. Then the case is asked once more; when it fails again, and the server serves another
/// call after that, the failure counts. Until then the case holds its place in the committed order.
/// Not thread-safe.
final class Deferred {
  /// So many failures in a row may be the server's: nothing more is asked until a probe is served.
  static final int IN_A_ROW = 3;

  private static final int LAST_TRY = 2;

  private final Map<Integer, Failed> failed = new TreeMap<>();
  private int inARow;

  /// A trial that waits.
  private static final class Failed {
    private Optional<Entry> entry = Optional.empty();
    private String why = "";
    private int times;
    private long before;
    private boolean servedSince;
    private boolean asked;
  }

  /// Notes a failure.
  ///
  /// @param place the trial's place in its track
  /// @param entry what is kept once it counts; empty for a mistake of this program, which never
  ///   counts
  /// @param why in the words of the server
  /// @param nextCall number of the next call that begins
  void failed(int place, Optional<Entry> entry, String why, long nextCall) {
    Failed one = failed.computeIfAbsent(place, _ -> new Failed());
    one.entry = entry;
    one.why = why;
    one.times++;
    one.before = nextCall;
    one.servedSince = false;
    one.asked = false;
    inARow++;
  }

  /// Notes that a call was served.
  ///
  /// @param place of its trial, which does not wait any more
  /// @param call its number
  void served(int place, long call) {
    failed.remove(place);
    inARow = 0;
    for (Failed one : failed.values()) {
      one.servedSince |= call >= one.before;
    }
  }

  /// Whether so many failed in a row that the server may be the cause.
  boolean inARow() {
    return inARow >= IN_A_ROW;
  }

  /// How many trials wait.
  int size() {
    return failed.size();
  }

  /// The first place that is to be asked again.
  OptionalInt due(int limit) {
    return failed.entrySet().stream()
        .filter(e -> e.getKey() < limit && isDue(e.getValue()))
        .mapToInt(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean isDue(Failed one) {
    return one.servedSince && !one.asked && one.times < LAST_TRY;
  }

  /// Notes that the trial at this place is on its way again.
  void ask(int place) {
    Failed one = failed.get(place);
    if (one != null) {
      one.asked = true;
    }
  }

  /// Notes that the trial at this place did not get there; false when none waits at it.
  boolean takeBack(int place) {
    Failed one = failed.get(place);
    if (one != null) {
      one.asked = false;
    }
    return one != null;
  }

  /// The first place below `limit` that waits, whatever for.
  OptionalInt first(int limit) {
    return failed.keySet().stream()
        .filter(place -> place < limit)
        .mapToInt(place -> place)
        .findFirst();
  }

  /// Takes out the failures that count now.
  List<Entry> proven() {
    var proven = new ArrayList<Entry>();
    for (Iterator<Failed> each = failed.values().iterator(); each.hasNext(); ) {
      Failed one = each.next();
      if (isProven(one) && one.entry.isPresent()) {
        proven.add(one.entry.get());
        each.remove();
      }
    }
    return proven;
  }

  private static boolean isProven(Failed one) {
    return one.servedSince && one.times >= LAST_TRY;
  }

  /// Why a trial failed again and again through a mistake of this program, if one did.
  Optional<String> bug() {
    return failed.values().stream()
        .filter(one -> isProven(one) && one.entry.isEmpty())
        .map(one -> one.why)
        .findFirst();
  }
}
