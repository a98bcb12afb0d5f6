package dev.metier.ledger;

import dev.metier.chat.FinishReason;
import dev.metier.grade.Grade;
import dev.metier.grade.Markup;
import dev.metier.provider.Answer;
import dev.metier.provider.DecodeSpeed;
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
/// @param tokensPerSecond decode speed as its server reports it, or NaN
/// @param sent tokens that the answer was sent in, or -1 when not known
/// @param costNanos full cost in billionths of a dollar, by the price that was asked about, or -1
/// @param cold whether the server had to load the model first; such times are left out of latency
/// @param finish why the model stopped; empty when no text came
/// @param broken whether the grader itself failed, so that the score says nothing about the model
/// @param markup which markup of the model's own its server left in the text
/// @param billedNanos full cost by the price of its day, or -1
public record Outcome(
    String content,
    int repeat,
    double score,
    boolean served,
    long totalNanos,
    long firstTokenNanos,
    double tokensPerSecond,
    long sent,
    long costNanos,
    boolean cold,
    Optional<FinishReason> finish,
    boolean broken,
    Optional<Markup.Kind> markup,
    long billedNanos) {

  /// An outcome of an answer without markup and without a count of its tokens, at the price of its
  /// day.
  public Outcome(
      String content,
      int repeat,
      double score,
      boolean served,
      long totalNanos,
      long firstTokenNanos,
      double tokensPerSecond,
      long costNanos,
      boolean cold,
      Optional<FinishReason> finish,
      boolean broken) {
    this(
        content,
        repeat,
        score,
        served,
        totalNanos,
        firstTokenNanos,
        tokensPerSecond,
        -1,
        costNanos,
        cold,
        finish,
        broken,
        Optional.empty(),
        costNanos);
  }

  /// Tokens a second after the first one, as its server reports it or else by its own times; NaN
  /// when neither shows it.
  public double speed() {
    return Double.isNaN(tokensPerSecond)
        ? DecodeSpeed.of(sent, firstTokenNanos, totalNanos)
        : tokensPerSecond;
  }

  /// Why it shows no speed, if so.
  public Optional<DecodeSpeed.Missing> noSpeed() {
    return Double.isNaN(tokensPerSecond)
        ? DecodeSpeed.missing(sent, firstTokenNanos, totalNanos)
        : Optional.empty();
  }

  /// Whether it would cost something else today than it did.
  public boolean repriced() {
    // A billionth is rounding.
    return billedNanos >= 0 && Math.abs(costNanos - billedNanos) > 1;
  }

  /// Whether the answer was cut off at the most tokens it may have.
  public boolean cutOff() {
    return finish.filter(FinishReason.LENGTH::equals).isPresent();
  }

  /// The same outcome with another grade of the answer.
  public Outcome graded(Grade grade) {
    return new Outcome(
        content,
        repeat,
        served ? grade.score() : 0,
        served,
        totalNanos,
        firstTokenNanos,
        tokensPerSecond,
        sent,
        costNanos,
        cold,
        finish,
        served && grade.broken(),
        markup,
        billedNanos);
  }

  /// The same outcome that the ledger gives back for this entry.
  public static Outcome of(Entry entry) {
    var answer = entry.observation().answer();
    Optional<Timing> timing = KeptAnswer.timing(answer);
    boolean served = KeptAnswer.served(answer);
    var key = entry.observation().trial().key();
    long cost = entry.observation().cost().map(c -> c.full().nanos()).orElse(-1L);
    return new Outcome(
        key.content(),
        key.repeat(),
        served ? entry.grade().score() : 0,
        served,
        timing.map(t -> t.total().toNanos()).orElse(-1L),
        timing.flatMap(Timing::firstToken).map(Duration::toNanos).orElse(-1L),
        timing.map(t -> t.tokensPerSecond().orElse(Double.NaN)).orElse(Double.NaN),
        answer instanceof Answer.Reply(var reply, _) ? DecodeSpeed.sent(reply) : -1,
        cost,
        timing.map(Timing::cold).orElse(false),
        answer instanceof Answer.Reply(var reply, _)
            ? Optional.of(reply.finish())
            : Optional.empty(),
        served && entry.grade().broken(),
        answer instanceof Answer.Reply(var reply, _)
            ? Markup.in(reply).map(Markup::kind)
            : Optional.empty(),
        cost);
  }
}
