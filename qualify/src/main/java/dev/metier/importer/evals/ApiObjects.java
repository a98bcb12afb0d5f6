package dev.metier.importer.evals;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.ProblemsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The objects of OpenAI's API in some files, whatever lists and objects they stand in: evals,
/// their runs, what came out of them, and rows of data.
final class ApiObjects {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long LARGEST = 256 << 20;
  private static final int DEEPEST = 4;

  /// An eval and the file that tells of it.
  record Eval(JsonNode node, Place place) {}

  private final Map<String, Eval> evals = new LinkedHashMap<>();
  private final List<JsonNode> runs = new ArrayList<>();
  private final List<JsonNode> outputs = new ArrayList<>();
  private final List<JsonNode> rows = new ArrayList<>();

  List<Eval> evals() {
    return List.copyOf(evals.values());
  }

  List<JsonNode> runs() {
    return runs;
  }

  List<JsonNode> outputs() {
    return outputs;
  }

  List<JsonNode> rows() {
    return rows;
  }

  /// Reads a file of JSON or of JSON lines.
  void read(Path file, EvalsProject project) {
    String text = text(file);
    JsonNode whole;
    try {
      whole = JSON.readTree(text);
    } catch (JacksonException e) {
      lines(file, text, project);
      return;
    }
    if (text.strip().lines().count() > 1 && isLines(text)) {
      lines(file, text, project);
    } else {
      collect(whole, Place.of(file), 0);
    }
  }

  private static boolean isLines(String text) {
    String first = text.strip().lines().findFirst().orElse("");
    try {
      return JSON.readTree(first).isObject();
    } catch (JacksonException e) {
      return false;
    }
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new ProblemsException(file + " has more than 256 MB.", "Split it by lines.");
      }
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (IOException e) {
      throw new ProblemsException(file + " cannot be read.", "See whether you may read it.");
    }
  }

  private void lines(Path file, String text, EvalsProject project) {
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank()) {
        var place = new Place(file, number, 1);
        try {
          collect(JSON.readTree(line), place, 0);
        } catch (JacksonException e) {
          project.lost("line", place, "It is no JSON.", "");
        }
      }
    }
  }

  private void collect(JsonNode node, Place place, int depth) {
    if (node.isArray()) {
      node.forEach(each -> collect(each, place, depth + 1));
      return;
    }
    switch (node.path("object").asString("")) {
      case "eval" -> evals.put(node.path("id").asString("" + evals.size()), new Eval(node, place));
      case "eval.run" -> runs.add(node);
      case "eval.run.output_item" -> outputs.add(node);
      default -> {
        if (node.has("testing_criteria")) {
          evals.put(node.path("id").asString("" + evals.size()), new Eval(node, place));
        } else if (node.path("item").isObject()) {
          rows.add(node);
        } else if (depth < DEEPEST) {
          node.values().stream()
              .filter(JsonNode::isContainer)
              .forEach(inner -> collect(inner, place, depth + 1));
        }
      }
    }
  }
}
