package dev.metier.qualify;

import dev.metier.core.text.NumberText;
import dev.metier.core.text.ShortText;
import dev.metier.grade.Markup;
import dev.metier.grade.judge.Judgements;
import dev.metier.job.CaseFree;
import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.ledger.BrokenGrade;
import dev.metier.ledger.Ledger;
import dev.metier.ledger.OtherModel;
import dev.metier.ledger.Outcome;
import dev.metier.ledger.ServedNames;
import dev.metier.ledger.Unserved;
import dev.metier.verdict.Finding;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The sentences about one job and model that a reader must know before the verdict's reason: what
/// happened to the answers besides being right or wrong.
///
/// @param grading hash under which the ledger keeps the grades
/// @param track the trials of the job and model
/// @param known what the kept trials of the job's cases came to
record Notes(Ledger ledger, String grading, Track track, List<Outcome> known) {
  /// How the sentence begins that answers of other models are no evidence.
  static final String LEFT_OUT = "Left out as evidence: ";

  private static final int LONGEST = 300;

  /// All of them, the most telling first.
  ///
  /// @param verdict what they stand beside
  List<String> all(Verdict verdict) {
    var notes = new ArrayList<String>();
    otherModels().ifPresent(notes::add);
    brokenGrades().ifPresent(notes::add);
    notServed().ifPresent(notes::add);
    formOnly(verdict).ifPresent(notes::add);
    cutOff().ifPresent(notes::add);
    askedAnew().ifPresent(notes::add);
    repriced().ifPresent(notes::add);
    for (Markup.Kind kind : Markup.Kind.values()) {
      left(kind).ifPresent(notes::add);
    }
    return notes;
  }

  /// Where answers that were kept after the verdict would speak against it.
  ///
  /// @param verdict as it rests on the first answers in the committed order
  Optional<String> against(Verdict verdict) {
    boolean fit = verdict instanceof Verdict.Fit;
    if (!fit && !(verdict instanceof Verdict.Unfit)) {
      return Optional.empty();
    }
    for (Finding finding : verdict.findings()) {
      if (finding.need() instanceof Requirement.Quality need
          && need.slice().isEmpty()
          && finding.status() != Finding.Status.UNDECIDED
          && finding.seen() < known.size()) {
        double mean = known.stream().mapToDouble(Outcome::score).average().orElse(0);
        boolean met = finding.status() == Finding.Status.MET;
        if (met ? mean < need.atLeast() : mean >= need.atLeast()) {
          return Optional.of(against(mean, need.atLeast(), finding.seen()));
        }
      }
    }
    return Optional.empty();
  }

  private String against(double mean, double bar, int seen) {
    return String.format(
        Locale.ROOT,
        "All %,d answers that are kept have a mean grade of %.3f, with the bar at %.2f: the verdict"
            + " rests on the first %,d cases in the committed order; confirm it on fresh ones.",
        known.size(),
        mean,
        bar,
        seen);
  }

  /// How many answers ended at the most tokens they may have, and how many of them had not begun.
  private Optional<String> cutOff() {
    long cut = known.stream().filter(Outcome::cutOff).count();
    long unbegun = known.stream().filter(Notes::unbegun).count();
    if (cut == 0) {
      return Optional.empty();
    }
    OptionalInt most = track.questions().settings().maxTokens();
    OptionalInt early = cutEarly(most);
    if (early.isPresent() && unbegun == 0) {
      return Optional.of(
          of(cut)
              + " cut off by the server after "
              + tokens(early.getAsInt())
              + " at most, though max_tokens allows "
              + NumberText.count(most.orElse(0))
              + ": raise the server's own limit of answers, or its window; hidden thinking may have"
              + " used up the rest.");
    }
    String where = most.isPresent() ? tokens(most.getAsInt()) : "their server's limit";
    String thinking =
        unbegun == 0
            ? ": raise max_tokens if answers need more."
            : (unbegun == cut ? ", which" : ", which in " + NumberText.count(unbegun) + " of them")
                + " thinking had used up: raise max_tokens or turn thinking off.";
    return Optional.of(of(cut) + " cut off at " + where + thinking);
  }

