package dev.metier.label.session;

import dev.metier.job.JobName;
import dev.metier.label.LabelledAnswer;
import dev.metier.label.Labeller;
import dev.metier.label.Preference;
import dev.metier.label.Preference.Side;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One sitting of one person who compares answers: first some that others compared, so that
/// agreement can be told, then new ones, every two models alike. Not thread-safe.
public final class PairRound {
  /// Pairs that a second person compares too, before new ones.
  private static final int OVERLAP = 50;

  /// How far the sitting is.
  public record Tally(int done, int of, int left, int right, int tie) {}

  /// Two answers on their sides.
  public record Shown(AnswerPair pair, LabelledAnswer left, LabelledAnswer right) {}

  private final JobName job;
  private final Labeller by;
  private final int size;
  private final Map<String, AnswerPair> bySubject = new HashMap<>();
  private final List<AnswerPair> pairs;
  private final List<Preference> known;
  private final Deque<Preference> made = new ArrayDeque<>();
  private Optional<Shown> current = Optional.empty();

  /// @param known preferences of all people
  /// @param size how many pairs are shown at the most
  public PairRound(
      JobName job, List<AnswerPair> pairs, List<Preference> known, Labeller by, int size) {
    this.job = job;
    this.by = by;
    this.size = size;
    pairs.forEach(pair -> bySubject.putIfAbsent(pair.subject(), pair));
    this.pairs =
        bySubject.values().stream().sorted(Comparator.comparing(AnswerPair::order)).toList();
    this.known = new ArrayList<>(known);
  }

  /// What is to be compared now; empty when the sitting is over or nothing is left.
  public Optional<Shown> current() {
    if (current.isEmpty() && made.size() < size) {
      current = next().map(this::shown);
    }
    return current;
  }

  private Shown shown(AnswerPair pair) {
    return pair.oneIsLeft(by)
        ? new Shown(pair, pair.one(), pair.other())
        : new Shown(pair, pair.other(), pair.one());
  }

  private Optional<AnswerPair> next() {
    Set<String> mine = new HashSet<>();
    Set<String> theirs = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Preference each : known) {
      (each.by().equals(by) ? mine : theirs).add(each.subject());
      AnswerPair pair = bySubject.get(each.subject());
      if (pair != null && each.by().equals(by)) {
        seen.merge(pair.sources(), 1, Integer::sum);
      }
    }
    boolean overlap = mine.stream().filter(theirs::contains).count() < OVERLAP;
    return pairs.stream()
        .filter(pair -> !mine.contains(pair.subject()))
        .min(
            Comparator.<AnswerPair, Boolean>comparing(
                    pair -> !(overlap && theirs.contains(pair.subject())))
                .thenComparingInt(pair -> seen.getOrDefault(pair.sources(), 0))
                .thenComparing(AnswerPair::order));
  }

  /// Takes what the person says of the current pair.
  ///
  /// @return the preference, to be kept
  public Preference prefer(Side value, String note, Instant at) {
    Shown shown = current().orElseThrow();
    var preference =
        new Preference(
            job,
            shown.pair().given().id(),
            shown.pair().content(),
            shown.left(),
            shown.right(),
            by,
            value,
            note,
            at);
    known.add(preference);
    made.push(preference);
    current = Optional.empty();
    return preference;
  }

  /// Takes the last preference of this sitting back, and shows its pair again.
  ///
  /// @return it, to be taken back where it is kept; empty when there is none
  public Optional<Preference> undo() {
    Optional<Preference> last = Optional.ofNullable(made.poll());
    last.ifPresent(preference -> {
      known.remove(preference);
      current = Optional.ofNullable(bySubject.get(preference.subject())).map(this::shown);
    });
    return last;
  }

  public Tally tally() {
    return new Tally(made.size(), size, count(Side.LEFT), count(Side.RIGHT), count(Side.TIE));
  }

  private int count(Side value) {
    return (int) made.stream().filter(each -> each.value() == value).count();
  }
}
