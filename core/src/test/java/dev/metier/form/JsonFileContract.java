package dev.metier.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.testing.GoldenFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What holds for each JSON file of ours that is read by its description: the same description
/// gives the shipped schema and the reference.
public abstract class JsonFileContract {
  private final Path name;
  private final Shape<?> file;

  /// The rules for a file.
  ///
  /// @param file the description of the file
  protected JsonFileContract(String name, Shape<?> file) {
    this.name = Path.of(name);
    this.file = file;
  }

  /// Where the shipped schema lies.
  protected abstract Path schema();

  /// Where the reference lies.
  protected abstract Path reference();

  /// What stands before the tables of the reference.
  protected abstract String head();

  /// One pass over such a file.
  protected abstract Reading reading();

  @Test
  void theShippedSchemaSaysWhatTheReaderReads() {
    GoldenFile.check(schema(), EditorSchema.of(name.toString(), file.kind()));
  }

  @Test
  void theReferenceSaysWhatTheReaderReads() {
    GoldenFile.check(reference(), Reference.of(head(), file.kind()));
  }

  @Test
  void everyKeyIsExplained() {
    assertThat(Reference.slots(file.kind())).allMatch(slot -> slot.doc().endsWith("."));
  }

  @Test
  void everyExampleInTheReferenceCanBeRead() {
    for (Table.Slot<?> slot : Reference.slots(file.kind())) {
      if (!slot.example().contains("...")) {
        var reading = reading();
        Written value = StrictJson.read(name, slot.example(), "", reading::problem).orElseThrow();
        reading.enter(new Written.Entry(Place.of(name), slot.name(), value));
        slot.shape().read(value, reading);
        assertThat(reading.problems()).as(slot.name() + ": " + slot.example()).isEmpty();
      }
    }
  }

  /// A value of the wrong kind may be a key that somebody pasted.
  @Test
  void noTextOfTheFileIsRepeated() {
    String secret = "Correct-Horse-7 battery";
    for (Table.Slot<?> slot : Reference.slots(file.kind())) {
      if (!refers(slot)) {
        var reading = reading();
        var value = new Written.Scalar(Place.of(name), secret, Written.Sort.TEXT);
        reading.enter(new Written.Entry(Place.of(name), slot.name(), value));
        slot.shape().read(value, reading);
        assertThat(reading.problems().stream().map(Problem::toString))
            .as(slot.name())
            .noneMatch(told -> told.contains("Horse") || told.contains("battery"));
      }
    }
  }

  /// Whether the key names something else in the file, which messages may repeat.
  protected abstract boolean refers(Table.Slot<?> slot);
}
