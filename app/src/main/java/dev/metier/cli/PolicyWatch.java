package dev.metier.cli;

import dev.metier.account.KeyFile;
import dev.metier.account.KeyRing;
import dev.metier.account.VirtualKey;
import dev.metier.compile.PolicyCompiler;
import dev.metier.core.log.Log;
import dev.metier.core.problem.ProblemText;
import dev.metier.core.problem.ProblemsException;
import dev.metier.policy.Policy;
import dev.metier.policy.PolicyFile;
import dev.metier.project.ProjectReader;
import dev.metier.server.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Looks every half second whether the policy or the keys changed, and puts what is new in force.
/// What cannot be read is told, and the old stays; so does what names a job that the other file
/// does not have.
final class PolicyWatch implements AutoCloseable {
  private static final long MILLIS = 500;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("policy").factory());

  /// Both files as they are before they are read, so that no change is missed meanwhile.
  record Read(Path policy, Path keys, String policyStamp, String keysStamp) {
    Read(Path policy, Path keys) {
      this(policy, keys, stamp(policy), stamp(keys));
    }
  }

  private final Read files;
  private final Gateway gateway;
  private final Consumer<Policy> check;
  private String policyStamp;
  private String keysStamp;
  private Policy policy;
  private List<VirtualKey> keys;

  /// @param policy in force now
  /// @param keys in force now
  /// @param check throws a [ProblemsException] when a new policy may not be served
  PolicyWatch(
      Read files, Gateway gateway, Policy policy, List<VirtualKey> keys, Consumer<Policy> check) {
    this.files = files;
    this.gateway = gateway;
    this.policy = policy;
    this.keys = keys;
    this.check = check;
    this.policyStamp = files.policyStamp();
    this.keysStamp = files.keysStamp();
    Path yaml = files.policy().toAbsolutePath().resolveSibling("metier.yaml");
    watch(
        () -> stamp(files.policy()) + "\n" + stamp(files.keys()),
        policyStamp + "\n" + keysStamp,
        this::takeUp);
    watch(() -> stamp(yaml) + stamp(files.policy()), "", () -> tellIfStale(yaml, files.policy()));
  }

  /// Takes up what changed of both files: each alone, where it fits the other in force and not the
  /// new one.
  private void takeUp() {
    String policyNow = stamp(files.policy());
    String keysNow = stamp(files.keys());
    Optional<Policy> next = policyNow.equals(policyStamp) ? Optional.empty() : read(this::next);
    Optional<List<VirtualKey>> ring = read(() -> keys(next.orElse(policy)));
    boolean fits = next.filter(one -> ring.isPresent() || fits(one)).isPresent();
    if (!keysNow.equals(keysStamp)) {
      Optional<List<VirtualKey>> fitting =
          ring.isPresent() || next.isEmpty() || fits ? ring : quietly(() -> keys(policy));
      fitting.ifPresent(all -> {
        keysStamp = keysNow;
        turn(all);
      });
    }
    if (fits) {
      policyStamp = policyNow;
      next.flatMap(one -> read(() -> kept(one))).ifPresent(this::turn);
    }
  }

  /// A copy of what comes into force; what is refused leaves none.
  private Policy kept(Policy next) {
    KeptPolicies.beside(files.policy()).keep(next);
    return next;
  }

  private Policy next() {
    Policy next = PolicyFile.read(files.policy());
    check.accept(next);
    return next;
  }

  private List<VirtualKey> keys(Policy with) {
    return KeyFile.read(files.keys(), with.jobs().keySet());
  }

  /// Whether the keys in force, whose file changed and is wrong, name jobs of a policy only.
  private boolean fits(Policy next) {
    return !stamp(files.keys()).equals(keysStamp)
        && keys.stream().allMatch(key -> next.jobs().keySet().containsAll(key.jobs()));
  }

  private void turn(Policy next) {
    policy = next;
    gateway.reload(next);
    Log.info(PolicyWatch.class, "A new policy is in force.");
  }

  private void turn(List<VirtualKey> next) {
    keys = next;
    if (gateway.reload(new KeyRing(next))) {
      Log.info(PolicyWatch.class, "The keys changed.");
    } else {
      Log.warning(
          PolicyWatch.class,
          "There is no key any more, so nobody is answered until `metier key add` gives one.");
    }
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
        Log.warning(
            PolicyWatch.class,
            "metier.yaml says something else than when "
                + policy.getFileName()
                + " was compiled, which stays in force: run `metier compile`.");
      }
    } catch (RuntimeException e) {
      // somebody is at work on one of them; `metier check` and the look at the policy tell the rest
    }
  }

  /// What a file says; empty where it is wrong, which is told.
  private static <T> Optional<T> read(Supplier<T> file) {
    try {
      return Optional.of(file.get());
    } catch (ProblemsException wrong) {
      refused(ProblemText.plain().line(wrong.problems()));
    } catch (RuntimeException e) {
      refused(e.getMessage());
    }
    return Optional.empty();
  }

  private static void refused(@Nullable String why) {
    Log.warning(PolicyWatch.class, "What changed cannot be taken up, so nothing changes: " + why);
  }

  private static <T> Optional<T> quietly(Supplier<T> file) {
    try {
      return Optional.of(file.get());
    } catch (ProblemsException told) {
      return Optional.empty();
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
