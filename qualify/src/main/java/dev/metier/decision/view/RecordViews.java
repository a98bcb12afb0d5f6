package dev.metier.decision.view;

import dev.metier.core.text.NumberText;
import dev.metier.decision.DecisionRecord;
import dev.metier.decision.DecisionRecord.Range;
import dev.metier.decision.view.RecordView.Candidate;
import dev.metier.decision.view.RecordView.Need;
import dev.metier.decision.view.RecordView.Wrong;
import dev.metier.job.BarUnit;
import dev.metier.job.DataClass;
import dev.metier.job.Direction;
import dev.metier.job.Money;
import dev.metier.qualify.CellResult;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.Scale;
import dev.metier.report.view.MatrixView.Mark;
import dev.metier.report.view.MatrixViews;
import dev.metier.report.view.RangePicture;
import dev.metier.report.view.VisibleText;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// Makes what is shown of a record.
public final class RecordViews {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
  private static final int NEEDS = 5;
  private static final int HASH = 12;
  private static final int SHORT = 90;
  private static final int MIDDLE = 200;
  private static final int LONG = 280;
  private static final int REASON = 120;
  private static final int HOSTS = 4;

  private final DecisionRecord record;

  private RecordViews(DecisionRecord record) {
    this.record = record;
  }

  /// What is shown of a record.
  ///
  /// @param changes what is different now; see [dev.metier.decision.RecordChanges]
  public static RecordView of(String project, DecisionRecord record, List<String> changes) {
    return new RecordViews(record).view(project, changes);
  }

  /// The record as it may leave the house: texts of cases of a class above internal are left out,
  /// unless they are asked for.
  public static DecisionRecord toSend(DecisionRecord record, boolean withTexts) {
    boolean held = record.data().held().compareTo(DataClass.INTERNAL) > 0;
    return held && !withTexts ? record.withoutTexts() : record;
  }

  private RecordView view(String project, List<String> changes) {
    var head = record.head();
    var words = record.words();
    List<Need> all = record.needs().stream().map(RecordViews::need).toList();
    var first = new ArrayList<>(all);
    first.sort(java.util.Comparator.comparing(need -> need.state().word().equals("MET")));
    return new RecordView(
        VisibleText.of(project),
        head.id(),
        word(head.status()),
        head.job().text(),
        head.model().text(),
        record.chosen().map(each -> VisibleText.of(each.host())).orElse(""),
        VisibleText.of(head.owner()),
        day(head.date()),
        day(head.reviewBy()),
        head.supersedes(),
        head.supersededBy(),
        cut(words.sentence(), LONG),
        changes.stream().map(VisibleText::of).toList(),
        (all.size() <= NEEDS ? all : first.subList(0, NEEDS))
            .stream().map(need -> need.because(cut(need.because(), REASON))).toList(),
        Math.max(0, all.size() - NEEDS),
        record.money().map(RecordViews::money),
        data(),
        record.wrong().stream().map(each -> wrong(each, SHORT)).toList(),
        record.chosen().filter(RecordViews::isByForm).isPresent(),
        cut(String.join("; ", words.notFor()), LONG),
        cut(String.join("; ", words.ends()), LONG),
        cut(words.dissent(), MIDDLE),
        locked(),
        new RecordView.Evidence(
            hash(record.evidence().hash()),
            record.evidence().cases(),
            Figures.moment(record.evidence().at())),
        page(all));
  }

  private RecordView.Page page(List<Need> needs) {
    var routing = record.routing();
    var then = routing.then().stream().map(each -> each.text()).toList();
    return new RecordView.Page(
        needs,
        record.candidates().stream().map(this::candidate).toList(),
        VisibleText.of(routing.kind())
            + ": "
            + record.head().model()
            + (then.isEmpty() ? "" : ", then " + String.join(", ", then))
            + " (by "
            + VisibleText.of(routing.source())
            + ")",
        record.wrong().stream().map(each -> wrong(each, Integer.MAX_VALUE)).toList(),
        record.words().notFor().stream().map(VisibleText::of).toList(),
        record.words().ends().stream().map(VisibleText::of).toList(),
        VisibleText.of(record.words().dissent()),
        isLonger(),
        VisibleText.of(record.text()));
  }

