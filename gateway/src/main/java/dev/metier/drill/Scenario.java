package dev.metier.drill;

/// What is played through for each job.
public enum Scenario {
  WELL("all models answer", FaultMode.WELL),
  DEAD("allowed models are down", FaultMode.DEAD),
  CUT("allowed models hang up", FaultMode.CUT),
  LIMITED("allowed models answer 429", FaultMode.LIMITED),
  STALLED("allowed models say nothing", FaultMode.STALLED),
  TOO_LONG("the prompt is too long", FaultMode.TOO_LONG),
  MALFORMED("allowed models answer nonsense", FaultMode.MALFORMED),
  BROKEN("the answer breaks off", FaultMode.BROKEN),
  /// A name at a local server stands for a cloud model, as the server says when it is asked.
  CLOUD("allowed models run in a cloud", FaultMode.CLOUD_SHOWN),
  /// As only its first answers say; what is counted is sent after them.
  CLOUD_LATER("answers come from a cloud", FaultMode.CLOUD_TOLD),
  /// The name stands twice, once in another case, which some servers take.
  NAMED_TWICE("clients name a second job", FaultMode.WELL),
  /// While a request waits, a policy comes that moves its models to hosts that may not read it.
  RELOADED("the policy changes meanwhile", FaultMode.FAILING),
  /// The same text was answered by another host when it was public.
  CACHED("the answer is in the cache", FaultMode.DEAD),
  /// The conversation was public, and was led with another host, until now.
  RAISED("the class rises in between", FaultMode.DEAD),
  /// The stage that redacts lists nothing, and an address is left that can be told by its form.
  OVERLOOKED("redaction overlooks an address", FaultMode.WELL),
  /// The stage that redacts answers no list, so that nobody knows what is to be hidden.
  UNLISTED("redaction answers no list", FaultMode.WELL);

  private final String words;
  private final FaultMode fault;

  Scenario(String words, FaultMode fault) {
    this.words = words;
    this.fault = fault;
  }

  /// What happens, in a few words.
  public String words() {
    return words;
  }

  /// How the models behave that may read the data; the others are always well.
  FaultMode fault() {
    return fault;
  }

  /// Whether the hosts that may read the data are watched too.
  boolean watchesAllowed() {
    return this == CLOUD || this == CLOUD_LATER;
  }

  /// Whether all is asked twice, and only the second time counts.
  boolean asksTwice() {
    return this == CLOUD_LATER;
  }

  /// Whether other hosts are asked first, when they still may be.
  boolean asksOthersFirst() {
    return this == CACHED || this == RAISED;
  }

  /// Whether it is played only for a stage that redacts.
  boolean isOfRedaction() {
    return this == OVERLOOKED || this == UNLISTED;
  }
}
