package dev.metier.run;

import dev.metier.catalog.Cost;
import dev.metier.plan.Trial;
import dev.metier.provider.Answer;
import java.time.Instant;
import java.util.Optional;

/// What came back from a trial, retries included.
///
/// @param cost empty when the model's price is not known
/// @param attempts how often the model was asked, at least 1 (0 for a record)
/// @param at when it began
public record Observation(
    Trial trial, Answer answer, Optional<Cost> cost, int attempts, Instant at) {}
