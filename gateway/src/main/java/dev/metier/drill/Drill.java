package dev.metier.drill;

import dev.metier.account.KeyRing;
import dev.metier.check.CheckResult;
import dev.metier.check.CheckSource;
import dev.metier.drill.ProtocolClient.Told;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.policy.Policy;
import dev.metier.policy.ServedJob;
import dev.metier.provider.ProviderSource;
import dev.metier.server.Gateway;
import dev.metier.server.GatewayDependencies;
import dev.metier.server.GatewayOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Plays all scenarios for all jobs of a policy that some host may not read, and for each stage of
/// its workflows, through a real gateway in this process. Jobs that every host may read are drilled
/// as restricted, by the header that raises a request. No real model is asked, and nothing leaves
/// the loopback.
public final class Drill {
  /// Longer than the kernel needs to hand over a connection that was made.
  private static final Duration SETTLING = Duration.ofMillis(30);

  /// Shorter than a failing model takes, so that the policy changes while it is asked.
  private static final Duration MEANWHILE = Duration.ofMillis(50);

  private static final ProviderSource NONE =
      (model, refused) -> {
        throw new IllegalStateException("a drill opens no model: " + model.name());
      };

  private final Policy policy;
  private final Consumer<ScenarioResult> listener;

  /// @param listener hears of every finding when it is made
  public Drill(Policy policy, Consumer<ScenarioResult> listener) {
    this.policy = policy;
    this.listener = listener;
  }

  /// Answers of cascades' first models are never kept, so that each request looks further.
  private static final CheckSource NO_ANSWER_PASSES =
      check -> (request, answers) -> new CheckResult.Fail("drill:none_passes");

  /// Whether there is a host of the policy that may not read this job's data, or restricted data.
  public static boolean applies(Policy policy, ServedJob job) {
    return !Subject.of(policy, job).isEmpty();
  }

  /// Goes through all of it; about two seconds for a job, or for a stage of a workflow.
  ///
  /// @param jobs those to drill, for which it applies
  public List<ScenarioResult> run(List<ServedJob> jobs) throws InterruptedException {
    return run(jobs, EnumSet.allOf(Scenario.class));
  }

  /// The same with some of the scenarios.
  List<ScenarioResult> run(List<ServedJob> jobs, Set<Scenario> scenarios)
      throws InterruptedException {
    Path folder = temporary();
    var findings = new ArrayList<ScenarioResult>();
    var dependencies =
        GatewayDependencies.local(NONE, Clock.systemUTC(), folder, List.of(), NO_ANSWER_PASSES);
    var options = GatewayOptions.usual("127.0.0.1", 0);
    try (var gateway = Gateway.start(options, dependencies, policy(), KeyRing.NONE);
        var client = new ProtocolClient(gateway.port())) {
      for (ServedJob job : jobs) {
        for (Subject subject : Subject.of(policy, job)) {
          for (Scenario scenario : subject.scenarios()) {
            if (scenarios.contains(scenario)) {
              ScenarioResult finding = play(gateway, client, subject, scenario);
              findings.add(finding);
              listener.accept(finding);
            }
          }
        }
      }
    } finally {
      delete(folder);
    }
    return findings;
  }

  /// The gateway begins without any model.
  private Policy policy() {
    return new Policy(policy.evidence(), policy.project(), policy.compiled(), Map.of(), Map.of());
  }

  private ScenarioResult play(
      Gateway gateway, ProtocolClient client, Subject subject, Scenario scenario)
      throws InterruptedException {
    try (var played = PlayedPolicy.of(policy, subject, scenario)) {
      gateway.reload(played.before());
      JobName name = subject.job().name();
      // what one scenario had answered is in no other one's cache
      String text = subject.what() + " " + scenario + played.text();
      if (scenario.asksOthersFirst()) {
        JobName first = subject.raised() ? name : played.open();
        ProtocolClient.told(client.askAll(first, Optional.empty(), text));
      }
      if (scenario.asksTwice()) {
        ProtocolClient.told(asked(client, played, subject, scenario, text));
      }
      LockSupport.parkNanos(SETTLING.toNanos());
      var connections = played.connections();
      var received = played.received();
      var pending = asked(client, played, subject, scenario, text);
      if (scenario == Scenario.RELOADED) {
        LockSupport.parkNanos(MEANWHILE.toNanos());
        gateway.reload(played.after());
      }
      List<Told> told = ProtocolClient.told(pending);
      LockSupport.parkNanos(SETTLING.toNanos());
      var more = less(played.connections(), connections);
      return finding(subject, scenario, told, more, less(played.received(), received));
    }
  }

  /// By the job's own name, raised where that is what is drilled, and to a job that may go
  /// everywhere, raised to this job's class.
  private static List<CompletableFuture<HttpResponse<String>>> asked(
      ProtocolClient client, PlayedPolicy played, Subject subject, Scenario scenario, String text) {
    Optional<DataClass> raised = Optional.of(played.raise());
    String words = scenario == Scenario.RAISED ? text + ", continued" : text;
    Optional<JobName> second =
        Optional.of(played.open()).filter(_ -> scenario == Scenario.NAMED_TWICE);
    var pending = new ArrayList<>(client.askAll(played.open(), second, raised, words));
    JobName name = subject.job().name();
    pending.addAll(client.askAll(name, second, raised.filter(data -> subject.raised()), words));
    return pending;
  }

  private static ScenarioResult finding(
      Subject subject,
      Scenario scenario,
      List<Told> told,
      Map<String, Integer> connections,
      Map<String, Integer> received) {
    var refusals = new TreeMap<String, Integer>();
    told.forEach(one -> one.code().ifPresent(code -> refusals.merge(code, 1, Integer::sum)));
    int refused = refusals.values().stream().mapToInt(Integer::intValue).sum();
    return new ScenarioResult(
        subject.job().name(),
        subject.stage(),
        subject.data(),
        subject.raised(),
        scenario,
        told.size(),
        told.size() - refused,
        refusals,
        connections,
        received);
  }

  private static Map<String, Integer> less(Map<String, Integer> now, Map<String, Integer> before) {
    var less = new TreeMap<String, Integer>();
    now.forEach((host, count) -> less.put(host, count - before.getOrDefault(host, 0)));
    return less;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("metier-drill");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // what is left of a temporary folder does no harm
    }
  }
}
