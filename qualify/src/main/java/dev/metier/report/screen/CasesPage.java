package dev.metier.report.screen;

import dev.metier.core.text.NumberText;
import dev.metier.core.text.ShortText;
import dev.metier.report.view.VisibleText;
import dev.metier.report.view.WhyView.Candidate;
import dev.metier.report.view.cases.CasesQuery;
import dev.metier.report.view.cases.CasesQuery.Kind;
import dev.metier.report.view.cases.CasesView;
import dev.metier.report.view.cases.CasesView.Cause;
import dev.metier.report.view.cases.CasesView.Chosen;
import dev.metier.report.view.cases.CasesView.Item;
import dev.metier.report.view.cases.CasesView.Shown;
import dev.metier.report.view.cases.CasesView.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The case lab as its template needs it. Public only for the templates.
///
/// @param token what every form holds; empty where nothing can be changed
public record CasesPage(CasesView view, String token) {
  private static final int LONGEST_HEARD = 200;

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

  /// The same in pieces, so that names stay whole.
  public List<TextSpan> heading() {
    return view.b()
        .map(b -> ScreenTexts.spans(words().title(), view.a(), b, view.job()))
        .orElseGet(() -> ScreenTexts.spans(words().titleAlone(), view.a(), view.job()));
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
      boolean said = kind == Kind.SET_ASIDE || kind == Kind.REVIEWED;
      boolean told = !said || count > 0 || kind == view.only();
      if ((view.b().isPresent() || !pair) && told) {
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
      case FAILS -> ScreenTexts.fill(words().fails(), view.a());
      case DISAGREE -> words().disagree();
      case UNSERVED -> words().unserved();
      case CHANGED -> ScreenTexts.fill(words().changed(), view.a());
      case SET_ASIDE -> words().setAside();
      case REVIEWED -> words().reviewed();
      case ASKED -> words().asked();
      case ALL -> words().all();
    };
  }

  private ScreenAddress address() {
    return ScreenAddress.cases(view.job())
        .with("a", view.a())
        .with("b", view.b().orElse(""))
        .with("q", view.find())
        .with(CasesQuery.WHOLE, view.whole() ? CasesQuery.YES : "");
  }

  /// Leads to the same case with its long texts opened or closed; empty where none is long.
  public Optional<String> turned(Chosen chosen) {
    boolean isLong =
        Stream.of(
                chosen.inputs().stream().map(input -> input.text().rest()),
                chosen.expected().stream().map(CasesView.Excerpt::rest),
                chosen.sides().stream().flatMap(s -> s.answers().stream()).map(Shown::rest))
            .flatMap(rests -> rests)
            .anyMatch(rest -> !rest.isEmpty());
    return isLong
        ? Optional.of(
            chosen()
                .with(CasesQuery.WHOLE, view.whole() ? "" : CasesQuery.YES)
                .with("case", chosen.key())
                .toString())
        : Optional.empty();
  }

  /// How much more of a text there is.
  public String rest(String rest) {
    return ScreenTexts.fill(words().rest(), NumberText.count(rest.length()));
  }

  private ScreenAddress kind() {
    return address().with("only", view.only().word());
  }

  private ScreenAddress chosen() {
    return kind().with("cause", view.causal().chosen().orElse(""));
  }

  /// Leads to the cases that failed for a cause; the chosen one leads back to all.
  public MatrixPage.Choice choice(Cause cause) {
    return new MatrixPage.Choice(
        cause.text(),
        cause.count(),
        kind().with("cause", cause.chosen() ? "" : cause.text()).toString(),
        cause.chosen());
  }

  /// Why they failed, and what several of them have in common.
  public String causesTitle() {
    boolean unserved = view.only() == CasesQuery.Kind.UNSERVED;
    String title =
        ScreenTexts.fill(
            unserved ? words().causesUnserved() : words().causes(), view.causal().model());
    return view.causal().causes().stream()
        .flatMap(cause -> Stream.concat(Stream.of(cause), cause.within().stream()))
        .filter(cause -> cause.count() > 1 && !cause.text().contains("\"…\""))
        .max(Comparator.comparingInt(Cause::count))
        .map(cause ->
            ScreenTexts.fill(
                words().causesMost(), title, cause.count(), view.causal().failed(), cause.text()))
        .orElse(title);
  }

  /// The filtered cases as a file.
  public String file(String form) {
    return chosen().with("as", form).toString();
  }

  /// Where a form leads back to.
  public String here() {
    return view.chosen().map(c -> href(c.key())).orElseGet(() -> chosen().toString());
  }

