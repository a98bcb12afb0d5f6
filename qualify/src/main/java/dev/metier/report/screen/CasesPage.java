package dev.metier.report.screen;

import dev.metier.core.text.NumberText;
import dev.metier.report.view.CasesQuery;
import dev.metier.report.view.CasesQuery.Kind;
import dev.metier.report.view.CasesView;
import dev.metier.report.view.CasesView.Chosen;
import dev.metier.report.view.CasesView.Item;
import dev.metier.report.view.CasesView.Shown;
import dev.metier.report.view.CasesView.Standing;
import dev.metier.report.view.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The case lab as its template needs it. Public only for the templates.
public record CasesPage(CasesView view) {
  public CasesTexts words() {
    return CasesTexts.ENGLISH;
  }

  public Frame frame() {
    return new Frame(
        title(),
        view.project(),
        "cases",
        Optional.of(ScreenAddress.cases(view.job()).toString()),
        view.at(),
        view.ignored());
  }

  public String title() {
    return view.b()
        .map(b -> ScreenTexts.fill(words().title(), view.a(), b, view.job()))
        .orElseGet(() -> ScreenTexts.fill(words().titleAlone(), view.a(), view.job()));
  }

  public String facts() {
    String all = ScreenTexts.fill(words().facts(), view.purpose(), view.data());
    return view.purpose().isEmpty() ? all.substring(all.indexOf('·') + 1).strip() : all;
  }

  /// The kinds of cases with their counts, the chosen one marked.
  public List<MatrixPage.Choice> kinds() {
    var choices = new ArrayList<MatrixPage.Choice>();
    for (Kind kind : Kind.values()) {
      int count = view.count(kind);
      boolean pair =
          kind == Kind.FIRST_FAILS || kind == Kind.BOTH_FAIL || kind == Kind.SECOND_FAILS;
      if (view.b().isPresent() || !pair) {
        choices.add(
            new MatrixPage.Choice(
                word(kind),
                count,
                address().with("only", kind.word()).toString(),
                kind == view.only()));
      }
    }
    return choices;
  }

  private String word(Kind kind) {
    String b = view.b().orElse("");
    return switch (kind) {
      case FIRST_FAILS -> ScreenTexts.fill(words().firstFails(), view.a(), b);
      case BOTH_FAIL -> words().bothFail();
      case SECOND_FAILS -> ScreenTexts.fill(words().secondFails(), view.a(), b);
      case DISAGREE -> words().disagree();
      case UNSERVED -> words().unserved();
      case ASKED -> words().asked();
      case ALL -> words().all();
    };
  }

  private ScreenAddress address() {
    return ScreenAddress.cases(view.job()).with("a", view.a()).with("b", view.b().orElse(""));
  }

  private ScreenAddress chosen() {
    return address().with("only", view.only().word());
  }

  public String href(String id) {
    return chosen().with("case", id).toString();
  }

  /// The cases before these, and those behind them.
  public Optional<String> earlier() {
    int from = view.from() - CasesQuery.PAGE;
    return view.from() == 0
        ? Optional.empty()
        : Optional.of(chosen().with("from", Integer.toString(Math.max(0, from))).toString());
  }

  public Optional<String> later() {
    int from = view.from() + CasesQuery.PAGE;
    return from >= view.total()
        ? Optional.empty()
        : Optional.of(chosen().with("from", Integer.toString(from)).toString());
  }

  public boolean isHere(Item item) {
    return view.chosen().filter(chosen -> chosen.index() == item.index()).isPresent();
  }

  public String shown(String id) {
    return VisibleText.of(id);
  }

  public String tone(Standing standing) {
    return switch (standing) {
      case PASS -> "fit";
      case FAIL -> "unfit";
      case UNSERVED -> "undecided";
      case NOT_ASKED -> "none";
    };
  }

  public String word(Standing standing) {
    return switch (standing) {
      case PASS -> words().passed();
      case FAIL -> words().failed();
      case UNSERVED -> words().unserved();
      case NOT_ASKED -> words().notAskedValue();
    };
  }

  /// What an item says to those who do not see its shapes.
  public String name(Item item) {
    String both =
        ScreenTexts.fill(
            words().itemName(),
            shown(item.id()),
            view.a(),
            word(item.a()),
            view.b().orElse(""),
            word(item.b()));
    return view.b().isPresent() ? both : both.substring(0, both.lastIndexOf(','));
  }

  public String place(Chosen chosen) {
    return ScreenTexts.fill(
        words().place(), NumberText.count(chosen.index() + 1), NumberText.count(view.total()));
  }

  /// How many repeats were like this one; empty for a single answer.
  public String alike(Shown shown) {
    if (shown.of() == 1) {
      return "";
    }
    return shown.alike() == 1
        ? ScreenTexts.fill(words().once(), shown.of())
        : ScreenTexts.fill(words().alike(), shown.alike(), shown.of());
  }

  /// Whether some words are marked.
  public boolean hasMarks(Chosen chosen) {
    return chosen.sides().stream()
        .flatMap(side -> side.answers().stream())
        .flatMap(shown -> shown.pieces().stream())
        .anyMatch(CasesView.Piece::marked);
  }

  public String missing(int characters) {
    return ScreenTexts.fill(words().missing(), NumberText.count(characters));
  }

  public String why(String model) {
    return ScreenAddress.why(view.job(), model).toString();
  }

  public String whyWords(String model) {
    return ScreenTexts.fill(words().verdict(), model);
  }
}
