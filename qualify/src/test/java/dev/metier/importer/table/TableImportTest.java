package dev.metier.importer.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.importer.ImportedCase;
import dev.metier.project.cases.Workbooks;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableImportTest {
  private static final ColumnMapping GUESSED =
      new ColumnMapping(List.of(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());

  @TempDir private Path folder;

  private TableImport imported(String name, String text) throws IOException {
    return TableImport.of(
        TableFile.read(Files.writeString(folder.resolve(name), text), Optional.empty(), ""),
        GUESSED);
  }

  private List<Problem> mistakes(String name, String text) {
    return catchThrowableOfType(ProblemsException.class, () -> imported(name, text)).problems();
  }

  private static String rows(String header, int count, IntFunction<String> row) {
    return header
        + "\n"
        + IntStream.range(0, count).mapToObj(row).collect(Collectors.joining("\n"))
        + "\n";
  }

  @Test
  void aTableOfTicketsIsMappedByItsNames() throws IOException {
    var found =
        imported(
            "tickets.csv",
            """
            ticket_id;Betreff;text;Kategorie;lang
            t1;Geld;"Zu viel
            abgebucht";billing;de
            t2;Save;It fails;bug;en
            t3;Bill;Twice;billing;en
            t4;App;Crash;bug;en
            """);
    assertThat(found.mapping())
        .isEqualTo(
            new ColumnMapping(
                List.of("Betreff", "text"),
                Optional.of("Kategorie"),
                Optional.of("ticket_id"),
                List.of("lang"),
                Optional.empty()));
    assertThat(found.form().kind()).isEqualTo(ExpectedKind.LABELS);
    assertThat(found.form().graders().getFirst()).startsWith("- one_of:");
    ImportedCase first = found.cases().getFirst();
    assertThat(first.id()).isEqualTo("t1");
    assertThat(first.vars()).containsEntry("text", "Zu viel\nabgebucht");
    assertThat(first.expected()).contains("billing");
    assertThat(first.slices()).containsExactly("de");
    assertThat(first.origin()).isEqualTo("tickets.csv:2");
    assertThat(found.prompt("Sort mail")).contains("Sort mail.", "- billing\n- bug", "{{text}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3|NUMBERS|- numeric",
        "'1.234,50'|NUMBERS|- numeric",
        "12.50 EUR|MONEY|- value: {expected: \"{{expected}}\", kind: money}",
        "2026-03-03|DATES|- value: {expected: \"{{expected}}\", kind: date}",
        "Paris|LABELS|- one_of",
        "'{\"a\": 1}'|OBJECTS|- json_fields",
        "We are sorry for what went wrong with your order|FREE|- not_refusal",
      })
  void theGraderFollowsFromWhatIsExpected(String value, ExpectedKind kind, String grader)
      throws IOException {
    String cell = "\"" + value.replace("\"", "\"\"") + "\"";
    boolean free = kind == ExpectedKind.FREE;
    var found =
        imported(
            "a.csv",
            rows(
                "question,answer",
                6,
                i -> "Question " + i + "," + (free ? cell.replace("We", "We" + i) : cell)));
    assertThat(found.form().kind()).isEqualTo(kind);
    assertThat(found.form().graders().getFirst()).startsWith(grader);
    assertThat(found.form().decidable()).isEqualTo(!free);
    // where no rule can tell, the way to a judge stands there
    assertThat(found.notes().toString().contains("- rubric: {text: ok.md, judge: MODEL}"))
        .isEqualTo(free);
  }

  @Test
  void textsThatDoNotRepeatAreComparedAsTheyAre() throws IOException {
    var found = imported("a.csv", rows("question,answer", 6, i -> "Q " + i + ",Town " + i));
    assertThat(found.form().kind()).isEqualTo(ExpectedKind.SHORT);
  }

  @Test
  void decimalCommasBecomePoints() throws IOException {
    var found = imported("a.csv", "frage;ergebnis\na;1.234,5\nb;2.000\n");
    assertThat(found.cases())
        .extracting(given -> given.expected().orElseThrow())
        .containsExactly("1234.5", "2000");
    assertThat(found.notes()).anyMatch(note -> note.contains("decimal comma"));
  }

  @Test
  void fieldsOfObjectsBecomeVariablesThatAreComparedOneByOne() throws IOException {
    var found =
        imported(
            "a.jsonl",
            """
            {"text": "one", "expected": {"total": 12.5, "due": null}}
            {"text": "two", "expected": {"total": 3, "vat": "x"}}
            """);
    assertThat(found.cases().getFirst().vars())
        .containsEntry("total", "12.5")
        .containsEntry("due", "null");
    assertThat(found.cases().getFirst().expected()).isEmpty();
    assertThat(found.form().graders().getFirst())
        .contains("total: \"{{total}}\"", "due: {expected: \"{{due}}\", optional: true}");
  }

  @Test
  void rowsWithoutAnInputOrAnExpectedAnswerAreLeftOutAndCounted() throws IOException {
    var found = imported("a.csv", "text,label\none,x\n,y\ntwo,\nthree,x\n\n");
    assertThat(found.cases()).hasSize(2);
    assertThat(found.notes())
        .contains(
            "1 row without an input left out: line 3.",
            "1 row without an expected answer in `label` left out: line 4.");
  }

  @ParameterizedTest
  @CsvSource({
    "Lfd. Nr.; Kundennachricht; Betrag; Fehlerkategorie, Lfd. Nr., Kundennachricht,"
        + " Fehlerkategorie",
    "Vorgangs-Nr.; Freitext; Zuständige Abteilung; Betrag, Vorgangs-Nr., Freitext, Zuständige"
        + " Abteilung",
    "case.id; customer_message; true_label; amount, case.id, customer_message, true_label",
    "key; Kontext; user_question; expected_reply, key, user_question, expected_reply",
  })
  void longerNamesTellWhatAColumnIs(String header, String id, String input, String expected)
      throws IOException {
    var found = imported("a.csv", rows(header.replace("; ", ";"), 8, i -> i + ";a;b;c"));
    assertThat(found.mapping().id()).contains(id);
    assertThat(found.mapping().inputs()).containsExactly(input);
    assertThat(found.mapping().expected()).contains(expected);
  }

  @Test
  void aTitleAloneIsTheInputOnlyWhereNothingLongerStands() throws IOException {
    assertThat(imported("a.csv", "Betreff,Q,label\nHi,It fails all day,x\n").mapping().inputs())
        .containsExactly("Betreff", "Q");
    assertThat(imported("b.csv", "Betreff,Q,label\nIt fails,1,x\n").mapping().inputs())
        .containsExactly("Betreff");
  }

  @Test
  void whatProgramsExportIsReadAsAPersonWouldWriteIt() throws IOException {
    String row =
        "{\"id\": \"a%1$d\", \"span_id\": \"s%1$d\", \"root_span_id\": \"s1\", \"sessionId\":"
            + " \"t\", \"tags\": [\"de\", \"x,y\"], \"input\": {\"messages\": [{\"role\": \"user\","
            + " \"content\": \"Q%1$d\"}]}, \"output\": \"A\"}\n";
    var found = imported("spans.jsonl", row.formatted(1) + row.formatted(2));
    assertThat(found.cases())
        .singleElement()
        .satisfies(given -> {
          assertThat(given.vars())
              .containsEntry("input", "[{\"role\":\"user\",\"content\":\"Q1\"}]");
          assertThat(given.slices()).containsExactly("de", "x,y");
          assertThat(given.cluster()).contains("t");
        });
    assertThat(found.prompt("Any work")).isEqualTo("{{input}}\n");
    assertThat(found.notes())
        .contains("1 row is a step within another, and left out.")
        .anyMatch(note -> note.startsWith("`output` is taken for what is right."))
        .anyMatch(note -> note.startsWith("The input is a conversation"));
  }

  @Test
  void textsThatStandAsJsonInATableAreTexts() throws IOException {
    var found =
        imported(
            "a.csv",
            "input;expected\n\"\"\"a, b\"\"\";\"\"\"x\"\"\"\n\"\"\"c\"\"\";\"\"\"x\"\"\"\n");
    assertThat(found.cases().getFirst().vars()).containsEntry("input", "a, b");
    assertThat(found.cases().getFirst().expected()).contains("x");
    var mixed = imported("b.csv", "input,expected\n\"\"\"a\"\" he said\",x\nb,x\n");
    assertThat(mixed.cases().getFirst().vars()).containsEntry("input", "\"a\" he said");
  }

  @Test
  void aWorkbookMayHaveATitleAboveItsColumnsAndOtherSheets() throws IOException {
    var sheets = new LinkedHashMap<String, List<List<String>>>();
    sheets.put(
        "Oktober",
        List.of(
            List.of("Auswertung", "", ""),
            List.of("", "", ""),
            List.of("Kunden-Nr.", "Anfrage", "Kategorie"),
            List.of("7", "Wo ist es?", "Versand"),
            List.of("7", "Zu teuer", "Rechnung")));
    sheets.put("Legende", List.of(List.of("x")));
    Path file = Workbooks.write(folder.resolve("a.xlsx"), sheets);
    var found = TableImport.of(TableFile.read(file, Optional.empty(), ""), GUESSED);
    assertThat(found.cases()).hasSize(2);
    assertThat(found.mapping().cluster()).contains("Kunden-Nr.");
    assertThat(found.notes())
        .contains(
            "The columns are named in line 3; what stands above it is left out.",
            "Other sheets are not read: `Legende`. One of them is taken with `--sheet`.");
  }

  @Test
  void columnsThatAreNotUsedAreNamed() throws IOException {
    assertThat(imported("a.csv", "text,label,remark\none,x,ok\ntwo,x,ok\n").notes())
        .anyMatch(note -> note.startsWith("Not used: `remark`."));
  }

  @Test
  void whatNothingNamesIsTheLongestText() throws IOException {
    assertThat(imported("a.csv", "a,b\nx,something long\ny,more of it\n").mapping().inputs())
        .containsExactly("b");
  }

  @Test
  void aLastColumnOfFewWordsIsTheAnswerAndANumberInTheNameAnId() throws IOException {
    String head = "Rechnungsnr;Buchungstext;Betrag;Konto";
    var found =
        imported(
            "r.csv",
            rows(
                head,
                20,
                i ->
                    "RE-%d;Diesel für Fahrt %d;%d,50;%s"
                        .formatted(i, i, i, i % 2 > 0 ? "Kfz" : "Büro")));
    assertThat(found.mapping().expected()).contains("Konto");
    assertThat(found.mapping().id()).contains("Rechnungsnr");
    var once =
        imported("o.csv", rows(head, 3, i -> "RE-%d;Diesel %d;%d;%s".formatted(i, i, i, "K" + i)));
    assertThat(once.mapping().expected()).isEmpty();
  }

  @Test
  void aColumnIsAnIdOnlyWhenItTellsRowsApart() throws IOException {
    var found = imported("a.csv", "id,text,label\n1,a,x\n1,b,x\n");
    assertThat(found.mapping().id()).isEmpty();
    var table = TableFile.read(folder.resolve("a.csv"), Optional.empty(), "");
    var named =
        new ColumnMapping(
            List.of(), Optional.empty(), Optional.of("id"), List.of(), Optional.empty());
    assertThat(
            catchThrowableOfType(ProblemsException.class, () -> TableImport.of(table, named))
                .problems()
                .getFirst()
                .what())
        .isEqualTo("a.csv:3: `1` is the id of line 2 too.");
  }

  @Test
  void aNamedColumnThatIsNoneIsToldWithTheNearest() throws IOException {
    imported("a.csv", "text,label\na,x\n");
    var table = TableFile.read(folder.resolve("a.csv"), Optional.empty(), "");
    var named =
        new ColumnMapping(
            List.of("txt"), Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    assertThat(
            catchThrowableOfType(ProblemsException.class, () -> TableImport.of(table, named))
                .problems()
                .getFirst()
                .hint())
        .contains("text");
  }

  @Test
  void badTablesAreToldWithPlaceAndRemedy() {
    assertThat(mistakes("a.csv", "text,text\na,b\n").getFirst().what())
        .isEqualTo("Two columns are called `text`.");
    assertThat(mistakes("a.csv", "text,label\na,b,c\n").getFirst())
        .satisfies(problem -> {
          assertThat(problem.place().orElseThrow().line()).isEqualTo(2);
          assertThat(problem.hint()).contains("Quote values");
        });
    assertThat(mistakes("a.csv", "text,label\n\"a,b\n").getFirst().what()).contains("do not close");
    assertThat(
            mistakes("a.jsonl", "{\"a\": 1}\n{\"a\": }\n").getFirst().place().orElseThrow().line())
        .isEqualTo(2);
    assertThat(mistakes("a.json", "{\"a\": 1}").getFirst().what()).contains("no list of rows");
    assertThat(mistakes("a.csv", "text,label\n").getFirst().what()).contains("has no rows");
  }

  @Test
  void anOlderEncodingIsReadWhenItIsNamed() throws IOException {
    Path file = folder.resolve("a.csv");
    Files.write(file, "text,label\nGrüße,x\n".getBytes(Charset.forName("windows-1252")));
    var problem =
        catchThrowableOfType(
                ProblemsException.class, () -> TableFile.read(file, Optional.empty(), ""))
            .problems()
            .getFirst();
    assertThat(problem.hint()).contains("--encoding windows-1252");
    assertThat(problem.place().orElseThrow().line()).isEqualTo(2);
    assertThat(
            TableFile.read(file, Optional.of(Charset.forName("windows-1252")), "")
                .rows()
                .getFirst()
                .value("text"))
        .isEqualTo("Grüße");
  }

  @Test
  void byteOrderMarksAndTabsAreNoMatter() throws IOException {
    var found = imported("a.tsv", "\uFEFFtext\tlabel\na\tx\nb\tx\n");
    assertThat(found.mapping().inputs()).containsExactly("text");
  }
}
