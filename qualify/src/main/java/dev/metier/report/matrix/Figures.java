package dev.metier.report.matrix;

import dev.metier.core.text.NumberText;
import dev.metier.job.BarUnit;
import dev.metier.job.Direction;
import dev.metier.job.Money;
import dev.metier.job.Requirement;
import dev.metier.stats.Interval;
import dev.metier.verdict.Finding;
import dev.metier.verdict.Verdict;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Numbers as people read them; the same in every medium.
public final class Figures {
  private static final int MOST_DIGITS = 4;
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Figures() {}

  /// `0 of 1 job has`, `1 of 3 jobs has`, `2 of 3 jobs have`.
  public static String share(long number, long all, String one) {
    return NumberText.count(number)
        + " of "
        + NumberText.count(all, one)
        + (number == 1 || all == 1 ? " has" : " have");
  }

  /// `7.3 times fewer`, or `7.3 times fewer where decided`; empty when nothing was saved by
  /// deciding early.
  public static Optional<String> saving(FitMatrix.Calls calls) {
    var decided = calls.decided();
    if (decided.made() == 0 || decided.grid() < decided.made() * 1.05) {
      return Optional.empty();
    }
    double factor = decided.grid() / (double) decided.made();
    String number = String.format(Locale.ROOT, factor < 10 ? "%.1f" : "%,.0f", factor);
    boolean all = decided.grid() == calls.grid();
    return Optional.of(number + " times fewer" + (all ? "" : " where decided"));
  }

  /// `0.86..0.94`, `1.1..1.4 s`, `$0.80..$1.20`, `30..42 tokens/s`; with an open end `over 1.1 s`,
  /// `up to 3.0 s`; `0.65` where it is known exactly. Ends have as many digits as it takes to tell
  /// them apart, and to show on which side of the bar they lie.
  public static String interval(Finding finding) {
    return interval(finding, spanDigits(finding));
  }

  /// The same with so many digits.
  public static String interval(Finding finding, int digits) {
    BarUnit unit = finding.need().unit();
    Interval interval = finding.interval();
    String low = unit.before() + plain(interval.low(), digits);
    String high = unit.before() + plain(interval.high(), digits);
    boolean below = Double.isFinite(interval.low());
    boolean above = Double.isFinite(interval.high());
    if (below && above) {
      return (low.equals(high) ? low : low + ".." + high) + unit.after();
    }
    boolean nothing = !below || (interval.low() <= 0 && !finding.need().aboutQuality());
    return above
        ? "up to " + high + unit.after()
        : nothing ? "not known yet" : "over " + low + unit.after();
  }

  /// The digits that the ends of all these findings need; those of one need read as one column.
  public static int digits(List<Finding> findings) {
    return findings.stream().mapToInt(Figures::spanDigits).max().orElse(0);
  }

  /// What a finding is sure of, in ASCII: `quality >= 0.93 at 95 %`, `latency <= 1.2 s at 95 %`,
  /// or, undecided, `quality 0.86..0.94, bar 0.90`. An interval of an unmet need that ends at the
  /// bar does not reach it: `quality < 0.75`.
  public static String claim(Finding finding) {
    String about = finding.need().subject().orElse("quality");
    if (finding.status() == Finding.Status.UNDECIDED) {
      return about + " " + interval(finding) + ", bar " + bar(finding);
    }
    boolean above = atLeast(finding) == (finding.status() == Finding.Status.MET);
    BarUnit unit = finding.need().unit();
    Interval interval = finding.interval();
    double end = above ? interval.low() : interval.high();
    boolean atBar = finding.status() == Finding.Status.UNMET && end == finding.bar();
    String bare = plain(end, spanDigits(finding));
    return about
        + (above ? " >" : " <")
        + (atBar ? " " : "= ")
        + unit.before()
        + bare
        + unit.after()
        + " at "
        + percent(finding.need().confidence());
  }

  /// The need's limit: `0.90`, `1.5 s`, `$2.00`, `30 tokens/s`.
  public static String bar(Finding finding) {
    BarUnit unit = finding.need().unit();
    return unit.before() + plain(finding.bar(), digits(finding.bar(), unit)) + unit.after();
  }

  /// One end of a finding's interval, with the digits that show on which side of the bar it lies.
  public static String end(Finding finding, double end) {
    BarUnit unit = finding.need().unit();
    return unit.before() + plain(end, spanDigits(finding)) + unit.after();
  }

  /// The value in the unit of the need: `0.93`, `1.2 s`.
  public static String value(Requirement need, double value) {
    BarUnit unit = need.unit();
    return unit.before() + plain(value, unit.digits()) + unit.after();
  }

  /// A round number of an axis, with as many digits as the axis needs.
  public static String value(Requirement need, double value, Scale scale) {
    BarUnit unit = need.unit();
    return unit.before() + plain(value, scale.digits()) + unit.after();
  }

  /// A grade: `0.67`.
  public static String score(double score) {
    return plain(score, 2);
  }

  /// How many calls were made of those there could be: `45 of 200 calls`; empty when none were.
  public static Optional<String> calls(FitMatrix.Cell cell) {
    int trials = cell.facts().trials();
    if (trials == 0) {
      return Optional.empty();
    }
    return Optional.of(
        cell.verdict() instanceof Verdict.Forbidden
            ? NumberText.count(trials, "earlier call")
            : NumberText.count(trials)
                + " of "
                + NumberText.count(cell.facts().available(), "call"));
  }