  /// Whether the first page cuts what people wrote.
  private boolean isLonger() {
    var words = record.words();
    return String.join("; ", words.notFor()).length() > LONG
        || String.join("; ", words.ends()).length() > LONG
        || words.dissent().length() > MIDDLE
        || record.needs().stream().anyMatch(need -> need.because().length() > REASON);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String day(Optional<LocalDate> day) {
    return day.map(DAY::format).orElse("");
  }

  private static String hash(String hash) {
    return hash.substring(0, Math.min(HASH, hash.length()));
  }

  /// On one line, its end cut.
  private static String cut(String text, int most) {
    String line = text.strip().replaceAll("\\s+", " ");
    if (line.length() <= most) {
      return VisibleText.of(line);
    }
    int end = line.lastIndexOf(' ', most - 1);
    return VisibleText.of(line.substring(0, end < most / 2 ? most - 1 : end)) + " …";
  }

  /// On one line, its beginning cut: questions stand at the end.
  private static String end(String text, int most) {
    String line = text.strip().replaceAll("\\s+", " ");
    if (line.length() <= most) {
      return VisibleText.of(line);
    }
    int from = line.indexOf(' ', line.length() - most);
    return "… " + VisibleText.of(line.substring(from < 0 ? line.length() - most : from + 1));
  }

  private static Wrong wrong(DecisionRecord.Wrong each, int most) {
    return most == Integer.MAX_VALUE
        ? new Wrong(
            VisibleText.of(each.id()),
            VisibleText.of(each.asked()),
            VisibleText.of(each.expected()),
            VisibleText.of(each.answered()),
            VisibleText.of(each.reason()))
        : new Wrong(
            cut(each.id(), most),
            end(each.asked(), most),
            cut(each.expected(), most),
            end(each.answered(), most),
            cut(each.reason(), most));
  }

  private static Need need(DecisionRecord.Need need) {
    return new Need(
        VisibleText.of(need.need()),
        Figures.percent(need.confidence()),
        new Mark(tone(need.state()), need.state().equals("UNDECIDED") ? "OPEN" : need.state()),
        need.cases() == 0 ? Optional.empty() : Optional.of(picture(need)),
        VisibleText.of(need.said()),
        need.cases(),
        VisibleText.of(need.because()));
  }

  private static String tone(String state) {
    return switch (state) {
      case "MET" -> "fit";
      case "UNMET" -> "unfit";
      default -> "undecided";
    };
  }

  /// As [RangePicture#of], of the numbers that the record holds.
  private static RangePicture picture(DecisionRecord.Need need) {
    var axis =
        Scale.glance(
            need.bar(),
            BarUnit.valueOf(need.unit()),
            need.upwards() ? Direction.AT_LEAST : Direction.AT_MOST);
    double low = need.low().orElse(Double.NEGATIVE_INFINITY);
    double high = need.high().orElse(Double.POSITIVE_INFINITY);
    boolean open = need.state().equals("UNDECIDED");
    boolean rayUp = !open && need.isMet() == need.upwards();
    boolean rayDown = !open && !rayUp;
    return new RangePicture(
        tone(need.state()),
        rayDown ? 0 : axis.place(low),
        rayUp ? 1 : axis.place(high),
        rayUp && low >= axis.low(),
        rayDown && high <= axis.high(),
        !rayDown && low < axis.low(),
        !rayUp && high > axis.high(),
        axis.place(need.bar()),
        need.seen().isPresent()
            ? OptionalDouble.of(axis.place(need.seen().getAsDouble()))
            : OptionalDouble.empty(),
        VisibleText.of(need.need() + ": " + need.said()));
  }

  private static RecordView.Money money(DecisionRecord.Money money) {
    return new RecordView.Money(
        billed(money.perThousand()),
        VisibleText.of(money.beside()),
        money.besidePerThousand().map(RecordViews::billed).orElse(""),
        money
            .paysFrom()
            .map(range ->
                same(range)
                    ? NumberText.count(Math.round(range.low()))
                    : NumberText.count(Math.round(range.low()))
                        + ".."
                        + NumberText.count(Math.round(range.high())))
            .orElse(""),
        VisibleText.of(money.assumes()),
        cut(String.join("; ", money.turns()), MIDDLE));
  }

  private static String billed(Range range) {
    return range.high() == 0 ? MatrixViews.billed(Money.ZERO) : dollars(range);
  }

  private static boolean same(Range range) {
    return dollar(range.low()).equals(dollar(range.high()));
  }

  private static String dollars(Range range) {
    return same(range) ? dollar(range.low()) : dollar(range.low()) + ".." + dollar(range.high());
  }

  private static String dollar(double dollars) {
    return Money.usd(dollars).toString();
  }

  private RecordView.Data data() {
    var data = record.data();
    var places =
        data.places().stream()
            .map(each ->
                new RecordView.Place(
                    VisibleText.of(each.host()), word(each.clearance()), each.may()))
            .toList();
    return new RecordView.Data(
        word(data.held()),
        data.holdsTexts(),
        word(highest(data)),
        places.stream().limit(HOSTS).toList(),
        places,
        VisibleText.of(record.routing().whenDown()),
        data.drill()
            .map(drill ->
                Figures.moment(drill.at())
                    + ": "
                    + NumberText.count(drill.requests(), "request")
                    + ", "
                    + NumberText.count(drill.leaks(), "connection")
                    + " elsewhere")
            .orElse(""),
        data.drill().filter(drill -> drill.leaks() == 0).isPresent());
  }

  /// Without texts of cases what is left are names and sums of the team's own.
  private static DataClass highest(DecisionRecord.Data data) {
    boolean less = data.holdsTexts() || data.held().compareTo(DataClass.INTERNAL) < 0;
    return less ? data.held() : DataClass.INTERNAL;
  }

  private RecordView.Locked locked() {
    return new RecordView.Locked(
        record.locked().known() ? record.locked().at().map(Figures::moment).orElse("") : "",
        hash(record.locked().hash()),
        record.moved().stream()
            .map(each ->
                new RecordView.Moved(
                    VisibleText.of(each.at()),
                    VisibleText.of(each.before()),
                    VisibleText.of(each.after()),
                    VisibleText.of(each.by()),
                    VisibleText.of(each.why())))
            .toList());
  }

  private static boolean isByForm(DecisionRecord.Candidate each) {
    return each.reason().startsWith(CellResult.FORM_ONLY);
  }

  private Candidate candidate(DecisionRecord.Candidate each) {
    return new Candidate(
        each.model().text(),
        VisibleText.of(each.use()),
        VisibleText.of(each.host()),
        isByForm(each)
            ? Mark.FORM_ONLY
            : new Mark(each.verdict().toLowerCase(Locale.ROOT), each.verdict()),
        VisibleText.of(each.shown()),
        VisibleText.of(each.reason()),
        each.trials(),
        hash(each.build()),
        each.perThousand().isPresent()
            ? MatrixViews.billed(Money.usd(each.perThousand().getAsDouble()))
            : "",
        each.model().equals(record.head().model()));
  }
}
