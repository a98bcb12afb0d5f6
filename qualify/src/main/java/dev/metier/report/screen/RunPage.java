package dev.metier.report.screen;

import dev.metier.core.text.NumberText;
import dev.metier.report.plot.RangePlot;
import dev.metier.report.view.RunView;
import dev.metier.report.view.RunView.Choice;
import dev.metier.report.view.RunView.Going;
import dev.metier.report.view.RunView.Open;
import dev.metier.report.view.RunView.Raise;
import dev.metier.report.view.RunView.Reached;
import dev.metier.report.view.RunView.Share;
import dev.metier.report.view.RunView.Stage;
import dev.metier.report.view.RunView.Unserved;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The screen of runs as its template needs it. Public only for the templates.
///
/// @param formToken what every form holds
public record RunPage(RunView view, String formToken) {
  public RunTexts words() {
    return RunTexts.ENGLISH;
  }

  public Frame frame() {
    return new Frame(
        words().title(), view.project(), "run", Optional.empty(), view.at(), List.of());
  }

  /// Whether a run goes on, here or elsewhere.
  public boolean isGoing() {
    return switch (view.stage()) {
      case STARTING, RUNNING, STOPPING, ELSEWHERE -> true;
      case NEVER, FINISHED, STOPPED, OUT_OF_MONEY, BROKEN_OFF, FAILED -> false;
    };
  }

  /// Whether a form was sent in vain; such a page stays as it is.
  public boolean isWrong() {
    return view.form().wrong().isPresent()
        || view.raise().flatMap(raise -> raise.form().wrong()).isPresent();
  }

  public boolean mayStop() {
    return view.stage() == Stage.STARTING || view.stage() == Stage.RUNNING;
  }

  /// The sentence above all.
  public String headline() {
    Share decided = view.decided();
    return switch (view.stage()) {
      case STARTING -> words().starting();
      case RUNNING, ELSEWHERE ->
          ScreenTexts.fill(words().running(), count(decided.part()), count(decided.all()));
      case STOPPING -> words().stopping();
      case NEVER, FINISHED, STOPPED, OUT_OF_MONEY, BROKEN_OFF, FAILED -> resting();
    };
  }

  private String resting() {
    Share decided = view.decided();
    long open = decided.all() - decided.part();
    if (open == 0) {
      if (!view.open().isEmpty()) {
        return ScreenTexts.fill(words().allReached(), count(decided.all()));
      }
      return decided.all() == 0 ? words().noJobs() : words().nothingOpen();
    }
    return ScreenTexts.fill(ScreenTexts.count(words().open(), open), count(decided.all()));
  }

  /// What is to be said of the latest run.
  public String lead() {
    String moment = view.moment().orElse("");
    boolean here = view.going().isPresent();
    return switch (view.stage()) {
      case NEVER -> words().never();
      case STARTING -> words().startingLead();
      case RUNNING -> ScreenTexts.fill(words().runningLead(), moment);
      case STOPPING -> words().stoppingLead();
      case ELSEWHERE ->
          ScreenTexts.fill(words().elsewhere(), Long.toString(view.process().orElse(0L)));
      case FINISHED -> ScreenTexts.fill(words().finished(), moment);
      case STOPPED ->
          ScreenTexts.fill(here ? words().stoppedHere() : words().stoppedByHand(), moment);
      case OUT_OF_MONEY -> ScreenTexts.fill(words().outOfMoney(), moment);
      case BROKEN_OFF -> ScreenTexts.fill(words().brokenOff(), moment);
      case FAILED -> ScreenTexts.fill(words().failed(), moment);
    };
  }

  /// The figures of a run of this process, each with its name.
  public List<Figure> figures(Going going) {
    var figures = new ArrayList<Figure>();
    figures.add(new Figure(words().decided(), of(going.decided())));
    figures.add(new Figure(words().calls(), count(going.calls())));
    figures.add(
        new Figure(
            words().spent(),
            going
                .budget()
                .map(all -> ScreenTexts.fill(words().of(), going.spent(), all))
                .orElse(going.spent())));
    going.left().ifPresent(left -> figures.add(new Figure(words().left(), left)));
    going.speed().ifPresent(each -> figures.add(new Figure(words().speed(), each)));
    figures.add(new Figure(words().elapsed(), going.elapsed()));
    if (isGoing()) {
      going.timeLeft().ifPresent(time -> figures.add(new Figure(words().timeLeft(), time)));
      figures.add(new Figure(words().inFlight(), count(going.inFlight())));
    }
    return figures;
  }

