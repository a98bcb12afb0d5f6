package dev.metier.qualify;

import dev.metier.evidence.AskedCase;
import dev.metier.evidence.Ledger;
import dev.metier.evidence.RunCell;
import dev.metier.evidence.SettingInfo;
import dev.metier.job.Case;
import dev.metier.job.Job;
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
import java.util.stream.Collectors;

/// The sentences about what became of a job's cases and prompt before today's: what was asked of
/// this model and is not in the file any more, how many prompts were tried, how often cases were
/// added.
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
    removed(asked).ifPresent(notes::add);
    changed(asked).ifPresent(notes::add);
    if (!(verdict instanceof Verdict.Unfit)) {
      tries(own, asked).ifPresent(notes::add);
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
    Set<String> names = names();
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

  private static Optional<String> told(Map<String, Boolean> passed, String what) {
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

  /// How many prompts and settings were tried on today's cases, when there were several.
  private Optional<String> tries(List<SettingInfo> own, List<AskedCase> asked) {
    Set<String> names = names();
    Set<String> same =
        asked.stream()
            .filter(each -> names.contains(each.name()))
            .map(AskedCase::setting)
            .collect(Collectors.toSet());
    String setting = track.questions().setting();
    String prompt = Hashes.prompt(track.job(), track.questions().settings());
    Set<String> tried = new HashSet<>(Set.of(prompt));
    own.stream()
        .filter(s -> same.contains(s.setting()) && !s.setting().equals(setting))
        .filter(s -> s.prompt().isPresent() || sameBuild(s, own))
        .forEach(s -> tried.add(s.prompt().orElse(s.setting())));
    if (tried.size() == 1) {
      return Optional.empty();
    }
    boolean last = own.getLast().setting().equals(setting);
    return Optional.of(
        (last
                ? "This is the " + ordinal(tried.size()) + " prompt or setting tried on these cases"
                : tried.size() + " prompts or settings were tried on these cases")
            + ": a FIT now is luck with a chance of up to "
            + percent(1 - Math.pow(1 - alpha(track.job()), tried.size()))
            + " %; confirm it on fresh cases.");
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
    return held.runs().reversed().stream()
        .filter(run -> run.setting().filter(track.questions().setting()::equals).isPresent())
        .filter(run -> run.job().equals(track.job().name()))
        .filter(run -> run.model().equals(track.model().name()))
        .filter(run -> !run.otherBars(track.job().needs()).isEmpty())
        .findFirst()
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
