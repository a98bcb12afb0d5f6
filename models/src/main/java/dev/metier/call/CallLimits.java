package dev.metier.call;

/// Limits of what is read of a model's server.
public final class CallLimits {
  /// Most bytes of an answer: a thousand long embeddings are 30 MB.
  public static final int ANSWER = 32 << 20;

  /// Most bytes that are read of a refusal. Some servers repeat the request in it.
  public static final int REFUSAL = 1 << 20;

  /// How long a connection may take to end in order, once the answer stands.
  public static final long LINGER_MILLIS = 50;

  private CallLimits() {}

  /// What is said of an answer that is larger than so many bytes.
  public static String tooLarge(int limit) {
    return "the answer is larger than " + (limit >> 20) + " MB";
  }
}
