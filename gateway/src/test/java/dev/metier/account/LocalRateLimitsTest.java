package dev.metier.account;

/// Rate limits of one process keep the contract.
class LocalRateLimitsTest extends RateLimitsContract {
  @Override
  protected RateLimits open() {
    return new LocalRateLimits();
  }
}
