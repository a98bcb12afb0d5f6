package dev.metier.plan;

import dev.metier.job.Case;
import dev.metier.job.Job;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The order in which a job's cases are drawn: fixed before the first call, the same for all
/// models.
///
/// Results are counted in this order whatever the order they arrive in; that is what makes every
/// verdict valid at the moment it is reached, and pairs the models case by case. Cases of earlier
/// looks keep their places; new ones come behind them, placed by their content alone.
public final class CommittedOrder {
  private final List<Unit> units;
  private final int largest;
  private final int horizon;
  private final List<Integer> looks;
  private final List<List<Integer>> looksOfCases;
  private final int lastPlanned;
  private final List<String> added;
  private final List<String> contents;
  private final Map<String, Integer> places;

  private CommittedOrder(List<Placed> placed) {
    var counted = new ArrayList<Unit>(placed.size());
    for (Placed each : placed) {
      var group = each.group();
      counted.add(new Unit(counted.size(), group.cases(), group.contents()));
    }
    this.units = List.copyOf(counted);
    this.largest = units.stream().mapToInt(unit -> unit.cases().size()).max().orElse(1);
    this.looks = placed.stream().map(each -> each.place().look()).toList();
    this.horizon = (int) looks.stream().filter(n -> n.equals(looks.getFirst())).count();
    this.looksOfCases = placed.stream().map(Placed::looks).toList();
    this.lastPlanned = looks.isEmpty() ? Place.NEW : looks.getFirst();
    this.contents = new ArrayList<>();
    this.places = new HashMap<>();
    this.added = placed.stream().flatMap(each -> each.added().stream()).toList();
    for (Unit unit : units) {
      for (String content : unit.contents()) {
        places.put(content, contents.size());
        contents.add(content);
      }
    }
  }

  private CommittedOrder(CommittedOrder order, int horizon, int lastPlanned) {
    this.units = order.units;
    this.largest = order.largest;
    this.horizon = horizon;
    this.looks = order.looks;
    this.looksOfCases = order.looksOfCases;
    this.lastPlanned = lastPlanned;
    this.added = order.added;
    this.contents = order.contents;
    this.places = order.places;
  }

  /// Where a case or unit stands: those of the first look first.
  ///
  /// @param at its place within an earlier look
  /// @param hash its place among new ones
  private record Place(int look, int at, String hash) implements Comparable<Place> {
    static final int NEW = Integer.MAX_VALUE;
    private static final Comparator<Place> ORDER =
        Comparator.comparingInt(Place::look).thenComparingInt(Place::at).thenComparing(Place::hash);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /// Cases that count as one draw.
  private record Group(List<Case> cases, List<String> contents, List<String> inputs) {
    static Group empty() {
      return new Group(new ArrayList<>(1), new ArrayList<>(1), new ArrayList<>(1));
    }

    void add(Case given, String content, String input) {
      cases.add(given);
      contents.add(content);
      inputs.add(input);
    }

    /// Where the first of its cases stands that a look had; behind all looks when none had any.
    Placed placed(Map<String, Place> known, Hashes hashes) {
      var places = inputs.stream().flatMap(input -> Stream.ofNullable(known.get(input)));
      var added = inputs.stream().filter(input -> !known.containsKey(input)).toList();
      var looks =
          inputs.stream()
              .map(
                  input -> Optional.ofNullable(known.get(input)).map(Place::look).orElse(Place.NEW))
              .toList();
      Place place =
          places
              .min(Comparator.naturalOrder())
              .orElseGet(() -> new Place(Place.NEW, 0, hashes.place(inputs)));
      return new Placed(place, this, looks, added);
    }
  }

  /// @param looks the look that had each of the inputs first
  /// @param added those of the inputs that no look had yet
  private record Placed(Place place, Group group, List<Integer> looks, List<String> added) {}

