package dev.metier.importer;

import dev.metier.chat.FinishReason;
import dev.metier.job.Money;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// An answer that was recorded elsewhere, and how it was judged there.
///
/// @param id the case's
/// @param prompt the number of the prompt, from 0
/// @param model what the model is called here
/// @param passed whether the whole answer passed
/// @param judged whether it passed each assertion, by the assertion's number in its test
public record RecordedAnswer(
    String id,
    int prompt,
    String model,
    String text,
    FinishReason finish,
    Optional<Duration> took,
    Optional<Money> cost,
    boolean passed,
    Map<Integer, Boolean> judged) {
  public RecordedAnswer {
    judged = Map.copyOf(judged);
  }
}
