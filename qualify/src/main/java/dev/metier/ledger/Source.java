package dev.metier.ledger;

/// Where an entry comes from.
public enum Source {
  QUALIFICATION,
  SHADOW,
  LIVE,
  IMPORT
}
