package dev.metier.account;

import dev.metier.job.Money;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What was spent and promised today (UTC), for each holder of a budget. A request holds the most
/// it can cost before it is sent and settles what it did cost; so requests side by side never pass
/// a budget together.
///
/// What each implementation holds to (`BudgetsContract`): money is held in all budgets of a request
/// or in none, in one step that no other request comes between; a day begins with nothing spent and
/// nothing held; sums saturate, however absurd a cost is. Thread-safe. Event loops call it, so it
/// answers at once and throws nothing: one that shares budgets with other gateways asks for its
/// share of them ahead.
public interface Budgets {
  /// A budget: whose, and how much a day.
  ///
  /// @param holder `key alice` or `job triage`
  record Limit(String holder, Money perDay) {}

  /// What came of holding money.
  sealed interface Held {
    /// The money is held until it is settled.
    non-sealed interface Hold extends Held {
      /// Replaces what was held by what was spent, which counts for the day on which it is settled;
      /// the second time nothing happens.
      void settle(Money spent);
    }

    /// A budget does not hold so much now.
    ///
    /// @param limit the first of them
    /// @param left until the day is over
    /// @param promised whether it would, but for what requests under way hold and may not spend
    record Spent(Limit limit, Duration left, boolean promised) implements Held {}
  }

  /// Holds this much in every one of the budgets, or in none.
  Held hold(List<Limit> limits, Money most);

  /// What the holder spent today; empty when nobody asked yet.
  Optional<Money> spent(String holder);
}
