package dev.metier.server;

import dev.metier.account.KeyRing;
import dev.metier.pipeline.route.RouteServices;
import dev.metier.pipeline.step.Meters;
import dev.metier.pipeline.step.ResponseStore;
import dev.metier.policy.Policy;
import dev.metier.server.limits.MemoryLimiter;
import dev.metier.upstream.Servers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// What all event loops of a gateway share. Thread-safe.
final class State {
  final GatewayDependencies dependencies;
  final Servers servers;
  final RouteServices routes;
  final Meters meters = new Meters();
  final ResponseStore responses = new ResponseStore();
  final MemoryLimiter memory;
  final AtomicLong open = new AtomicLong();
  private volatile Policy policy;
  private volatile KeyRing keys;
  private volatile boolean ready;
  private volatile boolean closing;

  State(
      GatewayDependencies dependencies,
      Duration silence,
      MemoryLimiter memory,
      Policy policy,
      KeyRing keys) {
    this.memory = memory;
    this.dependencies = dependencies;
    this.servers = new Servers(dependencies.providers(), silence);
    this.routes = new RouteServices(servers, dependencies.checks(), dependencies.stepBacks());
    this.policy = policy;
    this.keys = keys;
    servers.reload(policy);
    routes.examine(policy);
    meters.watch(
        "metier.cascades.stepped.back",
        "Jobs and stages whose cascade is not the proven one any more",
        () -> routes.steppedBack(policy()));
    meters.watch("metier.requests.open", "Requests being answered", open::get);
    meters.watch("metier.requests.bytes", "Bytes that requests being answered hold", memory::held);
    meters.watch(
        "metier.servers.elsewhere",
        "Servers that turned out to pass requests on to another machine",
        () -> servers.all().stream().filter(s -> s.elsewhere().isPresent()).count());
    meters.watch(
        "metier.journal.dropped", "Records that were lost", dependencies.journal()::dropped);
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
    routes.examine(next);
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
