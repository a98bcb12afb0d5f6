package dev.metier.report.lesson;

import dev.metier.verdict.Verdict;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/// The words that screens use and explain, each in the sentence of docs/glossary.md; and what every
/// verdict and every reason for an open one means, with a way on.
public final class Glossary {
  private static final List<String> NAMES =
      List.of(
          "job",
          "case",
          "slice",
          "model",
          "fingerprint",
          "host",
          "data-class",
          "clearance",
          "trial",
          "grade",
          "evidence",
          "need",
          "bar",
          "finding",
          "verdict",
          "interval",
          "confidence",
          "route",
          "policy",
          "qualify");
  private static final List<String> VERDICTS =
      List.of("FIT", "UNFIT", "UNDECIDED", "FORBIDDEN", "EXPIRED");
  private static final Properties TEXTS = texts();

  private Glossary() {}

  /// A word.
  ///
  /// @param field what the field calls it
  public record Word(String name, String field, String meaning) {
    /// Where it stands on the page of words.
    public String anchor() {
      return name.replace(' ', '-');
    }
  }

  /// What a verdict or a doubt means, and what to do about it.
  ///
  /// @param anchor where it stands on the page of words
  public record Sense(String anchor, String name, String meaning, String way) {}

  public static List<Word> words() {
    return NAMES.stream().map(Glossary::word).toList();
  }

  private static Word word(String key) {
    return new Word(key.replace('-', ' '), text(key + ".field"), text(key));
  }

  public static List<Sense> verdicts() {
    return VERDICTS.stream().map(Glossary::verdict).toList();
  }

  private static Sense verdict(String word) {
    return new Sense(anchor("verdict", word), word, text(word), text(word + ".way"));
  }

  private static String anchor(String kind, String code) {
    return kind + "-" + code.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// What the verdict of a tone means.
  public static Sense verdictOf(String tone) {
    return verdict(tone.toUpperCase(Locale.ROOT));
  }

  /// Why verdicts can be open.
  public static List<Sense> doubts() {
    return Arrays.stream(Verdict.Doubt.values()).map(Glossary::doubt).toList();
  }

  public static Sense doubt(Verdict.Doubt doubt) {
    String key = doubt.name();
    return new Sense(anchor("doubt", key), text(key), text(key + ".field"), text(key + ".way"));
  }

  /// What a word or a verdict means.
  public static Optional<String> meaning(String anchor) {
    return Stream.concat(
            words().stream().filter(w -> w.anchor().equals(anchor)).map(Word::meaning),
            verdicts().stream().filter(v -> v.anchor().equals(anchor)).map(Sense::meaning))
        .findFirst();
  }

  private static String text(String key) {
    return Optional.ofNullable(TEXTS.getProperty(key))
        .orElseThrow(() -> new IllegalStateException("glossary.properties has no " + key));
  }

  private static Properties texts() {
    var texts = new Properties();
    try (var in = Glossary.class.getResourceAsStream("glossary.properties")) {
      if (in == null) {
        throw new IllegalStateException("missing from the program: glossary.properties");
      }
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }
}
