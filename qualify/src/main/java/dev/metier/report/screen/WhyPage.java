package dev.metier.report.screen;

import dev.metier.hybrid.view.RouteView;
import dev.metier.report.lesson.Glossary;
import dev.metier.report.lesson.Lesson;
import dev.metier.report.matrix.Figures;
import dev.metier.report.plot.NarrowingPlot;
import dev.metier.report.plot.PathPlot;
import dev.metier.report.plot.RangePlot;
import dev.metier.report.view.MatrixView.Mark;
import dev.metier.report.view.NarrowingPicture;
import dev.metier.report.view.PathPicture;
import dev.metier.report.view.VisibleText;
import dev.metier.report.view.WhyView;
import dev.metier.report.view.WhyView.Candidate;
import dev.metier.report.view.WhyView.Count;
import dev.metier.report.view.WhyView.Failure;
import dev.metier.report.view.WhyView.Luck;
import dev.metier.report.view.WhyView.Need;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The page of one job and model as its template needs it. Public only for the templates.
///
/// @param route what would do the job, as far as it is known
/// @param records the decision records that rest on this verdict
public record WhyPage(
    WhyView view, PageLinks links, Optional<RouteView> route, List<Resting> records) {
  /// The need that a finding begins with: `latency p95 <= 2 s: `.
  private static final Pattern NEED_NAME = Pattern.compile("[^:]*? [<>]= [^:]*: ");

  /// One number in place of two ends: all that could be asked was asked.
  private static final Pattern EXACT = Pattern.compile("\\$?\\d[^.]*(\\.[^.]+)?");

  public WhyPage(WhyView view, Optional<RouteView> route, List<Resting> records) {
    this(view, PageLinks.SCREENS, route, records);
  }

  /// A decision record that rests on a verdict.
  ///
  /// @param status such as `accepted`
  /// @param model the one that it chose
  public record Resting(String id, String status, String model) {
    public String address() {
      return ScreenAddress.record(id).toString();
    }
  }

  /// Without what would do the job.
  public WhyPage(WhyView view, PageLinks links) {
    this(view, links, Optional.empty(), List.of());
  }

  public WhyTexts words() {
    return WhyTexts.ENGLISH;
  }

  public Frame frame() {
    return new Frame(title(), view.project(), "", Optional.of(cases()), view.at(), List.of());
  }

  /// Whether there are tags of which a case was asked.
  public boolean isSliced() {
    return view.slices().stream().anyMatch(slice -> slice.seen() > 0);
  }

  /// All of it is made anew when the evidence of its job changes: other models stand on it too.
  public String part() {
    return "job/" + view.job();
  }

  /// The word of the verdict, where it is a decision.
  public @Nullable String decided() {
    return Screens.decided(view.mark());
  }

  /// The verdict by itself.
  public String announcement() {
    return ScreenTexts.fill(words().announcement(), view.model(), view.job(), view.mark().word());
  }

  public String title() {
    return ScreenTexts.fill(words().title(), view.model(), view.job());
  }

  /// The same in pieces, so that names stay whole.
  public List<TextSpan> heading() {
    return ScreenTexts.spans(words().title(), view.model(), view.job());
  }

  /// Purpose, data class and number of cases.
  public String facts() {
    String cases = ScreenTexts.count(words().factCases(), view.cases());
    String all = ScreenTexts.fill(words().facts(), view.purpose(), view.data(), cases);
    return view.purpose().isEmpty() ? all.substring(all.indexOf('·') + 1).strip() : all;
  }

  /// The verdict in words: what was seen, what was asked for, and what that means.
  public List<String> sentence() {
    if (view.count().isEmpty()) {
      return List.of(view.reason());
    }
    Count count = view.count().get();
    return List.of(
        ScreenTexts.fill(words().passed(), count.passed(), count.seen()),
        ScreenTexts.fill(words().asked(), count.bar(), count.confidence()));
  }

  /// The part of the sentence that decides; empty where the reason itself is the sentence.
  public String says() {
    if (view.count().isEmpty()) {
      return "";
    }
    Count count = view.count().get();
    return switch (view.mark().tone()) {
      case "fit" -> view.mark().equals(Mark.FORM_ONLY) ? words().saysForm() : words().saysFit();
      case "unfit" -> isMain("UNMET") ? words().saysUnfit() : view.reason();
      case "undecided" ->
          isMain("UNDECIDED")
              ? ScreenTexts.fill(words().saysOpen(), count.passed(), count.seen(), count.bar())
                  + stopped(count)
              : view.reason();
      default -> view.reason();
    };
  }

  private String stopped(Count count) {
    if (count.seen() == count.available()) {
      return words().saysUsed();
    }
    Optional<Verdict.Doubt> doubt = view.ways().doubt();
    if (doubt.filter(Verdict.Doubt.BORDERLINE::equals).isPresent()) {
      return words().saysClose();
    }
    return doubt.filter(Verdict.Doubt.BUDGET::equals).isPresent()
        ? words().saysMoney()
        : words().saysSoFar();
  }

  private boolean isMain(String state) {
    return view.needs().getFirst().state().word().equals(state);
  }

  /// What a finding says, without the need that its row names; empty where that is only that
  /// nothing was measured, which stands there already.
  public String reason(Need need) {
    String reason = need.reason();
    var name = NEED_NAME.matcher(reason);
    String alone =
        name.lookingAt() && name.end() < reason.length()
            ? Character.toUpperCase(reason.charAt(name.end())) + reason.substring(name.end() + 1)
            : reason;
    return alone.equals(words().notMeasured()) ? "" : alone;
  }

  public String picture(Need need) {
    return need.picture().map(RangePlot::large).orElse("");
  }

  public String axis(Need need) {
    return need.axis().map(axis -> RangePlot.axis(axis, words().bar())).orElse("");
  }

  /// What a need's evidence says below its picture.
  public String said(Need need) {
    if (need.picture().isEmpty()) {
      return words().notMeasured();
    }
    String seen = need.seen().isEmpty() ? "" : ScreenTexts.fill(words().seen(), need.seen()) + " ";
    boolean exact = !seen.isEmpty() && EXACT.matcher(need.interval()).matches();
    return exact ? seen.strip() : seen + ScreenTexts.fill(words().lies(), need.interval());
  }

  public String path(PathPicture path) {
    var texts =
        new PathPlot.Words(
            ScreenTexts.fill(words().pathAll(), path.failures().size(), path.seen(), pathEnd(path)),
            words().pathUnfit(),
            words().pathFit(),
            pathState(path),
            words().pathAcross(),
            words().pathUpwards());
    return PathPlot.of(path, texts, failed -> lab(failed.id()));
  }

  public String narrowing(NarrowingPicture picture) {
    return NarrowingPlot.of(picture, narrowed(picture), words().pathAcross(), words().bar());
  }

  /// Where the range lay early, half-way and in the end.
  public String narrowed(NarrowingPicture picture) {
    List<NarrowingPicture.Step> steps = picture.steps();
    return IntStream.of(steps.size() / 4, steps.size() / 2, steps.size() - 1)
        .distinct()
        .mapToObj(steps::get)
        .map(step -> ScreenTexts.fill(words().narrowed(), step.cases(), step.words()))
        .collect(Collectors.joining(" "));
  }

  private String pathState(PathPicture path) {
    String text =
        switch (path.tone()) {
          case "fit" -> words().pathIsFit();
          case "unfit" -> words().pathIsUnfit();
          default -> words().pathOpen();
        };
    return ScreenTexts.fill(text, path.failures().size());
  }

  /// Where the borders stand at the end.
  public String pathEnd(PathPicture path) {
    String fit = path.fitAt() < 0 ? words().pathNoFit() : Integer.toString(path.fitAt());
    String unfit =
        path.unfitAt() > path.upTo() ? words().pathNoUnfit() : Integer.toString(path.unfitAt());
    return ScreenTexts.fill(
        words().pathEnd(), path.upTo(), fit, unfit, path.failures().size(), path.seen());
  }

  public String waysTitle() {
    boolean open = view.mark().tone().equals("undecided");
    return open ? words().settleTitle() : words().changeTitle();
  }

  public List<WayList.Way> ways() {
    return new WayList(view, words()).all();
  }

  public String luckTitle(Luck luck) {
    return ScreenTexts.fill(words().luckTitle(), luck.passed(), luck.seen());
  }

  public String luckText(Luck luck) {
    return ScreenTexts.fill(
        words().luckText(), luck.bar(), luck.of(), luck.seen(), luck.teams(), luck.passed());
  }

  public String luckDots(Luck luck) {
    return ScreenTexts.fill(words().luckDots(), luck.teams(), luck.of());
  }

  public String failuresTitle() {
    return ScreenTexts.count(words().failuresTitle(), view.failed());
  }

  /// The other candidates, in the order of a failure's list.
  public List<String> others() {
    return view.models().stream().filter(c -> !c.here()).map(Candidate::model).toList();
  }

  /// The case lab with this model.
  public String cases() {
    return links.cases(view.job(), view.model());
  }

  /// The cases that failed, in the lab.
  public String failures() {
    return links.failures(view.job(), view.model());
  }

  /// One case in the lab.
  public String lab(String id) {
    return links.lab(view.job(), view.model(), id);
  }

  public String shown(String id) {
    return VisibleText.of(id);
  }

  /// How another candidate did, for those who do not see its shape.
  public String did(String standing) {
    return switch (standing) {
      case "pass" -> words().didPass();
      case "fail" -> words().didFail();
      default -> words().notAsked();
    };
  }

  public String score(Failure failure) {
    return failure.score().isPresent()
        ? ScreenTexts.fill(words().failureScore(), Figures.score(failure.score().getAsDouble()))
        : "";
  }

  public String why(String model) {
    return links.why(view.job(), model);
  }

  /// What is known of the model.
  public String card() {
    return ScreenAddress.model(view.model()).toString();
  }

  /// What the verdict means, and its reason where it is open.
  public String sense() {
    Glossary.Sense sense =
        view.ways()
            .doubt()
            .map(Glossary::doubt)
            .orElseGet(() -> Glossary.verdictOf(view.mark().tone()));
    return ScreenAddress.WORDS + "#" + sense.anchor();
  }

  /// Where a decision record on this job and model is drafted.
  public String newRecord() {
    return ScreenAddress.newRecord(view.job(), view.model()) + "#new";
  }

  /// The lesson on luck.
  public String lesson() {
    return ScreenAddress.lesson(Lesson.NOT_YET.word()).toString();
  }

  /// The candidate so many places on; empty at the ends.
  public Optional<String> near(int places) {
    List<Candidate> all = view.models();
    int here = IntStream.range(0, all.size()).filter(i -> all.get(i).here()).findFirst().orElse(0);
    int there = here + places;
    return there < 0 || there >= all.size()
        ? Optional.empty()
        : Optional.of(why(all.get(there).model()));
  }

  /// What would do the job, in a few words.
  public String routeTitle(RouteView route) {
    return switch (route.kind()) {
      case CASCADE -> words().routeCascade();
      case ROUTER -> words().routeRouter();
      case MODEL -> words().routeModel();
      case NONE -> words().routeNone();
    };
  }

  public String routeCost(RouteView route) {
    if (route.cost().equals(RouteView.FREE)) {
      return words().routeFree();
    }
    return route.cost().isEmpty() ? "" : ScreenTexts.fill(words().routeCost(), route.cost());
  }

  /// The shape of a row's word.
  public Mark mark(RouteView.Row row) {
    return new Mark(row.word().toLowerCase(Locale.ROOT), row.word());
  }

  /// What was tested, name by name.
  public List<Fact> tested() {
    var tested = view.tested();
    var facts = new ArrayList<Fact>();
    facts.add(new Fact(words().build(), tested.build().orElse(words().unknown()), true));
    facts.add(new Fact(words().use(), tested.use(), false));
    facts.add(new Fact(words().host(), tested.host(), false));
    facts.add(new Fact(words().prompt(), tested.prompt(), true));
    String calls = ScreenTexts.fill(words().callsOf(), tested.calls(), tested.possible());
    String unserved =
        tested.notServed() == 0 ? "" : ScreenTexts.fill(words().unserved(), tested.notServed());
    facts.add(new Fact(words().calls(), calls + unserved, false));
    tested.cost().ifPresent(cost -> facts.add(new Fact(words().cost(), cost, false)));
    tested.firstToken().ifPresent(t -> facts.add(new Fact(words().firstToken(), t, false)));
    tested.total().ifPresent(t -> facts.add(new Fact(words().total(), t, false)));
    tested
        .speed()
        .ifPresent(s ->
            facts.add(new Fact(words().speed(), ScreenTexts.fill(words().speedUnit(), s), false)));
    return facts;
  }

  /// The cases that were not served for a cause.
  public String unserved(WhyView.Unserved each) {
    return links.unserved(view.job(), view.model(), each.cause());
  }

  public String calls(WhyView.Unserved each) {
    return ScreenTexts.count(words().unservedCalls(), each.calls());
  }

  /// Where what was not served is asked again; empty when all was, or nothing may be asked.
  public Optional<String> again() {
    return view.tested().notServed() == 0 || view.mark().tone().equals("forbidden")
        ? Optional.empty()
        : Optional.of(ScreenAddress.again(view.job()).toString());
  }

  /// A fact with its name.
  ///
  /// @param code whether it is text of a machine
  public record Fact(String name, String value, boolean code) {}
}