  /// Why there is nothing to show yet, in two or three words.
  public static Optional<String> silence(FitMatrix.Cell cell) {
    return switch (cell.verdict()) {
      case Verdict.Undecided(_, var doubt, _, var cause) ->
          switch (doubt) {
            case NOT_NEEDED -> Optional.of("not needed");
            case UNREACHABLE -> cause.or(() -> Optional.of("cannot be asked"));
            case GRADER -> Optional.of("grader failed");
            case NO_EVIDENCE -> Optional.of("never tried");
            case RUNNING, BORDERLINE, CASES_EXHAUSTED, BUDGET, JUDGE -> Optional.empty();
          };
      case Verdict.Forbidden _ ->
          Optional.of(cell.facts().trials() == 0 ? "nothing sent" : "nothing sent now");
      case Verdict.Unfit(var findings, _) ->
          with(Finding.Status.UNMET, findings).isEmpty()
              ? Optional.of("critical case failed")
              : Optional.empty();
      case Verdict.Fit _, Verdict.Expired _ -> Optional.empty();
    };
  }

  /// `22 Nov 2026, 14:30 UTC`.
  public static String moment(Instant at) {
    return MOMENT.format(at);
  }

  /// `95 %`, `99.5 %`.
  public static String percent(double share) {
    return trimmed(Math.round(share * 1000) / 10.0) + " %";
  }

  /// `$1.20 per 1,000`.
  public static String perThousand(Money money) {
    return money + " per 1,000";
  }

  /// The finding that stands for the verdict in small places: the first on the quality of all
  /// cases, else on quality in another form, else the first of all.
  public static Optional<Finding> main(List<Finding> findings) {
    return findings.stream()
        .filter(f -> f.need().subject().isEmpty())
        .findFirst()
        .or(() -> findings.stream().filter(f -> f.need().aboutQuality()).findFirst())
        .or(() -> findings.stream().findFirst());
  }

  /// The need that stands for a job in small places.
  public static Optional<Requirement> mainNeed(List<Requirement> needs) {
    return needs.stream()
        .filter(n -> n.subject().isEmpty())
        .findFirst()
        .or(() -> needs.stream().filter(Requirement::aboutQuality).findFirst())
        .or(() -> needs.stream().findFirst());
  }

  /// The finding that made the verdict: what is not met, or else not decided, or else the main one.
  public static Optional<Finding> telling(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Unfit(var findings, _) -> main(with(Finding.Status.UNMET, findings));
      case Verdict.Undecided(var findings, _, _, _) ->
          main(with(Finding.Status.UNDECIDED, findings)).or(() -> main(findings));
      case Verdict.Fit _, Verdict.Forbidden _, Verdict.Expired _ -> main(verdict.findings());
    };
  }

  private static List<Finding> with(Finding.Status status, List<Finding> findings) {
    return findings.stream().filter(f -> f.status() == status).toList();
  }

  /// What it would take to know more, for a cell that is undecided and has begun.
  public static Optional<String> outlook(FitMatrix.Cell cell) {
    if (!(cell.verdict() instanceof Verdict.Undecided undecided)) {
      return Optional.empty();
    }
    return telling(undecided)
        .filter(f -> f.seen() > 0 && f.status() == Finding.Status.UNDECIDED)
        .filter(f -> Double.isFinite(f.remaining()) && f.remaining() >= 1)
        .map(f -> new Outlook(f, callsPerCase(f, cell.facts()), cell.facts().perThousand()))
        .map(Outlook::sentence);
  }

  private static double callsPerCase(Finding finding, FitMatrix.Facts facts) {
    return facts.available() / (double) Math.max(1, finding.available());
  }

  private static int spanDigits(Finding finding) {
    Interval interval = finding.interval();
    for (int digits = digits(finding.bar(), finding.need().unit()); ; digits++) {
      String low = plain(interval.low(), digits);
      String high = plain(interval.high(), digits);
      boolean apart = !low.equals(high) || interval.low() == interval.high();
      boolean clear =
          honest(low, interval.low(), finding) && honest(high, interval.high(), finding);
      if ((apart && clear) || digits >= MOST_DIGITS) {
        return digits;
      }
    }
  }

  /// Whether the rounded end lies on that side of the bar where the exact one is.
  private static boolean honest(String shown, double value, Finding finding) {
    return shown.isEmpty() || meets(Double.parseDouble(shown), finding) == meets(value, finding);
  }

  private static boolean meets(double value, Finding finding) {
    return atLeast(finding) ? value >= finding.bar() : value <= finding.bar();
  }

  private static boolean atLeast(Finding finding) {
    return finding.need().direction() == Direction.AT_LEAST;
  }

  private static int digits(double bar, BarUnit unit) {
    int needed = new BigDecimal(trimmed(bar)).stripTrailingZeros().scale();
    return Math.clamp(needed, unit.digits(), MOST_DIGITS);
  }

  private static String plain(double value, int digits) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).toPlainString()
        : "";
  }

  public static String trimmed(double value) {
    return NumberText.rounded(value, MOST_DIGITS);
  }
}
