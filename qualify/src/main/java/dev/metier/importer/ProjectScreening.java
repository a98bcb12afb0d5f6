package dev.metier.importer;

import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.NumberText;
import dev.metier.privacy.Kind;
import dev.metier.privacy.PersonalData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// What the gateway's detectors find in the cases, prompts and recorded answers of a whole project:
/// personal data raises the class of its jobs, keys and passwords stop the import or are taken out.
/// Not thread-safe.
public final class ProjectScreening {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int TOLD = 5;
  private static final String DATA = "    data: internal          # ";

  private final boolean redact;
  private final List<String> secret = new ArrayList<>();
  private int personal;
  private int redacted;
  private boolean isPersonal;
  private boolean isSecret;

  private ProjectScreening(boolean redact) {
    this.redact = redact;
  }

  /// The same project without keys and passwords.
  ///
  /// @param redact whether they are taken out
  /// @throws ProblemsException when there are some that stay
  public static Imported of(Imported imported, boolean redact) {
    return new ProjectScreening(redact).screened(imported);
  }

  private Imported screened(Imported imported) {
    Map<String, String> files = new LinkedHashMap<>();
    imported.files().forEach((path, text) -> files.put(path, file(path, text)));
    if (!secret.isEmpty()) {
      throw new ProblemsException(refused());
    }
    var notes = new ArrayList<>(imported.notes());
    if (redacted > 0) {
      notes.add(
          "Keys or passwords were taken out of "
              + NumberText.count(redacted, "text")
              + ", with [removed] in their place.");
    }
    if (personal > 0) {
      notes.add(
          NumberText.count(personal, "case or prompt holds", "cases or prompts hold")
              + " personal data, so that the jobs are confidential.");
      files.computeIfPresent(
          "metier.yaml",
          (_, yaml) ->
              yaml.replace(DATA, "    data: confidential      # personal data is in it; "));
    }
    return new Imported(
        files,
        imported.jobs(),
        imported.cases(),
        imported.carried(),
        imported.refused(),
        imported.losses(),
        notes,
        imported.origins(),
        imported.outcomes());
  }

  private List<Problem> refused() {
    var problems = new ArrayList<Problem>();
    for (String where : secret.subList(0, Math.min(TOLD, secret.size()))) {
      problems.add(
          Problem.general(
              where + ": There is what looks like a key or password.",
              redact
                  ? "It cannot be taken out by itself: change the text."
                  : "Take it out there, or import with `--redact`, which puts [removed] in its"
                      + " place."));
    }
    if (secret.size() > TOLD) {
      problems.add(
          Problem.general(
              NumberText.count(secret.size() - TOLD, "more text") + " with keys or passwords.",
              ""));
    }
    return problems;
  }

  private String file(String path, String text) {
    if (path.startsWith("prompts/")) {
      return counted(path, text);
    }
    if (!path.endsWith(".jsonl")) {
      return text;
    }
    var lines = new StringBuilder();
    int number = 0;
    for (String line : text.lines().toList()) {
      isPersonal = false;
      isSecret = false;
      // told by its line, since a case's name may be made of the key
      JsonNode without = walked(JSON.readTree(line), path + ", line " + ++number);
      lines.append(isSecret ? without.toString() : line).append('\n');
      personal += isPersonal ? 1 : 0;
      redacted += isSecret ? 1 : 0;
    }
    return lines.toString();
  }

  private String counted(String where, String text) {
    isPersonal = false;
    isSecret = false;
    String without = text(where, text);
    personal += isPersonal ? 1 : 0;
    redacted += isSecret ? 1 : 0;
    return without;
  }

  private JsonNode walked(JsonNode node, String where) {
    switch (node) {
      case ObjectNode object ->
          object.properties().stream()
              .map(Map.Entry::getKey)
              .toList()
              .forEach(key -> object.set(key, walked(object.get(key), where)));
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          array.set(i, walked(array.get(i), where));
        }
      }
      case StringNode text -> {
        return StringNode.valueOf(text(where, text.asString()));
      }
      default -> {}
    }
    return node;
  }

  private String text(String where, String text) {
    var kinds = PersonalData.in(text).kinds();
    isPersonal |= kinds.stream().anyMatch(kind -> kind != Kind.SECRET);
    if (!kinds.contains(Kind.SECRET)) {
      return text;
    }
    isSecret = true;
    String without = redact ? CaseScreening.withoutSecrets(text) : text;
    if (PersonalData.in(without).kinds().contains(Kind.SECRET) && !secret.contains(where)) {
      secret.add(where);
    }
    return without;
  }
}
