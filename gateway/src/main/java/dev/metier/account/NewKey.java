package dev.metier.account;

import java.security.SecureRandom;

/// A key that was just made; the only moment at which its text is known.
///
/// @param secret what its client shows: `mk-` and 40 letters and digits, 238 random bits
public record NewKey(String secret) {
  private static final String LETTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int LENGTH = 40;

  public static NewKey random(SecureRandom random) {
    var text = new StringBuilder("mk-");
    for (int i = 0; i < LENGTH; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return new NewKey(text.toString());
  }

  /// Not the secret, so that no log or message holds it by accident.
  @Override
  public String toString() {
    return "NewKey[secret=***]";
  }
}
