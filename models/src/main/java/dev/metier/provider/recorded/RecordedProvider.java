package dev.metier.provider.recorded;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import dev.metier.core.text.Sha256;
import dev.metier.provider.Answer;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import dev.metier.provider.Identity;
import dev.metier.provider.Provider;
import dev.metier.provider.Question;
import dev.metier.provider.recorded.RecordRow.Problematic;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Answers from a file of earlier outcomes; nothing is called. Thread-safe.
///
/// A model's id is `path#name`, where `name` is the model's name in the file and may be left out
/// when the file has only one. The file is CSV with a header, or JSONL; its columns are those of
/// `RecordRow.Column`. A row with a text is a reply, to be graded like any other; a row with a
/// grade only is a recorded grade, where `passed` counts more than `score`. Rows that name a job
/// answer for that job only.
public final class RecordedProvider implements Provider {
  /// Files in use, so that many models of one file read it once.
  private static final Map<RecordFile.Stamp, WeakReference<RecordFile>> READ =
      new ConcurrentHashMap<>();

  private final String name;
  private final @Nullable RecordFile record;
  private final Map<String, Map<String, Answer[]>> answers;
  private final Identity identity;
  private volatile boolean closed;

  private RecordedProvider(String name, @Nullable RecordFile record, Optional<String> trouble) {
    this.name = name;
    this.record = record;
    this.answers = record == null || trouble.isPresent() ? Map.of() : record.of(name);
    Map<String, String> facts =
        record == null ? Map.of("model", name) : Map.of("model", name, "sha256", record.sha256());
    this.identity =
        new Identity(
            new Fingerprint(facts, Set.of()),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            trouble);
  }

  /// Reads the file; what is wrong with it is told by every answer and by `identify`.
  public static RecordedProvider open(Model model) {
    int cut = cut(model.id());
    Path file = Path.of(model.id().substring(0, cut));
    String asked = cut == model.id().length() ? "" : model.id().substring(cut + 1);
    if (!Files.isRegularFile(file)) {
      String why = "there is no file " + file + "; correct the path in `use: recorded/...`";
      return new RecordedProvider(asked, null, Optional.of(why));
    }
    try {
      RecordFile record = read(file);
      Set<String> names = record.modelNames();
      String name = asked.isEmpty() && names.size() == 1 ? names.iterator().next() : asked;
      return new RecordedProvider(name, record, record.trouble().or(() -> unnamed(record, name)));
    } catch (IOException e) {
      String why = file + " cannot be read (" + e.getMessage() + "); correct or replace the file";
      return new RecordedProvider(asked, null, Optional.of(why));
    }
  }

  /// Where the path ends: at the first `#` that has a file before it, else at the last one.
  private static int cut(String id) {
    if (Files.isRegularFile(Path.of(id))) {
      return id.length();
    }
    for (int at = id.indexOf('#'); at >= 0; at = id.indexOf('#', at + 1)) {
      if (Files.isRegularFile(Path.of(id.substring(0, at)))) {
        return at;
      }
    }
    return id.contains("#") ? id.lastIndexOf('#') : id.length();
  }

  private static RecordFile read(Path file) throws IOException {
    synchronized (READ) {
      READ.values().removeIf(reference -> reference.get() == null);
      RecordFile.Stamp stamp = RecordFile.Stamp.of(file);
      var known = READ.get(stamp);
      RecordFile record = known == null ? null : known.get();
      if (record == null) {
        record = RecordFile.read(file);
        READ.put(stamp, new WeakReference<>(record));
      }
      return record;
    }
  }

  private static Optional<String> unnamed(RecordFile record, String name) {
    Set<String> names = record.modelNames();
    if (names.contains(name)) {
      return Optional.empty();
    }
    String remedy =
        names.equals(Set.of(""))
            ? "it has no column model, so leave out #" + name
            : "write " + record.file() + "#name with one of " + String.join(", ", names);
    String what = name.isEmpty() ? " has several models" : " has no model " + name;
    return Optional.of(record.file() + what + "; " + remedy);
  }

  @Override
  public Answer ask(Question question) {
    if (closed) {
      return Failure.of(Cause.UNUSABLE, "this record was closed");
    }
    if (identity.trouble().isPresent() || record == null) {
      return Failure.of(Cause.UNUSABLE, identity.trouble().orElse("there is no record"));
    }
    Map<String, Answer[]> cases = answers.get(record.hasJobs() ? question.job().text() : "");
    Answer[] samples = cases == null ? null : cases.get(question.caseId());
    if (samples == null || question.repeat() >= samples.length) {
      return missing(question);
    }
    return samples[question.repeat()];
  }

  private Failure missing(Question question) {
    String job = record != null && record.hasJobs() ? " in job " + question.job() : "";
    return Failure.of(
        Cause.NOT_FOUND,
        "the record has no outcome of "
            + (name.isEmpty() ? "the model" : name)
            + " for case "
            + question.caseId()
            + job
            + ", repeat "
            + question.repeat());
  }

  @Override
  public Identity identify() {
    return identity;
  }

