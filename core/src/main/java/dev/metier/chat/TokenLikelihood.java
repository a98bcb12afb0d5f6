package dev.metier.chat;

/// How likely a model found the tokens of its own answer, as far as its server tells.
///
/// @param mean natural logarithm of the probability of a token on average, at most 0
/// @param tokens how many there were, at least 1
public record TokenLikelihood(double mean, long tokens) {
  public TokenLikelihood {
    if (!(mean <= 0) || Double.isInfinite(mean) || tokens < 1) {
      throw new IllegalArgumentException("a mean log-probability is at most 0, of some tokens");
    }
  }
}
