package dev.metier.label.session;

import dev.metier.core.problem.PlainText;
import dev.metier.core.text.ShortText;
import dev.metier.job.JobName;
import dev.metier.label.Label;
import dev.metier.label.Label.Value;
import dev.metier.label.Labeller;
import dev.metier.label.Labels;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How far labellers agree, for people and for programs.
public final class AgreementText {
  private static final int TOLD = 20;
  private static final int SHORT = 70;

  private AgreementText() {}

  public static String of(JobName job, LabellerAgreement agreement) {
    var text = new StringBuilder("Labels of " + job + "\n");
    if (agreement.each().isEmpty()) {
      return text.append("  None yet: `metier label ").append(job).append("`\n").toString();
    }
    agreement.each().forEach(each -> text.append("  ").append(single(each)).append('\n'));
    agreement.pairs().forEach(pair -> text.append('\n').append(pair(pair)));
    disagreements(agreement.disagreements(), job, text);
    return text.append('\n').append(calibration(job, agreement, true)).append('\n').toString();
  }

  private static String single(LabellerAgreement.Single each) {
    String repeated =
        each.repeated() == 0
            ? ""
            : "; of %d shown twice the same label for %d".formatted(each.repeated(), each.same());
    String madeUp =
        each.madeUp() == 0
            ? ""
            : "; failed %d of %d made-up errors".formatted(each.caught(), each.madeUp());
    return "%s: %d pass, %d fail, %d cannot tell%s%s."
        .formatted(name(each.by()), each.pass(), each.fail(), each.cannotTell(), repeated, madeUp);
  }

  private static String name(Labeller by) {
    return PlainText.of(by.name()) + (by.model() ? " (a model)" : "");
  }

  private static String pair(LabellerAgreement.Pair pair) {
    String first = name(pair.first());
    String second = name(pair.second());
    int wide = Math.max(6, second.length() + 6);
    String table = "    %-" + (first.length() + 6) + "s %" + wide + "s %" + wide + "s\n";
    String kappa =
        pair.kappa().isPresent()
            ? "Cohen's kappa %.2f".formatted(pair.kappa().getAsDouble())
            : "Cohen's kappa is not defined: one class only";
    String open = pair.open() == 0 ? "" : "; of %d one cannot tell".formatted(pair.open());
    return "  %s and %s, on %d answers: %s%s\n"
            .formatted(first, second, pair.answers(), kappa, open)
        + table.formatted("", second + " pass", second + " fail")
        + table.formatted(first + " pass", pair.bothPass(), pair.onlyFirst())
        + table.formatted(first + " fail", pair.onlySecond(), pair.bothFail());
  }

  private static void disagreements(
      List<LabellerAgreement.Disagreement> all, JobName job, StringBuilder text) {
    if (all.isEmpty()) {
      return;
    }
    text.append("\n  Labelled differently, and shown first next time (`metier label ")
        .append(job)
        .append("`):\n");
    for (LabellerAgreement.Disagreement each : all.subList(0, Math.min(TOLD, all.size()))) {
      Label one = each.labels().getFirst();
      String said =
          each.labels().stream().map(AgreementText::said).collect(Collectors.joining(", "));
      text.append("    %s: %s: %s\n".formatted(PlainText.of(one.caseId()), said, brief(one)));
    }
    if (all.size() > TOLD) {
      text.append("    and ").append(all.size() - TOLD).append(" more\n");
    }
  }

  private static String said(Label label) {
    String note = label.note().isEmpty() ? "" : " (" + PlainText.of(label.note()) + ")";
    return name(label.by()) + " " + word(label.value()) + note;
  }

  private static String word(Value value) {
    return value.word().replace('_', ' ');
  }

  private static String brief(Label label) {
    String line = PlainText.of(label.answer().text()).strip();
    return ShortText.of(line, SHORT, " ...");
  }

  /// What is still missing before a judge can be calibrated.
  ///
  /// @param more whether there are answers that this labeller has not seen
  public static String calibration(JobName job, LabellerAgreement agreement, boolean more) {
    int pass = agreement.passed();
    int fail = agreement.failed();
    long people = agreement.each().stream().filter(one -> !one.by().model()).count();
    String so =
        (people > 1 ? "People agree on" : "One person found")
            + " %d that pass and %d that fail, each answer counted once; calibrating a judge takes %d"
                .formatted(pass, fail, LabelRound.ENOUGH)
            + " of each.";
    if (pass >= LabelRound.ENOUGH && fail >= LabelRound.ENOUGH) {
      return so + " That is enough for `metier judge calibrate " + job + "`.";
    }
    return so
        + (more
            ? " `metier label " + job + "` goes on."
            : " No answers are left that would help. More come from more cases, from other models,"
                + " or where all models answer all cases: `metier qualify "
                + job
                + " --full`.");
  }

  public static ObjectNode json(JobName job, LabellerAgreement agreement, Labels labels) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("job", job.text());
    ArrayNode each = node.putArray("labellers");
    agreement.each().forEach(one -> labeller(each.addObject(), one));
    ArrayNode pairs = node.putArray("pairs");
    agreement.pairs().forEach(pair -> pair(pairs.addObject(), pair));
    ArrayNode split = node.putArray("disagreements");
    for (LabellerAgreement.Disagreement one : agreement.disagreements()) {
      ObjectNode told = split.addObject().put("case", one.labels().getFirst().caseId());
      ObjectNode by = told.putObject("labels");
      one.labels().forEach(label -> by.put(label.by().name(), label.value().word()));
      told.put("answer", one.labels().getFirst().answer().text());
    }
    node.putObject("agreed").put("pass", agreement.passed()).put("fail", agreement.failed());
    ObjectNode stale = node.putObject("stale");
    labels.stale().forEach((why, many) -> stale.put(why.name().toLowerCase(Locale.ROOT), many));
    return node.put("wrong_lines", labels.wrong().size());
  }

  private static void labeller(ObjectNode node, LabellerAgreement.Single one) {
    node.put("name", one.by().name()).put("kind", one.by().model() ? "model" : "person");
    node.put("pass", one.pass()).put("fail", one.fail()).put("cannot_tell", one.cannotTell());
    node.put("shown_twice", one.repeated()).put("same", one.same());
    node.put("made_up_errors", one.madeUp()).put("failed_of_these", one.caught());
  }

  private static void pair(ObjectNode node, LabellerAgreement.Pair pair) {
    node.put("first", pair.first().name()).put("second", pair.second().name());
    node.put("both_pass", pair.bothPass()).put("only_first_passes", pair.onlyFirst());
    node.put("only_second_passes", pair.onlySecond()).put("both_fail", pair.bothFail());
    node.put("one_cannot_tell", pair.open());
    pair.kappa().ifPresent(kappa -> node.put("kappa", kappa));
  }
}
