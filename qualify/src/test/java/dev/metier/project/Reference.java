package dev.metier.project;

import dev.metier.form.Shape;
import dev.metier.form.Table;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes the reference of metier.yaml, for people, from its one description.
final class Reference {
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
        called by file and line, as `tickets:12`), `expected`, `slices` (a list, or `a;b`) and
        `cluster`. Its variables are what is under `vars` and every other key. What is not text
        becomes compact JSON text; an `expected` of null counts as absent.
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

  private final StringBuilder text = new StringBuilder(HEAD);
  private final Map<String, Shape.Kind.Keys> sections = new LinkedHashMap<>();
  private final Deque<Shape.Kind.Keys> todo = new ArrayDeque<>();

  private Reference() {}

  static String of(Shape.Kind file) {
    var writer = new Reference();
    writer.words(file);
    while (!writer.todo.isEmpty()) {
      writer.section(writer.todo.poll());
    }
    return writer.text.toString();
  }

  private void section(Shape.Kind.Keys keys) {
    text.append("\n## ").append(keys.name()).append("\n\n");
    if (!keys.doc().isEmpty()) {
      text.append(keys.doc()).append("\n\n");
    }
    text.append("| key | value | meaning | when absent | example |\n|---|---|---|---|---|\n");
    for (Table.Slot<?> slot : keys.keys()) {
      if (!slot.hidden()) {
        text.append("| `")
            .append(slot.name())
            .append("` | ")
            .append(cell(words(slot.shape().kind())))
            .append(" | ")
            .append(cell(slot.doc()))
            .append(" | ")
            .append(slot.required() ? "**needed**" : cell(slot.usualText()))
            .append(" | ")
            .append(slot.example().isEmpty() ? "" : "`" + cell(slot.example()) + "`")
            .append(" |\n");
      }
    }
  }

  private static String cell(String words) {
    return words.replace("|", "\\|");
  }

  /// Like the words of a message, with links to sections and the meanings of choices.
  private String words(Shape.Kind kind) {
    return switch (kind) {
      case Shape.Kind.Single(var words, _) -> words;
      case Shape.Kind.Anything(var words) -> words;
      case Shape.Kind.Choice(var meanings) ->
          meanings.entrySet().stream()
              .map(e -> "`" + e.getKey() + "` (" + e.getValue() + ")")
              .collect(Collectors.joining(", "));
      case Shape.Kind.ListOf(var item) -> "a list, each " + words(item);
      case Shape.Kind.NamesOf(var name, var value) -> "for each " + name + ": " + words(value);
      case Shape.Kind.Either(var kinds) ->
          kinds.stream().map(this::words).distinct().collect(Collectors.joining("; or "));
      case Shape.Kind.Link(_, var to) -> {
        if (!sections.containsKey("grader")) {
          words(to.get());
        }
        yield "a [grader](#grader) or its name alone";
      }
      case Shape.Kind.Keys keys -> {
        if (sections.putIfAbsent(keys.name(), keys) == null) {
          todo.add(keys);
        }
        String anchor =
            keys.name().toLowerCase(Locale.ROOT).replace(" ", "-").replaceAll("[^a-z0-9_-]", "");
        yield "[" + keys.name() + "](#" + anchor + ")";
      }
    };
  }
}