  /// The longest answer that was cut off, where all were far from the most tokens they might have.
  private OptionalInt cutEarly(OptionalInt most) {
    var cut = known.stream().filter(Outcome::cutOff).toList();
    int longest = cut.stream().mapToInt(outcome -> (int) outcome.sent()).max().orElse(-1);
    boolean counted = cut.stream().allMatch(outcome -> outcome.sent() >= 0);
    return counted && longest >= 0 && longest * 2L < most.orElse(0)
        ? OptionalInt.of(longest)
        : OptionalInt.empty();
  }

  private static boolean unbegun(Outcome outcome) {
    return outcome.cutOff() && !outcome.served();
  }

  /// How many answers hold markup that the server should have understood or left out.
  private Optional<String> left(Markup.Kind kind) {
    long holding = known.stream().filter(o -> o.markup().filter(kind::equals).isPresent()).count();
    if (holding == 0) {
      return Optional.empty();
    }
    String answers =
        NumberText.count(holding) + " of " + answers() + (holding == 1 ? " holds " : " hold ");
    return Optional.of(answers + told(kind) + " (" + remedy(kind) + ").");
  }

  private static String told(Markup.Kind kind) {
    return switch (kind) {
      case THINKING ->
          "thinking in the text, which clients would get: start the server with its reasoning"
              + " parser";
      case TOOL_CALL -> "tool calls as plain text: start the server with its tool parser";
      case CONTROL_TOKEN ->
          "control tokens in the text: start the server with the model's own chat template";
    };
  }

  private String remedy(Markup.Kind kind) {
    var advice = track.model().kind().advice();
    String text =
        switch (kind) {
          case THINKING -> advice.thinking();
          case TOOL_CALL -> advice.toolCalls();
          case CONTROL_TOKEN -> advice.controlTokens();
        };
    return String.format(Locale.ROOT, text, track.model().id());
  }

  private String of(long number) {
    return NumberText.count(number) + " of " + answers() + (known.size() == 1 ? " was" : " were");
  }

  private String answers() {
    return NumberText.count(known.size()) + (known.size() == 1 ? " answer" : " answers");
  }

  /// What FIT says where cases tell what is right and no grader looks at it; beside any other
  /// verdict, what waits for somebody to say that it is right.
  private Optional<String> formOnly(Verdict verdict) {
    Job job = track.job();
    boolean told =
        job.cases().stream().anyMatch(c -> c.expected().isPresent() || c.draft().isPresent());
    boolean free = CaseFree.looksAtFormOnly(job.grading(), job.cases());
    // where no text came, a record says what was right
    boolean texts = known.stream().anyMatch(outcome -> outcome.finish().isPresent());
    if (!told || !free || !texts) {
      return Optional.empty();
    }
    long drafts = job.cases().stream().filter(c -> c.draft().isPresent()).count();
    String waiting =
        NumberText.count(drafts)
            + (drafts == 1 ? " draft waits" : " drafts wait")
            + " in `metier label "
            + job.name()
            + "`";
    if (verdict instanceof Verdict.Fit) {
      return Optional.of(
          CellResult.FORM_ONLY
              + ": no grader looks at what is right for a case."
              + (drafts == 0 ? "" : " " + waiting + "."));
    }
    return drafts == 0
        ? Optional.empty()
        : Optional.of(waiting + "; until then only the form of answers is graded.");
  }

  /// On how many answers the grader failed, and why on most of them.
  private Optional<String> brokenGrades() {
    Set<String> broken = trials(Outcome::broken);
    if (broken.isEmpty()) {
      return Optional.empty();
    }
    List<String> reasons =
        ledger.brokenGrades(track.questions().setting(), grading).stream()
            .filter(b -> broken.contains(b.content() + b.repeat()))
            .map(BrokenGrade::reason)
            .toList();
    return Optional.of(
        "The grader failed, not the model, on "
            + NumberText.count(broken.size())
            + " of "
            + answers()
            + mostOften(reasons)
            + "."
            + (reasons.stream().anyMatch(Notes::ofJudge)
                ? " `metier qualify --again unserved` asks the judge anew."
                : ""));
  }

