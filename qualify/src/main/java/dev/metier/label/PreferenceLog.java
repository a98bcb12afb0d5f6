package dev.metier.label;

import dev.metier.core.io.AddedLines;
import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.project.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The file of a job's preferences, `labels/JOB.pairs.jsonl` beside the metier.yaml: lines are only
/// added, later ones replace earlier ones, and what is taken back is a line.
public record PreferenceLog(Path path) {
  /// What was read.
  ///
  /// @param all those that count, the oldest first
  /// @param setAside how many are about cases that ask or expect something else now
  /// @param wrong lines that are none
  public record Read(List<Preference> all, int setAside, List<Problem> wrong) {
    public Read {
      all = List.copyOf(all);
      wrong = List.copyOf(wrong);
    }
  }

  /// That of a project's job.
  public static PreferenceLog of(Project project, JobName job) {
    return new PreferenceLog(
        project
            .file()
            .toAbsolutePath()
            .resolveSibling("labels")
            .resolve(job.text() + ".pairs.jsonl"));
  }

  /// Adds a preference. It is on the disk when this returns.
  public void add(Preference preference) {
    append(line(preference, preference.value().word(), preference.at()));
  }

  /// Takes a preference back: of these two answers the person has none again.
  public void undo(Preference preference, Instant at) {
    append(line(preference, "undo", at));
  }

  private void append(String line) {
    try {
      AddedLines.add(path, line);
    } catch (IOException e) {
      throw WholeFile.unwritable(path, e);
    }
  }

  private List<String> lines() {
    try {
      return AddedLines.all(path);
    } catch (IOException e) {
      throw new ProblemsException(
          "The preferences in " + path + " cannot be read: " + e.getMessage() + ".",
          "Check the file and your rights.");
    }
  }

  private static String line(Preference of, String said, Instant at) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("job", of.job().text()).put("case", of.caseId()).put("preferred", said);
    line.put("labeller", of.by().name()).put("at", at.toString());
    if (!of.note().isEmpty()) {
      line.put("note", of.note());
    }
    side(line.putObject("left"), of.left());
    side(line.putObject("right"), of.right());
    return JsonMapper.shared().writeValueAsString(line.put("content", of.content()));
  }

  private static void side(ObjectNode node, LabelledAnswer answer) {
    node.put("source", answer.source()).put("text", answer.text());
  }

  /// The preferences among answers to the job's cases as they are now.
  public Read read(Job job) {
    Set<String> contents = job.cases().stream().map(Label::content).collect(Collectors.toSet());
    Map<Preference.Key, Preference> last = new LinkedHashMap<>();
    var wrong = new ArrayList<Problem>();
    int number = 0;
    for (String line : lines()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      Optional<Preference> read = parse(line);
      if (read.isEmpty()) {
        wrong.add(
            Problem.at(
                new Place(path, number, 1),
                "This is no whole preference.",
                "The line is left out; delete it."));
        continue;
      }
      last.remove(read.get().key());
      if (!line.contains("\"preferred\":\"undo\"")) {
        last.put(read.get().key(), read.get());
      }
    }
    var all = last.values().stream().filter(each -> contents.contains(each.content())).toList();
    return new Read(all, last.size() - all.size(), wrong);
  }

  private static Optional<Preference> parse(String line) {
    try {
      JsonNode node = JsonMapper.shared().readTree(line);
      String said = node.path("preferred").asString("");
      Optional<Preference.Side> side =
          said.equals("undo") ? Optional.of(Preference.Side.TIE) : Preference.Side.of(said);
      String name = node.path("labeller").asString("");
      String job = node.path("job").asString("");
      if (side.isEmpty() || name.isBlank() || !JobName.allowed(job)) {
        return Optional.empty();
      }
      return Optional.of(
          new Preference(
              new JobName(job),
              node.path("case").asString(""),
              node.path("content").stringValue(),
              answer(node.path("left")),
              answer(node.path("right")),
              Labeller.person(name),
              side.get(),
              node.path("note").asString(""),
              Instant.parse(node.path("at").asString(""))));
    } catch (JacksonException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static LabelledAnswer answer(JsonNode node) {
    return new LabelledAnswer(
        node.path("text").stringValue(), node.path("source").stringValue(), false);
  }
}
