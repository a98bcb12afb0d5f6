package dev.metier.job;

import dev.metier.core.text.DurationText;
import dev.metier.core.text.NumberText;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// One need of a job: what is measured, in which unit, where the bar is, and how that is said.
/// `confidence` is the least probability, 0.5..1 exclusive, that MET (and, apart, UNMET) is right.
public sealed interface Requirement {
  double confidence();

  /// What is measured, without the bar: `quality [hard]`, `latency p95`.
  String measure();

  /// The bar alone: `0.90`, `1.5 s`.
  String bar();

  /// The bar as a number in the need's unit.
  double barValue();

  BarUnit unit();

  /// On which side of the bar the need is met.
  Direction direction();

  /// What it is about, where that is not the quality of all cases: `latency`, `[hard]`.
  default Optional<String> subject() {
    return Optional.of(measure());
  }

  /// The model to compare with, if the need names one.
  default Optional<ModelName> reference() {
    return Optional.empty();
  }

  /// The slice of the cases that it is about; empty when it is about all.
  default Optional<String> slice() {
    return Optional.empty();
  }

  /// How many consecutive calls make one independent draw, at least 1.
  default int block() {
    return 1;
  }

  /// The same need with each call as a draw of its own.
  default Requirement withoutBlocks() {
    return this;
  }

  /// Whether it is about grades rather than times or costs.
  default boolean aboutQuality() {
    return unit() == BarUnit.SHARE || unit() == BarUnit.DIFFERENCE;
  }

  /// The need in a few words, for example `quality >= 0.90`.
  default String label() {
    return measure() + direction().sign() + bar();
  }

  /// The need in words: `quality at least 0.90`, `latency p95 at most 1.5 s`.
  default String inWords() {
    return measure() + direction().words() + bar();
  }

  /// The need for narrow places: `quality >= 0.90`, `cost <= $2.00/1,000`.
  default String brief() {
    return label();
  }

  /// The need as hashes know it: it stays as it is, however the label is written.
  default String hashed() {
    return label();
  }

  /// The mean grade is at least `atLeast` (0..1), over all cases or over those of a slice.
  record Quality(double atLeast, double confidence, Optional<String> slice) implements Requirement {
    @Override
    public String measure() {
      return "quality" + subject().map(s -> " " + s).orElse("");
    }

    @Override
    public String bar() {
      return share(atLeast);
    }

    @Override
    public double barValue() {
      return atLeast;
    }

    @Override
    public BarUnit unit() {
      return BarUnit.SHARE;
    }

    @Override
    public Direction direction() {
      return Direction.AT_LEAST;
    }

    @Override
    public Optional<String> subject() {
      return slice.map(s -> "[" + s + "]");
    }
  }

  /// The mean grade is at most `margin` (0..1) below that of another model on the same cases.
  record NotWorse(ModelName than, double margin, double confidence) implements Requirement {
    @Override
    public String measure() {
      return "not worse than " + than;
    }

    @Override
    public String bar() {
      return share(margin);
    }

    @Override
    public double barValue() {
      return -margin;
    }

    @Override
    public BarUnit unit() {
      return BarUnit.DIFFERENCE;
    }

    @Override
    public Direction direction() {
      return Direction.AT_LEAST;
    }

    @Override
    public Optional<String> subject() {
      return Optional.of("gap");
    }

    @Override
    public Optional<ModelName> reference() {
      return Optional.of(than);
    }

    @Override
    public String label() {
      return measure() + " by more than " + bar();
    }

    @Override
    public String inWords() {
      return label();
    }

    @Override
    public String brief() {
      return "gap to " + than + " >= -" + bar();
    }
  }

  /// At most the share `atMost` (0..1) of the cases is passed by another model and failed by this
  /// one.
  record Regressions(ModelName than, double atMost, double confidence) implements Requirement {
    @Override
    public String measure() {
      return "regressions against " + than;
    }

    @Override
    public String bar() {
      return share(atMost);
    }

