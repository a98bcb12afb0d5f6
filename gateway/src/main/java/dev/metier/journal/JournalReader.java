package dev.metier.journal;

import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Money;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reads what journals wrote, also beside one that writes, and when none ever did. What a crash
/// damaged harms nothing but itself. Thread-safe.
public interface JournalReader {
  /// The record of this id, as JSON (see [RecordText]); empty too when it is no id.
  Optional<JsonNode> find(String id);

  /// What each key and each job spent on a day (UTC): `key alice`, `job triage`. A gateway waits
  /// for it when it starts, so it is quick on a day of a million requests too.
  ///
  /// @throws ProblemsException when that cannot be read
  Map<String, Money> spent(LocalDate day);
}
