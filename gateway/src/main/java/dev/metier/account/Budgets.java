package dev.metier.account;

import dev.metier.job.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was spent and promised today (UTC), for each holder of a budget. A request holds the most
/// it can cost before it is sent and settles what it did cost; so requests side by side never pass
/// a budget together. Thread-safe.
public final class Budgets {
  /// A budget: whose, and how much a day.
  ///
  /// @param holder `key alice` or `job triage`
  public record Limit(String holder, Money perDay) {}

  /// What came of holding money.
  public sealed interface Held {
    /// The money is held until [#settle(Money)].
    final class Hold implements Held {
      private final Budgets budgets;
      private final List<Limit> limits;
      private final LocalDate day;
      private final Money most;
      private boolean settled;

      private Hold(Budgets budgets, List<Limit> limits, LocalDate day, Money most) {
        this.budgets = budgets;
        this.limits = limits;
        this.day = day;
        this.most = most;
      }

      /// Replaces what was held by what was spent; the second time nothing happens.
      public void settle(Money spent) {
        synchronized (budgets) {
          if (!settled) {
            settled = true;
            budgets.settle(this, spent);
          }
        }
      }
    }

    /// A budget does not hold so much today.
    ///
    /// @param left until the day is over
    record Spent(Limit limit, Duration left) implements Held {}
  }

  private static final class DailyTotal {
    private LocalDate day = LocalDate.EPOCH;
    private Money spent = Money.ZERO;
    private Money held = Money.ZERO;

    void reload(LocalDate today) {
      if (!day.equals(today)) {
        day = today;
        spent = Money.ZERO;
        held = Money.ZERO;
      }
    }
  }

  private final InstantSource clock;
  private final Map<String, DailyTotal> totals = new HashMap<>();

  public Budgets(InstantSource clock) {
    this.clock = clock;
  }

  /// Holds this much in every one of the budgets, or in none.
  public synchronized Held hold(List<Limit> limits, Money most) {
    Instant now = clock.instant();
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    for (Limit limit : limits) {
      DailyTotal total = total(limit.holder(), today);
      if (total.spent.plus(total.held).plus(most).compareTo(limit.perDay()) > 0) {
        Instant tomorrow = today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return new Held.Spent(limit, Duration.between(now, tomorrow));
      }
    }
    for (Limit limit : limits) {
      DailyTotal total = total(limit.holder(), today);
      total.held = total.held.plus(most);
    }
    return new Held.Hold(this, List.copyOf(limits), today, most);
  }

  /// Notes what was spent today by an earlier process.
  public synchronized void recall(String holder, Money spent) {
    DailyTotal total = total(holder, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    total.spent = total.spent.plus(spent);
  }

  /// What the holder spent today; empty when nobody asked yet.
  public synchronized Optional<Money> spent(String holder) {
    return Optional.ofNullable(totals.get(holder)).map(total -> total.spent);
  }

  private void settle(Held.Hold hold, Money spent) {
    for (Limit limit : hold.limits) {
      DailyTotal total =
          total(limit.holder(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
      // what was held yesterday is forgotten already; what it cost belongs to today
      if (total.day.equals(hold.day)) {
        // sums saturate, so that less may be held than is given back
        total.held = total.held.minus(hold.most).orZero();
      }
      total.spent = total.spent.plus(spent);
    }
  }

  private DailyTotal total(String holder, LocalDate today) {
    DailyTotal total = totals.computeIfAbsent(holder, h -> new DailyTotal());
    total.reload(today);
    return total;
  }
}
