package dev.metier.importer;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.NumberText;
import dev.metier.privacy.Kind;
import dev.metier.privacy.PersonalData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// What the gateway's detectors find in the cases, prompts and recorded answers of a whole project,
/// and in its metier.yaml: personal data raises the class of its jobs, keys and passwords stop the
/// import or are taken out. What is told of the other tool's file never holds any. Not thread-safe.
public final class ProjectScreening {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int TOLD = 5;
  private static final String DATA = "    data: internal          # ";
  private static final String PROJECT = "metier.yaml";

  /// Lines of a metier.yaml that say nothing of their own about people.
  private static final Pattern PLAIN_LINE =
      Pattern.compile(" {2}\\S.*| {4}(data|scope|cases|models|needs|repeats): .*");

  private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");
  private static final Pattern SAID = Pattern.compile("\\s*(?:- )?\\{?\"?([\\w.-]+)\"?: .*");
  private static final Set<String> NAMES = Set.of("id", "case_id");

  private static final Comparator<String> LONGEST_FIRST =
      Comparator.comparingInt(String::length).reversed();

  private final boolean redact;
  private final List<String> secret = new ArrayList<>();

  /// What cases are called whose names held a key, by their old names.
  private final Map<String, String> renamed = new LinkedHashMap<>();

  private final Map<String, Origin> origins = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
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
    imported.files().forEach(this::taken);
    imported.origins().stream()
        .filter(origin -> !origin.kept().isEmpty())
        .forEach(origin -> origins.put(origin.id(), origin));
    Map<String, String> files = new LinkedHashMap<>();
    imported.files().forEach((path, text) -> files.put(path, file(path, text)));
    files.computeIfPresent("outcomes.csv", this::rows);
    if (!secret.isEmpty()) {
      throw new ProblemsException(refused());
    }
    var notes = new ArrayList<>(told(imported.notes()));
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
          PROJECT,
          (_, yaml) ->
              yaml.replace(DATA, "    data: confidential      # personal data is in it; "));
    }
    return new Imported(
        files,
        imported.jobs(),
        imported.cases(),
        imported.carried(),
        imported.refused(),
        losses(imported.losses()),
        notes,
        imported.origins().stream()
            .map(o -> new Origin(o.test(), name(o.id()), o.kept(), o.whole()))
            .toList(),
        imported.outcomes().stream().map(this::answer).toList());
  }

  private RecordedAnswer answer(RecordedAnswer given) {
    return new RecordedAnswer(
        name(given.id()),
        given.prompt(),
        given.model(),
        CaseScreening.withoutSecrets(given.text()),
        given.finish(),
        given.took(),
        given.cost(),
        given.passed(),
        given.judged());
  }

  /// Words of the other tool's file stand in what is told of it.
  private static List<Loss> losses(List<Loss> losses) {
    return losses.stream()
        .map(loss ->
            new Loss(
                CaseScreening.withoutSecrets(loss.type()),
                loss.place(),
                CaseScreening.withoutSecrets(loss.why()),
                CaseScreening.withoutSecrets(loss.instead())))
        .toList();
  }

  private static List<String> told(List<String> notes) {
    return notes.stream().map(CaseScreening::withoutSecrets).toList();
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
    if (path.equals(PROJECT)) {
      return project(text);
    }
    if (path.startsWith("prompts/")) {
      return counted("What would be " + path, text);
    }
    if (!path.endsWith(".jsonl")) {
      return text;
    }
    var lines = new StringBuilder();
    int number = 0;
    for (String line : text.lines().toList()) {
      isPersonal = false;
      isSecret = false;
      JsonNode row = JSON.readTree(line);
      String where = where(row, path, ++number);
      if (row instanceof ObjectNode object) {
        NAMES.stream()
            .filter(name -> object.path(name).isString())
            .forEach(name -> object.set(name, renamed(where, object.path(name).asString())));
      }
      JsonNode without = walked(row, where);
      lines.append(isSecret ? without.toString() : line).append('\n');
      count();
    }
    return lines.toString();
  }

  /// The test that a case was, by its number and line, since its name may be made of the key.
  private String where(JsonNode row, String path, int number) {
    return Optional.ofNullable(origins.get(row.path("id").asString("")))
        .map(origin -> {
          Place place = origin.kept().getFirst().place();
          return place.file().getFileName() + ":" + place.line() + ": test " + (origin.test() + 1);
        })
        .orElse("What would be line " + number + " of " + path);
  }

  private void count() {
    personal += isPersonal ? 1 : 0;
    redacted += isSecret ? 1 : 0;
  }

  /// The texts of a metier.yaml stand in double quotes, as JSON has them; a key outside of them
  /// cannot be taken out.
  private String project(String yaml) {
    var lines = new StringBuilder();
    for (String line : yaml.lines().toList()) {
      isPersonal = false;
      isSecret = false;
      String where = part(line);
      String without =
          QUOTED
              .matcher(line)
              .replaceAll(found -> Matcher.quoteReplacement(quoted(where, found.group())));
      if (PersonalData.in(without).kinds().contains(Kind.SECRET)) {
        refuse(where);
      }
      isPersonal &= !PLAIN_LINE.matcher(line).matches();
      count();
      lines.append(without).append('\n');
    }
    return lines.toString();
  }

  private static String part(String line) {
    Matcher said = SAID.matcher(line);
    boolean told = said.matches() && !PersonalData.in(said.group(1)).kinds().contains(Kind.SECRET);
    return told
        ? "What would be `" + said.group(1) + "` in metier.yaml"
        : "What would be metier.yaml";
  }

  private String quoted(String where, String literal) {
    try {
      String said = JSON.readTree(literal).asString();
      String without = text(where, said);
      return without.equals(said) ? literal : JSON.writeValueAsString(without);
    } catch (JacksonException e) {
      return text(where, literal);
    }
  }

  /// Rows name cases only, whose keys were told where the cases stand.
  private String rows(String path, String text) {
    String without = text;
    for (String old : renamed.keySet().stream().sorted(LONGEST_FIRST).toList()) {
      without = without.replace(old.replace("\"", "\"\""), name(old).replace("\"", "\"\""));
    }
    if (secret.isEmpty() && PersonalData.in(without).kinds().contains(Kind.SECRET)) {
      refuse("What would be " + path);
    }
    return without;
  }

  // Names
  // ------------------------------------------------------------------------------------------

  private void taken(String path, String text) {
    if (path.endsWith(".jsonl")) {
      text.lines().map(line -> JSON.readTree(line).path("id").asString("")).forEach(taken::add);
    }
  }

  /// What a case is called without the keys in its name: no two cases alike.
  private String name(String given) {
    return renamed.getOrDefault(given, given);
  }

  private JsonNode renamed(String where, String given) {
    String without = text(where, given);
    if (without.equals(given)) {
      return StringNode.valueOf(given);
    }
    String name =
        renamed.computeIfAbsent(
            given,
            _ -> {
              String unique = without;
              for (int i = 2; !taken.add(unique); i++) {
                unique = without + " (" + i + ")";
              }
              return unique;
            });
    return StringNode.valueOf(name);
  }

  // Texts
  // ------------------------------------------------------------------------------------------

  private String counted(String where, String text) {
    isPersonal = false;
    isSecret = false;
    String without = text(where, text);
    count();
    return without;
  }

  private JsonNode walked(JsonNode node, String where) {
    switch (node) {
      case ObjectNode object ->
          object.properties().stream()
              .map(Map.Entry::getKey)
              .toList()
              .forEach(key -> object.set(key, field(key, object.get(key), where)));
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

  private JsonNode field(String key, JsonNode value, String where) {
    var kinds = PersonalData.in(key).kinds();
    isPersonal |= kinds.stream().anyMatch(kind -> kind != Kind.SECRET);
    if (kinds.contains(Kind.SECRET)) {
      // another name would mean something else to the prompt or the grader
      refuse(where);
    }
    return walked(value, where);
  }

  private void refuse(String where) {
    if (!secret.contains(where)) {
      secret.add(where);
    }
  }

  private String text(String where, String text) {
    var kinds = PersonalData.in(text).kinds();
    isPersonal |= kinds.stream().anyMatch(kind -> kind != Kind.SECRET);
    if (!kinds.contains(Kind.SECRET)) {
      return text;
    }
    isSecret = true;
    String without = redact ? CaseScreening.withoutSecrets(text) : text;
    if (PersonalData.in(without).kinds().contains(Kind.SECRET)) {
      refuse(where);
    }
    return without;
  }
}
