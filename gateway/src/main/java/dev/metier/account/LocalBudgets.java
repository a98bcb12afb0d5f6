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

/// Budgets of one process alone; it is told what earlier ones spent today.
public final class LocalBudgets implements Budgets {
  private final class Promised implements Held.Hold {
    private final List<Limit> limits;
    private final LocalDate day;
    private final Money most;
    private boolean settled;

    Promised(List<Limit> limits, LocalDate day, Money most) {
      this.limits = limits;
      this.day = day;
      this.most = most;
    }

    @Override
    public void settle(Money spent) {
      synchronized (LocalBudgets.this) {
        if (!settled) {
          settled = true;
          LocalBudgets.this.settle(this, spent);
        }
      }
    }
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

  /// Budgets of which this much is spent already.
  ///
  /// @param spent today, by holder
  public LocalBudgets(InstantSource clock, Map<String, Money> spent) {
    this.clock = clock;
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    spent.forEach((holder, money) -> total(holder, today).spent = money);
  }

  @Override
  public synchronized Held hold(List<Limit> limits, Money most) {
    Instant now = clock.instant();
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    for (Limit limit : limits) {
      DailyTotal total = total(limit.holder(), today);
      if (total.spent.plus(total.held).plus(most).compareTo(limit.perDay()) > 0) {
        Instant tomorrow = today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        boolean promised = total.spent.plus(most).compareTo(limit.perDay()) <= 0;
        return new Held.Spent(limit, Duration.between(now, tomorrow), promised);
      }
    }
    for (Limit limit : limits) {
      DailyTotal total = total(limit.holder(), today);
      total.held = total.held.plus(most);
    }
    return new Promised(List.copyOf(limits), today, most);
  }

  @Override
  public synchronized Optional<Money> spent(String holder) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return totals.containsKey(holder) ? Optional.of(total(holder, today).spent) : Optional.empty();
  }

  private void settle(Promised hold, Money spent) {
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
