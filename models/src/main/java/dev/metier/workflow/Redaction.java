package dev.metier.workflow;

import dev.metier.wire.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A text in which placeholders such as `[PERSON_1]` stand for what is hidden. Lives in memory
/// only, and tells nothing of what it hides.
public final class Redaction {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\[[A-Z][A-Z0-9_]*_\\d+\\]");
  private static final Pattern FENCE = Pattern.compile("```\\w*\\s*(.*?)\\s*```", Pattern.DOTALL);
  private static final String ANY_KIND = "ITEM";

  private final String text;
  private final Map<String, String> hidden;
  private final Set<String> own;

  private Redaction(String text, Map<String, String> hidden, Set<String> own) {
    this.text = text;
    this.hidden = hidden;
    this.own = own;
  }

  /// Something to hide.
  private record Item(String text, String kind) {}

  /// The text with placeholders in place of what a list names; empty when the list cannot be read,
  /// or names what is not in the text, so that nobody knows what was meant.
  ///
  /// @param list as a model answers it: `[{"text": "Ann Lee", "kind": "PERSON"}]`
  public static Optional<Redaction> of(String text, String list) {
    Optional<List<Item>> items = items(list);
    if (items.isEmpty() || items.get().stream().anyMatch(item -> !text.contains(item.text()))) {
      return Optional.empty();
    }
    Set<String> own =
        PLACEHOLDER.matcher(text).results().map(found -> found.group()).collect(Collectors.toSet());
    Map<String, String> byText = new LinkedHashMap<>();
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Item item : items.get()) {
      byText.computeIfAbsent(item.text(), _ -> placeholder(item.kind(), counts, own));
    }
    Map<String, String> hidden = new LinkedHashMap<>();
    byText.forEach((original, placeholder) -> hidden.put(placeholder, original));
    return Optional.of(new Redaction(replaced(text, byText), hidden, own));
  }

  private static String placeholder(String kind, Map<String, Integer> counts, Set<String> own) {
    while (true) {
      String placeholder = "[" + kind + "_" + counts.merge(kind, 1, Integer::sum) + "]";
      if (!own.contains(placeholder)) {
        return placeholder;
      }
    }
  }

  /// Longer ones first, each place once.
  private static String replaced(String text, Map<String, String> byText) {
    if (byText.isEmpty()) {
      return text;
    }
    String any =
        byText.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    return Pattern.compile(any)
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(byText.getOrDefault(found.group(), found.group())));
  }

  private static Optional<List<Item>> items(String list) {
    String bare = list.strip();
    Matcher fence = FENCE.matcher(bare);
    try {
      JsonNode node = Json.value(fence.matches() ? fence.group(1) : bare);
      if (!node.isArray()) {
        return Optional.empty();
      }
      var items = new ArrayList<Item>();
      for (JsonNode each : node) {
        String text = each.path("text").asString("");
        if (text.isBlank()) {
          return Optional.empty();
        }
        items.add(new Item(text, kind(each.path("kind").asString(""))));
      }
      return Optional.of(items);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static String kind(String written) {
    String plain =
        written.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]+", "_").replaceAll("^_+|_+$", "");
    return plain.isEmpty() ? ANY_KIND : plain;
  }

  /// The text with its placeholders.
  public String text() {
    return text;
  }

  /// How many placeholders there are.
  public int size() {
    return hidden.size();
  }

  @Override
  public String toString() {
    return hidden.size() + " placeholders";
  }

  /// What came of putting back what is hidden.
  public sealed interface Restored {
    /// The text with everything back in its place.
    record Whole(String text) implements Restored {}

    /// Placeholders are not as they were handed out.
    ///
    /// @param reason `missing`, `invented` or `altered`
    record Broken(String reason) implements Restored {}
  }

  /// Puts back what is hidden.
  ///
  /// @param every whether each placeholder must be there
  public Restored restore(String answer, boolean every) {
    Set<String> there = new HashSet<>();
    Matcher found = PLACEHOLDER.matcher(answer);
    while (found.find()) {
      if (hidden.containsKey(found.group())) {
        there.add(found.group());
      } else if (!own.contains(found.group())) {
        return new Restored.Broken("invented");
      }
    }
    if (isAltered(answer)) {
      return new Restored.Broken("altered");
    }
    if (every && there.size() < hidden.size()) {
      return new Restored.Broken("missing");
    }
    return new Restored.Whole(
        PLACEHOLDER
            .matcher(answer)
            .replaceAll(
                each -> Matcher.quoteReplacement(hidden.getOrDefault(each.group(), each.group()))));
  }

  /// Whether something looks like one of ours and is none: `[Person 1]`, `PERSON_1`.
  private boolean isAltered(String answer) {
    if (hidden.isEmpty()) {
      return false;
    }
    String kinds =
        hidden.keySet().stream()
            .map(placeholder -> placeholder.substring(1, placeholder.lastIndexOf('_')))
            .distinct()
            .map(kind -> kind.replace("_", "[\\s_-]*"))
            .collect(Collectors.joining("|"));
    String rest = PLACEHOLDER.matcher(answer).replaceAll("");
    String bracketed = "[\\[(<{]\\s*(?:" + kinds + ")[\\s_-]*\\d+\\s*[\\])>}]";
    String joined = "\\b(?:" + kinds + ")_\\d+\\b";
    return Pattern.compile(bracketed + "|" + joined, Pattern.CASE_INSENSITIVE).matcher(rest).find();
  }
}
