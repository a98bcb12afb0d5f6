package dev.metier.report.view.cases;

import dev.metier.core.text.ShortText;
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
/// @param shown whether a page shows that case already, so that it stays
/// @param from the first case of the page; empty for the page of the case
/// @param find a text in cases and answers; may be empty
/// @param cause why they failed, as the causes say
/// @param whole whether long texts are shown to their end
public record CasesQuery(
    Optional<String> a,
    Optional<String> b,
    Optional<Kind> only,
    Optional<String> given,
    boolean shown,
    Optional<String> from,
    String find,
    Optional<String> cause,
    boolean whole,
    List<String> ignored) {
  /// Cases of one page.
  public static final int PAGE = 50;

  /// What asks for long texts to their end, and how.
  public static final String WHOLE = "whole";

  public static final String YES = "yes";

  private static final int LONGEST = 200;

  /// Which cases are shown.
  public enum Kind {
    /// The first model fails, and the one beside it passes.
    FIRST_FAILS,
    BOTH_FAIL,
    /// The first model passes, and the one beside it fails.
    SECOND_FAILS,
    /// The first model did not pass, whatever the one beside it did.
    FAILS,
    /// Repeats of one model came out differently.
    DISAGREE,
    /// One of them brought no usable answer.
    UNSERVED,
    /// The first model passes what its build, prompt or parameters before did not, or the other way
    /// round.
    CHANGED,
    /// People say that they are labelled wrongly, so they count no more.
    SET_ASIDE,
    /// People said something else of their labels.
    REVIEWED,
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
        text(parameters, "shown").or(() -> text(parameters, "case")),
        text(parameters, "shown").isPresent(),
        text(parameters, "from"),
        find(parameters, ignored),
        text(parameters, "cause"),
        whole(parameters, ignored),
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

  private static boolean whole(Map<String, String> parameters, List<String> ignored) {
    Optional<String> asked = text(parameters, WHOLE);
    asked
        .filter(word -> !word.equals(YES))
        .ifPresent(word -> ignored.add(WHOLE + "=" + shortened(word)));
    return asked.filter(YES::equals).isPresent();
  }

  private static String find(Map<String, String> parameters, List<String> ignored) {
    String find = parameters.getOrDefault("q", "").strip();
    if (find.length() > LONGEST) {
      ignored.add("q of " + find.length() + " characters");
      return "";
    }
    return find;
  }

  static String shortened(String text) {
    return ShortText.of(text, LONGEST, "...");
  }
}
