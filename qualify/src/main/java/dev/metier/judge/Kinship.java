package dev.metier.judge;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How near two models are to each other: judges favour their own answers, and those of their
/// family.
public final class Kinship {
  /// Facts that no two models share unless their weights are the same.
  private static final List<List<String>> WEIGHTS =
      List.of(
          List.of("digest"),
          List.of("sha256"),
          List.of("sha256_of_ends"),
          List.of("weights"),
          List.of("file", "n_params", "size"));

  private static final Pattern LETTERS = Pattern.compile("[a-z]+");

  private Kinship() {}

  /// Whether both are the same weights, whatever they are called.
  public static boolean same(Model one, Fingerprint ofOne, Model other, Fingerprint ofOther) {
    boolean place = one.id().equals(other.id()) && one.endpoint().equals(other.endpoint());
    return one.name().equals(other.name())
        || place
        || WEIGHTS.stream().anyMatch(names -> alike(names, ofOne.facts(), ofOther.facts()));
  }

  private static boolean alike(
      List<String> names, Map<String, String> one, Map<String, String> other) {
    return one.keySet().containsAll(names)
        && names.stream().allMatch(name -> Objects.equals(one.get(name), other.get(name)));
  }

  /// The family of a model: `qwen` for Qwen3-8B, `claude` for claude-opus-5-5. By the server's word
  /// where it tells one, else by the name that its provider knows.
  public static String family(Model model, Fingerprint fingerprint) {
    String told = fingerprint.facts().getOrDefault("family", "");
    return told.isEmpty() ? family(model.id()) : family(told);
  }

  static String family(String id) {
    String name = id.substring(Math.max(id.lastIndexOf('/'), id.lastIndexOf('\\')) + 1);
    Matcher letters = LETTERS.matcher(name.toLowerCase(Locale.ROOT));
    return letters.find() ? letters.group() : name;
  }
}
