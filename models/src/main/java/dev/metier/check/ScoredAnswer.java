package dev.metier.check;

import dev.metier.chat.ChatReply;
import dev.metier.chat.ChatRequest;
import dev.metier.job.Check;
import dev.metier.job.Check.Score;
import dev.metier.job.Check.Signal;
import java.util.List;
import java.util.Map;

/// An answer as a score sees it: a number for each of its signals. Evidence and gateway read the
/// same, so both take their numbers from here.
///
/// @param signals in the order of the score; NaN for those that are not known
@SuppressWarnings("ArrayRecordComponent") // never changed, and compared by nobody
public record ScoredAnswer(Score score, double[] signals) {
  /// Reads an answer.
  ///
  /// @param answers the one to be kept, and then further ones of the same model
  /// @param said what each check of the score says of it, but for those that compare answers or
  ///   look at log-probabilities
  public static ScoredAnswer of(
      Score score, ChatRequest request, List<ChatReply> answers, Map<Check, CheckResult> said) {
    double[] signals =
        score.of().stream()
            .mapToDouble(signal ->
                switch (signal) {
                  case Signal.Measure measure -> measured(measure, request, answers.getFirst());
                  case Signal.Says(var check) -> said(check, answers, said);
                })
            .toArray();
    return new ScoredAnswer(score, signals);
  }

  /// Whether a check's signal is read from the answers, so that the check itself is not run.
  public static boolean isRead(Check check) {
    return check instanceof Check.Agree || check instanceof Check.LogProbability;
  }

  private static double measured(Signal.Measure measure, ChatRequest request, ChatReply answer) {
    return switch (measure) {
      case LENGTH -> Math.log1p(length(answer));
      // what we counted ourselves is not what the evidence tells
      case TOKENS ->
          answer.usage().estimated() ? Double.NaN : Math.log1p((double) answer.usage().output());
      case LOOPS -> LoopCheck.loops(request, answer) ? 1 : 0;
    };
  }

  private static int length(ChatReply answer) {
    return answer.text().length()
        + answer.toolUses().stream()
            .mapToInt(use -> use.name().length() + use.arguments().length())
            .sum();
  }

  private static double said(Check check, List<ChatReply> answers, Map<Check, CheckResult> said) {
    return switch (check) {
      case Check.Agree(int samples, _, _) ->
          answers.size() < samples ? Double.NaN : agreed(answers.subList(0, samples));
      case Check.LogProbability _ ->
          answers.getFirst().likelihood().map(told -> told.mean()).orElse(Double.NaN);
      case Check.Complete _,
          Check.Loops _,
          Check.Tokens _,
          Check.Graders _,
          Check.Baseline _,
          Check.Judge _,
          Check.Program _,
          Check.Score _ ->
          switch (said.get(check)) {
            case CheckResult.Pass _ -> 1;
            case CheckResult.Fail _ -> 0;
            case CheckResult.Broken _ -> Double.NaN;
            case null -> Double.NaN;
          };
    };
  }

  /// The share of the further answers that say the same as the first.
  private static double agreed(List<ChatReply> answers) {
    String first = Agreement.said(answers.getFirst());
    long same = answers.stream().skip(1).filter(each -> Agreement.said(each).equals(first)).count();
    return (double) same / (answers.size() - 1);
  }

  /// Whether every signal is known.
  public boolean isKnown() {
    for (double signal : signals) {
      if (Double.isNaN(signal)) {
        return false;
      }
    }
    return true;
  }

  /// The chance that the answer is right, 0..1; only where every signal is known.
  public double chance() {
    return weighed().chance(signals);
  }

  /// What each signal adds to the logarithm of the odds.
  public double[] adds() {
    var adds = new double[signals.length];
    for (int i = 0; i < signals.length; i++) {
      adds[i] = weighed().terms().get(i).adds(signals[i]);
    }
    return adds;
  }

  /// The score's weights.
  public Score.Weighed weighed() {
    return score.weighed().orElseThrow(() -> new IllegalArgumentException("nothing is weighed"));
  }

  /// What the score says.
  public CheckResult result() {
    return isKnown() ? result(chance() >= weighed().atLeast()) : unknown();
  }

  /// What a score says.
  ///
  /// @param passes whether the chance of being right reaches the bar
  public static CheckResult result(boolean passes) {
    return passes ? CheckResult.PASS : new CheckResult.Fail("score:low");
  }

  /// That a signal is not known, and which.
  public CheckResult unknown() {
    for (int i = 0; i < signals.length; i++) {
      if (Double.isNaN(signals[i])) {
        return new CheckResult.Broken("score:no_" + score.of().get(i).word());
      }
    }
    throw new IllegalStateException("every signal is known");
  }
}
