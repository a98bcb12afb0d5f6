package dev.metier.importer.promptfoo;

import dev.metier.core.text.ShortText;
import dev.metier.importer.CaseScreening;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/// Words of a metier.yaml.
final class Yamls {
  private static final int LONGEST = 40;

  private Yamls() {}

  /// A text as a value: in double quotes, as JSON has it, unless it is a plain word.
  static String text(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9/._-]*(:[A-Za-z0-9._-]+)?")
        ? text
        : JsonMapper.shared().writeValueAsString(text);
  }

  /// A name made of a text: small letters, digits and hyphens.
  static String name(String text, String otherwise) {
    String plain =
        CaseScreening.withoutSecrets(text)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9.]+", "-")
            .replaceAll("^[-.]+|[-.]+$", "");
    String cut = ShortText.of(plain, LONGEST);
    return cut.isEmpty() ? otherwise : cut;
  }
}
