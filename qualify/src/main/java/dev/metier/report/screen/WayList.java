package dev.metier.report.screen;

import dev.metier.report.view.WhyView;
import dev.metier.report.view.WhyView.Ways;
import dev.metier.verdict.Verdict.Doubt;
import java.util.ArrayList;
import java.util.List;

/// Puts the ways that would settle a verdict, or change it, in their order and into words. Public
/// only for the templates.
public final class WayList {
  private final WhyView view;
  private final Ways ways;
  private final WhyTexts words;
  private final List<Way> all = new ArrayList<>();

  WayList(WhyView view, WhyTexts words) {
    this.view = view;
    this.ways = view.ways();
    this.words = words;
  }

  /// A way: what to do, and what comes of it.
  ///
  /// @param models which models it speaks of
  public record Way(String what, String text, List<WhyView.Other> models) {}

  List<Way> all() {
    switch (ways.verdict()) {
      case "fit" -> add(words.wayFitChange(), words.wayFitChangeText());
      case "forbidden" -> {
        fit();
        add(
            ScreenTexts.fill(words.wayClearance(), ways.host()),
            ScreenTexts.fill(words.wayClearanceText(), ways.clearance(), view.data()));
      }
      case "expired" -> {
        add(words.wayExpired(), words.wayExpiredText());
        fit();
      }
      case "unfit" -> {
        fit();
        failures();
        add(words.wayPrompt(), words.wayPromptText());
        bar();
      }
      default -> {
        fit();
        ways.doubt().ifPresent(this::doubt);
      }
    }
    return List.copyOf(all);
  }

  private void doubt(Doubt doubt) {
    switch (doubt) {
      case UNREACHABLE ->
          add(words.wayServer(), ScreenTexts.fill(words.wayServerText(), view.reason()));
      case GRADER -> add(words.wayGrader(), words.wayGraderText());
      case JUDGE -> add(words.wayJudge(), words.wayJudgeText());
      case NO_EVIDENCE, NOT_NEEDED -> add(words.wayRun(), words.wayRunText());
      case RUNNING -> {
        add(words.wayRun(), words.wayRunText());
        open();
      }
      case BUDGET -> {
        add(words.wayBudget(), words.wayBudgetText());
        open();
      }
      case BORDERLINE, CASES_EXHAUSTED -> open();
    }
  }

  private void open() {
    failures();
    if (ways.hardly()) {
      add(words.wayHardly(), words.wayHardlyText());
    } else if (ways.more().isPresent()) {
      add(words.wayMore(), more(ways.more().get()));
    } else {
      add(words.wayCases(), words.wayCasesText());
    }
    bar();
  }

  private String more(String range) {
    var text = new ArrayList<String>();
    text.add(ScreenTexts.fill(words.wayMoreText(), range));
    ways.chance().ifPresent(c -> text.add(ScreenTexts.fill(words.wayLeft(), ways.left(), c)));
    ways.money().ifPresent(money -> text.add(ScreenTexts.fill(words.wayMoney(), money)));
    return String.join(" ", text);
  }

  private void fit() {
    if (!ways.fit().isEmpty()) {
      all.add(new Way(words.wayFit(), "", ways.fit()));
    }
  }

  private void failures() {
    if (view.failed() > 0) {
      add(ScreenTexts.count(words.wayFailures(), view.failed()), words.wayFailuresText());
    }
  }

  private void bar() {
    view.count()
        .ifPresent(count -> add(ScreenTexts.fill(words.wayBar(), count.bar()), words.wayBarText()));
  }

  private void add(String what, String text) {
    all.add(new Way(what, text, List.of()));
  }
}
