package dev.metier.label;

/// Who labels.
///
/// @param model whether it is a model; its labels never calibrate a judge
public record Labeller(String name, boolean model) {
  public Labeller {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a labeller has a name");
    }
  }

  public static Labeller person(String name) {
    return new Labeller(name, false);
  }
}
