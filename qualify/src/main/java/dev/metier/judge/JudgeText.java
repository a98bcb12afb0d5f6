package dev.metier.judge;

import dev.metier.core.text.NumberText;
import dev.metier.job.Job;
import dev.metier.job.Requirement;
import dev.metier.label.Labels;
import dev.metier.stats.Interval;
import dev.metier.stats.JudgeRates;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What is known of a job's judge, for people and for programs.
public final class JudgeText {
  private static final double CONFIDENCE = 0.95;

  private JudgeText() {}

  /// As lines.
  public static String of(Job job, JobJudge judge, Labels labels, JudgeCalibration known) {
    var text = new StringBuilder();
    text.append(job.name())
        .append(": ")
        .append(judge.spec().criterion().word())
        .append(", judged by ")
        .append(judge.model().name())
        .append('\n');
    text.append("  ")
        .append(NumberText.count(known.told().size(), "labelled answer"))
        .append(aside(labels, known))
        .append('\n');
    for (String family : known.families()) {
      family(text, job, judge, known, known.of(family));
    }
    var all = known.of("");
    if (known.families().isEmpty() && JudgeCalibration.suffices(all.rates())) {
      // answers of models that the project has no longer, or that people brought along
      family(text, job, judge, known, all);
    } else if (known.families().isEmpty()) {
      text.append("  ")
          .append(known.unproven(job.name().text(), judge.model().name().text(), ""))
          .append('\n');
    }
    return text.toString();
  }

  private static String aside(Labels labels, JudgeCalibration known) {
    var text = new StringBuilder();
    long models = labels.all().stream().filter(label -> label.by().model()).count();
    if (models > 0) {
      text.append("; ").append(models).append(" by models, which do not count");
    }
    if (labels.staleCount() > 0) {
      text.append("; ").append(labels.staleCount()).append(" set aside");
    }
    if (known.unasked() > 0) {
      text.append("; ").append(known.unasked()).append(" not judged yet");
    }
    if (known.unclear() > 0) {
      text.append("; ").append(known.unclear()).append(" that the judge could not judge");
    }
    return text.toString();
  }

  private static void family(
      StringBuilder text,
      Job job,
      JobJudge judge,
      JudgeCalibration known,
      JudgeCalibration.OfFamily family) {
    JudgeRates rates = family.rates();
    text.append(
        String.format(Locale.ROOT, "%n  %-18s judge passes  judge fails%n", family.family()));
    text.append(
        line(
            "people pass",
            rates.goodPassed(),
            rates.good() - rates.goodPassed(),
            family.otherGood()));
    text.append(
        line("people fail", rates.bad() - rates.badFailed(), rates.badFailed(), family.otherBad()));
    if (!JudgeCalibration.suffices(rates) || !rates.tells()) {
      text.append("    ")
          .append(known.unproven(job.name().text(), judge.model().name().text(), family.family()))
          .append('\n');
      return;
    }
    text.append("    sensitivity ").append(share(rates.sensitivity()));
    text.append(range(rates.sensitivity(1 - CONFIDENCE)));
    text.append(", specificity ").append(share(rates.specificity()));
    text.append(range(rates.specificity(1 - CONFIDENCE)));
    text.append(String.format(Locale.ROOT, ", Youden's J %.2f%n", rates.youden()));
    bars(text, job, rates);
  }

  /// What its errors cost: the bars that its own passes must clear.
  private static void bars(StringBuilder text, Job job, JudgeRates rates) {
    for (Requirement need : job.needs()) {
      if (need instanceof Requirement.Quality quality && quality.slice().isEmpty()) {
        double alpha = (1 - quality.confidence()) / 5;
        text.append(
            String.format(
                Locale.ROOT,
                "    a quality of %s: FIT from %s passed on, UNFIT below %s; between them after all"
                    + " cases%n",
                share(quality.atLeast()),
                share(rates.fitBar(quality.atLeast(), alpha)),
                share(rates.unfitBar(quality.atLeast(), alpha))));
      }
    }
  }

  private static String line(String people, int passed, int failed, boolean all) {
    return String.format(
        Locale.ROOT,
        "    %-16s %12d %12d%s%n",
        people,
        passed,
        failed,
        all ? "   (of all families, made up ones too)" : "");
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * value);
  }

  private static String range(Interval interval) {
    return " (" + share(interval.low()) + " to " + share(interval.high()) + ")";
  }

  /// For programs.
  public static ObjectNode json(Job job, JobJudge judge, Labels labels, JudgeCalibration known) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("job", job.name().text()).put("judge", judge.model().name().text());
    node.put("criterion", judge.spec().criterion().word()).put("setting", judge.setting());
    node.put("labelled", known.told().size()).put("set_aside", labels.staleCount());
    node.put("unasked", known.unasked()).put("could_not_judge", known.unclear());
    var families = node.putArray("families");
    for (String name : known.families()) {
      JudgeRates rates = known.of(name).rates();
      families
          .addObject()
          .put("family", name)
          .put("good", rates.good())
          .put("good_passed", rates.goodPassed())
          .put("bad", rates.bad())
          .put("bad_failed", rates.badFailed())
          .put("youden", rates.youden())
          .put("proves", JudgeCalibration.suffices(rates) && rates.tells());
    }
    return node;
  }
}
