package dev.metier.evidence;

/// Where an entry comes from.
public enum Source {
  QUALIFICATION,
  SHADOW,
  LIVE,
  IMPORT
}
