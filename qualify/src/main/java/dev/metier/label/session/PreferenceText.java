package dev.metier.label.session;

import dev.metier.core.problem.PlainText;
import dev.metier.core.text.NumberText;
import dev.metier.job.JobName;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Preferences for people and for programs.
public final class PreferenceText {
  private static final List<String> WORDS = List.of("one", "tie", "other");

  private PreferenceText() {}

  public static String of(JobName job, PreferenceTable table) {
    var text = new StringBuilder("Preferences of " + job + "\n");
    if (table.models().isEmpty()) {
      return text.append("  None yet: `metier label ").append(job).append(" --pairs`\n").toString();
    }
    table.models().forEach(each -> text.append("  ").append(models(each)).append('\n'));
    for (PreferenceTable.Agreement each : table.people()) {
      text.append('\n').append(agreement(each));
      text.append(
          "    One and other are the same answer for both people, whichever side it stood on.\n");
    }
    table.judge().ifPresent(each -> text.append('\n').append(judge(job, each, table.unasked())));
    return text.toString();
  }

  private static String models(PreferenceTable.Models each) {
    int decided = each.first() + each.second();
    String share =
        each.share()
            .map(interval ->
                String.format(
                    Locale.ROOT, " (%.2f to %.2f at 95 %%)", interval.low(), interval.high()))
            .orElse("");
    return "%s beside %s: preferred in %d of %d decided%s, %s%s."
        .formatted(
            PlainText.of(each.one()),
            PlainText.of(each.other()),
            each.first(),
            decided,
            share,
            NumberText.count(each.tie(), "tie"),
            each.split() == 0 ? "" : "; people differ on " + each.split());
  }

  private static String agreement(PreferenceTable.Agreement each) {
    String kappa =
        each.kappa().isPresent()
            ? String.format(Locale.ROOT, "Cohen's kappa %.2f", each.kappa().getAsDouble())
            : "Cohen's kappa is not defined: one word only";
    String first = PlainText.of(each.first());
    String second = PlainText.of(each.second());
    int name = first.length() + 6;
    int cell = second.length() + 6;
    String row = "    %-" + name + "s" + (" %" + cell + "s").repeat(3) + "\n";
    var text =
        new StringBuilder(
            "  %s and %s, on %s: %s\n"
                .formatted(first, second, NumberText.count(each.pairs(), "pair"), kappa));
    text.append(
        row.formatted(
            "",
            second + " " + WORDS.get(0),
            second + " " + WORDS.get(1),
            second + " " + WORDS.get(2)));
    for (int i = 0; i < WORDS.size(); i++) {
      List<Integer> counts = each.table().get(i);
      text.append(
          row.formatted(first + " " + WORDS.get(i), counts.get(0), counts.get(1), counts.get(2)));
    }
    return text.toString();
  }

  private static String judge(JobName job, PreferenceTable.Agreement each, int unasked) {
    String missing =
        unasked == 0
            ? ""
            : "  Of "
                + NumberText.count(unasked, "pair")
                + " the judge said nothing that counts: `metier qualify "
                + job
                + "` asks it.\n";
    return each.pairs() == 0
        ? missing
        : agreement(each)
            + "    One is the model's answer, other what the judge compares with.\n"
            + missing;
  }

  public static ObjectNode json(JobName job, PreferenceTable table) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("job", job.text());
    var models = node.putArray("models");
    for (PreferenceTable.Models each : table.models()) {
      ObjectNode one = models.addObject().put("one", each.one()).put("other", each.other());
      one.put("one_preferred", each.first()).put("other_preferred", each.second());
      one.put("tie", each.tie()).put("split", each.split());
      each.share()
          .ifPresent(share -> one.putArray("share_of_decided").add(share.low()).add(share.high()));
    }
    var people = node.putArray("agreement");
    table.people().forEach(each -> agreement(people.addObject(), each));
    table.judge().ifPresent(each -> agreement(node.putObject("judge"), each));
    return node.put("judge_unasked", table.unasked());
  }

  private static void agreement(ObjectNode node, PreferenceTable.Agreement each) {
    node.put("first", each.first()).put("second", each.second()).put("pairs", each.pairs());
    each.kappa().ifPresent(kappa -> node.put("kappa", kappa));
    var rows = node.putArray("table");
    for (List<Integer> row : each.table()) {
      var cells = rows.addArray();
      row.forEach(cells::add);
    }
  }
}
