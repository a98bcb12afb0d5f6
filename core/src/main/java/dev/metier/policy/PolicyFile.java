package dev.metier.policy;

import static dev.metier.core.problem.JsonScalars.parsed;
import static dev.metier.core.problem.JsonScalars.whole;

import dev.metier.catalog.Host;
import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.JsonFields;
import dev.metier.core.problem.JsonFields.As;
import dev.metier.core.problem.JsonValue;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.Problems;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.json.JsonMapper;

/// A policy as a file: everything that serving needs, in a form that people review as a diff.
///
/// Relative paths in it are relative to its folder. A file that contradicts itself, or leads data
/// where it may not go, is refused as a whole.
public final class PolicyFile {
  /// Of the form of the file.
  static final int VERSION = 1;

  private static final As<String> HASH =
      parsed(
          "a hash of 32 hexadecimal characters",
          text -> Optional.of(text).filter(t -> t.matches("[0-9a-f]{32}")));
  private static final As<Instant> MOMENT =
      parsed("a moment such as \"2026-11-22T12:00:00Z\"", text -> Optional.of(Instant.parse(text)));

  private static final As<JsonValue> ANY = (value, _) -> Optional.of(value);

  private PolicyFile() {}

  /// The policy in a file.
  ///
  /// @throws ProblemsException with every mistake in it, also when there is no such file
  public static Policy read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ProblemsException(
          "There is no " + file + ".", "`metier compile` writes it from the verdicts.");
    }
    try {
      return parse(Files.readString(file), file);
    } catch (CharacterCodingException e) {
      throw new ProblemsException(file + " is not UTF-8 text.", "Compile it again.");
    } catch (IOException e) {
      throw new ProblemsException("Cannot read " + file + ".", "Check your rights.");
    }
  }

  /// The policy that a text is.
  ///
  /// @param file where it is from, for messages and relative paths
  public static Policy parse(String text, Path file) {
    var problems = new Problems();
    var policy =
        JsonValue.read(file, text, problems)
            .flatMap(value -> JsonFields.of(value, "the policy", problems))
            .flatMap(fields -> policy(fields, file, problems));
    problems.throwIfAny();
    return policy.orElseThrow();
  }

  private static Optional<Policy> policy(JsonFields fields, Path file, Problems problems) {
    var version = fields.needed("version", whole(1, Integer.MAX_VALUE));
    if (version.isPresent() && version.get() != VERSION) {
      // The other fields would only be told wrongly.
      throw new ProblemsException(
          List.of(
              Problem.at(
                  fields.place("version"),
                  "This policy has form " + version.get() + "; this program reads form 1.",
                  "Compile it again with the program that serves it.")));
    }
    var evidence = fields.needed("evidence", HASH);
    var project = fields.needed("project", HASH);
    var compiled = fields.needed("compiled", MOMENT);
    var hosts =
        fields.needed("hosts", (v, p) -> JsonFields.named(v, "`hosts`", p, ModelReader::host));
    var models = hosts.flatMap(known -> models(fields, known, file));
    var jobs = models.flatMap(known -> jobs(fields, known));
    // Unread, not unknown, when what they refer to could not be read.
    fields.find("models", ANY);
    fields.find("jobs", ANY);
    if (!fields.done() || !problems.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Policy(
            evidence.orElseThrow(),
            project.orElseThrow(),
            compiled.orElseThrow(),
            jobs.orElseThrow().stream().collect(inOrder()),
            byName(models.orElseThrow())));
  }

  private static Optional<Map<String, ServedModel>> models(
      JsonFields fields, Map<String, Host> hosts, Path file) {
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
    var reader = new ModelReader(folder, hosts, names(fields, "hosts"));
    return fields.needed(
        "models", (value, p) -> JsonFields.named(value, "`models`", p, reader::model));
  }

  private static Optional<List<ServedJob>> jobs(
      JsonFields fields, Map<String, ServedModel> models) {
    var reader = new JobReader(models, names(fields, "models"));
    return fields.needed("jobs", (value, problems) -> jobs(value, reader, problems));
  }

  private static Set<String> names(JsonFields fields, String field) {
    return fields
        .find(
            field,
            (value, _) ->
                Optional.of(
                    value instanceof JsonValue.Members(_, var members)
                        ? members.stream().map(JsonValue.Member::name).collect(Collectors.toSet())
                        : Set.<String>of()))
        .orElse(Set.of());
  }

  private static Optional<List<ServedJob>> jobs(
      JsonValue value, JobReader reader, Problems problems) {
    var jobs =
        JsonFields.named(value, "`jobs`", problems, reader::job)
            .map(all -> List.copyOf(all.values()));
    if (value instanceof JsonValue.Members members) {
      jobs.ifPresent(read -> JobReader.ambiguous(members, read, problems));
    }
    return jobs;
  }

  private static Collector<ServedJob, ?, Map<JobName, ServedJob>> inOrder() {
    return Collectors.toMap(ServedJob::name, job -> job, (a, _) -> a, LinkedHashMap::new);
  }

  private static Map<ModelName, ServedModel> byName(Map<String, ServedModel> models) {
    var named = new LinkedHashMap<ModelName, ServedModel>();
    models.values().forEach(model -> named.put(model.model().name(), model));
    return named;
  }

  /// Writes a policy; nobody ever sees half of it.
  ///
  /// @throws ProblemsException when the file cannot be written
  public static void write(Policy policy, Path file) {
    WholeFile.write(file, text(policy, file));
  }

  /// A policy as the text of its file.
  ///
  /// @param file where it will lie; paths below its folder are written relative to it
  public static String text(Policy policy, Path file) {
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
    var separators =
        Separators.createDefaultInstance()
            .withObjectNameValueSpacing(Separators.Spacing.AFTER)
            .withArrayEmptySeparator("")
            .withObjectEmptySeparator("");
    var printer =
        new DefaultPrettyPrinter(separators).withObjectIndenter(new DefaultIndenter("  ", "\n"));
    return JsonMapper.shared()
            .writer()
            .with(printer)
            .writeValueAsString(new PolicyWriter(folder).policy(policy))
        + "\n";
  }
}
