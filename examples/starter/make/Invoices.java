import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Writes ../cases/invoices.jsonl: 60 invoices as text, the same at every run. Run it with
/// `java make/Invoices.java` in the folder above.
static final long SEED = 20261122;

record Country(String code, Locale locale, String currency, String date, double tax, boolean german) {}

static final List<Country> COUNTRIES =
    List.of(
        new Country("DE", Locale.GERMANY, "EUR", "dd.MM.yyyy", 0.19, true),
        new Country("AT", Locale.GERMANY, "EUR", "d. M. yyyy", 0.20, true),
        new Country("IE", Locale.UK, "EUR", "dd MMM yyyy", 0.23, false),
        new Country("GB", Locale.UK, "GBP", "d MMMM yyyy", 0.20, false),
        new Country("US", Locale.US, "USD", "MMMM d, yyyy", 0.07, false));
static final String[] SELLERS = {"Alder & Finch", "Brook Tools", "Cobalt Print", "Delta Paper", "Elm Street Lamps"};
static final String[] ITEMS = {"Desk lamp", "Toner", "Paper A4", "Chair", "Repair, hours", "Licence, seats", "Cable 2 m"};

void main() throws Exception {
  var random = new Random(SEED);
  var lines = new ArrayList<String>();
  for (int i = 1; i <= 60; i++) {
    lines.add(invoice(i, random));
  }
  Files.write(Path.of("cases", "invoices.jsonl"), lines);
}

static String invoice(int index, Random random) {
  Country c = COUNTRIES.get(random.nextInt(COUNTRIES.size()));
  boolean credit = index % 10 == 0;
  boolean noVat = index % 6 == 0 || c.code().equals("US");
  boolean twoTotals = index % 5 == 2;
  boolean noise = index % 7 == 3;
  LocalDate date = LocalDate.of(2026, 1, 1).plusDays(random.nextInt(320));
  String number = "%s-%d-%04d".formatted(credit ? "CN" : "RE", date.getYear(), 100 + random.nextInt(9000));
  String vat = c.code() + (c.code().equals("AT") ? "U" : "") + (100_000_000 + random.nextInt(800_000_000));
  var text = new StringBuilder(SELLERS[random.nextInt(SELLERS.length)] + "\n");
  text.append(c.german() ? credit ? "GUTSCHRIFT\n" : "RECHNUNG\n" : credit ? "CREDIT NOTE\n" : "INVOICE\n");
  text.append(c.german() ? "Nr. " : "No. ").append(number).append('\n');
  text.append(c.german() ? "Bestellung " : "Your order ").append(40_000 + random.nextInt(9_999)).append('\n');
  var format = DateTimeFormatter.ofPattern(c.date(), c.locale());
  text.append(c.german() ? "Datum: " : "Date: ").append(format.format(date)).append('\n');
  text.append(c.german() ? "Zahlbar bis " : "Due ").append(format.format(date.plusDays(14))).append("\n\n");
  long net = 0;
  for (int n = 1 + random.nextInt(4); n > 0; n--) {
    int count = 1 + random.nextInt(12);
    long price = 250 + random.nextInt(40_000);
    net += count * price;
    text.append("%-16s %3d x %10s%n".formatted(ITEMS[random.nextInt(ITEMS.length)], count, money(c, price)));
  }
  long tax = Math.round(net * c.tax());
  long total = (net + tax) * (credit ? -1 : 1);
  text.append(c.german() ? "\nNetto " : "\nNet ").append(money(c, net));
  text.append(c.german() ? "\nMwSt. " : "\nTax ").append(money(c, tax));
  text.append(c.german() ? "\nGesamtbetrag " : "\nTotal ").append(money(c, total)).append(' ').append(c.currency());
  if (twoTotals) {
    text.append(c.german() ? "\nBei Zahlung binnen 7 Tagen " : "\nIf paid within 7 days ").append(money(c, Math.round(total * 0.98)));
  }
  text.append(noVat ? "" : c.german() ? "\nUSt-IdNr. " + vat : "\nVAT no. " + vat);
  String shown = noise ? noisy(text.toString(), random) : text.toString();
  var slices = new ArrayList<String>();
  slices.add(c.german() ? "german" : "english");
  if (c.german()) slices.add("comma-decimals");
  if (credit) slices.add("credit-note");
  if (noVat) slices.add("missing-field");
  if (twoTotals) slices.add("two-totals");
  if (noise) slices.add("noise");
  return ("{\"id\": \"invoice-%02d\", \"invoice\": %s, \"number\": \"%s\", \"date\": \"%s\", \"total\": \"%s\","
          + " \"currency\": \"%s\", \"vat_id\": %s, \"slices\": [\"%s\"]}")
      .formatted(index, quoted(shown), number, date, String.format(Locale.ROOT, "%.2f", total / 100.0),
          c.currency(), noVat ? "null" : "\"" + vat + "\"", String.join("\", \"", slices));
}

static String money(Country c, long cents) {
  return String.format(c.locale(), "%,.2f", cents / 100.0);
}

/// Spaces and line breaks as a scanner leaves them; letters and digits stay as they are.
static String noisy(String text, Random random) {
  var out = new StringBuilder();
  for (String line : text.split("\n")) {
    out.append(" ".repeat(random.nextInt(4))).append(line.replace(" ", " ".repeat(1 + random.nextInt(3))));
    out.append(random.nextInt(3) == 0 ? " .\n" : "\n");
  }
  return out.toString();
}

static String quoted(String text) {
  return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\r", "").replace("\n", "\\n") + "\"";
}
