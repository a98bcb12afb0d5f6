package dev.metier.report.learn;

import dev.metier.core.text.NumberText;
import dev.metier.report.lesson.GuessView;
import dev.metier.report.lesson.GuessView.Hidden;
import dev.metier.report.screen.Frame;
import dev.metier.report.screen.ScreenAddress;
import dev.metier.report.screen.ScreenTexts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The page where a team guesses before it looks, as its template needs it. Public only for the
/// templates.
///
/// @param records that are proposed, so that this can be written into them
public record GuessPage(GuessView view, List<String> records) {
  public GuessTexts words() {
    return GuessTexts.ENGLISH;
  }

  public LearnTexts learn() {
    return LearnTexts.ENGLISH;
  }

  public Frame frame() {
    return new Frame(title(), view.project(), "learn", Optional.empty(), view.at(), view.ignored());
  }

  public String title() {
    return view.shown() ? words().resultTitle() : words().title();
  }

  public String address() {
    return ScreenAddress.GUESS.toString();
  }

  public String question(Hidden cell) {
    return ScreenTexts.fill(words().question(), cell.model(), cell.job());
  }

  public String needs(Hidden cell) {
    return ScreenTexts.fill(
        words().needs(), String.join(", ", cell.needs()), NumberText.count(cell.cases()));
  }

  public String same() {
    long same = view.cells().stream().filter(Hidden::expected).count();
    return ScreenTexts.fill(words().resultSame(), same, view.cells().size());
  }

  public String outcome(Hidden cell) {
    if (cell.guess().isEmpty()) {
      return words().resultPass();
    }
    return cell.surprises() ? words().resultSurprise() : words().resultAs();
  }

  public String said(Hidden cell) {
    String said = ScreenTexts.fill(words().said(), cell.mark().word());
    String guessed =
        cell.guess()
            .map(guess -> "; " + ScreenTexts.fill(words().guessed(), upper(guess)))
            .orElse("");
    String because =
        cell.reason().isEmpty() ? "" : ", " + ScreenTexts.fill(words().because(), cell.reason());
    return said + guessed + because;
  }

  public List<String> surprises() {
    return view.cells().stream().filter(Hidden::surprises).map(this::surprise).toList();
  }

  private String surprise(Hidden cell) {
    String guess = upper(cell.guess().orElse(""));
    return cell.reason().isEmpty()
        ? ScreenTexts.fill(words().surprise(), cell.model(), cell.mark().word(), cell.job(), guess)
        : ScreenTexts.fill(
            words().surpriseBecause(),
            cell.model(),
            cell.mark().word(),
            cell.job(),
            guess,
            cell.reason());
  }

  private static String upper(String guess) {
    return guess.toUpperCase(Locale.ROOT);
  }

  /// What the team believed before, as text to be copied.
  public String record() {
    return words().recordHead()
        + "\n\n"
        + view.cells().stream().map(this::line).collect(Collectors.joining("\n"));
  }

  /// The form of a record with this in it, which nobody saved yet; the guesses stand in its
  /// address.
  public String offer(String record) {
    ScreenAddress address = ScreenAddress.record(record);
    for (Hidden cell : view.cells()) {
      address =
          address
              .with("g." + cell.key(), cell.guess().orElse(GuessView.PASS))
              .with("w." + cell.key(), cell.reason());
    }
    return address + "#edit";
  }

  public String offered(String record) {
    return ScreenTexts.fill(words().recordOffer(), record);
  }

  private String line(Hidden cell) {
    return ScreenTexts.fill(
        words().recordLine(),
        cell.model(),
        cell.job(),
        cell.guess().map(GuessPage::upper).orElse(words().recordPass()),
        cell.reason().isEmpty() ? "" : ScreenTexts.fill(words().recordReason(), cell.reason()),
        cell.mark().word());
  }

  public String why(Hidden cell) {
    return ScreenAddress.why(cell.job(), cell.model()).toString();
  }
}
