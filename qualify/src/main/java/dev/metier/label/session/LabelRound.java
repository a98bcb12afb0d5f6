package dev.metier.label.session;

import dev.metier.core.text.Digest;
import dev.metier.job.JobName;
import dev.metier.label.Label;
import dev.metier.label.Label.Showing;
import dev.metier.label.Label.Value;
import dev.metier.label.Labeller;
import dev.metier.label.Labels;
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

/// One sitting of one labeller: what is shown next, and what was said of it.
///
/// First come answers that two people labelled differently, then some that others labelled, so that
/// agreement can be told. After these, right and wrong ones are drawn in turn, by chance and in
/// proportion to what either class lacks; a tenth is shown once more later. Nothing shown says
/// which of these it is. Not thread-safe.
public final class LabelRound {
  /// Labels of each class that calibrating a judge takes.
  public static final int ENOUGH = 50;

  /// Answers that a second person labels too, before new ones.
  private static final int OVERLAP = 50;

  /// One in so many is shown twice, so many labels later at the least.
  private static final int REPEATED = 10;

  private static final int LATER = 8;

  /// An answer to be labelled.
  public record Shown(AnsweredCase what, Showing showing) {}

  /// How far the sitting is.
  public record Tally(int done, int of, int pass, int fail, int cannotTell) {}

  private final JobName job;
  private final List<AnsweredCase> answers;
  private final List<Label> labels;
  private final Labeller by;
  private final int size;
  private final Deque<Label> made = new ArrayDeque<>();
  private final Map<String, AnsweredCase> bySubject = new HashMap<>();
  private Optional<Shown> current = Optional.empty();

  /// @param answers all that may be labelled; of equal ones the first counts
  /// @param labels of all labellers
  /// @param size how many answers are shown at the most
  public LabelRound(JobName job, List<AnsweredCase> answers, Labels labels, Labeller by, int size) {
    this.job = job;
    answers.forEach(each -> bySubject.putIfAbsent(each.subject(), each));
    this.answers =
        bySubject.values().stream().sorted(Comparator.comparing(AnsweredCase::order)).toList();
    this.labels = new ArrayList<>(labels.all());
    this.by = by;
    this.size = size;
  }

  /// What is to be labelled now; empty when the sitting is over or nothing is left.
  public Optional<Shown> current() {
    if (current.isEmpty() && made.size() < size) {
      current = disagreed().or(this::repeat).or(this::labelledByOthers).or(this::drawn);
    }
    return current;
  }

  /// Takes what the labeller says of the current answer.
  ///
  /// @return the label, to be kept
  public Label label(Value value, String note, Instant at) {
    Shown shown = current().orElseThrow();
    AnsweredCase what = shown.what();
    var label =
        new Label(
            job,
            what.given().id(),
            what.content(),
            what.answer(),
            by,
            value,
            note,
            at,
            shown.showing());
    labels.add(label);
    made.push(label);
    current = Optional.empty();
    return label;
  }

  /// Takes the last label of this sitting back, and shows its answer again.
  ///
  /// @return the label, to be taken back where it is kept; empty when there is none
  public Optional<Label> undo() {
    Optional<Label> last = Optional.ofNullable(made.poll());
    last.ifPresent(label -> {
      labels.remove(label);
      current =
          Optional.ofNullable(bySubject.get(label.subject()))
              .map(what -> new Shown(what, label.showing()));
    });
    return last;
  }

  public Tally tally() {
    return new Tally(
        made.size(), size, count(Value.PASS), count(Value.FAIL), count(Value.CANNOT_TELL));
  }

  private int count(Value value) {
    return (int) made.stream().filter(label -> label.value() == value).count();
  }

  private Set<String> mine(Showing showing) {
    var mine = new HashSet<String>();
    labels.stream()
        .filter(label -> label.by().equals(by) && label.showing() == showing)
        .forEach(label -> mine.add(label.subject()));
    return mine;
  }

  /// An answer of which two people say different things, and this labeller did not look again.
  private Optional<Shown> disagreed() {
    Set<String> split = LabellerAgreement.disagreed(labels);
    Set<String> first = mine(Showing.FIRST);
    Set<String> resolved = mine(Showing.RESOLVE);
    Set<String> now = new HashSet<>();
    made.forEach(label -> now.add(label.subject()));
    return answers.stream()
        .filter(each -> split.contains(each.subject()) && !now.contains(each.subject()))
        .filter(each -> !resolved.contains(each.subject()))
        .findFirst()
        .map(each ->
            new Shown(each, first.contains(each.subject()) ? Showing.RESOLVE : Showing.FIRST));
  }

  private Optional<Shown> repeat() {
    Set<String> repeated = mine(Showing.REPEAT);
    List<Label> own = labels.stream().filter(label -> label.by().equals(by)).toList();
    return own.stream()
        .limit(Math.max(0, own.size() - LATER))
        .filter(label -> label.showing() == Showing.FIRST && !repeated.contains(label.subject()))
        .flatMap(label -> Optional.ofNullable(bySubject.get(label.subject())).stream())
        .filter(each -> share("repeat", each.order()) < 1.0 / REPEATED)
        .findFirst()
        .map(each -> new Shown(each, Showing.REPEAT));
  }

  private Optional<Shown> labelledByOthers() {
    Set<String> theirs = new HashSet<>();
    labels.stream()
        .filter(label -> !label.by().equals(by) && !label.by().model())
        .forEach(label -> theirs.add(label.subject()));
    Set<String> mine = mine(Showing.FIRST);
    if (mine.stream().filter(theirs::contains).count() >= OVERLAP) {
      return Optional.empty();
    }
    return answers.stream()
        .filter(each -> theirs.contains(each.subject()) && !mine.contains(each.subject()))
        .findFirst()
        .map(LabelRound::first);
  }

  private static Shown first(AnsweredCase each) {
    return new Shown(each, Showing.FIRST);
  }

  /// A new one, of the class that is wanted as far as that can be told beforehand.
  private Optional<Shown> drawn() {
    Set<String> mine = mine(Showing.FIRST);
    var own =
        labels.stream().filter(l -> l.by().equals(by) && l.showing() == Showing.FIRST).toList();
    long pass = own.stream().filter(l -> l.value() == Value.PASS).count();
    long fail = own.stream().filter(l -> l.value() == Value.FAIL).count();
    double lackPass = Math.max(0, ENOUGH - pass) + 1;
    double lackFail = Math.max(0, ENOUGH - fail) + 1;
    boolean wrong = share("class", by.name() + own.size()) < lackFail / (lackFail + lackPass);
    Map<String, Integer> seen = new HashMap<>();
    own.forEach(label -> seen.merge(label.content(), 1, Integer::sum));
    var chances = new WrongChances(labels);
    return answers.stream()
        .filter(each -> !mine.contains(each.subject()))
        // made-up errors are for what a calibration lacks; beyond it nobody's time is worth them
        .filter(each -> fail < ENOUGH || !each.answer().madeUp())
        .min(
            Comparator.comparingInt((AnsweredCase each) -> chances.rank(each, wrong))
                .thenComparingInt(each -> seen.getOrDefault(each.content(), 0))
                .thenComparing(AnsweredCase::order))
        .map(LabelRound::first);
  }

  /// A number in 0..1 that the text alone makes.
  private static double share(String purpose, String text) {
    byte[] hash = new Digest().add(purpose + "/1").add(text).bytes();
    return (((hash[0] & 0xff) << 8) | (hash[1] & 0xff)) / 65536.0;
  }
}
