package dev.metier.report.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the address of the case lab asks for; what is no choice is left out and named.
///
/// @param a the first model; empty for the one that suits
/// @param b the model beside it
/// @param only cases of this kind; empty for the first kind that has any
/// @param given the case to show; empty for the first
/// @param from how many cases to leave out
public record CasesQuery(
    Optional<String> a,
    Optional<String> b,
    Optional<Kind> only,
    Optional<String> given,
    int from,
    List<String> ignored) {
  /// Cases of one page.
  public static final int PAGE = 50;

  private static final int LONGEST = 200;

  /// Which cases are shown.
  public enum Kind {
    /// The first model fails, and the one beside it passes.
    FIRST_FAILS,
    BOTH_FAIL,
    /// The first model passes, and the one beside it fails.
    SECOND_FAILS,
    /// Repeats of one model came out differently.
    DISAGREE,
    /// One of them brought no usable answer.
    UNSERVED,
    /// At least one of them was asked.
    ASKED,
    ALL;

    /// The same in an address.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// What these parameters ask for.
  ///
  /// @param parameters of the address, by name
  public static CasesQuery of(Map<String, String> parameters) {
    var ignored = new ArrayList<String>();
    return new CasesQuery(
        text(parameters, "a"),
        text(parameters, "b"),
        only(parameters, ignored),
        text(parameters, "case"),
        from(parameters, ignored),
        ignored);
  }

  private static Optional<String> text(Map<String, String> parameters, String name) {
    return Optional.ofNullable(parameters.get(name)).filter(text -> !text.isEmpty());
  }

  private static Optional<Kind> only(Map<String, String> parameters, List<String> ignored) {
    Optional<String> asked = text(parameters, "only");
    for (Kind kind : Kind.values()) {
      if (asked.filter(kind.word()::equals).isPresent()) {
        return Optional.of(kind);
      }
    }
    asked.ifPresent(word -> ignored.add("only=" + shortened(word)));
    return Optional.empty();
  }

  private static int from(Map<String, String> parameters, List<String> ignored) {
    Optional<String> asked = text(parameters, "from");
    if (asked.isEmpty()) {
      return 0;
    }
    if (asked.get().matches("\\d{1,7}")) {
      return Integer.parseInt(asked.get()) / PAGE * PAGE;
    }
    ignored.add("from=" + shortened(asked.get()));
    return 0;
  }

  private static String shortened(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }
}
