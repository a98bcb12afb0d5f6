package dev.metier.report.learn;

import static dev.metier.report.learn.LessonBodies.WORDS;
import static dev.metier.report.learn.LessonBodies.fill;
import static dev.metier.report.learn.LessonBodies.marked;
import static dev.metier.report.learn.LessonBodies.plain;
import static dev.metier.report.learn.LessonBodies.value;

import dev.metier.core.text.NumberText;
import dev.metier.report.learn.LessonPage.Attempt;
import dev.metier.report.learn.LessonPage.Body;
import dev.metier.report.learn.LessonPage.Paragraph;
import dev.metier.report.learn.LessonPage.Table;
import dev.metier.report.learn.LessonPage.Value;
import dev.metier.report.lesson.Lessons.Cases;
import dev.metier.report.lesson.Lessons.Hosted;
import dev.metier.report.lesson.Lessons.Length;
import dev.metier.report.lesson.Lessons.LocalCost;
import dev.metier.report.lesson.Lessons.Pair;
import dev.metier.report.lesson.Lessons.Share;
import dev.metier.report.lesson.Lessons.Speed;
import dev.metier.report.lesson.Lessons.Times;
import dev.metier.report.matrix.Figures;
import dev.metier.report.plot.RowPlot;
import dev.metier.report.plot.UnitPlot;
import dev.metier.report.screen.ScreenAddress;
import dev.metier.report.screen.ScreenTexts;
import dev.metier.report.view.cases.CasesQuery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Puts the numbers of lessons into words and pictures: those about cost, time and cases.
record UseBodies(LessonBodies bodies) {
  /// More shapes than this are not counted by anybody.
  private static final int MOST_UNITS = 300;

  Body localCost(LocalCost it) {
    double low = it.shares().stream().mapToDouble(Share::dollars).min().orElse(1);
    double high = it.shares().stream().mapToDouble(Share::dollars).max().orElse(1);
    double hosted = it.hosted().map(Hosted::dollars).orElse(low);
    double from = Math.min(low, hosted) / 1.5;
    double to = Math.max(high, hosted) * 1.5;
    List<RowPlot.Row> plotted =
        it.shares().stream()
            .map(share ->
                new RowPlot.Row(
                    fill(WORDS.localCostBusy(), Figures.percent(share.busy())),
                    share.cost(),
                    RowPlot.power(share.dollars(), from, to)))
            .toList();
    List<RowPlot.Limit> limits =
        it.hosted().stream()
            .map(h ->
                new RowPlot.Limit(RowPlot.power(h.dollars(), from, to), h.model() + " " + h.cost()))
            .toList();
    String words =
        fill(WORDS.localCostPicture(), it.shares().getFirst().cost(), it.shares().getLast().cost());
    return new Body(
        WORDS.localCostTitle(),
        List.of(plain(WORDS.localCostLead()), time(it), machine(it)),
        RowPlot.of(plotted, RowPlot.powers(from, to, UseBodies::dollars), limits, words),
        WORDS.localCostCaption(),
        new Table(
            List.of(WORDS.localCostShare(), WORDS.localCostCost()),
            it.shares().stream()
                .map(s -> List.of(value(Figures.percent(s.busy())), value(s.cost())))
                .toList(),
            false),
        costs(it),
        bodies.command(WORDS.localCostTry(), "metier verdict"));
  }

  private Paragraph time(LocalCost it) {
    return it.model().isPresent()
        ? bodies.measured(fill(WORDS.localCostTime(), it.model().get(), it.time()))
        : marked(fill(WORDS.localCostTimeAssumed(), it.time()), WORDS.assumed());
  }

  private static Paragraph machine(LocalCost it) {
    return it.declared()
        ? plain(WORDS.localCostMachine())
        : marked(WORDS.localCostMachineAssumed(), WORDS.assumed());
  }

