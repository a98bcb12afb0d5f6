package dev.metier.privacy;

/// What was found.
public enum Kind {
  EMAIL("e-mail address"),
  /// A phone number in its international form.
  PHONE("phone number"),
  /// The number of a payment card.
  CARD("card number"),
  /// The number of a bank account.
  IBAN("IBAN"),
  /// A number that a state gives to a person.
  NATIONAL_ID("national id"),
  /// An address on the public internet, version 4.
  IP_ADDRESS("IP address"),
  /// A key, token or password that opens something.
  SECRET("key or password");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  /// For people.
  public String word() {
    return word;
  }
}
