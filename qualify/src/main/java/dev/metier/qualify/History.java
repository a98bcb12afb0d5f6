package dev.metier.qualify;

import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.ledger.AskedCase;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.RunCell;
import dev.metier.ledger.RunInfo;
import dev.metier.ledger.SettingInfo;
import dev.metier.plan.Hashes;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The sentences about what became of a job's cases and prompt before today's: what was asked of
/// this model and is not in the file any more, how often its cases were tested, how often cases
/// were added.
///
/// @param held what the ledger holds of all jobs
record History(Ledger ledger, Held held, Track track) {
  /// What a ledger holds of all jobs.
  ///
  /// @param runs what its runs were to find out, the oldest first
  record Held(List<SettingInfo> settings, List<RunCell> runs) {}

  /// All of them, the most telling first.
  List<String> notes(Verdict verdict) {
    if (track.kept() == 0) {
      return List.of();
    }
    var notes = new ArrayList<String>();
    List<SettingInfo> own = own();
    boolean gone = own.stream().mapToLong(SettingInfo::entries).sum() > track.kept();
    List<AskedCase> asked =
        gone ? ledger.asked(track.job().name(), track.model().name()) : List.of();
    var reviewed = ReviewedCases.of(ledger, track, asked);
    notes.addAll(reviewed.notes());
    removed(asked).ifPresent(notes::add);
    changed(asked).ifPresent(notes::add);
    if (verdict instanceof Verdict.Fit) {
      tries(own, asked, reviewed.tries()).ifPresent(notes::add);
    }
    if (!(verdict instanceof Verdict.Forbidden) && !(verdict instanceof Verdict.Expired)) {
      bars().ifPresent(notes::add);
    }
    looks().ifPresent(notes::add);
    return notes;
  }

  private List<SettingInfo> own() {
    return held.settings().stream()
        .filter(s -> s.entries() > 0)
        .filter(s -> s.job().equals(track.job().name()))
        .filter(s -> s.model().equals(track.model().name()))
        .toList();
  }

  private Set<String> names() {
    return track.job().cases().stream().map(Case::identity).collect(Collectors.toSet());
  }

  /// Answered cases whose name is gone, under whatever prompt they were answered.
  private Optional<String> removed(List<AskedCase> asked) {
    Set<String> names = new HashSet<>(names());
    track.job().setAside().forEach(each -> names.add(each.identity()));
    Map<String, Boolean> gone = new LinkedHashMap<>();
    asked.stream()
        .filter(each -> !names.contains(each.name()))
        .forEach(each -> gone.put(each.name(), each.passed()));
    return told(gone, "no longer in the file");
  }

  /// Cases that were answered under today's setting with another content.
  private Optional<String> changed(List<AskedCase> asked) {
    Set<String> names = names();
    Map<String, Boolean> changed = new LinkedHashMap<>();
    asked.stream()
        .filter(each -> each.setting().equals(track.questions().setting()))
        .filter(each -> names.contains(each.name()) && !track.has(each.content()))
        .forEach(each -> changed.put(each.content(), each.passed()));
    return told(changed, "changed since");
  }

  static Optional<String> told(Map<String, Boolean> passed, String what) {
    int count = passed.size();
    if (count == 0) {
      return Optional.empty();
    }
    long failed = passed.values().stream().filter(each -> !each).count();
    String one = count == 1 ? "1 answered case is " : "%,d answered cases are ".formatted(count);
    String had =
        count == 1
            ? failed == 1 ? "it had failed" : "it had passed"
            : failed == count
                ? "all %,d had failed".formatted(count)
                : "%,d of them had failed".formatted(failed);
    return Optional.of(one + what + "; " + had + ".");
  }

  /// How often today's cases were tested, when that was more than once: with other prompts and
  /// settings, with other numbers of repeats, with units that have got more cases since, and with
  /// labels that people changed after they were answered.
  ///
  /// @param relabelled how many such labels there are
  private Optional<String> tries(List<SettingInfo> own, List<AskedCase> asked, int relabelled) {
    String setting = track.questions().setting();
    Map<String, Set<Integer>> tried = tried(own, asked);
    int regrown = track.order().regrown();
    int tests = relabelled + regrown + tried.values().stream().mapToInt(Set::size).sum();
    if (tests == 1) {
      return Optional.empty();
    }
    boolean last = own.getLast().setting().equals(setting);
    String told =
        tests > tried.size()
            ? "These cases were tested %d times over (%s)"
                .formatted(tests, ways(tried, regrown, relabelled))
            : last
                ? "This is the " + ordinal(tests) + " prompt or setting tried on these cases"
                : tests + " prompts or settings were tried on these cases";
    return Optional.of(
        told
            + ": a FIT now is luck with a chance of up to "
            + percent(1 - Math.pow(1 - alpha(track.job()), tests))
            + " %; confirm it on fresh cases.");
  }

