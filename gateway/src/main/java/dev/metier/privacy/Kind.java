package dev.metier.privacy;

/// What was found.
public enum Kind {
  EMAIL,
  /// A phone number in its international form.
  PHONE,
  /// The number of a payment card.
  CARD,
  /// The number of a bank account.
  IBAN,
  /// A number that a state gives to a person.
  NATIONAL_ID,
  /// An address on the public internet, version 4.
  IP_ADDRESS,
  /// A key, token or password that opens something.
  SECRET
}
