package dev.metier.account;

import static dev.metier.core.problem.JsonScalars.count;
import static dev.metier.core.problem.JsonScalars.flag;
import static dev.metier.core.problem.JsonScalars.list;
import static dev.metier.core.problem.JsonScalars.parsed;
import static dev.metier.core.problem.JsonScalars.whole;

import dev.metier.core.io.OwnerOnly;
import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.JsonFields;
import dev.metier.core.problem.JsonFields.As;
import dev.metier.core.problem.JsonValue;
import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.Problems;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.JobName;
import dev.metier.job.Money;
import dev.metier.policy.Amounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The virtual keys at rest, as `.metier/keys.json`: their hashes and what they allow, never the
/// keys. The file is for its owner only.
public final class KeyFile {
  private static final int VERSION = 1;
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@+-]{0,79}");
  private static final As<String> HASH =
      parsed(
          "a hash of 64 hexadecimal characters",
          text -> Optional.of(text).filter(t -> t.matches("[0-9a-f]{64}")));
  private static final As<JobName> JOB =
      parsed("the name of a job", text -> Optional.of(new JobName(text)));
  private static final As<Instant> MOMENT =
      parsed("a moment such as \"2026-11-22T12:00:00Z\"", text -> Optional.of(Instant.parse(text)));
  private static final As<String> OWNER =
      parsed("a name", text -> Optional.of(text).filter(KeyFile::nameAllowed));

  private static final ReentrantLock CHANGING = new ReentrantLock();

  private KeyFile() {}

  /// Whether a key may be called this: letters, digits and ` ._@+-`, at most 80.
  public static boolean nameAllowed(String name) {
    return NAME.matcher(name).matches();
  }

  /// The keys in a file, in its order; none when there is no such file.
  ///
  /// @throws ProblemsException with every mistake in it
  public static List<VirtualKey> read(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    var problems = new Problems();
    var keys =
        JsonValue.read(file, text(file), problems)
            .flatMap(value -> JsonFields.of(value, "the file of keys", problems))
            .flatMap(fields -> keys(fields, problems));
    problems.throwIfAny();
    return keys.orElseThrow();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ProblemsException(
          List.of(
              Problem.at(
                  Place.of(file),
                  "The keys cannot be read.",
                  "Only the owner of the file may; check who runs this.")));
    }
  }

  private static Optional<List<VirtualKey>> keys(JsonFields fields, Problems problems) {
    var version = fields.needed("version", whole(1, Integer.MAX_VALUE));
    if (version.isPresent() && version.get() != VERSION) {
      fields.wrong(
          fields.place("version"),
          "These keys have form " + version.get() + "; this program reads form 1.",
          "Use the program that wrote them.");
      return Optional.empty();
    }
    var keys = fields.needed("keys", list(KeyFile::key));
    if (!fields.done() || keys.isEmpty()) {
      return Optional.empty();
    }
    var names = new HashSet<String>();
    for (VirtualKey key : keys.get()) {
      if (!names.add(key.name())) {
        problems.add(
            Problem.at(
                fields.place("keys"), "Two keys are called " + key.name() + ".", "Revoke one."));
      }
    }
    return keys;
  }

  private static Optional<VirtualKey> key(JsonValue value, Problems problems) {
    return JsonFields.of(value, "the key", problems)
        .flatMap(fields -> {
          var name = fields.needed("name", OWNER);
          var hash = fields.needed("hash", HASH);
          var jobs = fields.find("jobs", list(JOB));
          if (jobs.isPresent() && jobs.get().isEmpty()) {
            // Without this, taking the last job away would allow them all.
            fields.wrong(
                fields.place("jobs"),
                "An empty list is neither every job nor a key.",
                "Leave out `jobs` to allow every job, or revoke the key.");
          }
          Optional<Money> perDay = fields.find("per_day", Amounts.money());
          var perMinute = fields.find("per_minute", count());
          var mayOverride = fields.find("may_override", flag());
          var created = fields.needed("created", MOMENT);
          return fields.done()
              ? Optional.of(
                  new VirtualKey(
                      name.orElseThrow(),
                      hash.orElseThrow(),
                      new HashSet<>(jobs.orElse(List.of())),
                      perDay,
                      perMinute.map(OptionalInt::of).orElse(OptionalInt.empty()),
                      mayOverride.orElse(false),
                      created.orElseThrow()))
              : Optional.empty();
        });
  }

  /// Reads the keys, changes them and writes them, while no other command or process does.
  ///
  /// @param change from the present keys to the new ones
  /// @return the keys that there are now
  /// @throws ProblemsException when the file cannot be read or written, and what `change` throws
  public static List<VirtualKey> change(Path file, UnaryOperator<List<VirtualKey>> change) {
    Path lock = file.toAbsolutePath().resolveSibling(file.getFileName() + ".lock");
    // a lock of the file is held by the whole process
    CHANGING.lock();
    try {
      OwnerOnly.makeFolder(parent(lock));
      try (var channel = OwnerOnly.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        List<VirtualKey> keys = change.apply(read(file));
        write(keys, file);
        return keys;
      }
    } catch (IOException e) {
      throw unwritable(file, "Check the folder and your rights: " + WholeFile.cause(e) + ".");
    } finally {
      CHANGING.unlock();
    }
  }

  private static Path parent(Path whole) {
    return Optional.ofNullable(whole.getParent()).orElse(whole);
  }

  /// Writes the keys atomically, readable by the owner only.
  ///
  /// @throws ProblemsException when the file cannot be written
  public static void write(List<VirtualKey> keys, Path file) {
    Path whole = file.toAbsolutePath();
    Path draft = whole.resolveSibling(whole.getFileName() + ".part");
    try {
      OwnerOnly.makeFolder(parent(whole));
      OwnerOnly.write(draft, text(keys).getBytes(StandardCharsets.UTF_8));
      Files.move(draft, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      throw unwritable(file, "Another command writes the keys now; try again.");
    } catch (IOException e) {
      throw unwritable(file, "Check the folder and your rights: " + WholeFile.cause(e) + ".");
    }
  }

  private static ProblemsException unwritable(Path file, String hint) {
    return new ProblemsException(
        List.of(Problem.at(Place.of(file), "The keys cannot be written.", hint)));
  }

  private static String text(List<VirtualKey> keys) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("version", VERSION);
    node.set("keys", json(keys));
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
  }

  /// The keys as they stand in the file, and as programs get them.
  public static ArrayNode json(List<VirtualKey> keys) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (VirtualKey key : keys) {
      ObjectNode node = list.addObject().put("name", key.name()).put("hash", key.hash());
      if (!key.jobs().isEmpty()) {
        ArrayNode jobs = node.putArray("jobs");
        key.jobs().stream().sorted().forEach(job -> jobs.add(job.text()));
      }
      key.perDay().ifPresent(money -> node.put("per_day", Amounts.text(money)));
      key.perMinute().ifPresent(most -> node.put("per_minute", most));
      node.put("may_override", key.mayOverride()).put("created", key.created().toString());
    }
    return list;
  }
}