  /// The numbers of repeats that today's cases were asked with, by what they were asked.
  private Map<String, Set<Integer>> tried(List<SettingInfo> own, List<AskedCase> asked) {
    Set<String> names = names();
    Set<String> same =
        asked.stream()
            .filter(each -> names.contains(each.name()))
            .map(AskedCase::setting)
            .collect(Collectors.toSet());
    String setting = track.questions().setting();
    Map<String, Set<Integer>> tried = new LinkedHashMap<>();
    Set<Integer> now = new TreeSet<>(Set.of(track.job().repeats()));
    now.addAll(earlierRepeats());
    tried.put(Hashes.prompt(track.job(), track.questions().settings()), now);
    own.stream()
        .filter(s -> same.contains(s.setting()) && !s.setting().equals(setting))
        .filter(s -> s.prompt().isPresent() || sameBuild(s, own))
        .forEach(s -> {
          var repeats = tried.computeIfAbsent(s.prompt().orElse(s.setting()), _ -> new TreeSet<>());
          runs(s.setting()).map(RunCell::repeats).filter(n -> n > 0).forEach(repeats::add);
          if (repeats.isEmpty()) {
            repeats.add(track.job().repeats());
          }
        });
    return tried;
  }

  /// Other numbers of repeats that one of today's cases was asked with under today's setting.
  private Set<Integer> earlierRepeats() {
    String setting = track.questions().setting();
    List<RunCell> others =
        runs(setting)
            .filter(run -> run.repeats() > 0 && run.repeats() != track.job().repeats())
            .toList();
    Set<Integer> repeats = new TreeSet<>();
    List<RunInfo> runs = others.isEmpty() ? List.of() : ledger.runs();
    for (RunCell other : others) {
      boolean asked =
          runs.stream()
              .filter(run -> run.id() == other.run())
              .flatMap(run -> ledger.keys(setting, run.ended().orElse(run.started())).stream())
              .anyMatch(key -> track.has(key.content()));
      if (asked) {
        repeats.add(other.repeats());
      }
    }
    return repeats;
  }

  /// The runs that asked the track's model for its job under a setting.
  private Stream<RunCell> runs(String setting) {
    return held.runs().stream()
        .filter(run -> run.setting().filter(setting::equals).isPresent())
        .filter(run -> run.job().equals(track.job().name()))
        .filter(run -> run.model().equals(track.model().name()));
  }

  private static String ways(Map<String, Set<Integer>> tried, int regrown, int relabelled) {
    var ways = new ArrayList<String>();
    if (tried.size() > 1) {
      ways.add(tried.size() + " prompts or settings");
    }
    Set<Integer> repeats = new TreeSet<>();
    tried.values().forEach(repeats::addAll);
    if (repeats.size() > 1) {
      ways.add(
          "repeats " + repeats.stream().map(String::valueOf).collect(Collectors.joining(" and ")));
    }
    if (regrown > 0) {
      ways.add("cases added to answered clusters " + (regrown == 1 ? "once" : regrown + " times"));
    }
    if (relabelled > 0) {
      ways.add("labels changed after answers were seen: " + relabelled);
    }
    return String.join("; ", ways);
  }

  /// An early ledger does not tell a prompt from a build; only one of today's build is surely
  /// another prompt.
  private boolean sameBuild(SettingInfo info, List<SettingInfo> own) {
    return own.stream()
        .filter(s -> s.setting().equals(track.questions().setting()))
        .anyMatch(s -> s.fingerprint().equals(info.fingerprint()));
  }

  private static double alpha(Job job) {
    return job.needs().stream().mapToDouble(need -> 1 - need.confidence()).max().orElse(0);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f", 100 * share);
  }

  private static String ordinal(int number) {
    int last = number % 10;
    boolean teen = number % 100 / 10 == 1;
    return number
        + (teen || last == 0 || last > 3 ? "th" : List.of("st", "nd", "rd").get(last - 1));
  }

  /// The last run that judged the same answers by another bar.
  private Optional<String> bars() {
    return runs(track.questions().setting())
        .filter(run -> !run.otherBars(track.job().needs()).isEmpty())
        .reduce((_, latest) -> latest)
        .map(run ->
            "Run %d asked for another bar: %s."
                .formatted(run.run(), String.join("; ", run.otherBars(track.job().needs()))));
  }

  private Optional<String> looks() {
    int look = track.look();
    return look == 1
        ? Optional.empty()
        : Optional.of(
            "Look %d at this job: cases were added %s, and count behind those of the first look."
                .formatted(look, look == 2 ? "once" : (look - 1) + " times"));
  }
}
