package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemText;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Case;
import dev.metier.job.Case.Draft;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseFilesTest {
  @TempDir Path folder;

  private List<Case> read(String name, String text) {
    return new Folder(folder).with(name, text).withCases(name).read().jobs().getFirst().cases();
  }

  private List<Problem> mistakes(String cases) {
    var project = new Folder(folder).withCases(cases);
    return catchThrowableOfType(ProblemsException.class, project::read).problems();
  }

  @Test
  void otherKeysAreVariables() {
    assertThat(read("c.jsonl", "{\"id\":\"a\",\"vars\":{\"x\":\"1\"},\"y\":\"2\",\"x\":\"3\"}"))
        .containsExactly(
            new Case(
                "a", Map.of("x", "1", "y", "2"), Optional.empty(), Set.of(), Optional.empty()));
  }

  @Test
  void aCaseIsCriticalWhereItSaysSo() {
    assertThat(read("c.jsonl", "{\"critical\": true}\n{\"critical\": false}\n{\"a\": 1}"))
        .extracting(Case::critical)
        .containsExactly(true, false, false);
    assertThat(read("c.csv", "a,critical\nx,TRUE\ny,\n"))
        .extracting(Case::critical)
        .containsExactly(true, false);
    assertThat(read("c.yaml", "- {a: x, critical: true}\n- {a: y, critical: null}"))
        .extracting(Case::critical)
        .containsExactly(true, false);
    new Folder(folder).with("d.jsonl", "{\"critical\": 1}");
    assertThat(mistakes("d.jsonl").getFirst().what()).isEqualTo("`critical` is \"1\".");
  }

  @Test
  void valuesThatAreNoTextBecomeCompactJson() {
    Case read =
        read(
                "c.jsonl",
                "{\"n\": 1.50, \"big\": 12345678901234567890.10, \"t\": true, \"z\": null,"
                    + " \"o\": {\"a\": [1, 2.50]}, \"expected\": {\"x\": \"y\"}}")
            .getFirst();
    assertThat(read.vars())
        .containsEntry("n", "1.50")
        .containsEntry("big", "12345678901234567890.10")
        .containsEntry("t", "true")
        .containsEntry("z", "null")
        .containsEntry("o", "{\"a\":[1,2.50]}");
    assertThat(read.expected()).contains("{\"x\":\"y\"}");
  }

  @Test
  void aFileOfCasesThatIsEmptyIsNotAskedForModels() {
    new Folder(folder).with("c.yaml", "");
    assertThat(mistakes("c.yaml"))
        .filteredOn(problem -> problem.what().equals("The file is empty."))
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.hint()).doesNotContain("models"));
  }

  /// A header of more than a million characters, as a file that is no table has.
  @Test
  void howeverLongAHeaderIsItIsRead() {
    String name = "c".repeat(2 << 20);
    assertThat(read("wide.csv", "id," + name + "\na,1\n").getFirst().vars()).containsOnlyKeys(name);
  }

  @Test
  void casesWithoutAnIdAreCalledByFileAndLine() {
    assertThat(read("tickets.jsonl", "{\"a\":1}\n\n{\"a\":2}\n"))
        .extracting(Case::id)
        .containsExactly("tickets:1", "tickets:3");
    assertThat(read("table.csv", "a,b\n\"x\ny\",1\nz,2\n"))
        .extracting(Case::id)
        .containsExactly("table:2", "table:4");
    assertThat(read("list.yaml", "- a: 1\n- a: 2\n"))
        .extracting(Case::id)
        .containsExactly("list:1", "list:2");
  }

  @Test
  void casesWithoutAnIdAreIdentifiedByWhatAModelSees() {
    var project =
        new Folder(folder)
            .with("c.csv", "id,q,label\n,a,x\nb,b,x\n,a,y\n,c,x\n")
            .with(
                "metier.yaml",
                Folder.MODEL + Folder.job("j", "c.csv").replace("Answer.", "\"{{q}}\""));
    List<Case> cases = project.read().jobs().getFirst().cases();
    assertThat(cases).extracting(Case::id).containsExactly("c:2", "b", "c:4", "c:5");
    assertThat(cases.get(1).identity()).isEqualTo("b");
    assertThat(cases.get(2).identity()).isEqualTo(cases.get(0).identity() + "-2");
    assertThat(cases.get(3).identity()).hasSize(16).isNotEqualTo(cases.get(0).identity());
    project.with("c.csv", "id,q,label\n,c,y\n,a,y\n");
    assertThat(project.read().jobs().getFirst().cases())
        .extracting(Case::identity)
        .containsExactly(cases.get(3).identity(), cases.get(0).identity());
  }

  @Test
  void slicesAreAListOrASeparatedText() {
    assertThat(
            read("c.jsonl", "{\"slices\":[\"a\",\"b\"]}\n{\"slices\":\"b; a\"}\n{\"slices\":null}"))
        .extracting(Case::slices)
        .containsExactly(Set.of("a", "b"), Set.of("a", "b"), Set.of());
  }

  @Test
  void nothingExpectedIsAbsent() {
    assertThat(read("c.jsonl", "{\"id\":null,\"expected\":null,\"cluster\":null}"))
        .containsExactly(new Case("c:1", Map.of(), Optional.empty(), Set.of(), Optional.empty()));
  }

  @Test
  void byteOrderMarksAndWindowsLinesAreNoMatter() {
    String mark = "\uFEFF";
    assertThat(read("a.jsonl", mark + "{\"id\":\"x\"}\r\n{\"id\":\"y\"}\r\n"))
        .extracting(Case::id)
        .containsExactly("x", "y");
    assertThat(read("a.csv", mark + "id,t\r\nx,1\r\ny,2\r\n"))
        .extracting(Case::id)
        .containsExactly("x", "y");
    assertThat(read("a.json", mark + "[{\"id\":\"x\"}]")).extracting(Case::id).containsExactly("x");
  }

  @Test
  void semicolonsAndTabsSeparateToo() {
    assertThat(read("a.csv", "id;t\nx;1,5\n").getFirst().vars()).containsEntry("t", "1,5");
    assertThat(read("a.tsv", "id\tt\nx\t1\n").getFirst().vars()).containsEntry("t", "1");
  }

  @Test
  void theSignThatTheHeaderHasMostOfSeparates() {
    assertThat(read("a.csv", "id;t;\"a, b\"\nx;1,5;2\n").getFirst().vars())
        .containsEntry("t", "1,5")
        .containsEntry("a, b", "2");
    assertThat(read("a.csv", "id,note;x\nx,1\n").getFirst().vars()).containsEntry("note;x", "1");
  }

  @Test
  void rowsWithoutAnyValueAreNoCasesAndTold() {
    var project =
        new Folder(folder)
            .with("c.csv", "text,label,,\nhello,billing,,\n,,,\n\n , ,,\nbye,refund,,\n")
            .withCases("c.csv")
            .read();
    assertThat(project.jobs().getFirst().cases())
        .extracting(each -> each.vars().get("text"))
        .containsExactly("hello", "bye");
    assertThat(project.notes())
        .contains("c.csv: 2 rows without any value skipped, in line 3 and others.");
  }

  @Test
  void anEmptyCellExpectsNothing() {
    assertThat(read("c.csv", "t,expected,cluster\na,,\nb,x,y\n"))
        .extracting(Case::expected)
        .containsExactly(Optional.empty(), Optional.of("x"));
  }

  @Test
  void quotedValuesMayHoldAnything() {
    assertThat(read("c.csv", "t,u\r\n\"a, \"\"b\"\"\r\nc\" ,5\" disk\r\n").getFirst().vars())
        .containsEntry("t", "a, \"b\"\r\nc")
        .containsEntry("u", "5\" disk");
  }

  @Test
  void whatStraysFromCsvIsToldAtItsPlace() {
    assertThat(flaw("t,u\nx,\"a\nb\n")).isEqualTo("2:3 The quotes that open here do not close.");
    assertThat(flaw("t,u\nx,y\nx, \"billing\"\n"))
        .isEqualTo("3:4 A blank before the quotes makes them part of the value.");
    assertThat(flaw("t,u\nx,\"{\"id\": 1}\"\n"))
        .isEqualTo("2:6 Something follows the closing quotes.");
    assertThat(flaw("t,u\nx,{\"id\": 1, \"b\": 2}\n"))
        .isEqualTo("2:1 This line has 3 values, the header has 2.");
    assertThat(flaw("t,u\nx\n")).isEqualTo("2:1 This line has 1 values, the header has 2.");
    assertThat(flaw("t,u\nx,y,z\n")).isEqualTo("2:1 This line has 3 values, the header has 2.");
  }

  private String flaw(String csv) {
    new Folder(folder).with("c.csv", csv);
    var first = mistakes("c.csv").getFirst();
    var place = first.place().orElseThrow();
    assertThat(first.hint()).isNotBlank();
    return place.line() + ":" + place.column() + " " + first.what();
  }

  @Test
  void anotherEncodingIsNamed() throws IOException {
    Files.write(folder.resolve("a.csv"), "t\nx\ncaf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    var latin = mistakes("a.csv").getFirst();
    assertThat(latin.place().orElseThrow().line()).isEqualTo(3);
    assertThat(latin.what()).contains("Latin-1");
    assertThat(latin.hint()).contains("Excel");
    Files.write(folder.resolve("b.jsonl"), "\uFEFF{}\n".getBytes(StandardCharsets.UTF_16LE));
    assertThat(mistakes("b.jsonl").getFirst().what())
        .isEqualTo("The file is UTF-16 text, not UTF-8.");
  }

  @Test
  void aLineWithoutEndIsToldLikeAnother() {
    new Folder(folder).with("c.yaml", "- " + "x".repeat(2_000_000) + "\n");
    var told = mistakes("c.yaml");
    assertThat(told.getFirst().what()).isEqualTo("A case is an object.");
    assertThat(new ProblemText(false, folder).of(told)).hasSizeLessThan(1000);
  }

  @Test
  void aFolderIsNamedAsOne() {
    new Folder(folder).with("cases/a.jsonl", "{}");
    var problem = mistakes("cases/").getFirst();
    assertThat(problem.what()).isEqualTo("`cases/` is a folder.");
    assertThat(problem.hint()).contains("`cases/*.jsonl`");
  }

  @Test
  void longHeadersDoNotLoseTheFirstCase() {
    String name = "n".repeat(40_000);
    assertThat(read("a.csv", "id," + name + "\nx,1\n").getFirst().vars()).containsEntry(name, "1");
  }

  @Test
  void patternsFindFilesByName() {
    var folders =
        new Folder(folder)
            .with("c/b.jsonl", "{\"id\":\"b\"}")
            .with("c/a.jsonl", "{\"id\":\"a\"}")
            .with("c/deep/d.jsonl", "{\"id\":\"d\"}");
    assertThat(folders.withCases("c/*.jsonl").read().jobs().getFirst().cases())
        .extracting(Case::id)
        .containsExactly("a", "b");
    assertThat(folders.withCases("\"**/*.jsonl\"").read().jobs().getFirst().cases())
        .extracting(Case::id)
        .contains("a", "b", "d");
  }

  @Test
  void aFileIsReadOnceForAllJobs() {
    var project =
        new Folder(folder)
            .with("c.jsonl", "{\"id\":\"a\"}")
            .with(
                "metier.yaml",
                Folder.MODEL
                    + Folder.job("a", "c.jsonl")
                    + Folder.job("b", "./c.jsonl").replace("jobs:\n", ""))
            .read();
    assertThat(project.jobs().get(0).cases()).isSameAs(project.jobs().get(1).cases());
  }

  @Test
  void mistakesInCaseFilesHaveTheirOwnPlace() {
    new Folder(folder).with("c.jsonl", "{\"id\":\"a\"}\n{\"id\":\n");
    var problem = mistakes("c.jsonl").getFirst();
    assertThat(problem.place().orElseThrow().file()).hasFileName("c.jsonl");
    assertThat(problem.place().orElseThrow().line()).isEqualTo(2);
  }

  @Test
  void mistakesOfSeveralFilesAreToldInTheOrderOfTheJobs() {
    var project =
        new Folder(folder)
            .with("one.jsonl", "x")
            .with("two.csv", "")
            .with("three.jsonl", "[]")
            .with(
                "metier.yaml",
                Folder.MODEL
                    + Folder.job("a", "three.jsonl")
                    + Folder.job("b", "one.jsonl").replace("jobs:\n", "")
                    + Folder.job("c", "two.csv").replace("jobs:\n", "")
                    + Folder.job("d", "one.jsonl").replace("jobs:\n", ""));
    assertThat(catchThrowableOfType(ProblemsException.class, project::read).problems())
        .extracting(p -> p.place().orElseThrow().file().getFileName().toString())
        .containsSubsequence("three.jsonl", "one.jsonl", "two.csv")
        .doesNotHaveDuplicates();
  }

  @Test
  void manyMistakesOfAFileAreCounted() {
    new Folder(folder).with("c.jsonl", "x\n".repeat(1000));
    assertThat(mistakes("c.jsonl")).hasSize(6).anyMatch(p -> p.what().startsWith("995 more"));
  }

  @Test
  void manyCasesTakeLittleMemory() throws IOException {
    Path file = folder.resolve("big.jsonl");
    try (var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      for (int i = 0; i < 200_000; i++) {
        out.write(
            "{\"id\":\"case-"
                + i
                + "\",\"subject\":\"A short subject "
                + i
                + "\",\"body\":\"Some text of a customer that is not very long, number "
                + i
                + "\",\"label\":\"billing\",\"slices\":[\"angry\"]}\n");
      }
    }
    long before = used();
    long start = System.nanoTime();
    var project = new Folder(folder).withCases("big.jsonl").read();
    long millis = (System.nanoTime() - start) / 1_000_000;
    long bytes = used() - before;
    System.err.println("200,000 cases: " + bytes / 1_000_000 + " MB, " + millis + " ms");
    assertThat(project.jobs().getFirst().cases()).hasSize(200_000);
    assertThat(bytes).isLessThan(190_000_000);
  }

  private static long used() {
    var runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void aDraftIsKeptAndExpectedByNobody() {
    var cases =
        read(
            "c.jsonl",
            """
            {"id": "a", "draft": {"answer": "Fix it", "by": "person"}}
            {"id": "b", "draft": {"answer": {"x": 1}, "by": "model qwen3:8b"}, "expected": "y"}
            """);
    assertThat(cases.getFirst().draft()).contains(Draft.ofPerson("Fix it"));
    assertThat(cases.getFirst().values()).containsOnlyKeys("id");
    assertThat(cases.getFirst().expected()).isEmpty();
    assertThat(cases.getLast().draft()).contains(new Draft("{\"x\":1}", Optional.of("qwen3:8b")));
    assertThat(cases.getLast().draft().orElseThrow().by()).isEqualTo("model qwen3:8b");
  }

  @Test
  void aDraftSaysWhoWroteIt() {
    new Folder(folder)
        .with(
            "c.jsonl",
            """
            {"draft": {"answer": "Fix it"}}
            {"draft": {"answer": "Fix it", "by": "nobody"}}
            {"draft": {"answer": "Fix it", "by": "model"}}
            """);
    assertThat(mistakes("c.jsonl"))
        .extracting(Problem::what)
        .containsOnly("This draft cannot be read.")
        .hasSize(3);
  }

  @Test
  void aVariableMayBeCalledDraft() {
    var given = read("c.jsonl", "{\"draft\": \"Dear all\"}").getFirst();
    assertThat(given.vars()).containsEntry("draft", "Dear all");
    assertThat(given.draft()).isEmpty();
  }
}