  private List<Paragraph> costs(LocalCost it) {
    var paragraphs = new ArrayList<Paragraph>();
    paragraphs.add(plain(fill(WORDS.localCostRange(), cost(it, 0.4), cost(it, 0.1))));
    it.hosted()
        .ifPresent(h ->
            paragraphs.add(
                bodies.measured(
                    fill(WORDS.localCostHosted(), h.model(), h.cost(), h.job())
                        + " "
                        + (it.even().orElse(2) > 1
                            ? WORDS.localCostNever()
                            : fill(WORDS.localCostEven(), share(it.even().orElse(1)))))));
    paragraphs.add(plain(WORDS.localCostEnd()));
    return paragraphs;
  }

  private static String share(double busy) {
    return busy < 0.01 ? "under 1 %" : Math.round(busy * 100) + " %";
  }

  private static String cost(LocalCost it, double busy) {
    return it.shares().stream()
        .filter(share -> share.busy() == busy)
        .findFirst()
        .map(Share::cost)
        .orElse("");
  }

  private static String dollars(double amount) {
    return amount >= 1
        ? "$" + NumberText.count(Math.round(amount))
        : "$" + String.format(Locale.ROOT, amount >= 0.01 ? "%.2f" : "%.3f", amount);
  }

  Body speed(Speed it) {
    var byLength = Comparator.comparingInt(Length::characters);
    Length shortest = Collections.min(it.jobs(), byLength);
    Length longest = Collections.max(it.jobs(), byLength);
    var after = new ArrayList<Paragraph>();
    it.times().forEach(times -> after.add(bodies.measured(times(times))));
    if (it.times().isEmpty()) {
      after.add(plain(WORDS.speedNoTimes()));
    }
    after.add(plain(WORDS.speedEnd()));
    return new Body(
        WORDS.speedTitle(),
        List.of(
            marked(WORDS.speedLead(), WORDS.speedSource()),
            bodies.measured(lengths(shortest, longest))),
        plotted(it.jobs(), shortest.characters(), longest.characters()),
        WORDS.speedCaption(),
        new Table(
            List.of(WORDS.speedJob(), WORDS.speedLength()),
            it.jobs().stream()
                .map(j -> List.of(value(j.job()), value(NumberText.count(j.characters()))))
                .toList(),
            false),
        after,
        speedAttempt(it));
  }

  private static String plotted(List<Length> jobs, int shortest, int longest) {
    double from = Math.max(1, shortest) / 1.5;
    double to = Math.max(1, longest) * 1.5;
    List<RowPlot.Row> rows =
        jobs.stream()
            .map(job ->
                new RowPlot.Row(
                    job.job(),
                    fill(WORDS.speedCharacters(), NumberText.count(job.characters())),
                    RowPlot.power(Math.max(1, job.characters()), from, to)))
            .toList();
    return RowPlot.of(
        rows,
        RowPlot.powers(from, to, value -> NumberText.count(Math.round(value))),
        List.of(),
        fill(WORDS.speedPicture(), NumberText.count(shortest), NumberText.count(longest)));
  }

  private Attempt speedAttempt(Speed it) {
    if (it.times().isEmpty()) {
      return bodies.command(WORDS.speedTryCommand(), "metier check");
    }
    Times slowest = it.times().getFirst();
    return bodies.attempt(
        WORDS.speedTry(),
        slowest.model() + " · " + slowest.job(),
        ScreenAddress.why(slowest.job(), slowest.model()));
  }

  private static String lengths(Length shortest, Length longest) {
    return shortest.job().equals(longest.job())
        ? fill(WORDS.speedOne(), longest.job(), NumberText.count(longest.characters()))
        : fill(
            WORDS.speedLengths(),
            shortest.job(),
            NumberText.count(shortest.characters()),
            longest.job(),
            NumberText.count(longest.characters()),
            NumberText.count(
                Math.round(longest.characters() / (double) Math.max(1, shortest.characters()))));
  }

  private static String times(Times times) {
    var parts =
        Stream.of(
                times.first().map(t -> fill(WORDS.speedFirst(), t)).stream(),
                times.speed().map(s -> fill(WORDS.speedRate(), s)).stream(),
                Stream.of(fill(WORDS.speedWhole(), times.whole())))
            .flatMap(part -> part)
            .toList();
    return fill(WORDS.speedTimes(), times.model(), times.job(), String.join(", ", parts));
  }

