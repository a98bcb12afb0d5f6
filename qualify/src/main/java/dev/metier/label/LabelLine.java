package dev.metier.label;

import dev.metier.job.JobName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A line of a file of labels: a label, or that one is taken back.
///
/// @param answer the answer's hash as it was written
record LabelLine(Label label, boolean undo, String answer) {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  /// What is wrong with a line, in a sentence.
  static final class NotALabel extends Exception {
    private static final long serialVersionUID = 1;

    NotALabel(String what) {
      super(what);
    }

    String what() {
      return String.valueOf(getMessage());
    }
  }

  static String write(Label label, boolean undo) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("job", label.job().text()).put("case", label.caseId());
    line.put("label", undo ? "undo" : label.value().word());
    line.put("labeller", label.by().name()).put("kind", label.by().model() ? "model" : "person");
    line.put("at", label.at().toString());
    if (label.showing() != Label.Showing.FIRST) {
      line.put("showing", label.showing().word());
    }
    if (!label.note().isEmpty()) {
      line.put("note", label.note());
    }
    line.put("source", label.answer().source());
    if (label.answer().madeUp()) {
      line.put("made_up", true);
    }
    line.put("text", label.answer().text());
    line.put("content", label.content()).put("answer", label.answer().hash());
    return JSON.writeValueAsString(line);
  }

  static LabelLine read(String line) throws NotALabel {
    JsonNode node = tree(line);
    String said = text(node, "label");
    boolean undo = said.equals("undo");
    Optional<Label.Value> value =
        undo ? Optional.of(Label.Value.CANNOT_TELL) : Label.Value.of(said);
    if (value.isEmpty()) {
      throw new NotALabel("`label` is pass, fail, cannot_tell or undo, not `" + said + "`.");
    }
    String kind = text(node, "kind");
    if (!kind.equals("person") && !kind.equals("model")) {
      throw new NotALabel("`kind` is person or model, not `" + kind + "`.");
    }
    String name = text(node, "labeller");
    String job = text(node, "job");
    if (name.isBlank() || !JobName.allowed(job)) {
      throw new NotALabel("It names no labeller or no job.");
    }
    var answer = new LabelledAnswer(text(node, "text"), text(node, "source"), is(node, "made_up"));
    var label =
        new Label(
            new JobName(job),
            text(node, "case"),
            text(node, "content"),
            answer,
            new Labeller(name, kind.equals("model")),
            value.get(),
            node.path("note").asString(""),
            moment(text(node, "at")),
            showing(node.path("showing").asString(Label.Showing.FIRST.word())));
    return new LabelLine(label, undo, text(node, "answer"));
  }

  private static JsonNode tree(String line) throws NotALabel {
    try {
      JsonNode node = JSON.readTree(line);
      if (!node.isObject()) {
        throw new NotALabel("A label is a JSON object, one a line.");
      }
      return node;
    } catch (JacksonException e) {
      throw new NotALabel("This is no whole JSON object.");
    }
  }

  private static String text(JsonNode node, String key) throws NotALabel {
    JsonNode found = node.path(key);
    if (!found.isString()) {
      throw new NotALabel("The label has no `" + key + "`.");
    }
    return found.stringValue();
  }

  private static boolean is(JsonNode node, String key) {
    return node.path(key).asBoolean(false);
  }

  private static Label.Showing showing(String word) throws NotALabel {
    for (Label.Showing each : Label.Showing.values()) {
      if (each.word().equals(word)) {
        return each;
      }
    }
    throw new NotALabel("`showing` is first, repeat, resolve or open, not `" + word + "`.");
  }

  private static Instant moment(String text) throws NotALabel {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new NotALabel("`at` is no moment such as 2026-01-31T12:00:00Z: " + text + ".");
    }
  }
}