  /// The order of a job that was never qualified.
  public static CommittedOrder of(Job job) {
    return of(job, List.of());
  }

  /// The order of a job that was looked at before.
  ///
  /// @param looks the cases that each look added, as `added` gave them, the first look first
  public static CommittedOrder of(Job job, List<List<String>> looks) {
    Map<String, Place> known = new HashMap<>();
    for (int look = 0; look < looks.size(); look++) {
      for (String input : looks.get(look)) {
        known.putIfAbsent(input, new Place(look, known.size(), ""));
      }
    }
    var hashes = new Hashes();
    var variables = job.prompt().variables();
    var turns = job.prompt().turnVariables();
    List<String> inputs = hashes.inputs(variables, job.cases());
    var groups = LinkedHashMap.<String, Group>newLinkedHashMap(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      Case given = job.cases().get(i);
      String name = given.cluster().map(c -> "cluster " + c).orElse("case " + given.id());
      groups
          .computeIfAbsent(name, _ -> Group.empty())
          .add(given, hashes.content(variables, turns, given), inputs.get(i));
    }
    List<Placed> placed = new ArrayList<>(groups.size());
    groups.values().forEach(group -> placed.add(group.placed(known, hashes)));
    placed.sort(Comparator.comparing(Placed::place));
    return new CommittedOrder(placed);
  }

  /// What the only look of an early ledger, which kept no looks, is taken to have added: all cases,
  /// in the order of that time.
  public static List<String> firstOfVersion1(Job job) {
    var inputs = new Hashes().inputs(job.prompt().variables(), job.cases());
    return Version1.order(job).stream().map(inputs::get).toList();
  }

  public List<Unit> units() {
    return units;
  }

  /// The units that have a critical case, in their order.
  public List<Unit> criticalUnits() {
    return units.stream().filter(unit -> unit.cases().stream().anyMatch(Case::critical)).toList();
  }

  /// The same order for answers of which the first was asked for at a later look: what was there by
  /// then was planned for.
  ///
  /// @param look counts from 1
  public CommittedOrder begunAt(int look) {
    int there = (int) looks.stream().filter(n -> n < look).count();
    return new CommittedOrder(this, Math.max(horizon, there), Math.max(lastPlanned, look - 1));
  }

  /// The same order for answers of which none was asked for yet.
  public CommittedOrder fresh() {
    return new CommittedOrder(this, units.size(), Place.NEW);
  }

  /// How many of the units, from the first on, were there at the first look; the others were added
  /// later.
  public int horizon() {
    return horizon;
  }

  /// Whether a case was there by the horizon; others of its unit may have been added later.
  ///
  /// @param which its place in the unit
  public boolean planned(Unit unit, int which) {
    return looksOfCases.get(unit.index()).get(which) <= lastPlanned;
  }

  /// Which look this is at the cases that were there first: 1, and one more for every time cases
  /// were added since.
  public int look() {
    var later = looks.stream().skip(horizon).filter(n -> n != Place.NEW).distinct();
    return 1 + (int) later.count();
  }

  /// How many looks since the one that planned added cases to units that were there, whose results
  /// that changed.
  public int regrown() {
    return (int)
        looksOfCases.stream()
            .flatMap(ofCases -> ofCases.stream().filter(look -> look > Collections.min(ofCases)))
            .filter(look -> look > lastPlanned)
            .distinct()
            .count();
  }

  /// The cases that no look had yet, in their order, each by a hash of 32 hexadecimal characters.
  public List<String> added() {
    return added;
  }

  /// Cases of the largest unit: 1 when nothing is clustered.
  public int largest() {
    return largest;
  }

  /// How many cases come before the one with this content hash, or -1 when none has it.
  ///
  /// @param likely what it probably is; when it is, it is found much faster
  public int place(String content, int likely) {
    return likely < contents.size() && contents.get(likely).equals(content)
        ? likely
        : places.getOrDefault(content, -1);
  }
}
