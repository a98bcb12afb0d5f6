package dev.metier.pipeline.cascade;

import dev.metier.core.io.WholeFile;
import dev.metier.core.log.Log;
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

/// The jobs whose cascade, and the stages whose chain was found not to be the proven one any more,
/// in a file beside the journal: so it stays until the job is compiled again, also when the gateway
/// begins anew. A stage is named as clients ask for it: `mail-to-reply/draft`. Thread-safe.
public final class StepBacks {
  private static final String FILE = "stepped-back.json";

  private final Path file;
  private final Map<String, StepBack> all = new LinkedHashMap<>();

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
              entry.getKey(), new StepBack(Json.text(found, "policy"), Json.text(found, "why")));
        }
      } catch (IOException | RuntimeException e) {
        Log.error(StepBacks.class, "what was found of cascades cannot be read from " + file, e);
      }
    }
  }

  /// Why a job or stage was stepped back under this policy; empty when it was not.
  ///
  /// @param what the job's name, or the workflow's and the stage's
  public synchronized Optional<String> why(String what, Policy policy) {
    return Optional.ofNullable(all.get(what))
        .filter(found -> found.policy().equals(name(policy)))
        .map(StepBack::why);
  }

  /// Those under this policy, and why.
  public synchronized Map<String, String> under(Policy policy) {
    var found = new LinkedHashMap<String, String>();
    all.keySet().forEach(what -> why(what, policy).ifPresent(why -> found.put(what, why)));
    return found;
  }

  /// Keeps one. What cannot be written is told, and holds until the gateway ends.
  public void add(String what, Policy policy, String why) {
    synchronized (this) {
      all.put(what, new StepBack(name(policy), why));
    }
    Thread.ofVirtual().start(this::write);
  }

  private synchronized void write() {
    ObjectNode node = Json.newObject();
    all.forEach((what, found) ->
        node.putObject(what).put("policy", found.policy()).put("why", found.why()));
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
