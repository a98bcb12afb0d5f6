package dev.metier.catalog;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Licences of the weights of known families, by their names. A family is listed only where all of
/// its sizes are known to have the same licence. Not every maker's page was read for the list, and
/// weights that somebody tuned further may have another one: the page of the weights decides.
public final class Licences {
  /// When the list was made.
  public static final LocalDate LISTED = LocalDate.of(2026, 11, 29);

  private static final String APACHE = "Apache-2.0";
  private static final String MIT = "MIT";

  private record Row(Pattern id, String licence) {
    Row(String id, String licence) {
      this(Pattern.compile("(^|[/:_-])" + id), licence);
    }
  }

  private static final List<Row> ROWS =
      List.of(
          new Row("qwq-32b", APACHE),
          new Row("qwen3(?![.\\d])", APACHE),
          new Row("gpt-oss", APACHE),
          new Row("granite-?[34](?!\\d)", APACHE),
          new Row("smollm", APACHE),
          new Row("phi-?4(?!\\d)", MIT),
          new Row("deepseek-r1-distill-llama", "Llama Community License"),
          new Row("deepseek-r1(?!-distill)", MIT),
          new Row("gemma-?[23](?!\\d)", "Gemma Terms of Use"),
          new Row("llama-?3\\.1", "Llama 3.1 Community License"),
          new Row("llama-?3\\.2", "Llama 3.2 Community License"),
          new Row("llama-?3\\.3", "Llama 3.3 Community License"));

  private Licences() {}

  /// The licence that a model's name tells; empty where it is not listed, or where the model is the
  /// vendor's own service, whose terms of use hold.
  public static Optional<String> of(Model model) {
    String id = model.id().toLowerCase(Locale.ROOT);
    return ROWS.stream().filter(row -> row.id().matcher(id).find()).map(Row::licence).findFirst();
  }
}