    @Override
    public double barValue() {
      return atMost;
    }

    @Override
    public BarUnit unit() {
      return BarUnit.SHARE;
    }

    @Override
    public Direction direction() {
      return Direction.AT_MOST;
    }

    @Override
    public Optional<String> subject() {
      return Optional.of("regressions");
    }

    @Override
    public Optional<ModelName> reference() {
      return Optional.of(than);
    }
  }

  /// The share `share` (0..1, so 0.95 for p95) of the answers takes at most `limit`.
  record Latency(Phase phase, double share, Duration limit, double confidence, int block)
      implements Requirement {
    /// Each call is a draw of its own.
    public Latency(Phase phase, double share, Duration limit, double confidence) {
      this(phase, share, limit, confidence, 1);
    }

    @Override
    public String measure() {
      return phase.words + " p" + number(share * 100);
    }

    @Override
    public String bar() {
      long millis = limit.toMillis();
      return millis < 1000 ? millis + " ms" : number(millis / 1000.0) + " s";
    }

    @Override
    public double barValue() {
      return limit.toNanos() / 1e9;
    }

    @Override
    public BarUnit unit() {
      return BarUnit.SECONDS;
    }

    @Override
    public Direction direction() {
      return Direction.AT_MOST;
    }

    @Override
    public Optional<String> subject() {
      return Optional.of(phase.words);
    }

    @Override
    public Requirement withoutBlocks() {
      return new Latency(phase, share, limit, confidence);
    }

    @Override
    public String inWords() {
      return measure() + direction().words() + DurationText.rounded(limit);
    }

    @Override
    public String brief() {
      return measure() + direction().sign() + DurationText.rounded(limit);
    }

    @Override
    public String hashed() {
      return measure() + direction().sign() + limit.toMillis() + " ms";
    }
  }

  /// The share `share` (0..1) of the answers comes with at least `tokensPerSecond` after the first
  /// token.
  record Speed(double tokensPerSecond, double share, double confidence, int block)
      implements Requirement {
    /// Each call is a draw of its own.
    public Speed(double tokensPerSecond, double share, double confidence) {
      this(tokensPerSecond, share, confidence, 1);
    }

    @Override
    public String measure() {
      return "speed";
    }

    @Override
    public String bar() {
      return number(tokensPerSecond) + " tokens/s for " + number(share * 100) + " %";
    }

    @Override
    public double barValue() {
      return tokensPerSecond;
    }

    @Override
    public BarUnit unit() {
      return BarUnit.TOKENS_PER_SECOND;
    }

    @Override
    public Direction direction() {
      return Direction.AT_LEAST;
    }

    @Override
    public Requirement withoutBlocks() {
      return new Speed(tokensPerSecond, share, confidence);
    }

    @Override
    public String brief() {
      return "speed >= " + number(tokensPerSecond) + " tokens/s";
    }
  }

  /// A thousand answers cost at most `perThousand` on average, hardware and energy included.
  record Cost(Money perThousand, double confidence) implements Requirement {
    @Override
    public String measure() {
      return "cost";
    }

    @Override
    public String bar() {
      return perThousand + " per 1,000";
    }

    @Override
    public double barValue() {
      return perThousand.dollars();
    }

    @Override
    public BarUnit unit() {
      return BarUnit.DOLLARS;
    }

    @Override
    public Direction direction() {
      return Direction.AT_MOST;
    }

    @Override
    public String brief() {
      return "cost <= " + perThousand + "/1,000";
    }
  }

  /// Up to when a latency is measured.
  enum Phase {
    FIRST_TOKEN("first token"),
    TOTAL("latency");

    private final String words;

    Phase(String words) {
      this.words = words;
    }
  }

  /// Two to four digits after the point, as people write bars: 0.90, 0.995.
  private static String share(double value) {
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.replaceAll("0{1,2}$", "");
  }

  private static String number(double value) {
    return NumberText.rounded(value, 4);
  }
}
