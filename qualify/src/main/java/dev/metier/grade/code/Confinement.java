package dev.metier.grade.code;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// How code of a model is kept from more than its tests need: limits of a shell, and no network
/// where Linux gives this process the right to take it away.
public final class Confinement {
  private static final List<String> NO_NETWORK = List.of("unshare", "-r", "-n", "--");
  private static final Duration LOOK = Duration.ofSeconds(5);

  /// Megabytes of a file, and open files.
  private static final String LIMITS = "ulimit -f 131072; ulimit -n 256; ";

  private Confinement() {}

  private static final class Found {
    static final boolean SHELL = works(List.of("sh", "-c", "true"));
    static final boolean OFFLINE = SHELL && works(with(NO_NETWORK, "true"));
  }

  private static boolean works(List<String> command) {
    return new ProgramRun(command, LOOK, Set.of()).with(new byte[0])
            instanceof ProgramRun.Ended(int code, _, _)
        && code == 0;
  }

  private static List<String> with(List<String> first, String last) {
    var all = new ArrayList<>(first);
    all.add(last);
    return List.copyOf(all);
  }

  /// The command within its limits; both of its outputs are one.
  ///
  /// @param memory the most megabytes of address space
  static List<String> of(List<String> command, Duration timeout, int memory) {
    if (!Found.SHELL) {
      return command;
    }
    var confined = new ArrayList<String>();
    if (Found.OFFLINE) {
      confined.addAll(NO_NETWORK);
    }
    String limits =
        "{ ulimit -v %d; ulimit -t %d; %s} 2>/dev/null; exec \"$@\" 2>&1"
            .formatted(memory * 1024L, Math.max(1, timeout.toSeconds() + 1), LIMITS);
    confined.addAll(List.of("sh", "-c", limits, "sh"));
    confined.addAll(command);
    return List.copyOf(confined);
  }

  /// What is kept from it, as a sentence.
  public static String told() {
    return Found.OFFLINE
        ? "Code of answers runs without network."
        : "Code of answers runs with the network of this machine, which cannot be taken away here.";
  }
}
