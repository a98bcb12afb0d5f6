package dev.metier.client;

import dev.metier.job.JobName;
import dev.metier.policy.Policy;
import dev.metier.policy.ServedJob;
import java.util.OptionalInt;

/// What a client is to ask for, and where.
///
/// @param root the gateway's address without `/v1`
/// @param keyVariable the environment variable that holds the client's key; never the key
/// @param keyed whether the gateway asks for a key; else any text will do, where clients want one
/// @param window tokens that each model of the job can read and write together, when known
public record Target(
    JobName job, String root, String keyVariable, boolean keyed, OptionalInt window) {
  private static final int USUAL_ANSWER = 8192;

  public static Target of(Policy policy, ServedJob job, String root, String keyVariable) {
    return new Target(job.name(), root, keyVariable, true, policy.window(job));
  }

  /// The same, at a gateway that asks for keys or does not.
  public Target keyed(boolean asks) {
    return new Target(job, root, keyVariable, asks, window);
  }

  /// The address for clients that speak a protocol of OpenAI.
  String v1() {
    return root + "/v1";
  }

  /// The name for clients that take none but Claude's.
  String claude() {
    return "claude-" + job;
  }

  /// Tokens to leave for an answer.
  int answer() {
    return Math.min(USUAL_ANSWER, window.orElse(4 * USUAL_ANSWER) / 4);
  }
}
