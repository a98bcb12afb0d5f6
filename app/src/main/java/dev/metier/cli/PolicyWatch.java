package dev.metier.cli;

import dev.metier.account.KeyFile;
import dev.metier.account.KeyRing;
import dev.metier.compile.PolicyCompiler;
import dev.metier.core.problem.ProblemText;
import dev.metier.core.problem.ProblemsException;
import dev.metier.policy.Policy;
import dev.metier.policy.PolicyFile;
import dev.metier.project.ProjectReader;
import dev.metier.server.Gateway;
import dev.metier.terminal.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Looks every half second whether the policy or the keys changed, and puts what is new in force.
/// What cannot be read is told, and the old stays.
final class PolicyWatch implements AutoCloseable {
  private static final long MILLIS = 500;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("policy").factory());
  private final Console console;

  /// Both files as they are before they are read, so that no change is missed meanwhile.
  record Read(Path policy, Path keys, String policyStamp, String keysStamp) {
    Read(Path policy, Path keys) {
      this(policy, keys, stamp(policy), stamp(keys));
    }
  }

  /// @param check throws a [ProblemsException] when a new policy may not be served
  PolicyWatch(Read read, Gateway gateway, Console console, Consumer<Policy> check) {
    this.console = console;
    Path policy = read.policy();
    Path keys = read.keys();
    Path yaml = policy.toAbsolutePath().resolveSibling("metier.yaml");
    watch(
        () -> stamp(policy),
        read.policyStamp(),
        () ->
            take(() -> {
              turn(policy, gateway, check);
              return "A new policy is in force.";
            }));
    watch(() -> stamp(yaml) + stamp(policy), "", () -> tellIfStale(yaml, policy));
    watch(() -> stamp(keys), read.keysStamp(), () -> take(() -> reloadKeys(keys, gateway)));
  }

  private static void turn(Path file, Gateway gateway, Consumer<Policy> check) {
    Policy policy = PolicyFile.read(file);
    check.accept(policy);
    KeptPolicies.beside(file).keep(policy);
    gateway.reload(policy);
  }

  private static String reloadKeys(Path file, Gateway gateway) {
    return gateway.reload(new KeyRing(KeyFile.read(file)))
        ? "The keys changed."
        : "There is no key any more, so nobody is answered until `metier key add` gives one.";
  }

  /// Acts whenever the stamp is another than the one seen last.
  private void watch(Supplier<String> stamp, String first, Runnable act) {
    var seen = new String[] {first};
    var _ =
        clock.scheduleWithFixedDelay(
            () -> {
              String now = stamp.get();
              if (!now.equals(seen[0])) {
                seen[0] = now;
                act.run();
              }
            },
            MILLIS,
            MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /// Tells when metier.yaml says something else than the policy beside it.
  private void tellIfStale(Path yaml, Path policy) {
    if (!Files.exists(yaml)) {
      return;
    }
    try {
      String says = PolicyCompiler.project(ProjectReader.read(yaml));
      if (!says.equals(PolicyFile.read(policy).project())) {
        console.say(
            "metier.yaml says something else than when "
                + policy.getFileName()
                + " was compiled, which stays in force: run `metier compile`.");
      }
    } catch (RuntimeException e) {
      // somebody is at work on one of them; `metier check` and the look at the policy tell the rest
    }
  }

  /// @param taken takes up what changed, and tells so in a sentence
  private void take(Supplier<String> taken) {
    try {
      console.say(taken.get());
    } catch (ProblemsException wrong) {
      console.say("What changed cannot be taken up, so nothing changes:");
      console.say(ProblemText.plain().of(wrong.problems()));
    } catch (RuntimeException e) {
      console.say("What changed cannot be taken up, so nothing changes: " + e.getMessage());
    }
  }

  /// What changes when the file does; empty when it is not there.
  private static String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
