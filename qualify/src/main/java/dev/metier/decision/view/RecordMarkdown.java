package dev.metier.decision.view;

import dev.metier.decision.view.RecordView.Candidate;
import dev.metier.decision.view.RecordView.Need;
import dev.metier.decision.view.RecordView.Wrong;
import java.util.List;

/// A record as Markdown, its first page first.
public final class RecordMarkdown {
  private final StringBuilder out = new StringBuilder();

  private RecordMarkdown() {}

  public static String of(RecordView view) {
    var text = new RecordMarkdown();
    text.first(view);
    text.second(view);
    return text.out.toString();
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private void block(String text) {
    out.append(text).append("\n\n");
  }

  private void first(RecordView view) {
    block("# " + view.id() + ": " + plain(view.job()) + ", " + plain(view.model()));
    block(
        view.status()
            + (view.date().isEmpty() ? "" : " · " + view.date())
            + (view.reviewBy().isEmpty() ? "" : " · review by " + view.reviewBy())
            + (view.owner().isEmpty() ? "" : " · owner " + plain(view.owner()))
            + (view.supersedes().isEmpty() ? "" : " · in place of " + view.supersedes())
            + (view.supersededBy().isEmpty() ? "" : " · superseded by " + view.supersededBy()));
    if (!view.supersededBy().isEmpty()) {
      block("> **Superseded:** " + view.supersededBy() + " stands in its place.");
    }
    view.changes().forEach(change -> line("> **Does not hold as it is:** " + plain(change)));
    if (!view.changes().isEmpty()) {
      line("");
    }
    block("**" + plain(view.sentence()) + "**");
    needs(view.needs());
    if (view.more() > 0) {
      block("And " + view.more() + " more, below.");
    }
    reasons(view);
    money(view);
    data(view);
    block("## Wrong answers");
    wrong(view);
    block("**Not for:** " + or(view.notFor(), "nothing is written"));
    block("**Ends when:** " + or(view.ends(), "nothing is written"));
    block("**Disagrees, because:** " + or(view.dissent(), "nobody wrote so"));
    block(
        "Evidence "
            + view.evidence().hash()
            + " · "
            + view.evidence().cases()
            + " cases · "
            + view.evidence().at());
    block("Signatures: owner ________ finance ________ data protection ________");
  }

  private void reasons(RecordView view) {
    var reasons = view.page().needs().stream().filter(n -> !n.because().isEmpty()).toList();
    reasons.forEach(
        need -> line("* " + plain(need.need()) + " stands although: " + plain(need.because())));
    if (!reasons.isEmpty()) {
      line("");
    }
  }

  private static String or(String text, String otherwise) {
    return text.isEmpty() ? otherwise : plain(text);
  }

  private void needs(List<Need> needs) {
    line("| need | found | evidence |");
    line("|---|---|---|");
    for (Need need : needs) {
      String cases = need.cases() == 0 ? "" : " on " + need.cases() + " cases";
      line(
          "| "
              + plain(need.need())
              + " ("
              + need.confidence()
              + ") | "
              + need.state().word()
              + " | "
              + plain(need.said())
              + cases
              + " |");
    }
    line("");
  }

  private void money(RecordView view) {
    view.money()
        .ifPresent(money -> {
          block("## Money");
          line("* 1,000 answers: " + money.perThousand());
          if (!money.beside().isEmpty()) {
            line("* 1,000 answers of " + plain(money.beside()) + ": " + money.besidePerThousand());
          }
          if (!money.paysFrom().isEmpty()) {
            line("* Pays for itself from " + money.paysFrom() + " answers a year");
          }
          if (!money.turns().isEmpty()) {
            line("* Turns round when: " + plain(money.turns()));
          }
          block("* " + plain(money.assumes()));
        });
  }

  private void data(RecordView view) {
    var data = view.data();
    block("## Where the data may go");
    line("* Class of the data: " + data.held());
    data.all()
        .forEach(place ->
            line(
                "* "
                    + plain(place.host())
                    + ": "
                    + (place.may() ? "may read it" : "may not")
                    + " (cleared for "
                    + place.clearance()
                    + ")"));
    line("* When the model does not answer: " + plain(data.whenDown()));
    line("* Tried: " + or(data.drill(), "not yet; `metier drill` does"));
    block(
        data.texts()
            ? "* This record holds texts of cases; the highest class of what it holds is "
                + data.highest()
                + "."
            : view.wrong().isEmpty()
                ? "* No texts of cases stand in it."
                : "* Texts of cases are left out: their class is " + data.held() + ".");
  }

  private void wrong(RecordView view) {
    if (view.formOnly()) {
      block("Nobody looked: only the form of answers is graded, not what is right for a case.");
    } else if (view.wrong().isEmpty()) {
      block("None was seen.");
    }
    if (view.wrong().isEmpty()) {
      return;
    }
    view.wrong().forEach(each -> line("* " + words(each)));
    line("");
  }

  private static String words(Wrong each) {
    return "**"
        + plain(each.id())
        + "**"
        + part(" ", each.asked())
        + part(" · expected: ", each.expected())
        + part(" · answered: ", each.answered())
        + part(" · ", each.reason());
  }

  private static String part(String name, String text) {
    return text.isEmpty() ? "" : name + plain(text);
  }

  private void second(RecordView view) {
    block("## Who was tried");
    line("| model | verdict | seen | 1,000 answers | answers | build |");
    line("|---|---|---|---|---|---|");
    for (Candidate each : view.page().candidates()) {
      line(
          "| "
              + plain(each.model())
              + (each.chosen() ? " (chosen)" : "")
              + " | "
              + each.verdict().word()
              + " | "
              + plain(each.shown())
              + " | "
              + (each.perThousand().isEmpty() ? "–" : each.perThousand())
              + " | "
              + each.trials()
              + " | "
              + each.build()
              + " |");
    }
    line("");
    block("Route: " + plain(view.page().route()));
    locked(view);
    if (view.more() > 0) {
      block("## All needs");
      needs(view.page().needs());
    }
    out.append(view.page().text());
  }

  private void locked(RecordView view) {
    block("## The needs before the first result");
    var locked = view.locked();
    block(
        locked.at().isEmpty()
            ? "Not known: the first results are older than what is kept of the needs."
            : "Locked " + locked.at() + " (" + locked.hash() + ").");
    locked
        .moved()
        .forEach(each ->
            line(
                "* "
                    + plain(each.at())
                    + ": "
                    + plain(each.before())
                    + ", now "
                    + plain(each.after())
                    + " · "
                    + or(each.by(), "nobody said who")
                    + " · "
                    + or(each.why(), "nobody said why")));
    if (!locked.moved().isEmpty()) {
      line("");
    }
  }

  /// Text of others, that no markup takes effect in it.
  private static String plain(String text) {
    return text.replaceAll("([\\\\`*_\\[\\]<>|#])", "\\\\$1").replaceAll("\\s+", " ");
  }
}
