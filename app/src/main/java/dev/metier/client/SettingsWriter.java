package dev.metier.client;

import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the settings of clients into their files: what others wrote there stays, and what is
/// replaced is kept beside it.
///
/// @param folder the one that the client works in
/// @param home the user's
public record SettingsWriter(Path folder, Path home) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

  /// What was written.
  ///
  /// @param backup the file as it was before, when there was one
  public record Written(Path file, Optional<Path> backup) {}

  /// Where the settings go.
  public Path file(Recipe.Step.Settings settings) {
    String path = settings.path();
    return path.startsWith("~/") ? home.resolve(path.substring(2)) : folder.resolve(path);
  }

  /// Writes one file of settings.
  ///
  /// @throws ProblemsException when it cannot be written, or holds what cannot be merged
  public Written write(Recipe.Step.Settings settings, Instant now) {
    Path file = file(settings).toAbsolutePath();
    try {
      String text =
          Files.exists(file) && settings.merge() ? merged(file, settings) : settings.text();
      Optional<Path> backup = Optional.empty();
      if (Files.exists(file)) {
        Path copy = file.resolveSibling(file.getFileName() + "." + STAMP.format(now) + ".bak");
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
        backup = Optional.of(copy);
      }
      WholeFile.replace(file, false, out -> out.write(text));
      return new Written(file, backup);
    } catch (IOException e) {
      throw new ProblemsException(
          List.of(
              Problem.at(
                  Place.of(file),
                  "The settings cannot be written.",
                  "Check the folder and your rights, or copy what is printed without --write.")));
    }
  }

  private static String merged(Path file, Recipe.Step.Settings settings) throws IOException {
    try {
      JsonNode there = JsonMapper.shared().readTree(Files.readString(file));
      JsonNode ours = JsonMapper.shared().readTree(settings.text());
      if (there instanceof ObjectNode before && ours instanceof ObjectNode after) {
        merge(before, after);
        return AgentRecipes.pretty(before);
      }
    } catch (JacksonException e) {
      // told below
    }
    throw new ProblemsException(
        List.of(
            Problem.at(
                Place.of(file),
                "This is not plain JSON (it may have comments), so nothing was added to it.",
                "Add what is printed without --write by hand.")));
  }

  private static void merge(ObjectNode there, ObjectNode ours) {
    for (String name : ours.propertyNames()) {
      JsonNode next = ours.path(name);
      if (there.path(name) instanceof ObjectNode inner && next instanceof ObjectNode more) {
        merge(inner, more);
      } else if (there.path(name) instanceof ArrayNode list && next instanceof ArrayNode more) {
        more.forEach(each -> put(list, each));
      } else {
        there.set(name, next);
      }
    }
  }

  /// In place of the entry with the same id, or at the end.
  private static void put(ArrayNode list, JsonNode entry) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).path("id").equals(entry.path("id"))) {
        list.set(i, entry);
        return;
      }
    }
    list.add(entry);
  }
}
