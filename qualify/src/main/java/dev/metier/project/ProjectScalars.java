package dev.metier.project;

import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Written;
import dev.metier.job.Money;
import dev.metier.job.Template;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The shapes of single values that only a project has: texts that cases complete, and money.
final class ProjectScalars {
  private static final Pattern MONEY =
      Pattern.compile("([$\u20ac]?)\\s*(-?\\d{1,12}(?:\\.\\d{1,12})?)\\s*([A-Za-z]{3})?");

  private ProjectScalars() {}

  /// Text with `{{variables}}`; anything but text is taken as compact JSON.
  static Shape<Template> template() {
    return new Shape<Template>(
            new Shape.Kind.Anything("text with `{{variables}}`"),
            _ -> true,
            (written, _) -> Optional.of(new Template(written.textOrJson())))
        .then(ProjectScalars::used);
  }

  /// Like `template`, where lists and objects mean something else.
  static Shape<Template> plainTemplate() {
    return ScalarReader.anyText()
        .as(
            new Shape.Kind.Single(
                "text with `{{variables}}`", "\"type\":[\"string\",\"number\",\"boolean\"]"))
        .map(Template::new)
        .then(ProjectScalars::used);
  }

  private static Optional<Template> used(Template template, Place place, Reading reading) {
    ProjectReading.of(reading).uses(template, place, "`" + reading.key() + "`");
    return Optional.of(template);
  }

  /// An amount such as `2.00 USD`, `0.50 EUR`, `$2`; a plain number is in US dollars. Above 0.
  static Shape<Money> money() {
    return new Shape<>(
        new Shape.Kind.Single(
            "an amount such as 2.00 USD, 0.50 EUR or $2", "\"type\":[\"string\",\"number\"]"),
        ScalarReader::isSomething,
        (written, reading) -> money((Written.Scalar) written, reading));
  }

  private static Optional<Money> money(Written.Scalar written, Reading reading) {
    Matcher parts = MONEY.matcher(written.text().strip());
    boolean twice = parts.matches() && !parts.group(1).isEmpty() && parts.group(3) != null;
    if (!parts.matches() || twice) {
      reading.problem(
          written.place(),
          "`" + reading.key() + "` takes an amount of money, not " + written.described() + ".",
          "Amounts look like 2.00 USD, 0.50 EUR or $2.");
      return Optional.empty();
    }
    String code =
        parts.group(1).equals("\u20ac")
            ? "EUR"
            : Optional.ofNullable(parts.group(3)).orElse("USD").toUpperCase(Locale.ROOT);
    return usd(new BigDecimal(parts.group(2)), code, written.place(), reading);
  }

  /// An amount in a currency, in US dollars.
  static Optional<Money> usd(BigDecimal amount, String code, Place place, Reading reading) {
    BigDecimal rate = ProjectReading.of(reading).rates.get(code);
    if (rate == null) {
      reading.problem(
          place,
          "There is no exchange rate for " + code + ".",
          "Say at the top of the file how many US dollars one unit is: `exchange: {"
              + code.toLowerCase(Locale.ROOT)
              + ": 1.25}`.");
      return Optional.empty();
    }
    if (amount.signum() < 0 || amount.compareTo(BigDecimal.valueOf(1_000_000_000)) > 0) {
      reading.problem(place, "An amount is from 0 to 1,000,000,000.", "");
      return Optional.empty();
    }
    return Optional.of(Money.usd(amount.multiply(rate)));
  }
}
