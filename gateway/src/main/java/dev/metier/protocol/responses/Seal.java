package dev.metier.protocol.responses;

import dev.metier.chat.Part;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// What stands in `encrypted_content`: reasoning as a vendor signed or sealed it, so that the next
/// turn can give it back to the letter although nothing is stored here. Not secret: the vendor's
/// own seal is what protects it.
final class Seal {
  private static final String SIGNED = "metier.s1.";
  private static final String SEALED = "metier.d1.";

  private Seal() {}

  static String of(String text, String signature) {
    return SIGNED + encoded(signature) + "." + encoded(text);
  }

  static String of(String data) {
    return SEALED + encoded(data);
  }

  /// The reasoning under a seal; empty when the seal is not ours.
  static Optional<Part> open(String seal) {
    try {
      if (seal.startsWith(SEALED)) {
        return Optional.of(new Part.Sealed(decoded(seal.substring(SEALED.length()))));
      }
      int dot = seal.lastIndexOf('.');
      if (seal.startsWith(SIGNED) && dot >= SIGNED.length()) {
        String signature = decoded(seal.substring(SIGNED.length(), dot));
        String text = decoded(seal.substring(dot + 1));
        return Optional.of(new Part.Thinking(text, Optional.of(signature)));
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String encoded(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String decoded(String text) {
    return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
  }
}