  /// Later questions fail.
  @Override
  public void close() {
    closed = true;
  }

  /// A file of earlier outcomes, read once. Immutable.
  ///
  /// The answers of a case are in the order of their samples (a number, or else the file's order).
  private static final class RecordFile {
    private final Path file;
    private final String sha256;
    private final boolean jobs;
    private final Map<String, Map<String, Map<String, Answer[]>>> models;
    private final Optional<String> trouble;

    /// What tells two states of a file apart without reading it.
    record Stamp(Path file, long size, FileTime changed) {
      static Stamp of(Path file) throws IOException {
        return new Stamp(file.toRealPath(), Files.size(file), Files.getLastModifiedTime(file));
      }
    }

    private RecordFile(
        Path file,
        String sha256,
        boolean jobs,
        Map<String, Map<String, Map<String, Answer[]>>> models,
        Optional<String> trouble) {
      this.file = file;
      this.sha256 = sha256;
      this.jobs = jobs;
      this.models = models;
      this.trouble = trouble;
    }

    /// Reads a CSV file, or a JSONL file when its name ends so. What is wrong with its rows becomes
    /// `trouble`.
    ///
    /// @throws IOException when the file cannot be read at all
    static RecordFile read(Path file) throws IOException {
      String sha256 = hash(file);
      var builder = new Builder();
      String name = file.getFileName().toString();
      try (Reader in = Files.newBufferedReader(file)) {
        boolean json = name.endsWith(".jsonl") || name.endsWith(".ndjson");
        if (json) {
          RecordRow.ofJsonLines(in, builder::add, builder::problem);
        } else {
          RecordRow.ofCsv(in, builder::add, builder::problem);
        }
      } catch (MalformedInputException e) {
        throw new IOException("it is not UTF-8 text", e);
      } catch (UncheckedIOException e) {
        throw new IOException(e.getMessage(), e);
      }
      return builder.build(file, sha256);
    }

    String sha256() {
      return sha256;
    }

    /// The names of the models in the file; one empty name when it has no such column.
    Set<String> modelNames() {
      return new TreeSet<>(models.keySet());
    }

    /// Why nothing of the file may be used.
    Optional<String> trouble() {
      return trouble;
    }

    /// Whether the rows name their job.
    boolean hasJobs() {
      return jobs;
    }

    Path file() {
      return file;
    }

    /// The answers of one model, by job (an empty name when the rows name none) and case.
    Map<String, Map<String, Answer[]>> of(String model) {
      return models.getOrDefault(model, Map.of());
    }

    private static String hash(Path file) throws IOException {
      return Sha256.hex(Files.readAllBytes(file));
    }

    /// Collects rows; equal texts and answers are kept once.
    private static final class Builder {
      private record Sampled(double sample, Answer answer) {}

      private final Map<String, Map<String, Map<String, List<Sampled>>>> rows = new HashMap<>();
      private final Map<String, String> texts = new HashMap<>();
      private final Map<Answer, Answer> answers = new HashMap<>();
      private final List<Problematic> problems = new ArrayList<>();
      private boolean jobs;

      void add(RecordRow row) {
        jobs |= row.job().isPresent();
        rows.computeIfAbsent(row.model(), m -> new HashMap<>())
            .computeIfAbsent(row.job().orElse(""), j -> new HashMap<>())
            .computeIfAbsent(once(row.caseId()), c -> new ArrayList<>(1))
            .add(new Sampled(row.sample(), once(row.answer())));
      }

      void problem(Problematic problem) {
        problems.add(problem);
      }

      private String once(String text) {
        return texts.computeIfAbsent(text, t -> t);
      }

      private Answer once(Answer answer) {
        return answer instanceof Answer.Reply ? answer : answers.computeIfAbsent(answer, a -> a);
      }

      RecordFile build(Path file, String sha256) {
        if (rows.isEmpty() && problems.isEmpty()) {
          problems.add(new Problematic(1, "there are no outcomes in it", "add a header and rows"));
        }
        var models = new TreeMap<String, Map<String, Map<String, Answer[]>>>();
        rows.forEach((model, byJob) -> {
          var packed = new HashMap<String, Map<String, Answer[]>>();
          byJob.forEach((job, cases) -> packed.put(job, pack(cases)));
          models.put(model, packed);
        });
        return new RecordFile(file, sha256, jobs, models, told(file));
      }

      private static Map<String, Answer[]> pack(Map<String, List<Sampled>> cases) {
        var packed = HashMap.<String, Answer[]>newHashMap(cases.size());
        cases.forEach((id, samples) ->
            packed.put(
                id,
                samples.stream()
                    .sorted(Comparator.comparingDouble(Sampled::sample))
                    .map(Sampled::answer)
                    .toArray(Answer[]::new)));
        return packed;
      }

      private Optional<String> told(Path file) {
        if (problems.isEmpty()) {
          return Optional.empty();
        }
        Problematic first = problems.getFirst();
        String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
        return Optional.of(
            file + ":" + first.line() + ": " + first.what() + more + "; " + first.remedy());
      }
    }
  }
}
