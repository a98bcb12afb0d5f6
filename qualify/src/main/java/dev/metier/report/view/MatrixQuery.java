package dev.metier.report.view;

import dev.metier.job.DataClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the address of the matrix asks for; what is no choice is left out and named.
///
/// @param density empty for the one that suits the number of models
public record MatrixQuery(
    String find,
    Optional<MatrixView.Place> show,
    Optional<DataClass> data,
    Optional<String> density,
    List<String> ignored) {
  private static final int LONGEST = 200;
  private static final List<String> DENSITIES = List.of("roomy", "compact", "dense");
  private static final int MANY = 8;

  /// All jobs.
  public static final MatrixQuery ALL = of(Map.of());

  /// What these parameters ask for.
  ///
  /// @param parameters of the address, by name
  public static MatrixQuery of(Map<String, String> parameters) {
    var ignored = new ArrayList<String>();
    String find = parameters.getOrDefault("q", "").strip();
    if (find.length() > LONGEST) {
      ignored.add("q of " + find.length() + " characters");
      find = "";
    }
    return new MatrixQuery(
        find,
        choice(parameters, "show", List.of(MatrixView.Place.values()), ignored),
        choice(parameters, "data", List.of(DataClass.values()), ignored),
        choice(parameters, "view", DENSITIES, ignored),
        ignored);
  }

  private static <T> Optional<T> choice(
      Map<String, String> parameters, String name, List<T> choices, List<String> ignored) {
    String asked = parameters.getOrDefault(name, "");
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> found =
        choices.stream()
            .filter(each -> each.toString().toLowerCase(Locale.ROOT).equals(asked))
            .findFirst();
    if (found.isEmpty()) {
      ignored.add(name + "=" + (asked.length() > LONGEST ? "..." : asked));
    }
    return found;
  }

  /// How tightly so many models are set.
  String densityFor(int models) {
    return density.orElse(models > MANY ? "dense" : "roomy");
  }

  /// The words of the choices of `view`.
  public static List<String> densities() {
    return DENSITIES;
  }

  /// Whether a text has what is searched for.
  boolean finds(String... texts) {
    String wanted = find.toLowerCase(Locale.ROOT);
    return Arrays.stream(texts).anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
  }
}
