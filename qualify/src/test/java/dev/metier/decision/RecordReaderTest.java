package dev.metier.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.decision.DecisionRecord.Moved;
import dev.metier.decision.DecisionRecord.Words;
import dev.metier.decision.DecisionRecord.Wrong;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordReaderTest {
  private static final Path FILE = SampleRecords.FILE;

  private static List<Problem> problems(String text) {
    return catchThrowableOfType(ProblemsException.class, () -> RecordReader.read(FILE, text))
        .problems();
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    for (DecisionRecord record : List.of(SampleRecords.fit(), SampleRecords.open())) {
      assertThat(RecordReader.read(FILE, RecordWriter.of(record))).isEqualTo(record);
    }
  }

  @Test
  void anyTextComesBackAsItWas() {
    String odd = "\"--- # {a: b} [c], 'd' \\ é 名 😀 \u202e\u0000\u2028 `x`";
    DecisionRecord record = SampleRecords.open();
    DecisionRecord said =
        new DecisionRecord(
            record.head(),
            record.locked(),
            List.of(new Moved(odd, odd, odd, odd, odd)),
            record.needs(),
            record.evidence(),
            record.candidates(),
            record.routing(),
            Optional.of(
                new DecisionRecord.Money(
                    new DecisionRecord.Range(0.7, 2.4),
                    odd,
                    Optional.of(new DecisionRecord.Range(15.6, 15.6)),
                    Optional.of(new DecisionRecord.Range(9000, 31000)),
                    odd,
                    List.of(odd))),
            record.data(),
            List.of(new Wrong(odd, odd + "\n\ttwo", odd, odd, odd)),
            new Words(odd, List.of(odd), List.of(odd, "yes", "1"), odd),
            "# Notes\n\n---\n\nfree: [text\n");

    assertThat(RecordReader.read(FILE, RecordWriter.of(said))).isEqualTo(said);
  }

  @Test
  void everyMistakeIsToldAtOnceWithItsPlace() {
    String text =
        RecordWriter.of(SampleRecords.fit())
            .replace("status: proposed", "status: agreed")
            .replace("review_by:", "review_by: soon")
            .replace("data: public", "data: secret")
            .replace("dissent:", "disent:")
            .replace("state: MET", "state: FINE");

    List<Problem> told = problems(text);

    assertThat(told).hasSizeGreaterThanOrEqualTo(5);
    assertThat(told.getFirst().what()).contains("`status` takes one of proposed, accepted");
    assertThat(told.getFirst().place().orElseThrow().line()).isEqualTo(3);
    assertThat(told).anySatisfy(p -> assertThat(p.what()).contains("a day such as 2026-11-22"));
    assertThat(told).anySatisfy(p -> assertThat(p.hint()).contains("Did you mean `dissent`?"));
    assertThat(told).anySatisfy(p -> assertThat(p.what()).contains("`state` takes one of MET"));
    assertThat(told).allSatisfy(p -> assertThat(p.place()).isPresent());
  }

  @Test
  void aFileWithoutFrontMatterIsNoRecord() {
    for (String text : List.of("", "# Notes", "---\nrecord: MDR-0007\n")) {
      assertThat(problems(text).getFirst().hint()).contains("metier record new");
    }
  }

  @Test
  void aRecordIsCalledAsItsFile() {
    String text = RecordWriter.of(SampleRecords.fit()).replace("MDR-0007", "MDR-0008");

    assertThat(problems(text).getFirst().what()).contains("MDR-0008", "MDR-0007.md");
  }

  @Test
  void whatWasChangedMeanwhileIsNotWrittenOver(@TempDir Path project) throws Exception {
    var records = RecordFolder.of(project);
    records.add(SampleRecords.fit());
    RecordFolder.Kept seen = records.read("MDR-0007");
    Files.writeString(records.file("MDR-0007"), seen.text() + "by hand\n");

    var now = records.replace("MDR-0007", seen.text() + "by a form\n", seen.hash());

    assertThat(now).isPresent().get().asString().endsWith("by hand\n");
    assertThat(records.text("MDR-0007")).endsWith("by hand\n");
    assertThat(records.next()).isEqualTo("MDR-0008");
    assertThat(records.ids()).containsExactly("MDR-0007");
  }
}
