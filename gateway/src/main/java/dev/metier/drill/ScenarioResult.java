package dev.metier.drill;

import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What came of one scenario for one job.
///
/// @param stage the stage whose models failed, of a workflow
/// @param data the class that hosts are measured by
/// @param raised whether the job's own class is lower, and a header raised the requests to it
/// @param requests how many were asked, of all protocols, streamed and whole
/// @param answered how many of them had an answer
/// @param refusals the codes of the errors that the others were told, and how often
/// @param connections to hosts without the clearance for the data, by host; each should be 0
/// @param received requests that those hosts received, by host; each should be 0
public record ScenarioResult(
    JobName job,
    Optional<String> stage,
    DataClass data,
    boolean raised,
    Scenario scenario,
    int requests,
    int answered,
    Map<String, Integer> refusals,
    Map<String, Integer> connections,
    Map<String, Integer> received) {
  public ScenarioResult {
    refusals = Map.copyOf(new TreeMap<>(refusals));
    connections = Map.copyOf(connections);
    received = Map.copyOf(received);
  }

  /// The job, and behind a slash the stage.
  public String what() {
    return job + stage.map(name -> "/" + name).orElse("");
  }

  /// How often a host was reached that should not have been.
  public int leaks() {
    return sum(connections) + sum(received);
  }

  private static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
