package dev.metier.dialect;

import dev.metier.chat.Part;
import java.util.Optional;

/// A vendor's signature of reasoning, marked with who gave it, since every vendor refuses those of
/// others. Anthropic's bear no mark: they go through as bytes.
public final class ThoughtSignature {
  /// What every marked signature begins with.
  public static final String MARK = "metier:";

  private ThoughtSignature() {}

  /// The signature as clients keep it.
  public static String marked(String vendor, String signature) {
    return MARK + vendor + ":" + signature;
  }

  /// What this vendor signed of it. Clients that keep one text a message may have joined several
  /// signatures: then the first.
  public static Optional<String> by(String vendor, Part.Thinking thinking) {
    String start = marked(vendor, "");
    return thinking
        .signature()
        .filter(signature -> signature.startsWith(start))
        .map(signature -> signature.substring(start.length()))
        .map(signature ->
            signature.contains(MARK) ? signature.substring(0, signature.indexOf(MARK)) : signature)
        .filter(signature -> !signature.isEmpty());
  }

  /// The signature that bears no mark.
  public static Optional<String> unmarked(Part.Thinking thinking) {
    return thinking
        .signature()
        .filter(signature -> !signature.isEmpty() && !signature.startsWith(MARK));
  }
}
