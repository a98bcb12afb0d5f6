package dev.metier.report.learn;

import dev.metier.core.text.NumberText;
import dev.metier.report.lesson.ModelCard;
import dev.metier.report.lesson.ModelCard.About;
import dev.metier.report.lesson.ModelCard.Failure;
import dev.metier.report.lesson.ModelCard.Source;
import dev.metier.report.lesson.ModelCard.Standing;
import dev.metier.report.screen.Frame;
import dev.metier.report.screen.ScreenAddress;
import dev.metier.report.screen.ScreenTexts;
import dev.metier.report.view.VisibleText;
import dev.metier.report.view.cases.CasesQuery;
import dev.metier.report.view.cases.CasesView.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The card of a model as its template needs it. Public only for the templates.
///
/// @param others the project's other models
public record ModelPage(ModelCard card, List<String> others) {
  public CardTexts words() {
    return CardTexts.ENGLISH;
  }

  public Frame frame() {
    return new Frame(title(), card.project(), "learn", Optional.empty(), card.at(), List.of());
  }

  public String title() {
    return ScreenTexts.fill(words().title(), card.model());
  }

  public String lead() {
    return ScreenTexts.fill(
        words().lead(),
        LessonBodies.name(card.sort()),
        card.host(),
        card.own() ? words().own() : words().hosted(),
        card.clearance());
  }

  /// Jobs with verdicts of the same kind.
  ///
  /// @param none what to say where there are none
  public record Part(String title, String tone, List<Standing> standings, String none) {}

  public List<Part> parts() {
    var parts = new ArrayList<Part>();
    parts.add(part(words().goodTitle(), words().goodNone(), "fit"));
    parts.add(part(words().notTitle(), words().notNone(), "unfit"));
    parts.add(part(words().openTitle(), words().openNone(), "undecided", "expired"));
    if (!with("forbidden").isEmpty()) {
      parts.add(part(words().barredTitle(), words().barredNone(), "forbidden"));
    }
    return parts;
  }

  private Part part(String title, String none, String... tones) {
    return new Part(title, tones[0], with(tones), none);
  }

  private List<Standing> with(String... tones) {
    return card.standings().stream()
        .filter(standing -> List.of(tones).contains(standing.mark().tone()))
        .toList();
  }

  /// What no evidence speaks of, line by line.
  public List<String> never() {
    var never = card.never();
    if (never.longest().isEmpty()) {
      return List.of(words().neverAll());
    }
    var lines = new ArrayList<String>();
    say(lines, words().neverClasses(), never.classes());
    lines.add(
        ScreenTexts.fill(words().neverLongest(), NumberText.count(never.longest().getAsInt())));
    say(lines, words().neverTags(), never.tags());
    say(lines, words().neverScripts(), never.scripts());
    if (!never.tools()) {
      lines.add(words().neverTools());
    }
    if (!never.pictures()) {
      lines.add(words().neverPictures());
    }
    say(lines, words().neverJobs(), never.jobs());
    return lines;
  }

  private static void say(List<String> lines, String text, List<String> names) {
    if (!names.isEmpty()) {
      lines.add(ScreenTexts.fill(text, LessonBodies.some(names)));
    }
  }

  public String failuresTitle() {
    return card.failures().isEmpty()
        ? words().failuresNone()
        : ScreenTexts.count(
            isWordForWord() ? words().failuresTitle() : words().failuresUnkept(),
            card.failures().size());
  }

  /// Whether the text of one of them was kept.
  private boolean isWordForWord() {
    return card.failures().stream().anyMatch(each -> !answer(each).pieces().isEmpty());
  }

  public Shown answer(Failure failure) {
    return failure.answer().answers().getFirst();
  }

  public String shown(String id) {
    return VisibleText.of(id);
  }

  public String missing(int characters) {
    return ScreenTexts.fill(words().missing(), NumberText.count(characters));
  }

  public String why(String job) {
    return ScreenAddress.why(job, card.model()).toString();
  }

  public String lab(Failure failure) {
    return ScreenAddress.cases(failure.job())
        .with("a", card.model())
        .with("only", CasesQuery.Kind.ALL.word())
        .with("case", failure.id())
        .toString();
  }

  public String other(String model) {
    return ScreenAddress.model(model).toString();
  }

  /// A fact with its name.
  ///
  /// @param mark where it comes from; empty where it is not known
  public record Line(String name, String value, String mark) {}

  public List<Line> facts() {
    var lines = new ArrayList<Line>();
    for (ModelCard.Fact fact : card.facts()) {
      lines.add(
          new Line(
              name(fact.about()),
              fact.about() == About.PRICE && fact.value().contains(" / ")
                  ? ScreenTexts.fill(words().factPriceMillion(), fact.value())
                  : fact.value(),
              chip(fact)));
    }
    if (card.facts().stream().noneMatch(fact -> fact.about() == About.LICENCE)) {
      lines.add(new Line(words().factLicence(), words().factLicenceUnknown(), ""));
    }
    return lines;
  }

  /// The source of a fact; a vendor's is named by the note alone.
  private String chip(ModelCard.Fact fact) {
    String mark = mark(fact.source());
    if (fact.note().isEmpty()) {
      return mark;
    }
    return fact.source() == Source.STATED ? fact.note() : mark + " · " + fact.note();
  }

  private String mark(Source source) {
    return switch (source) {
      case MEASURED -> words().measured();
      case RECORDED -> words().recorded();
      case STATED -> words().stated();
      case SAID -> words().said();
      case GENERAL -> words().general();
      case ASSUMED -> words().assumed();
    };
  }

  private String name(About about) {
    return switch (about) {
      case BUILD -> words().factBuild();
      case LICENCE -> words().factLicence();
      case CALLS -> words().factCalls();
      case NOT_SERVED -> words().factNotServed();
      case FIRST_TOKEN -> words().factFirstToken();
      case WHOLE_ANSWER -> words().factWholeAnswer();
      case SPEED -> words().factSpeed();
      case COST -> words().factCost();
      case WINDOW -> words().factWindow();
      case LONGEST_ANSWER -> words().factLongestAnswer();
      case PRICE -> words().factPrice();
    };
  }
}
