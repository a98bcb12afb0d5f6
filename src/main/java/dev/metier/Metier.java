package dev.metier;

/// Starts the program.
public final class Metier {
  private Metier() {}

  public static void main(String[] args) {
    System.out.println("metier");
  }
}