  /// Where the page is asked for anew while it is shown: with all that it chose itself, so that
  /// nothing of it jumps.
  public String shownAddress() {
    return view.chosen()
        .map(c -> chosen().with("shown", c.key()).toString())
        .orElseGet(() -> chosen().toString());
  }

  /// The word of a model's verdict, if it is a decision.
  public @Nullable String decided(Candidate model) {
    return Screens.decided(model.mark());
  }

  /// A decision by itself.
  public @Nullable String announcement(Candidate model) {
    return decided(model) == null
        ? null
        : ScreenTexts.fill(words().announcement(), model.model(), view.job(), model.mark().word());
  }

  /// How the models did on a case, and what was expected, for those who hear it.
  public String heard(Chosen chosen) {
    String expected =
        chosen
            .expected()
            .or(chosen::named)
            .map(text -> ScreenTexts.fill(words().heardExpected(), clipped(text.start())))
            .orElse("");
    return chosen.sides().stream()
        .map(side ->
            switch (side.mark().tone()) {
              case "fit" -> side.model() + ", " + words().labelPass();
              case "unfit" -> side.model() + ", " + words().labelFail() + expected;
              case "undecided" -> side.model() + ", " + words().unserved();
              default -> side.model() + ", " + words().notAskedValue();
            })
        .collect(Collectors.joining(". "));
  }

  private static String clipped(String text) {
    return ShortText.of(text, LONGEST_HEARD, "…");
  }

  /// Whether an answer can be labelled here.
  public boolean isLabelled(Shown shown) {
    return view.labelled() && !token.isEmpty() && shown.answer().isPresent();
  }

  /// The labels that can be given to an answer, each with its key.
  public List<Mark> marks() {
    return List.of(
        new Mark("pass", words().labelPass(), "r"),
        new Mark("fail", words().labelFail(), "w"),
        new Mark("cannot_tell", words().labelCannotTell(), "t"));
  }

  /// What people's word on cases changed, in a sentence; may be empty.
  public String reviewed() {
    return view.reviewed()
        .map(said -> Character.toUpperCase(said.charAt(0)) + said.substring(1) + ".")
        .orElse("");
  }

  /// Whether something can be said of a case itself.
  public boolean isReviewed() {
    return view.labelled() && !token.isEmpty();
  }

  /// What can be said of a case itself, each with its key.
  public List<Mark> reviews() {
    return List.of(
        new Mark("right", words().reviewRight(), "1"),
        new Mark("wrong", words().reviewWrong(), "2"),
        new Mark("cannot_tell", words().reviewCannotTell(), "3"));
  }

  /// Whether this is what was last said of the case.
  public boolean isSaid(Chosen chosen, Mark mark) {
    return chosen.review().filter(said -> said.value().equals(mark.value())).isPresent();
  }

  /// Whether the case counts no more.
  public boolean isAside(Chosen chosen) {
    return chosen
        .review()
        .filter(said -> said.value().equals("wrong") && said.before().isEmpty())
        .isPresent();
  }

  /// What was last said of a case, in a sentence; empty where nothing was.
  public String said(Chosen chosen) {
    return chosen
        .review()
        .map(said -> {
          String sentence =
              switch (said.value()) {
                case "right" -> words().reviewSaidRight();
                case "cannot_tell" -> words().reviewSaidCannotTell();
                default ->
                    said.before().isPresent()
                        ? words().reviewSaidCorrected()
                        : words().reviewSaidWrong();
              };
          return ScreenTexts.fill(sentence, said.by(), said.at());
        })
        .orElse("");
  }

  /// What is expected now, to be corrected; empty where it is too long for a form.
  public String correctable(Chosen chosen) {
    return chosen
        .expected()
        .filter(text -> text.missing() == 0)
        .map(text -> text.start() + text.rest())
        .orElse("");
  }

  /// What can be said of an answer.
  ///
  /// @param value as files say it
  public record Mark(String value, String text, String key) {}

  public String href(String id) {
    return chosen().with("case", id).toString();
  }

  /// The cases before these, and those behind them.
  public Optional<String> earlier() {
    return view.earlier().map(this::page);
  }

  public Optional<String> later() {
    return view.later().map(this::page);
  }

  private String page(String from) {
    return chosen().with("from", from).toString();
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
    String name = view.b().isPresent() ? both : both.substring(0, both.lastIndexOf(','));
    return item.aside() ? name + ", " + words().setAside() : name;
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

  /// How a row of a comparison looks: dimmed where all agree, and set apart where a call begins.
  public String kind(CasesView.FieldRow row) {
    String look = row.same() || row.free() ? "same" : "";
    return row.name().isEmpty() ? (look + " call").strip() : look;
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
