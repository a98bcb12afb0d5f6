package dev.metier.evidence;

import dev.metier.provider.Answer;
import dev.metier.provider.Timing;
import java.time.Duration;
import java.util.Optional;

/// An entry cut down to what verdicts need; a million of them fit in memory.
///
/// @param content hash of the case (see TrialKey)
/// @param score 0..1
/// @param served false when no usable answer came (counted as score 0)
/// @param totalNanos time of the answer, or -1 when not known
/// @param firstTokenNanos time to the first token, or -1
/// @param tokensPerSecond decode speed, or NaN
/// @param costNanos full cost in billionths of a dollar, or -1
/// @param cold whether the server had to load the model first; such times are left out of latency
public record Outcome(
    String content,
    int repeat,
    double score,
    boolean served,
    long totalNanos,
    long firstTokenNanos,
    double tokensPerSecond,
    long costNanos,
    boolean cold) {

  /// The same outcome that the ledger gives back for this entry.
  public static Outcome of(Entry entry) {
    var answer = entry.observation().answer();
    Optional<Timing> timing =
        switch (answer) {
          case Answer.Reply reply -> Optional.of(reply.timing());
          case Answer.Recorded recorded -> recorded.timing();
          case Answer.Failure _ -> Optional.empty();
        };
    boolean served = KeptAnswer.served(answer);
    var key = entry.observation().trial().key();
    return new Outcome(
        key.content(),
        key.repeat(),
        served ? entry.grade().score() : 0,
        served,
        timing.map(t -> t.total().toNanos()).orElse(-1L),
        timing.flatMap(Timing::firstToken).map(Duration::toNanos).orElse(-1L),
        timing.map(t -> t.tokensPerSecond().orElse(Double.NaN)).orElse(Double.NaN),
        entry.observation().cost().map(c -> c.full().nanos()).orElse(-1L),
        timing.map(Timing::cold).orElse(false));
  }
}
