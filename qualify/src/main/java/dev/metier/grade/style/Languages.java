package dev.metier.grade.style;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/// The languages told apart. The model of Apache OpenNLP knows 183; with only those that many
/// people write, short texts are told more surely.
final class Languages {
  static final Set<String> CODES =
      Set.of(
          "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he",
          "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "nl", "no", "pl", "pt", "ro", "ru",
          "sk", "sl", "sr", "sv", "ta", "te", "th", "tr", "uk", "ur", "vi", "zh");
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "cmn", "zh", "nob", "no", "nno", "no", "arb", "ar", "pes", "fa", "ekk", "et", "lvs",
          "lv");

  private Languages() {}

  static String name(String code) {
    return Locale.of(code).getDisplayLanguage(Locale.ENGLISH);
  }

  /// Codes, the likeliest first.
  static List<String> of(String text) {
    var codes = new ArrayList<String>();
    for (var guess : Detector.ONLY.predictLanguages(text)) {
      Optional.ofNullable(Detector.CODE_BY_NAME.get(guess.getLang()))
          .filter(code -> !codes.contains(code))
          .ifPresent(codes::add);
    }
    return codes;
  }

  /// Read when a language is first asked for.
  private static final class Detector {
    static final Map<String, String> CODE_BY_NAME = new HashMap<>(OTHER_NAMES);
    static final LanguageDetectorME ONLY = read();

    static {
      CODES.forEach(code -> CODE_BY_NAME.put(Locale.of(code).getISO3Language(), code));
    }

    private static LanguageDetectorME read() {
      try (InputStream model = Languages.class.getResourceAsStream("/langdetect-183.bin")) {
        if (model == null) {
          throw new IllegalStateException("opennlp-models-langdetect is missing from lib/");
        }
        return new LanguageDetectorME(new LanguageDetectorModel(model));
      } catch (IOException e) {
        throw new IllegalStateException("The model of languages cannot be read", e);
      }
    }
  }
}
