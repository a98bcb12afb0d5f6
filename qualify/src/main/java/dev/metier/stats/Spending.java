package dev.metier.stats;

import java.util.ArrayList;
import java.util.List;

/// How an error rate is spent along a horizon: a share of it goes gradually, the rest by a power of
/// the way, late or early.
///
/// Counts are whole, and what remains of the budget after one count is often too little for the
/// next: spent in a straight line a third of it can be lost, and with it the last count that would
/// still decide. So the rule is chosen for each horizon, bar and error rate, by the exact chance to
/// decide and the results it takes, before any result is seen. Every rule that never decreases and
/// ends at 1 keeps the error rate.
///
/// @param late the share that is spent by the power, in [0, 1]
/// @param power of the share of results, above 0
record Spending(double late, double power) {
  /// Linear up to a horizon of 200, front-loaded from 2,000.
  static final Spending GRADUAL = new Spending(0, 1);

  /// A tenth of it very early, so that what is obvious takes few results of many.
  static final Spending EARLY = new Spending(0.1, 0.3);

  /// Up to this horizon the rule is chosen; beyond it the lattice of counts is fine enough.
  static final int CHOSEN_UP_TO = 200;

  private static final double[] LATE = {0.1, 0.2, 0.3, 0.5, 0.7, 1};
  private static final double[] POWERS = {2, 4, 7, 12};

  /// True qualities are taken this many standard errors beyond what a test of fixed size decides
  /// half of the time: from hard to see to obvious.
  private static final double[] DISTANCES = {0.25, 0.84, 1.28, 2.33, 4, 6, 9};

  /// One per cent more decisions is worth three per cent more results.
  private static final double WORTH_OF_RESULTS = 0.3;

  private static final double NEARLY_SURE = 1 - 1e-9;
  private static final double HARDLY = 1e-9;

  /// The share that may be spent by result n.
  double by(int n, int horizon) {
    double way = (double) n / horizon;
    double w = Math.clamp(Math.log(horizon / 200.0) / Math.log(10), 0.0, 1.0);
    double front = 0.5 * Math.log1p(n / 10.0) / Math.log1p(horizon / 10.0) + 0.5 * Math.sqrt(way);
    double gradual = (1 - w) * way + w * front;
    return late == 0 ? gradual : (1 - late) * gradual + late * Math.pow(way, power);
  }

  /// The boundary of independent results that decides most for the results it takes.
  static Stops stops(int horizon, double bar, double alpha) {
    if (horizon > CHOSEN_UP_TO) {
      return Stops.independent(horizon, bar, alpha, EARLY);
    }
    var chosen = Stops.independent(horizon, bar, alpha, GRADUAL);
    double[] qualities = qualities(horizon, bar, alpha);
    double most = worth(chosen, horizon, bar, qualities);
    for (Spending rule : rules()) {
      var stops = Stops.independent(horizon, bar, alpha, rule);
      double worth = worth(stops, horizon, bar, qualities);
      if (worth > most + HARDLY) {
        most = worth;
        chosen = stops;
      }
    }
    return chosen;
  }

  private static List<Spending> rules() {
    List<Spending> rules = new ArrayList<>();
    for (double late : LATE) {
      for (double power : POWERS) {
        rules.add(new Spending(late, power));
      }
    }
    return rules;
  }

  /// The mean logarithm of the chance to decide, less a part of that of the results taken.
  private static double worth(Stops stops, int horizon, double bar, double[] qualities) {
    var counts = stops.masses(horizon, bar);
    double total = 0;
    for (double quality : qualities) {
      double pass = Math.log(quality / bar);
      double fail = Math.log((1 - quality) / (1 - bar));
      double decides = 0;
      double results = 0;
      for (Stops.Mass m : counts) {
        double chance = m.chance() * Math.exp(m.count() * pass + (m.n() - m.count()) * fail);
        decides += chance;
        results += chance * m.n();
      }
      results += (1 - decides) * horizon;
      total += Math.log(Math.max(HARDLY, decides)) - WORTH_OF_RESULTS * Math.log(results);
    }
    return total;
  }

  private static double[] qualities(int horizon, double bar, double alpha) {
    double z = Planning.z(alpha);
    var qualities = new double[DISTANCES.length];
    for (int i = 0; i < qualities.length; i++) {
      double angle =
          Math.asin(Math.sqrt(bar)) + (z + DISTANCES[i]) / (2 * Math.sqrt((double) horizon));
      double sine = Math.sin(Math.min(angle, Math.PI / 2));
      qualities[i] = Math.min(sine * sine, NEARLY_SURE);
    }
    return qualities;
  }
}