  private static boolean ofJudge(String reason) {
    return reason.contains(Judgements.COULD_NOT);
  }

  /// How many trials brought no usable answer, and why most of them did not: the words of the
  /// commonest cause, and where these differ (ids, times), the commonest of them.
  private Optional<String> notServed() {
    Set<String> failed = notBrought();
    if (failed.isEmpty()) {
      return Optional.empty();
    }
    List<Unserved> failures = unserved();
    Optional<String> status = commonest(failures.stream().map(Unserved::status).toList());
    List<String> words =
        failures.stream()
            .filter(f -> status.filter(f.status()::equals).isPresent())
            .map(Unserved::why)
            .toList();
    return Optional.of(
        of(failed.size())
            + " not served"
            + mostOften(words)
            + ". `metier qualify --again unserved` asks "
            + (failed.size() == 1 ? "it" : "them")
            + " anew.");
  }

  private Set<String> notBrought() {
    return trials(outcome -> !outcome.served() && !unbegun(outcome));
  }

  /// The trials that brought no usable answer, and why; the oldest first.
  List<Unserved> unserved() {
    Set<String> failed = notBrought();
    return failed.isEmpty()
        ? List.of()
        : ledger.unserved(track.questions().setting()).stream()
            .filter(f -> failed.contains(f.content() + f.repeat()))
            .toList();
  }

  /// How many answers another model gave, and which.
  private Optional<String> otherModels() {
    List<OtherModel> others = ledger.otherModels(track.questions().setting());
    if (others.isEmpty()) {
      return Optional.empty();
    }
    long answers = others.stream().mapToLong(OtherModel::answers).sum();
    String names =
        others.stream()
            .map(other -> "`" + ServedNames.clipped(other.name()) + "`")
            .collect(Collectors.joining(", "));
    return Optional.of(
        LEFT_OUT
            + NumberText.count(answers)
            + (answers == 1 ? " answer says that it is" : " answers say that they are")
            + " of another model than the one that was asked ("
            + names
            + ").");
  }

  /// How many good answers were asked anew.
  private Optional<String> askedAnew() {
    long aside = ledger.servedAside(track.questions().setting());
    return aside == 0
        ? Optional.empty()
        : Optional.of(
            "Asked anew, though "
                + NumberText.count(aside)
                + " earlier answers had been served: whoever chooses among runs is misled by luck"
                + " more often than the confidence says.");
  }

  /// How many answers were paid at another price than today's.
  private Optional<String> repriced() {
    long repriced = known.stream().filter(Outcome::repriced).count();
    return repriced == 0
        ? Optional.empty()
        : Optional.of(
            "Costs are by today's price, from the tokens and times that are kept; "
                + of(repriced)
                + " paid at another one.");
  }

  private Set<String> trials(Predicate<Outcome> which) {
    return known.stream()
        .filter(which)
        .map(outcome -> outcome.content() + outcome.repeat())
        .collect(Collectors.toSet());
  }

  private static String mostOften(List<String> words) {
    return commonest(words).map(word -> "; most often: " + clipped(word)).orElse("");
  }

  private static Optional<String> commonest(List<String> texts) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    texts.forEach(text -> counts.merge(text, 1, Integer::sum));
    return counts.entrySet().stream()
        .max(Comparator.comparingInt(Map.Entry::getValue))
        .map(Map.Entry::getKey);
  }

  private static String clipped(String text) {
    String line = text.strip().replaceFirst("[.\\s]+$", "");
    return line.length() <= LONGEST ? line : ShortText.of(line, LONGEST - 1) + "…";
  }

  private static String tokens(long number) {
    return NumberText.count(number) + (number == 1 ? " token" : " tokens");
  }
}
