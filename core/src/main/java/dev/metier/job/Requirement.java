package dev.metier.job;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// One need of a job. `confidence` is the least probability, 0.5..1 exclusive, that MET (and,
/// apart, UNMET) is right.
public sealed interface Requirement {
  double confidence();

  /// The need in a few words, for example `quality >= 0.90`.
  String label();

  /// What is measured, without the bar: `quality [hard]`, `latency p95`.
  String measure();

  /// The bar alone: `0.90`, `1.5 s`.
  String bar();

  /// The need as hashes know it: it stays as it is, however the label is written.
  default String hashed() {
    return label();
  }

  /// The mean grade is at least `atLeast` (0..1), over all cases or over those of a slice.
  record Quality(double atLeast, double confidence, Optional<String> slice) implements Requirement {
    @Override
    public String label() {
      return measure() + " >= " + share(atLeast);
    }

    @Override
    public String measure() {
      return "quality" + slice.map(s -> " [" + s + "]").orElse("");
    }

    @Override
    public String bar() {
      return share(atLeast);
    }
  }

  /// The mean grade is at most `margin` (0..1) below that of another model on the same cases.
  record NotWorse(ModelName than, double margin, double confidence) implements Requirement {
    @Override
    public String label() {
      return measure() + " by more than " + share(margin);
    }

    @Override
    public String measure() {
      return "not worse than " + than;
    }

    @Override
    public String bar() {
      return share(margin);
    }
  }

  /// At most the share `atMost` (0..1) of the cases is passed by another model and failed by this
  /// one.
  record Regressions(ModelName than, double atMost, double confidence) implements Requirement {
    @Override
    public String label() {
      return measure() + " <= " + share(atMost);
    }

    @Override
    public String measure() {
      return "regressions against " + than;
    }

    @Override
    public String bar() {
      return share(atMost);
    }
  }

  /// The share `share` (0..1, so 0.95 for p95) of the answers takes at most `limit`.
  ///
  /// @param block how many consecutive calls make one independent draw, at least 1
  record Latency(Phase phase, double share, Duration limit, double confidence, int block)
      implements Requirement {
    /// Each call is a draw of its own.
    public Latency(Phase phase, double share, Duration limit, double confidence) {
      this(phase, share, limit, confidence, 1);
    }

    @Override
    public String label() {
      return measure() + " <= " + bar();
    }

    @Override
    public String measure() {
      return (phase == Phase.TOTAL ? "latency" : "first token") + " p" + number(share * 100);
    }

    @Override
    public String bar() {
      long millis = limit.toMillis();
      return millis < 1000 ? millis + " ms" : number(millis / 1000.0) + " s";
    }

    @Override
    public String hashed() {
      return measure() + " <= " + limit.toMillis() + " ms";
    }
  }

  /// The share `share` (0..1) of the answers comes with at least `tokensPerSecond` after the first
  /// token.
  ///
  /// @param block how many consecutive calls make one independent draw, at least 1
  record Speed(double tokensPerSecond, double share, double confidence, int block)
      implements Requirement {
    /// Each call is a draw of its own.
    public Speed(double tokensPerSecond, double share, double confidence) {
      this(tokensPerSecond, share, confidence, 1);
    }

    @Override
    public String label() {
      return "speed >= " + bar();
    }

    @Override
    public String measure() {
      return "speed";
    }

    @Override
    public String bar() {
      return number(tokensPerSecond) + " tokens/s for " + number(share * 100) + " %";
    }
  }

  /// A thousand answers cost at most `perThousand` on average, hardware and energy included.
  record Cost(Money perThousand, double confidence) implements Requirement {
    @Override
    public String label() {
      return "cost <= " + bar();
    }

    @Override
    public String measure() {
      return "cost";
    }

    @Override
    public String bar() {
      return perThousand + " per 1,000";
    }
  }

  /// Up to when a latency is measured.
  enum Phase {
    FIRST_TOKEN,
    TOTAL
  }

  /// Two to four digits after the point, as people write bars: 0.90, 0.995.
  private static String share(double value) {
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.replaceAll("0{1,2}$", "");
  }

  /// No more digits than needed.
  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.4f", value).replaceAll("0+$", "");
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
