package dev.metier.label.session;

import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Case.Draft;
import dev.metier.project.cases.DraftKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The file of cases that models wrote for a job, accepted ones and drafts. Not thread-safe.
public final class DraftedCases {
  private final Path file;
  private final List<String> inputs = new ArrayList<>();
  private int written;
  private int last;

  /// Reads what is there.
  ///
  /// @throws ProblemsException when the file cannot be read
  public DraftedCases(Path file) {
    this.file = file;
    for (String line : text().split("\n", -1)) {
      try {
        JsonNode node = JsonMapper.shared().readTree(line.isBlank() ? "{}" : line);
        String id = node.path("id").asString("");
        if (node.path("input").isString()) {
          inputs.add(node.path("input").stringValue());
        }
        if (node.path("written_by").isString()) {
          written++;
        }
        if (id.matches("draft-\\d{1,6}")) {
          last = Math.max(last, Integer.parseInt(id.substring("draft-".length())));
        }
      } catch (JacksonException e) {
        // `metier check` tells broken lines
      }
    }
  }

  private String text() {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new ProblemsException(
          "The cases in " + file + " cannot be read: " + e.getMessage() + ".", "");
    }
  }

  public Path file() {
    return file;
  }

  /// The inputs of all its cases.
  public List<String> inputs() {
    return List.copyOf(inputs);
  }

  /// How many of its cases models wrote.
  public int writtenByModels() {
    return written;
  }

  /// Adds a case as a draft; it is in the file when this returns.
  public void add(DraftAnswer.Drafted drafted, String model) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("id", "draft-" + ++last).put("input", drafted.input());
    if (!drafted.slice().isEmpty()) {
      line.putArray("slices").add(drafted.slice().replace(';', ','));
    }
    var draft = new Draft(drafted.expected(), Optional.of(model));
    line.put("written_by", draft.by());
    DraftKey.put(line, draft);
    String before = text();
    String gap = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
    String whole = before + gap + JsonMapper.shared().writeValueAsString(line) + "\n";
    WholeFile.write(file, whole);
    inputs.add(drafted.input());
    written++;
  }
}
