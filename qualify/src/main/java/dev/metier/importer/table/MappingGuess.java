package dev.metier.importer.table;

import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.Nearest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Guesses from names and values which column of a table is what; what the user named stands.
final class MappingGuess {
  private static final List<String> EXPECTED =
      List.of(
          "expected",
          "expected_output",
          "expected_answer",
          "expectedoutput",
          "ideal",
          "gold",
          "ground_truth",
          "groundtruth",
          "reference",
          "target",
          "label",
          "labels",
          "category",
          "class",
          "intent",
          "answer",
          "solution",
          "output",
          "completion",
          "response",
          "queue",
          "erwartet",
          "soll",
          "kategorie",
          "klasse",
          "antwort",
          "ergebnis",
          "lösung",
          "abteilung");
  private static final List<String> INPUTS =
      List.of(
          "input",
          "text",
          "prompt",
          "question",
          "query",
          "message",
          "body",
          "content",
          "email",
          "mail",
          "ticket",
          "request",
          "document",
          "description",
          "comment",
          "review",
          "sentence",
          "utterance",
          "eingabe",
          "frage",
          "nachricht",
          "anfrage",
          "inhalt",
          "beschreibung",
          "meldung",
          "kommentar",
          "e_mail");

  /// What a longer name of the input ends with, as `customer_message` and `Anfragetext` do.
  private static final Pattern INPUT_ENDING =
      Pattern.compile(
          "(?!.*(context|kontext)$).*(_(message|text|question|query|request|body|description|comment)"
              + "|text|nachricht|anfrage|frage|beschreibung|meldung|kommentar|inhalt)");

  /// Likewise that of the expected answer.
  private static final Pattern EXPECTED_ENDING =
      Pattern.compile(
          "expected_.*|.*(_(label|category|class|intent)"
              + "|kategorie|klasse|lösung|antwort|abteilung)");

  private static final List<String> TITLES = List.of("subject", "title", "betreff", "titel");
  private static final List<String> IDS =
      List.of("id", "case_id", "caseid", "case", "ticket_id", "uuid", "key", "nr", "no", "number");
  private static final List<String> SLICES =
      List.of(
          "slice",
          "slices",
          "tag",
          "tags",
          "language",
          "lang",
          "sprache",
          "segment",
          "channel",
          "kanal",
          "difficulty",
          "region",
          "priority",
          "priorität");
  private static final List<String> CLUSTERS =
      List.of(
          "cluster",
          "group",
          "thread",
          "thread_id",
          "conversation",
          "conversation_id",
          "session",
          "session_id",
          "customer",
          "customer_id",
          "kunde",
          "kunden_nr",
          "kundennr",
          "kundennummer",
          "gespräch");
  private static final int MOST_SLICES = 20;

  /// Labels come up so often on average, at least.
  private static final int REPEATED = 4;

  private final DataTable table;
  private final Set<String> taken = new HashSet<>();

  MappingGuess(DataTable table) {
    this.table = table;
  }

  /// The mapping, by what the user named and guesses for the rest.
  ///
  /// @throws ProblemsException when a named column is none, or none looks like the input
  ColumnMapping complete(ColumnMapping named) {
    unknown(named);
    taken.addAll(named.used());
    Optional<String> id = named.id().or(() -> claim(IDS, this::names).or(this::otherIds));
    Optional<String> expected =
        named
            .expected()
            .or(() -> claim(EXPECTED, _ -> true))
            .or(() -> claim(EXPECTED_ENDING))
            .or(this::lastLabels);
    List<String> inputs = named.inputs().isEmpty() ? inputs() : named.inputs();
    List<String> slices = named.slices().isEmpty() ? slices() : named.slices();
    Optional<String> cluster = named.cluster().or(() -> claim(CLUSTERS, _ -> true));
    return new ColumnMapping(inputs, expected, id, slices, cluster);
  }

  private void unknown(ColumnMapping named) {
    var problems =
        named.used().stream()
            .filter(column -> !table.columns().contains(column))
            .map(column ->
                Problem.general(
                    table.file() + " has no column `" + column + "`.",
                    Nearest.to(column, table.columns())
                        .map(near -> "Did you mean `" + near + "`?")
                        .orElse("It has " + quoted(table.columns()) + ".")))
            .toList();
    if (!problems.isEmpty()) {
      throw new ProblemsException(problems);
    }
  }

