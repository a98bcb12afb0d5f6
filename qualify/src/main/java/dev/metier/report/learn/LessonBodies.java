package dev.metier.report.learn;

import dev.metier.core.text.NumberText;
import dev.metier.report.learn.LessonPage.Attempt;
import dev.metier.report.learn.LessonPage.Body;
import dev.metier.report.learn.LessonPage.Paragraph;
import dev.metier.report.learn.LessonPage.Table;
import dev.metier.report.learn.LessonPage.Value;
import dev.metier.report.lesson.Lesson;
import dev.metier.report.lesson.Lessons;
import dev.metier.report.lesson.Lessons.Destinations;
import dev.metier.report.lesson.Lessons.Kind;
import dev.metier.report.lesson.Lessons.Kinds;
import dev.metier.report.lesson.Lessons.NoRanking;
import dev.metier.report.lesson.Lessons.NotYet;
import dev.metier.report.lesson.Lessons.Reader;
import dev.metier.report.lesson.Lessons.Sort;
import dev.metier.report.plot.TeamPlot;
import dev.metier.report.plot.UnitPlot;
import dev.metier.report.screen.ScreenAddress;
import dev.metier.report.screen.ScreenTexts;
import dev.metier.report.view.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Puts the numbers of lessons into words and pictures: those about verdicts, and where data goes.
///
/// @param demo whether they are the demo's, whose jobs have no pages here
record LessonBodies(boolean demo) {
  static final LearnTexts WORDS = LearnTexts.ENGLISH;

  Body of(Lesson lesson, Lessons all) {
    var uses = new UseBodies(this);
    return switch (lesson) {
      case KINDS -> kinds(all.kinds().orElseThrow());
      case NOT_YET -> notYet(all.notYet().orElseThrow());
      case NO_RANKING -> noRanking(all.noRanking().orElseThrow());
      case LOCAL_COST -> uses.localCost(all.localCost().orElseThrow());
      case DESTINATIONS -> destinations(all.destinations().orElseThrow());
      case SPEED -> uses.speed(all.speed().orElseThrow());
      case PAIRS -> uses.pairs(all.pair().orElseThrow());
      case CASES -> uses.cases(all.cases().orElseThrow());
    };
  }

  static String fill(String text, Object... values) {
    return ScreenTexts.fill(text, values);
  }

  static Paragraph plain(String text) {
    return new Paragraph(text, Optional.empty());
  }

  static Paragraph marked(String text, String mark) {
    return new Paragraph(text, Optional.of(mark));
  }

  /// Where numbers of outcomes come from.
  Paragraph measured(String text) {
    return marked(text, demo ? WORDS.measuredDemo() : WORDS.measured());
  }

  static Value value(String text) {
    return new Value(VisibleText.of(text), Optional.empty());
  }

  /// Something that has a page, unless it is the demo's.
  Value linked(String text, ScreenAddress address) {
    return new Value(
        VisibleText.of(text), demo ? Optional.empty() : Optional.of(address.toString()));
  }

  /// Follow a link; of the demo's numbers see the demo.
  Attempt attempt(String text, String name, ScreenAddress address) {
    return demo
        ? new Attempt(WORDS.tryDemo(), Optional.empty(), Optional.of("metier demo --open"))
        : new Attempt(text, Optional.of(linked(name, address)), Optional.empty());
  }

  /// Give a command; of the demo's numbers see the demo.
  Attempt command(String text, String command) {
    return demo
        ? attempt(text, "", ScreenAddress.MATRIX)
        : new Attempt(text, Optional.empty(), Optional.of(command));
  }

  private Body kinds(Kinds kinds) {
    var units = new ArrayList<UnitPlot.Row>();
    var rows = new ArrayList<List<Value>>();
    for (Kind kind : kinds.kinds()) {
      int fit = kind.fit().size();
      String name = name(kind.sort());
      units.add(
          new UnitPlot.Row(
              fill(WORDS.kindsRow(), name, fit, kinds.jobs().size()),
              kinds.jobs().stream().map(job -> kind.fit().contains(job) ? "fit" : "").toList()));
      rows.add(
          List.of(
              value(name),
              value(use(kind.sort())),
              value(String.join(", ", kind.models())),
              value(fit == 0 ? WORDS.kindsNone() : String.join(", ", kind.fit()))));
    }
    return new Body(
        WORDS.kindsTitle(),
        List.of(
            marked(WORDS.kindsLead(), WORDS.kindsSource()),
            measured(fill(WORDS.kindsSeen(), kinds.jobs().size()))),
        UnitPlot.of(units, String.join(". ", units.stream().map(UnitPlot.Row::label).toList())),
        "",
        new Table(
            List.of(WORDS.kindsHead(), WORDS.kindsUse(), WORDS.kindsHere(), WORDS.kindsFit()),
            rows,
            true),
        List.of(marked(WORDS.kindsAssumed(), WORDS.assumed()), plain(WORDS.kindsEnd())),
        attempt(WORDS.kindsTry(), LearnPage.matrix(), ScreenAddress.MATRIX));
  }

  static String name(Sort sort) {
    return switch (sort) {
      case WORD_COUNTS -> WORDS.sortWords();
      case SMALL -> WORDS.sortSmall();
      case CODE -> WORDS.sortCode();
      case REASONING -> WORDS.sortReasoning();
      case LARGE -> WORDS.sortLarge();
      case HOSTED -> WORDS.sortHosted();
      case OTHER -> WORDS.sortOther();
    };
  }

  private static String use(Sort sort) {
    return switch (sort) {
      case WORD_COUNTS -> WORDS.sortWordsUse();
      case SMALL -> WORDS.sortSmallUse();
      case CODE -> WORDS.sortCodeUse();
      case REASONING -> WORDS.sortReasoningUse();
      case LARGE -> WORDS.sortLargeUse();
      case HOSTED -> WORDS.sortHostedUse();
      case OTHER -> WORDS.sortOtherUse();
    };
  }

