package dev.metier.report.matrix;

import dev.metier.job.BarUnit;
import dev.metier.job.Direction;
import dev.metier.job.Requirement;
import dev.metier.stats.Interval;
import dev.metier.verdict.Finding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// A straight axis from `low` to `high`, in the unit of a need's bar.
public record Scale(double low, double high) {
  private static final double[] STEPS = {1, 2, 2.5, 5, 10};

  public Scale {
    if (!(low < high)) {
      throw new IllegalArgumentException("an axis runs upwards, not from " + low + " to " + high);
    }
  }

  /// The axis for a glance at one finding: it depends on the bar alone, so that pictures of the
  /// same need compare. What lies outside is at the edge.
  public static Scale glance(Finding finding) {
    Requirement need = finding.need();
    return glance(finding.bar(), need.unit(), need.direction());
  }

  /// The same by the bar itself.
  public static Scale glance(double bar, BarUnit unit, Direction direction) {
    if (unit.most() == Double.MAX_VALUE) {
      return new Scale(0, bar > 0 ? 2 * bar : 1);
    }
    if (unit.least() < 0) {
      double reach = 4 * Math.max(Math.abs(bar), 0.02);
      return new Scale(-reach, reach);
    }
    return switch (direction) {
      case AT_LEAST -> new Scale(Math.max(0, bar - 4 * Math.max(1 - bar, 0.05)), 1);
      case AT_MOST -> new Scale(0, Math.clamp(4 * bar, 0.1, 1));
    };
  }

  /// The axis on which all intervals of one need, and its bar, can be seen.
  ///
  /// @param findings of the same need; at least one
  public static Scale around(List<Finding> findings) {
    Finding first = findings.getFirst();
    double low = first.bar();
    double high = first.bar();
    for (Finding finding : findings) {
      Interval interval = finding.interval();
      low = Double.isFinite(interval.low()) ? Math.min(low, interval.low()) : low;
      high = Double.isFinite(interval.high()) ? Math.max(high, interval.high()) : high;
    }
    BarUnit unit = first.need().unit();
    double margin = Math.max((high - low) * 0.08, Math.abs(first.bar()) * 0.02 + 1e-6);
    return new Scale(Math.max(unit.least(), low - margin), Math.min(unit.most(), high + margin));
  }

  /// Where a value lies: 0 at the low end, 1 at the high end, never outside.
  public double place(double value) {
    if (Double.isNaN(value)) {
      return 0;
    }
    return Math.clamp((value - low) / (high - low), 0, 1);
  }

  /// Two to six round numbers on the axis.
  public List<Double> ticks() {
    double step = step();
    var ticks = new ArrayList<Double>();
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /// The digits after the point that tell each round number exactly.
  public int digits() {
    return Math.max(0, BigDecimal.valueOf(step()).stripTrailingZeros().scale());
  }

  private double step() {
    double rough = (high - low) / 4;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power;
    for (double factor : STEPS) {
      step = factor * power;
      if (step >= rough) {
        break;
      }
    }
    return step;
  }
}