  Body pairs(Pair it) {
    int each = (it.all() + MOST_UNITS - 1) / MOST_UNITS;
    List<Counted> counts =
        List.of(
            new Counted(fill(WORDS.pairsBoth(), it.both()), "fit", it.both()),
            new Counted(only(it.one(), it.onlyOne()), "undecided", it.onlyOne()),
            new Counted(only(it.other(), it.onlyOther()), "undecided", it.onlyOther()),
            new Counted(fill(WORDS.pairsNeither(), it.neither()), "unfit", it.neither()));
    return new Body(
        WORDS.pairsTitle(),
        List.of(
            bodies.measured(
                fill(
                    WORDS.pairsSeen(),
                    it.job(),
                    it.one(),
                    it.other(),
                    it.all(),
                    it.onlyOther(),
                    it.other()))),
        UnitPlot.of(
            counts.stream().map(row -> row.units(each)).toList(),
            fill(
                WORDS.pairsPicture(),
                it.all(),
                it.both(),
                it.one(),
                it.onlyOne(),
                it.other(),
                it.onlyOther(),
                it.neither())),
        fill(WORDS.pairsCaption(), ScreenTexts.count(WORDS.unitOf(), each)),
        new Table(
            List.of(WORDS.pairsWho(), WORDS.pairsCases()),
            counts.stream()
                .map(row -> List.of(value(row.label()), value(count(row.cases()))))
                .toList(),
            false),
        whenItPays(it),
        bodies.command(WORDS.pairsTry(), "metier frontier " + it.job()));
  }

  private List<Paragraph> whenItPays(Pair it) {
    int most = it.all() - it.neither();
    var paragraphs = new ArrayList<Paragraph>();
    paragraphs.add(plain(fill(WORDS.pairsMost(), it.one(), it.other(), most, it.all())));
    paragraphs.add(plain(WORDS.pairsCheck()));
    paragraphs.add(plain(WORDS.pairsNot()));
    it.oneCost()
        .flatMap(one ->
            it.otherCost().map(two -> fill(WORDS.pairsCosts(), it.one(), one, it.other(), two)))
        .ifPresent(text -> paragraphs.add(bodies.measured(text)));
    return paragraphs;
  }

  private static String only(String model, int cases) {
    return fill(WORDS.pairsOnly(), model, cases);
  }

  /// Cases that came out alike.
  private record Counted(String label, String tone, int cases) {
    /// A shape for so many of them; what is left over has one too.
    UnitPlot.Row units(int each) {
      return new UnitPlot.Row(label, Collections.nCopies((cases + each - 1) / each, tone));
    }
  }

  private static String count(int number) {
    return NumberText.count(number);
  }

  Body cases(Cases it) {
    int passed = it.count("fit");
    int differ = it.count("undecided");
    int failed = it.count("unfit");
    int asked = it.tones().size();
    var after = new ArrayList<Paragraph>();
    after.add(plain(WORDS.casesRead()));
    after.add(plain(WORDS.casesKeep()));
    if (it.straight().isPresent()) {
      after.add(plain(fill(WORDS.casesMany(), it.bar(), it.straight().getAsInt())));
    }
    List<List<Value>> rows =
        List.of(
            List.of(value(WORDS.casesDiffer()), value(count(differ))),
            List.of(value(WORDS.casesAll()), value(count(passed))),
            List.of(value(WORDS.casesNone()), value(count(failed))));
    return new Body(
        WORDS.casesTitle(),
        List.of(
            plain(WORDS.casesLead()),
            bodies.measured(fill(WORDS.casesSeen(), it.job(), asked, differ, passed, failed))),
        UnitPlot.of(
            List.of(
                new UnitPlot.Row(
                    fill(WORDS.casesRow(), it.job(), asked),
                    it.tones().subList(0, Math.min(asked, MOST_UNITS)))),
            fill(WORDS.casesPicture(), asked, passed, differ, failed)),
        fill(WORDS.casesCaption(), MOST_UNITS),
        new Table(List.of(WORDS.casesHow(), WORDS.casesCount()), rows, false),
        after,
        bodies.attempt(
            WORDS.casesTry(),
            it.job(),
            ScreenAddress.cases(it.job()).with("only", CasesQuery.Kind.BOTH_FAIL.word())));
  }
}
