package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Written;
import dev.metier.form.Yaml;
import dev.metier.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The one description of metier.yaml gives the reader, the editors' schema and the reference.
class DescriptionTest {
  private static final Path SCHEMA =
      Path.of("qualify/src/main/resources/dev/metier/project/metier.schema.json");
  private static final Path FILE = Path.of("metier.yaml");

  @Test
  void theReferenceSaysWhatTheReaderReads() throws IOException {
    GoldenFile.check(
        Path.of("docs/reference/metier-yaml.md"), Reference.of(ProjectReader.FILE.kind()));
  }

  @Test
  void theShippedSchemaSaysWhatTheReaderReads() throws IOException {
    GoldenFile.check(SCHEMA, EditorSchema.of(ProjectReader.FILE.kind()));
  }

  @Test
  void theSchemaIsAJsonSchema() throws IOException {
    var meta =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                com.networknt.schema.SchemaLocation.of(
                    SpecificationVersion.DRAFT_2020_12.getDialectId()));
    assertThat(meta.validate(Files.readString(SCHEMA), InputFormat.JSON)).isEmpty();
  }

  @Test
  void everyValidProjectFollowsTheSchema() throws IOException {
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
    for (Path example : Examples.all()) {
      String json = written(Files.readString(example)).json();
      assertThat(schema.validate(json, InputFormat.JSON)).as(example.toString()).isEmpty();
    }
  }

  @Test
  void theSchemaRejectsAnUnknownKey() throws IOException {
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
    String json = "{\"models\":{\"a\":{\"use\":\"openai/x\",\"hots\":\"b\"}},\"jobs\":{}}";
    assertThat(schema.validate(json, InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void everyExampleInTheReferenceCanBeRead() {
    var slots = new ArrayList<Table.Slot<?>>();
    collect(ProjectReader.FILE.kind(), slots, Collections.newSetFromMap(new IdentityHashMap<>()));
    assertThat(slots).hasSizeGreaterThan(100);
    for (Table.Slot<?> slot : slots) {
      if (slot.example().contains("...")) {
        continue;
      }
      var reading = new ProjectReading(Path.of("qualify/src/test/golden/project/files"));
      ProjectReading.of(reading).modelNames = List.of("qwen", "opus");
      ProjectReading.of(reading).jobNames = List.of("ticket-triage", "reply-draft");
      Written value = written(slot.example().isEmpty() ? "~" : slot.example());
      var entry = new Written.Entry(Place.of(FILE), slot.name(), value);
      reading.enter(entry);
      slot.shape().read(value, reading);
      reading.leave();
      assertThat(reading.problems().stream().map(Problem::what))
          .as(slot.name() + ": " + slot.example())
          .allMatch(what -> what.startsWith("There is no file"));
    }
  }

  @Test
  void everyKeyIsExplained() {
    var slots = new ArrayList<Table.Slot<?>>();
    collect(ProjectReader.FILE.kind(), slots, Collections.newSetFromMap(new IdentityHashMap<>()));
    assertThat(slots).allMatch(slot -> slot.doc().endsWith("."));
  }

  private static Written written(String yaml) {
    return Yaml.read(
            FILE,
            yaml,
            "",
            problem -> {
              throw new AssertionError(problem.toString());
            })
        .orElseThrow();
  }

  private static void collect(Shape.Kind kind, List<Table.Slot<?>> slots, Set<Shape.Kind> seen) {
    if (!seen.add(kind)) {
      return;
    }
    switch (kind) {
      case Shape.Kind.Keys keys ->
          keys.keys()
              .forEach(slot -> {
                if (!slots.contains(slot)) {
                  slots.add(slot);
                  collect(slot.shape().kind(), slots, seen);
                }
              });
      case Shape.Kind.ListOf(var item) -> collect(item, slots, seen);
      case Shape.Kind.NamesOf(_, var value) -> collect(value, slots, seen);
      case Shape.Kind.Either(var kinds) -> kinds.forEach(each -> collect(each, slots, seen));
      case Shape.Kind.Link(_, var to) -> collect(to.get(), slots, seen);
      case Shape.Kind.Single _, Shape.Kind.Choice _, Shape.Kind.Anything _ -> {}
    }
  }
}
