package dev.metier.privacy;

import dev.metier.privacy.Detections.Place;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Gathers what a search finds. Not thread-safe.
final class DetectionCollector {
  private static final int MOST_PLACES = 1000;
  private static final int ABBREVIATION = 4;

  /// Words that make a number which could be any number a national id.
  private static final List<String> CONTEXT =
      List.of("bsn", "burgerservice", "sofinummer", "ssn", "social security", "taxpayer", "itin");

  private final Set<Kind> wanted;
  private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
  private final List<Place> places = new ArrayList<>();
  private List<String> texts = List.of();
  private int text;
  private long looked;
  private OptionalInt border = OptionalInt.empty();
  private Optional<int[]> origins = Optional.empty();
  private Optional<Boolean> ofIds = Optional.empty();

  DetectionCollector(Set<Kind> wanted) {
    this.wanted = wanted;
  }

  /// Begins the next text.
  void next(int number, List<String> all) {
    text = number;
    texts = all;
    origins = Optional.empty();
  }

  /// Places told from now on are in a text that was decoded; where each of its characters stood.
  void decoded(int[] from) {
    origins = Optional.of(from);
  }

  /// Counts characters that were looked at from one place: what a search costs, whatever the clock
  /// says.
  void looked(int characters) {
    looked += characters;
  }

  long looked() {
    return looked;
  }

  /// Whatever is found from now on counts only when it crosses this place.
  void across(int place) {
    border = OptionalInt.of(place);
  }

  boolean wants(Kind kind) {
    return wanted.contains(kind);
  }

  void add(Kind kind, int start, int end) {
    int from = origins.map(at -> at[start]).orElse(start);
    int to = origins.map(at -> at[end]).orElse(end);
    boolean aside = border.isPresent() && (from >= border.getAsInt() || to <= border.getAsInt());
    if (aside || !wanted.contains(kind)) {
      return;
    }
    kinds.add(kind);
    if (places.size() < MOST_PLACES) {
      places.add(new Place(kind, text, from, to));
    }
  }

  /// Whether the request speaks of national ids at all; looked up when it first matters.
  boolean speaksOfIds() {
    if (ofIds.isEmpty()) {
      ofIds =
          Optional.of(
              texts.stream()
                  .map(each -> each.toLowerCase(Locale.ROOT))
                  .anyMatch(each -> CONTEXT.stream().anyMatch(word -> hasWord(each, word))));
    }
    return ofIds.get();
  }

  /// Whether a word begins so; an abbreviation must end so too.
  private static boolean hasWord(String text, String word) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      int end = at + word.length();
      boolean begins = at == 0 || !Character.isLetter(text.charAt(at - 1));
      boolean ends = end == text.length() || !Character.isLetter(text.charAt(end));
      if (begins && (ends || word.length() > ABBREVIATION)) {
        return true;
      }
    }
    return false;
  }

  Set<Kind> kinds() {
    return kinds;
  }

  List<Place> places() {
    return places;
  }
}
