package dev.metier.label.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metier.core.problem.ProblemsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A decision on a draft in a table changes its row alone, whatever the table is written like.
class DraftRowsTest {
  private static final String PERSON =
      "\"{\"\"answer\"\": \"\"Fix it\"\", \"\"by\"\": \"\"person\"\"}\"";
  private static final String MODEL = PERSON.replace("person", "model qwen");

  @TempDir private Path folder = Path.of("");

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("cases.csv"), text);
  }

  private static List<CaseDrafts.Waiting> waiting(Path file) {
    return CaseDrafts.in(List.of(file));
  }

  @Test
  void onlyDraftsWithoutAnExpectationWait() throws IOException {
    Path file =
        file(
            String.join(
                "\n",
                "id,text,slices,draft,expected",
                "a,x,,,y",
                "b,\"two\nlines\",short;de," + PERSON + ",",
                "c,x,," + PERSON + ",there already",
                "d,x,,a variable,",
                "e,too few," + PERSON,
                ",x,," + MODEL + ","));
    assertThat(waiting(file))
        .extracting(CaseDrafts.Waiting::id)
        .containsExactly("b", "cases.csv:8");
    assertThat(waiting(file).getFirst().vars()).isEqualTo(Map.of("text", "two\nlines"));
    assertThat(waiting(file).getFirst().slices()).isEqualTo("short;de");
    assertThat(waiting(file).getFirst().draft().answer()).isEqualTo("Fix it");
    assertThat(waiting(file).getLast().draft().model()).contains("qwen");
  }

  @Test
  void everyOtherByteStays() throws IOException {
    String table =
        "\uFEFFid;\"text\" ;expected;draft\r\n"
            + "\r\n"
            + "a;\"x; \"\"y\"\"\";z;\r\n"
            + "b;  diff \uD83D\uDE00;\"\";DRAFT\r\n"
            + ";;;\r\n"
            + "c;\"two\r\nlines\";w;";
    Path file = file(table.replace("DRAFT", PERSON));
    CaseDrafts.accept(waiting(file).getFirst(), "Fix it");
    assertThat(Files.readString(file)).isEqualTo(table.replace("\"\";DRAFT", "Fix it;"));
  }

  @Test
  void whatAPersonMadeOfItIsQuotedWhereItMustBe() throws IOException {
    for (String said : List.of("a, b", "say \"so\"", "two\nlines", "{\"n\": 1}", " blanks ")) {
      Path file = file("draft,expected,id\n" + PERSON + ",,b\n");
      CaseDrafts.accept(waiting(file).getFirst(), said);
      assertThat(Files.readString(file))
          .isEqualTo("draft,expected,id\n,\"" + said.replace("\"", "\"\"") + "\",b\n");
    }
  }

  @Test
  void columnsThatAreMissingAreAdded() throws IOException {
    String table = "id,draft\r\na,ONE\r\nb,TWO\r\n\r\nc,";
    Path file = file(table.replace("ONE", MODEL).replace("TWO", PERSON));
    List<CaseDrafts.Waiting> both = waiting(file);
    CaseDrafts.Edit first = CaseDrafts.accept(both.getFirst(), "Fix it");
    CaseDrafts.Edit second = CaseDrafts.accept(both.getLast(), "other");
    assertThat(Files.readString(file))
        .isEqualTo(
            String.join(
                "\r\n",
                "id,draft,expected,expected_by",
                "a,,Fix it,model qwen",
                "b,,other,",
                "",
                "c,,,"));
    CaseDrafts.undo(second);
    CaseDrafts.undo(first);
    assertThat(Files.readString(file))
        .isEqualTo(table.replace("ONE", MODEL).replace("TWO", PERSON));
  }

  @Test
  void aTableOfUnequalRowsGetsNoColumn() throws IOException {
    String table = "id,draft\nb," + PERSON + "\nc,,,\n";
    Path file = file(table);
    assertThatThrownBy(() -> CaseDrafts.accept(waiting(file).getFirst(), "x"))
        .isInstanceOfSatisfying(
            ProblemsException.class,
            e ->
                assertThat(e.problems().getFirst().hint())
                    .isEqualTo("Add the column expected to the table yourself."))
        .hasMessageContaining("cases.csv:3");
    assertThat(Files.readString(file)).isEqualTo(table);
  }

  @Test
  void aDroppedRowIsGoneWithItsLineEndAndUndoBringsItBack() throws IOException {
    String table = "id,text,draft\r\na,\"x\r\ny\",\r\nb,q," + PERSON + "\r\nc,z,\r\n";
    Path file = file(table);
    CaseDrafts.Edit edit = CaseDrafts.drop(waiting(file).getFirst());
    assertThat(Files.readString(file)).isEqualTo("id,text,draft\r\na,\"x\r\ny\",\r\nc,z,\r\n");
    CaseDrafts.undo(edit);
    assertThat(Files.readString(file)).isEqualTo(table);
  }

  @Test
  void aRowThatChangedMeanwhileStaysAndOtherChangesAreKept() throws IOException {
    String table = "id,text,draft,expected\nb,q," + PERSON + ",\n";
    Path file = file(table);
    CaseDrafts.Waiting one = waiting(file).getFirst();
    String edited = table.replace(",q,", ",Q,");
    Files.writeString(file, edited);
    assertThatThrownBy(() -> CaseDrafts.accept(one, "x")).hasMessageContaining("changed meanwhile");
    assertThat(Files.readString(file)).isEqualTo(edited);
    String longer = table.replace("\nb", "\na,new,,y\nb");
    Files.writeString(file, longer);
    CaseDrafts.Edit edit = CaseDrafts.accept(one, "x");
    String accepted = longer.replace(PERSON + ",", ",x");
    assertThat(Files.readString(file)).isEqualTo(accepted);
    Files.writeString(file, accepted + "c,new,,y\n");
    assertThatThrownBy(() -> CaseDrafts.undo(edit)).hasMessageContaining("changed meanwhile");
    assertThat(Files.readString(file)).isEqualTo(accepted + "c,new,,y\n");
  }

  @Test
  void tabsSeparateToo() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("cases.tsv"), "id\tdraft\texpected\nb\t" + PERSON + "\t\n");
    CaseDrafts.accept(waiting(file).getFirst(), "a, b");
    assertThat(Files.readAllBytes(file))
        .isEqualTo("id\tdraft\texpected\nb\t\ta, b\n".getBytes(StandardCharsets.UTF_8));
  }
}