  /// A figure with its name.
  public record Figure(String name, String value) {}

  public String of(Share share) {
    return ScreenTexts.fill(words().of(), count(share.part()), count(share.all()));
  }

  private static String count(long number) {
    return NumberText.count(number);
  }

  /// What may be spent by now, in words.
  public String limit(Raise raise) {
    return ScreenTexts.fill(words().raiseLead(), raise.now());
  }

  /// How a larger budget is written.
  public String example(Raise raise) {
    return ScreenTexts.fill(words().raiseWhy(), more(raise.now()));
  }

  /// Twice as much as is there, for an example; as a form takes it.
  ///
  /// @param now an amount as it is shown
  public static String more(String now) {
    var twice = new BigDecimal(now.replace("$", "")).multiply(BigDecimal.TWO);
    return twice.signum() > 0 ? twice.toPlainString() : "1.00";
  }

  /// How much of the budget is spent, in hundredths.
  public String used(Going going) {
    return Long.toString(Math.round(100 * going.used()));
  }

  /// How many open verdicts no further call would decide; empty when there is none.
  public String beyond() {
    Share decided = view.decided();
    long asked = view.open().stream().filter(open -> !picks(open)).count();
    long beyond = decided.all() - decided.part() - asked;
    return beyond <= 0 ? "" : ScreenTexts.count(words().beyond(), beyond);
  }

  /// What stands above the list: verdicts that are open, or only models that are FIT and asked on.
  public String openTitle() {
    if (view.open().isEmpty()) {
      return words().emptyTitle();
    }
    return view.open().stream().allMatch(this::picks) ? words().pickTitle() : words().openTitle();
  }

  /// What is said where the list is empty.
  public String nothing() {
    return view.decided().part() < view.decided().all()
        ? words().nothingOpenText()
        : words().nothingLeftText();
  }

  public String picture(Open open) {
    return open.picture().map(RangePlot::large).orElse("");
  }

  /// Whether it is FIT, and asked on all the same.
  public boolean picks(Open open) {
    return open.mark().tone().equals("fit");
  }

  /// What the next call is for.
  public String next(Open open) {
    return open.first() ? words().nextFirst() : words().nextNear();
  }

  /// What an open verdict takes at most.
  public String takes(Open open) {
    String calls = ScreenTexts.count(words().takesCalls(), open.calls().all());
    return calls
        + ", "
        + (open.billed() ? open.money().orElse(words().priceUnknown()) : words().noBill());
  }

  public String unserved(Open open) {
    return ScreenTexts.count(words().unserved(), open.unserved());
  }

  public String why(Open open) {
    return ScreenAddress.why(open.job(), open.model()).toString();
  }

  public String why(Reached reached) {
    return ScreenAddress.why(reached.job(), reached.model()).toString();
  }

  public String id(Open open) {
    return "open/" + open.job() + "/" + open.model();
  }

  public String id(Reached reached) {
    return "reached/" + reached.job() + "/" + reached.model();
  }

  public String said(Reached reached) {
    return ScreenTexts.fill(words().said(), reached.model(), reached.job(), reached.mark().word());
  }

  /// What all that is open takes.
  public String rest() {
    Share calls = view.rest().calls();
    String money =
        view.rest()
            .money()
            .map(m -> ScreenTexts.fill(words().atMost(), m))
            .orElse(words().restUnknown());
    return calls.part() == calls.all()
        ? ScreenTexts.count(words().restExact(), calls.all(), money)
        : ScreenTexts.fill(words().rest(), count(calls.part()), count(calls.all()), money);
  }

  public String choice(Choice choice) {
    var parts = new ArrayList<String>();
    if (choice.open() > 0) {
      parts.add(ScreenTexts.count(words().jobOpen(), choice.open()));
      parts.add(most(choice.money()));
    }
    if (choice.unserved() > 0) {
      parts.add(ScreenTexts.count(words().unserved(), choice.unserved()));
    }
    return String.join(", ", parts);
  }

  /// How many answers were not served, and what asking again takes.
  public String again(Unserved unserved) {
    return ScreenTexts.count(words().unserved(), unserved.answers())
        + ", "
        + most(unserved.money());
  }

  private String most(Optional<String> money) {
    return money.map(m -> ScreenTexts.fill(words().atMost(), m)).orElse(words().priceUnknown());
  }
}