  private Body notYet(NotYet it) {
    String rule =
        it.needed().isPresent()
            ? fill(WORDS.notYetNeeded(), it.mistakes(), it.seen(), it.needed().getAsInt())
            : fill(WORDS.notYetRule(), it.mistakes());
    List<List<Value>> rows =
        IntStream.range(0, it.dots().size())
            .mapToObj(i ->
                List.of(value(Integer.toString(i + 1)), value(Integer.toString(it.dots().get(i)))))
            .toList();
    return new Body(
        fill(WORDS.notYetTitle(), it.passed(), it.seen()),
        List.of(
            measured(
                fill(
                    WORDS.notYetSeen(),
                    it.model(),
                    it.passed(),
                    it.seen(),
                    it.job(),
                    it.rate(),
                    it.bar())),
            plain(fill(WORDS.notYetLaw(), it.seen()))),
        teams(it),
        fill(WORDS.notYetCaption(), it.passed(), it.chance()),
        new Table(List.of(WORDS.notYetTeam(), WORDS.notYetPasses()), rows, false),
        List.of(
            marked(fill(WORDS.notYetTeams(), it.teams(), it.passed()), WORDS.notYetSource()),
            plain(rule),
            plain(WORDS.notYetEnd())),
        attempt(
            WORDS.notYetTry(),
            it.model() + " · " + it.job(),
            ScreenAddress.why(it.job(), it.model())));
  }

  private static String teams(NotYet it) {
    return TeamPlot.of(
        it.dots(),
        it.passed(),
        new TeamPlot.Words(
            fill(WORDS.notYetPicture(), it.teams(), it.bar(), it.passed(), it.seen(), it.chance()),
            fill(WORDS.notYetMark(), it.passed()),
            fill(WORDS.notYetAcross(), it.seen())));
  }

  private Body noRanking(NoRanking it) {
    List<UnitPlot.Row> units =
        it.models().stream().map(row -> new UnitPlot.Row(row.model(), row.tones())).toList();
    var heads = new ArrayList<String>();
    heads.add(WORDS.rankingModel());
    heads.addAll(it.jobs());
    List<List<Value>> rows =
        it.models().stream()
            .map(row -> {
              var values = new ArrayList<Value>();
              values.add(linked(row.model(), ScreenAddress.model(row.model())));
              row.tones().forEach(tone -> values.add(value(tone.isEmpty() ? "–" : tone)));
              return List.copyOf(values);
            })
            .toList();
    var crossing = it.crossing();
    return new Body(
        WORDS.rankingTitle(),
        List.of(measured(WORDS.rankingSeen())),
        UnitPlot.of(units, fill(WORDS.rankingPicture(), it.models().size(), it.jobs().size())),
        WORDS.rankingCaption(),
        new Table(heads, rows, false),
        List.of(
            measured(
                fill(
                    WORDS.rankingCrossing(),
                    crossing.one(),
                    crossing.job(),
                    crossing.otherJob(),
                    crossing.other())),
            marked(WORDS.rankingSum(), WORDS.rankingSource()),
            plain(WORDS.rankingEnd())),
        attempt(
            fill(WORDS.rankingTry(), crossing.one(), crossing.job()),
            crossing.one() + " · " + crossing.job(),
            ScreenAddress.why(crossing.job(), crossing.one())));
  }

  private Body destinations(Destinations it) {
    List<UnitPlot.Row> units =
        it.hosts().stream()
            .map(host ->
                new UnitPlot.Row(
                    reader(host),
                    host.may().stream().map(may -> may ? "fit" : "forbidden").toList()))
            .toList();
    var rows = new ArrayList<List<Value>>();
    for (int i = 0; i < it.classes().size(); i++) {
      rows.add(List.of(value(it.classes().get(i)), value(NumberText.count(it.counts().get(i)))));
    }
    String data = it.stay().isEmpty() ? "" : it.stay().getFirst().data();
    return new Body(
        WORDS.destinationsTitle(),
        List.of(
            plain(WORDS.destinationsLead()), marked(WORDS.destinationsStated(), WORDS.assumed())),
        UnitPlot.of(it.classes(), units, fill(WORDS.destinationsPicture(), it.hosts().size())),
        WORDS.destinationsCaption(),
        new Table(List.of(WORDS.destinationsClass(), WORDS.destinationsJobs()), rows, false),
        List.of(plain(stay(it)), plain(WORDS.destinationsEnd())),
        attempt(
            WORDS.destinationsTry(),
            data.isEmpty() ? LearnPage.matrix() : data,
            ScreenAddress.MATRIX.with("data", data)));
  }

  private static String reader(Reader host) {
    return fill(
        WORDS.destinationsRow(),
        VisibleText.of(host.host()),
        host.own() ? WORDS.destinationsOwn() : WORDS.destinationsHosted(),
        host.clearance());
  }

  private static String stay(Destinations it) {
    if (it.stay().isEmpty()) {
      return fill(WORDS.destinationsFree(), it.jobs());
    }
    Optional<String> allowed = it.stay().getFirst().allowed();
    return allowed.isEmpty()
        ? fill(WORDS.destinationsStayAll(), it.jobs())
        : fill(
            WORDS.destinationsStay(),
            it.stay().size(),
            it.jobs(),
            allowed.get(),
            some(it.stay().stream().map(Lessons.Stay::job).toList()));
  }

  /// The first names, and how many there are besides.
  static String some(List<String> names) {
    int shown = 5;
    return names.size() <= shown
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, shown)) + " +" + (names.size() - shown);
  }
}
