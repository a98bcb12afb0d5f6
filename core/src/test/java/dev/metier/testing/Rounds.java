package dev.metier.testing;

/// How often what chance decides is repeated: often enough to notice by default, as often as it
/// takes to be sure with `-Dtests.full=true`.
public final class Rounds {
  private static final boolean FULL = Boolean.getBoolean("tests.full");

  private Rounds() {}

  public static int of(int usual, int full) {
    return FULL ? full : usual;
  }
}
