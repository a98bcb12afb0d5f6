package dev.metier.decision;

import dev.metier.core.text.Sha256;
import dev.metier.decision.DecisionRecord.Drill;
import dev.metier.job.JobName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads of `drill.json`, which `metier drill` writes, what it proved of one job.
public final class DrillFile {
  private DrillFile() {}

  /// Empty when nothing was tried for the job, or the file cannot be read.
  public static Optional<Drill> of(Path file, JobName job) {
    try {
      JsonNode root = JsonMapper.shared().readTree(Files.readString(file));
      long requests = 0;
      long leaks = 0;
      boolean tried = false;
      // a workflow has an entry for each of its stages
      for (JsonNode each : root.path("jobs")) {
        if (each.path("job").asString("").equals(job.text())) {
          tried = true;
          requests += sum(each.path("results"), "requests");
          leaks += leaks(each.path("results"));
        }
      }
      if (!tried) {
        return Optional.empty();
      }
      return Optional.of(
          new Drill(
              Instant.parse(root.path("date").asString("")),
              requests,
              leaks,
              root.path("policy").path("sha256").asString("unknown")));
    } catch (IOException | JacksonException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /// The hash of a policy's file, as a drill names it; empty when it cannot be read.
  static Optional<String> hash(Path policy) {
    try {
      return Optional.of(Sha256.hex(Files.readAllBytes(policy)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static long sum(JsonNode results, String key) {
    long sum = 0;
    for (JsonNode each : results) {
      sum += each.path(key).asLong(0);
    }
    return sum;
  }

  /// As often as a host was connected to, or heard something, that may not read the data.
  private static long leaks(JsonNode results) {
    long leaks = 0;
    for (JsonNode each : results) {
      for (String kind : java.util.List.of("connections", "heard")) {
        for (JsonNode count : each.path(kind)) {
          leaks += count.asLong(0);
        }
      }
    }
    return leaks;
  }
}
