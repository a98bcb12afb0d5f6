package dev.metier.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.form.EditorSchema;
import dev.metier.form.Reference;
import dev.metier.form.Table;
import dev.metier.form.Written;
import dev.metier.form.Yaml;
import dev.metier.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The one description of metier.yaml gives the reader, the editors' schema and the reference.
class DescriptionTest {
  private static final Path SCHEMA =
      Path.of("qualify/src/main/resources/dev/metier/project/metier.schema.json");
  private static final Path FILE = Path.of("metier.yaml");
  private static final String HEAD =
      """
      # metier.yaml

      This page is generated from the program's own description of the file; a test compares them.
      Editors complete and check the file with
      [metier.schema.json](../../qualify/src/main/resources/dev/metier/project/metier.schema.json).

      ```yaml
      models:
        qwen: {use: "ollama/qwen3.6:27b", host: workstation}
        opus: {use: anthropic/claude-opus-5-5, host: anthropic, price: list}
      hosts:
        workstation: {clearance: restricted}
        anthropic:   {clearance: internal}
      jobs:
        ticket-triage:
          data: internal
          prompt: prompts/triage.md
          cases: cases/tickets.jsonl
          graders:
            - one_of: {expected: "{{label}}"}
          needs:
            quality: {at_least: 0.90}
            cost: {per_thousand: 2.00 USD}
      ```

      All mistakes are told at once, each with its place. Paths are relative to the file. Anchors
      (`&name`, `*name`, `<<: *name`) work. A text that begins with `{` or `[`, such as
      `"{{label}}"`, needs quotes.

      * **Durations** have a unit: `300ms`, `1.5s`, `2m`, `1h`, `30d`, `3y`.
      * **Money** is `2.00 USD`, `0.50 EUR` or `$2`; a plain number is in US dollars.
      * **Shares** are written from 0 to 1: `0.95`, not `95 %`.
      * **Cases** come from `.jsonl` (one object a line), `.json` and `.yaml` (a list, or an object
        with a list under `cases`), `.csv` and `.tsv` (with a header). A case has `id` (else it is
        called by file and line, as `tickets:12`), `expected`, `slices` (a list, or `a;b`),
        `cluster`, `critical: true` where one failed answer makes a model UNFIT, and `graders` of its
        own, which come to the job's: a list, or `{of: [...], threshold: 0.5, instead: true}`. Its
        variables are what is under `vars` and every other key. What is not text becomes compact
        JSON text; an `expected` of null counts as absent. `images: [scan.png]` names pictures in
        the project's folder (PNG, JPEG, WebP; 5 MB each), sent with the user's last turn. `draft: {answer: ..., by: person}`
        (or by `model NAME`) keeps an answer that was accepted once; no grader sees it.
        `written_by: model NAME` says that a model wrote the case, `expected_by: model NAME` what is
        expected: that model is not judged by it, and such cases alone make nothing FIT.
      * **Graders** are words (`json_valid`) or objects with one grader and perhaps its `weight` and
        `name`. Every grader has an opposite: `not_contains`, `not_refusal`. Where an expected value
        is left out, it is the case's `{{expected}}`. All graders of a job must pass; as soon as one
        of the list has a `weight`, the score is the weighted mean instead.
      * **Bars that can never be proven are mistakes.** `check` and `qualify` show the answers of a
        perfect model to the test that will decide, and refuse what not even those prove, with the
        number of cases that would do: 30 for 0.90 and 61 for 0.95 (so also for a p95) at confidence
        0.95, and more with repeats, weights, clusters or comparisons. A bar of 1.0 needs
        `scope: suite`. A need about cost needs a limit of answers: `max_tokens`.
      * **Keys of vendors never stand in the file**: `key` names where to find one.
      """;

  @Test
  void theReferenceSaysWhatTheReaderReads() throws IOException {
    GoldenFile.check(
        Path.of("docs/reference/metier-yaml.md"), Reference.of(HEAD, ProjectReader.FILE.kind()));
  }

  @Test
  void theShippedSchemaSaysWhatTheReaderReads() throws IOException {
    GoldenFile.check(SCHEMA, EditorSchema.of("metier.yaml", ProjectReader.FILE.kind()));
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
    List<Table.Slot<?>> slots = Reference.slots(ProjectReader.FILE.kind());
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
    List<Table.Slot<?>> slots = Reference.slots(ProjectReader.FILE.kind());
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
}
