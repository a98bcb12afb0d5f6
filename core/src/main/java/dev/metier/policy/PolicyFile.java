package dev.metier.policy;

import static dev.metier.form.Table.Slot.key;

import dev.metier.catalog.Host;
import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.ProblemsException;
import dev.metier.form.FileVersion;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.StrictJson;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.form.Written;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
  static final FileVersion VERSION =
      new FileVersion(1, "This policy", "Compile it again with the program that serves it.");

  private static final Shape<String> HASH =
      ScalarReader.parsed(
          "a hash of 32 hexadecimal characters",
          "[0-9a-f]{32}",
          text -> Optional.of(text).filter(t -> t.matches("[0-9a-f]{32}")));

  private static final Slot<Long> FORM = VERSION.slot();
  private static final Slot<String> EVIDENCE =
      key(
              "evidence",
              HASH,
              "Hash of every outcome and verdict behind it.",
              "\"455ca93294bd1c64cec220b9b24efe7c\"")
          .needed();
  private static final Slot<String> PROJECT =
      key(
              "project",
              HASH,
              "Hash of what metier.yaml said of jobs, models and hosts.",
              "\"05d17a8e9ca8043b248db3d2451dc86e\"")
          .needed();
  private static final Slot<Instant> COMPILED =
      key("compiled", ScalarReader.moment(), "When it was.", "\"2026-11-22T12:00:00Z\"").needed();
  private static final Slot<List<Host>> HOSTS =
      key(
              "hosts",
              ModelReader.HOSTS,
              "Where its models run.",
              "{\"workstation\": {\"clearance\": \"restricted\"}}")
          .needed();
  private static final Slot<List<ServedModel>> MODELS =
      key("models", ModelReader.MODELS, "Those that a route reaches.", "{\"qwen\": {...}}")
          .needed();
  private static final Slot<List<ServedJob>> JOBS =
      key("jobs", JobReader.JOBS, "What clients may ask for.", "{\"ticket-triage\": {...}}")
          .needed();

  /// The whole file. Later keys refer to earlier ones.
  static final Shape<Table> FILE =
      Table.shape(
          "policy.json",
          "What `metier compile` writes and the gateway serves.",
          FORM,
          EVIDENCE,
          PROJECT,
          COMPILED,
          HOSTS,
          MODELS,
          JOBS);

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
    var broken = new Reading(Reading.Notation.JSON);
    var written = StrictJson.read(file, text, "Compile it again.", broken::problem);
    if (written.isEmpty()) {
      throw new ProblemsException(broken.problems());
    }
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
    var reading = new PolicyReading(folder, written.get());
    broken.problems().forEach(reading::problem);
    var policy = policy(written.get(), reading);
    policy.ifPresent(read -> sealed(read, reading));
    if (policy.isEmpty() || reading.count() > 0) {
      throw new ProblemsException(reading.problems());
    }
    return policy.get();
  }

  private static Optional<Policy> policy(Written written, PolicyReading reading) {
    VERSION.check(written);
    var table = FILE.read(written, reading);
    table.flatMap(t -> t.find(JOBS)).ifPresent(jobs -> JobReader.ambiguous(jobs, reading));
    return table
        .filter(_ -> reading.count() == 0)
        .map(t ->
            new Policy(
                t.value(EVIDENCE),
                t.value(PROJECT),
                t.value(COMPILED),
                t.value(JOBS).stream().collect(byName(ServedJob::name)),
                t.value(MODELS).stream().collect(byName(model -> model.model().name()))));
  }

  /// A cascade or a workflow is proven as a whole: with another order, threshold or model nothing
  /// is.
  private static void sealed(Policy policy, PolicyReading reading) {
    reading.seals.forEach((route, seal) -> {
      List<String> changed = RouteSeal.changed(seal.hashes(), route, policy);
      if (!changed.isEmpty()) {
        reading.problem(
            reading.place(seal, changed.getFirst()),
            "This "
                + (route instanceof Route.Workflow ? "workflow" : "cascade")
                + " is not what was compiled: "
                + String.join(", ", changed)
                + (changed.size() == 1 ? " was" : " were")
                + " changed, and it is proven as a whole only.",
            "Change metier.yaml, and compile again.");
      }
    });
  }

  private static <K, V> Collector<V, ?, Map<K, V>> byName(Function<V, K> name) {
    return Collectors.toMap(name, each -> each, (a, _) -> a, LinkedHashMap::new);
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
