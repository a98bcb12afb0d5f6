package dev.metier.judge;

import dev.metier.chat.ChatReply;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.core.text.NumberText;
import dev.metier.grade.Grade;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.label.Label;
import dev.metier.label.LabelledAnswer;
import dev.metier.label.Labels;
import dev.metier.plan.Trial;
import dev.metier.stats.JudgeRates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/// What a judge said of answers that people labelled, and so how often it errs.
///
/// It is a function of the labels and of what the ledger keeps of the judge: another rubric,
/// prompt, judge or build of it has said nothing yet. Labels made by models are not among them.
///
/// @param told an entry for each labelled answer
public record JudgeCalibration(List<Told> told) {
  /// So many of a class are needed at least; 50 of each are aimed at.
  public static final int LEAST = 20;

  /// How many labels of each class make a calibration that decides more than clear cases.
  public static final int AIM = 50;

  public JudgeCalibration {
    told = List.copyOf(told);
  }

  /// One labelled answer.
  ///
  /// @param given the case that it answers
  /// @param family of the model that gave it; empty for one that was made up
  /// @param good whether people say that it passes
  /// @param grade by the judge; empty while it was not asked enough
  public record Told(
      Case given, String text, Optional<String> family, boolean good, Optional<Grade> grade) {
    boolean judged() {
      return grade.filter(each -> !each.broken()).isPresent();
    }

    boolean passed() {
      return grade.filter(Grade::passed).isPresent();
    }
  }

  /// How often a judge errs on answers of a family.
  ///
  /// @param otherGood whether too few good ones are of that family, so that those of all count
  /// @param otherBad the same of bad ones
  public record OfFamily(String family, JudgeRates rates, boolean otherGood, boolean otherBad) {}

  /// What is known by now.
  ///
  /// @param family the family of the model of a name; empty for a name that is no model's
  public static JudgeCalibration of(
      Job job, Labels labels, JobJudge judge, Function<String, Optional<String>> family) {
    Map<String, Case> cases = new HashMap<>();
    job.cases().forEach(given -> cases.put(Label.content(given), given));
    var told = new ArrayList<Told>();
    for (Labels.Agreed label : labels.agreed()) {
      Case given = cases.get(label.content());
      if (given != null) {
        LabelledAnswer answer = label.answer();
        told.add(
            new Told(
                given,
                answer.text(),
                answer.madeUp() ? Optional.empty() : family.apply(answer.source()),
                label.pass(),
                judge.grade(given, reply(answer.text()))));
      }
    }
    return new JudgeCalibration(told);
  }

  private static ChatReply reply(String text) {
    return new ChatReply(List.of(new Part.Text(text)), FinishReason.STOP, Usage.NONE);
  }

  /// What the judge is to be asked about labelled answers next; empty when it has said of each what
  /// it can.
  public static List<Trial> trials(JudgeCalibration now, JobJudge judge) {
    Map<Object, Trial> trials = new LinkedHashMap<>();
    for (Told each : now.told) {
      for (Trial trial : judge.trials(each.given, reply(each.text))) {
        trials.putIfAbsent(trial.key(), trial);
      }
    }
    return List.copyOf(trials.values());
  }

  /// The families of the labelled answers, by name.
  public List<String> families() {
    var families = new TreeSet<String>();
    told.forEach(each -> each.family.ifPresent(families::add));
    return List.copyOf(families);
  }

  /// Labelled answers of which the judge said nothing yet.
  public int unasked() {
    return (int) told.stream().filter(each -> each.grade.isEmpty()).count();
  }

  /// Labelled answers that it could not judge.
  public int unclear() {
    return (int) told.stream().filter(each -> each.grade.filter(Grade::broken).isPresent()).count();
  }

  private int count(Predicate<Told> which) {
    return (int) told.stream().filter(Told::judged).filter(which).count();
  }

  private static boolean isOf(Told each, String family) {
    return each.family.filter(family::equals).isPresent();
  }

  /// How often the judge errs on answers of a family. Of a class of which the family has too few,
  /// those of all families count, and those that were made up.
  public OfFamily of(String family) {
    boolean allGood = count(each -> each.good && isOf(each, family)) < LEAST;
    boolean allBad = count(each -> !each.good && isOf(each, family)) < LEAST;
    Predicate<Told> good = each -> each.good && (allGood || isOf(each, family));
    Predicate<Told> bad = each -> !each.good && (allBad || isOf(each, family));
    var rates =
        new JudgeRates(
            count(good),
            count(good.and(Told::passed)),
            count(bad),
            count(bad.and(each -> !each.passed())));
    return new OfFamily(family, rates, allGood, allBad);
  }

  /// Whether enough of both classes were labelled and judged.
  public static boolean suffices(JudgeRates rates) {
    return rates.good() >= LEAST && rates.bad() >= LEAST;
  }

  /// The rates that verdicts rest on: unknown while there are too few labels.
  public JudgeRates rates(String family) {
    JudgeRates found = of(family).rates();
    return suffices(found) ? found : JudgeRates.UNKNOWN;
  }

  /// Why nothing is proved of a family's answers, with what to do about it.
  public String unproven(String job, String judge, String family) {
    JudgeRates rates = of(family).rates();
    String calibrate = "`metier judge calibrate " + job + "`.";
    if (told.isEmpty()) {
      return String.format(
          Locale.ROOT,
          "How often %s errs is not known, so that it only reports: label answers with `metier"
              + " label %s`, then run %s",
          judge,
          job,
          calibrate);
    }
    if (suffices(rates)) {
      return weak(judge, rates);
    }
    if (unasked() > 0) {
      return String.format(
          Locale.ROOT,
          "%s has not been asked about %s, by this rubric and build: run %s",
          judge,
          NumberText.count(unasked(), "labelled answer"),
          calibrate);
    }
    return String.format(
        Locale.ROOT,
        "Only %d good and %d bad answers are labelled and judged; it takes %d of each, %d at"
            + " least: `metier label %s`, then %s",
        rates.good(),
        rates.bad(),
        AIM,
        LEAST,
        job,
        calibrate);
  }

  private static String weak(String judge, JudgeRates rates) {
    return String.format(
        Locale.ROOT,
        "%s passes %.0f %% of good answers and fails %.0f %% of bad ones, which proves nothing"
            + " (Youden's J %.2f, at least %.2f is needed): say the rubric more plainly, or name"
            + " another judge.",
        judge,
        100 * rates.sensitivity(),
        100 * rates.specificity(),
        rates.youden(),
        JudgeRates.LEAST_YOUDEN);
  }
}
