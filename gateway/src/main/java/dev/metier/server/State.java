package dev.metier.server;

import dev.metier.account.Budgets;
import dev.metier.account.KeyRing;
import dev.metier.account.LocalRateLimits;
import dev.metier.account.RateLimits;
import dev.metier.journal.Journal;
import dev.metier.pipeline.step.Meters;
import dev.metier.pipeline.step.ResponseStore;
import dev.metier.policy.Policy;
import dev.metier.server.limits.MemoryLimiter;
import dev.metier.upstream.Servers;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// What all event loops of a gateway share. Thread-safe.
final class State {
  final InstantSource clock;
  final Servers servers;
  final Budgets budgets;
  final RateLimits rateLimits = new LocalRateLimits();
  final Meters meters = new Meters();
  final ResponseStore responses = new ResponseStore();
  final Journal journal;
  final MemoryLimiter memory;
  final AtomicLong open = new AtomicLong();
  private volatile Policy policy;
  private volatile KeyRing keys;
  private volatile boolean ready;
  private volatile boolean closing;

  State(
      GatewayDependencies dependencies,
      Budgets budgets,
      Journal journal,
      MemoryLimiter memory,
      Policy policy,
      KeyRing keys) {
    this.memory = memory;
    this.clock = dependencies.clock();
    this.journal = journal;
    this.budgets = budgets;
    this.servers = new Servers(dependencies.providers());
    this.policy = policy;
    this.keys = keys;
    servers.reload(policy);
    meters.watch("metier.requests.open", "Requests being answered", open::get);
    meters.watch("metier.requests.bytes", "Bytes that requests being answered hold", memory::held);
    meters.watch("metier.journal.dropped", "Records that were lost", journal::dropped);
  }

  Policy policy() {
    return policy;
  }

  KeyRing keys() {
    return keys;
  }

  /// Replaces the policy for all requests from now on.
  synchronized void reload(Policy next) {
    servers.reload(next);
    policy = next;
  }

  /// Replaces the keys; returns those in force now.
  synchronized KeyRing reload(KeyRing next) {
    keys = keys.next(next);
    return keys;
  }

  boolean ready() {
    return ready;
  }

  void ready(boolean now) {
    ready = now;
  }

  /// Whether new requests are refused.
  boolean closing() {
    return closing;
  }

  void close() {
    ready = false;
    closing = true;
  }
}