  static String quoted(List<String> columns) {
    return String.join(", ", columns.stream().map(column -> "`" + column + "`").toList());
  }

  private static String plain(String column) {
    String parted = column.replaceAll("(?<=[a-z])(?=[A-Z])", "_");
    return parted.toLowerCase(Locale.ROOT).replaceAll("[\\s._-]+", "_").replaceAll("^_|_$", "");
  }

  /// The first free column with one of these names, the earlier name first.
  private Optional<String> claim(List<String> names, Predicate<String> suits) {
    Optional<String> found =
        names.stream()
            .flatMap(name -> table.columns().stream().filter(c -> plain(c).equals(name)))
            .filter(column -> !taken.contains(column) && suits.test(column))
            .findFirst();
    found.ifPresent(taken::add);
    return found;
  }

  /// The first free column whose name is like that.
  private Optional<String> claim(Pattern name) {
    Optional<String> found =
        table.columns().stream()
            .filter(column -> !taken.contains(column) && name.matcher(plain(column)).matches())
            .findFirst();
    found.ifPresent(taken::add);
    return found;
  }

  /// Whether a column has a different value in each row.
  private boolean names(String column) {
    var seen = new HashSet<String>();
    return table.rows().stream()
        .allMatch(row -> !row.value(column).isEmpty() && seen.add(row.value(column)));
  }

  private Optional<String> otherIds() {
    Optional<String> found =
        table.columns().stream()
            .filter(c ->
                !taken.contains(c) && plain(c).matches("(.*(_|\\b)(id|no)|.*(nr|nummer|number))"))
            .filter(this::names)
            .findFirst();
    found.ifPresent(taken::add);
    return found;
  }

  /// The last column, where a few words come up again and again: people write the answer last.
  private Optional<String> lastLabels() {
    Optional<String> last =
        Optional.of(table.columns().getLast())
            .filter(column -> !taken.contains(column) && !known(column) && few(column))
            .filter(column -> {
              long distinct = table.values(column).distinct().count();
              return distinct > 1
                  && table.rows().size() >= distinct * REPEATED
                  && table.values(column).noneMatch(text -> text.matches(".*\\d.*"));
            });
    last.ifPresent(taken::add);
    return last;
  }

  private static boolean known(String column) {
    return Stream.of(INPUTS, TITLES, SLICES, CLUSTERS)
        .anyMatch(names -> names.contains(plain(column)));
  }

  /// The column with the name of an input and, before it, that of a title; else the longest texts.
  private List<String> inputs() {
    var inputs = new ArrayList<String>();
    Optional<String> main = claim(INPUTS, _ -> true).or(() -> claim(INPUT_ENDING));
    claim(TITLES, _ -> true).ifPresent(inputs::add);
    main.or(() -> longest(inputs)).ifPresent(inputs::add);
    if (inputs.isEmpty()) {
      throw new ProblemsException(
          "No column of " + table.file() + " looks like the input.",
          "Name it with `--input`: " + quoted(table.columns()) + ".");
    }
    return inputs;
  }

  /// The column with the longest texts, where they are longer than those of a title.
  private Optional<String> longest(List<String> titles) {
    long least = titles.stream().mapToLong(this::length).max().orElse(-1);
    Optional<String> longest =
        table.columns().stream()
            .filter(column -> !taken.contains(column) && length(column) > least)
            .max(Comparator.comparingLong(this::length));
    longest.ifPresent(taken::add);
    return longest;
  }

  private long length(String column) {
    return table.values(column).mapToLong(String::length).sum();
  }

  private List<String> slices() {
    var slices = new ArrayList<String>();
    Optional<String> next = claim(SLICES, this::few);
    while (next.isPresent()) {
      slices.add(next.get());
      next = claim(SLICES, this::few);
    }
    return slices;
  }

  private boolean few(String column) {
    long distinct = table.values(column).distinct().count();
    return distinct > 0 && distinct <= MOST_SLICES;
  }
}
