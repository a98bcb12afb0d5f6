package dev.metier.pipeline.cascade;

import dev.metier.core.io.WholeFile;
import dev.metier.core.log.Log;
import dev.metier.job.JobName;
import dev.metier.policy.Policy;
import dev.metier.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The jobs whose cascade was found not to be the proven one any more, in a file beside the
/// journal: so it stays until the job is compiled again, also when the gateway begins anew.
/// Thread-safe.
public final class StepBacks {
  private static final String FILE = "stepped-back.json";

  private final Path file;
  private final Map<JobName, StepBack> all = new LinkedHashMap<>();

  /// @param policy which one it was found under
  private record StepBack(String policy, String why) {}

  /// Those kept in the folder of a journal.
  public StepBacks(Path journal) {
    this.file = journal.resolve(FILE);
    if (Files.exists(file)) {
      try {
        for (var entry : Json.value(Files.readString(file)).properties()) {
          JsonNode found = entry.getValue();
          all.put(
              new JobName(entry.getKey()),
              new StepBack(Json.text(found, "policy"), Json.text(found, "why")));
        }
      } catch (IOException | RuntimeException e) {
        Log.error(StepBacks.class, "what was found of cascades cannot be read from " + file, e);
      }
    }
  }

  /// Why a job was stepped back under this policy; empty when it was not.
  public synchronized Optional<String> why(JobName job, Policy policy) {
    return Optional.ofNullable(all.get(job))
        .filter(found -> found.policy().equals(name(policy)))
        .map(StepBack::why);
  }

  /// Those under this policy, and why.
  public synchronized Map<JobName, String> under(Policy policy) {
    var found = new LinkedHashMap<JobName, String>();
    policy.jobs().keySet().forEach(job -> why(job, policy).ifPresent(why -> found.put(job, why)));
    return found;
  }

  /// Keeps one. What cannot be written is told, and holds until the gateway ends.
  public void add(JobName job, Policy policy, String why) {
    synchronized (this) {
      all.put(job, new StepBack(name(policy), why));
    }
    Thread.ofVirtual().start(this::write);
  }

  private synchronized void write() {
    ObjectNode node = Json.newObject();
    all.forEach((job, found) ->
        node.putObject(job.text()).put("policy", found.policy()).put("why", found.why()));
    try {
      WholeFile.write(file, node.toString());
    } catch (RuntimeException e) {
      Log.error(StepBacks.class, "what was found of a cascade cannot be kept in " + file, e);
    }
  }

  private static String name(Policy policy) {
    return policy.evidence() + " " + policy.compiled();
  }
}
