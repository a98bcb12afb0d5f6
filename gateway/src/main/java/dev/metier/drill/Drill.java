package dev.metier.drill;

import dev.metier.account.KeyRing;
import dev.metier.catalog.Host;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Plays all scenarios for all jobs of a policy that some host may not read, through a real gateway
/// in this process. Jobs that every host may read are drilled as restricted, by the header that
/// raises a request. No real model is asked, and nothing leaves the loopback.
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
    return Subject.of(policy, job).isPresent();
  }

  /// Goes through all of it; about two seconds for a job.
  ///
  /// @param jobs those to drill, for which it applies
  public List<ScenarioResult> run(List<ServedJob> jobs) throws InterruptedException {
    Path folder = temporary();
    var findings = new ArrayList<ScenarioResult>();
    var dependencies =
        GatewayDependencies.local(NONE, Clock.systemUTC(), folder, List.of(), NO_ANSWER_PASSES);
    var options = GatewayOptions.usual("127.0.0.1", 0);
    try (var gateway = Gateway.start(options, dependencies, policy(), KeyRing.NONE);
        var client = new ProtocolClient(gateway.port())) {
      for (ServedJob job : jobs) {
        Subject subject = Subject.of(policy, job).orElseThrow();
        for (Scenario scenario : Scenario.values()) {
          ScenarioResult finding = play(gateway, client, subject, scenario);
          findings.add(finding);
          listener.accept(finding);
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
    try (var stage = new Stage(policy, subject, scenario)) {
      gateway.reload(stage.before());
      JobName name = subject.job().name();
      String text = name.text() + " " + scenario;
      if (scenario.asksOthersFirst()) {
        JobName first = subject.raised() ? name : stage.open();
        ProtocolClient.told(client.askAll(first, Optional.empty(), text));
      }
      if (scenario.asksTwice()) {
        ProtocolClient.told(asked(client, stage, subject, scenario, text));
      }
      LockSupport.parkNanos(SETTLING.toNanos());
      var connections = counts(stage.watched(), Canary::connections);
      var received = received(stage, scenario);
      var pending = asked(client, stage, subject, scenario, text);
      if (scenario == Scenario.RELOADED) {
        LockSupport.parkNanos(MEANWHILE.toNanos());
        gateway.reload(stage.after());
      }
      List<Told> told = ProtocolClient.told(pending);
      LockSupport.parkNanos(SETTLING.toNanos());
      var more = less(counts(stage.watched(), Canary::connections), connections);
      return finding(subject, scenario, told, more, less(received(stage, scenario), received));
    }
  }

  /// What hosts were sent that may not read it; a cleared one that passes it on may be asked what
  /// its models are.
  private static Map<Host, Integer> received(Stage stage, Scenario scenario) {
    Map<Host, Integer> received = counts(stage.watched(), Canary::requests);
    if (scenario.watchesAllowed()) {
      received.putAll(counts(stage.cleared(), Canary::questions));
    }
    return received;
  }

  /// By the job's own name, raised where that is what is drilled, and to a job that may go
  /// everywhere, raised to this job's class.
  private static List<CompletableFuture<HttpResponse<String>>> asked(
      ProtocolClient client, Stage stage, Subject subject, Scenario scenario, String text) {
    Optional<DataClass> raised = Optional.of(subject.data());
    String words = scenario == Scenario.RAISED ? text + ", continued" : text;
    Optional<JobName> second =
        Optional.of(stage.open()).filter(_ -> scenario == Scenario.NAMED_TWICE);
    var pending = new ArrayList<>(client.askAll(stage.open(), second, raised, words));
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
        subject.data(),
        subject.raised(),
        scenario,
        told.size(),
        told.size() - refused,
        refusals,
        connections,
        received);
  }

  private interface Count {
    int of(Canary canary);
  }

  private static Map<Host, Integer> counts(Map<Host, Canary> watched, Count count) {
    var counts = new LinkedHashMap<Host, Integer>();
    watched.forEach((host, canary) -> counts.put(host, count.of(canary)));
    return counts;
  }

  private static Map<String, Integer> less(Map<Host, Integer> now, Map<Host, Integer> before) {
    var less = new TreeMap<String, Integer>();
    now.forEach((host, count) -> less.put(host.name(), count - before.getOrDefault(host, 0)));
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
