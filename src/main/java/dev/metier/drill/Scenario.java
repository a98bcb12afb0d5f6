package dev.metier.drill;

/// What is played through for each job.
public enum Scenario {
  WELL("all models answer", Mood.WELL),
  DEAD("allowed models are down", Mood.DEAD),
  CUT("allowed models hang up", Mood.CUT),
  LIMITED("allowed models answer 429", Mood.LIMITED),
  STALLED("allowed models say nothing", Mood.STALLED),
  TOO_LONG("the prompt is too long", Mood.TOO_LONG),
  MALFORMED("allowed models answer nonsense", Mood.MALFORMED),
  BROKEN("the answer breaks off", Mood.BROKEN),
  /// While a request waits, a policy comes that moves its models to hosts that may not read it.
  RELOADED("the policy changes meanwhile", Mood.FAILING),
  /// The same text was answered by another host when it was public.
  CACHED("the answer is in the cache", Mood.DEAD),
  /// The conversation was public, and was led with another host, until now.
  RAISED("the class rises in between", Mood.DEAD);

  private final String words;
  private final Mood mood;

  Scenario(String words, Mood mood) {
    this.words = words;
    this.mood = mood;
  }

  /// What happens, in a few words.
  public String words() {
    return words;
  }

  /// How the models behave that may read the data; the others are always well.
  Mood mood() {
    return mood;
  }

  /// Whether other hosts are asked first, when they still may be.
  boolean asksOthersFirst() {
    return this == CACHED || this == RAISED;
  }
}
