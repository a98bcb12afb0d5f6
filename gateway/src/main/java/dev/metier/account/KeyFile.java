package dev.metier.account;

import static dev.metier.form.Table.Slot.key;

import dev.metier.core.io.OwnerOnly;
import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.form.FileVersion;
import dev.metier.form.Reading;
import dev.metier.form.Shape;
import dev.metier.form.StrictJson;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.form.Written;
import dev.metier.job.JobName;
import dev.metier.policy.Amounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  static final String NAME = "[\\p{L}\\p{N}][\\p{L}\\p{N} ._@+-]{0,79}";
  private static final Pattern NAMES = Pattern.compile(NAME);
  private static final FileVersion VERSION =
      new FileVersion(1, "The file of keys", "Use the program that wrote it.");
  private static final Slot<Long> FORM = VERSION.slot();
  private static final Slot<List<VirtualKey>> KEYS =
      key("keys", Shape.list(KeyReader.KEY), "The keys, each with what it allows.", "[]").needed();

  /// The whole file.
  static final Shape<Table> FILE =
      Table.shape(
          "keys.json",
          "The virtual keys of the gateway: their hashes and what they allow, never the keys.",
          FORM,
          KEYS);

  private static final ReentrantLock CHANGING = new ReentrantLock();

  private KeyFile() {}

  /// Whether a key may be called this: letters, digits and ` ._@+-`, at most 80.
  public static boolean nameAllowed(String name) {
    return NAMES.matcher(name).matches();
  }

  /// The keys in a file, in its order; none when there is no such file.
  ///
  /// @throws ProblemsException with every mistake in it
  public static List<VirtualKey> read(Path file) {
    return read(file, new KeyReading(Optional.empty()));
  }

  /// The same; a job that is none of these is a mistake.
  ///
  /// @throws ProblemsException with every mistake in it
  public static List<VirtualKey> read(Path file, Set<JobName> jobs) {
    return read(file, new KeyReading(Optional.of(jobs)));
  }

  private static List<VirtualKey> read(Path file, KeyReading reading) {
    if (!Files.exists(file)) {
      return List.of();
    }
    var keys =
        StrictJson.read(file, text(file), "", reading::problem)
            .flatMap(written -> keys(written, reading));
    if (keys.isEmpty() || reading.count() > 0) {
      throw new ProblemsException(reading.problems());
    }
    return keys.get();
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

  private static Optional<List<VirtualKey>> keys(Written written, Reading reading) {
    VERSION.check(written);
    var table = FILE.read(written, reading);
    var keys = table.flatMap(t -> t.find(KEYS));
    var names = new HashSet<String>();
    for (VirtualKey key : keys.orElse(List.of())) {
      if (!names.add(key.name())) {
        reading.problem(
            table.orElseThrow().valuePlace(KEYS),
            "Two keys are called " + key.name() + ".",
            "Revoke one.");
      }
    }
    return keys;
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
      OwnerOnly.makeFolder(lock.resolveSibling(""));
      try (var channel = OwnerOnly.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        List<VirtualKey> keys = change.apply(read(file));
        write(keys, file);
        return keys;
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    } finally {
      CHANGING.unlock();
    }
  }

  /// Writes the keys atomically, readable by the owner only.
  ///
  /// @throws ProblemsException when the file cannot be written
  public static void write(List<VirtualKey> keys, Path file) {
    try {
      WholeFile.replace(file, true, out -> out.write(text(keys)));
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static ProblemsException unwritable(Path file, IOException failure) {
    String hint = "Check the folder and your rights: " + WholeFile.cause(failure) + ".";
    return new ProblemsException(
        List.of(Problem.at(Place.of(file), "The keys cannot be written.", hint)));
  }

  private static String text(List<VirtualKey> keys) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("version", VERSION.readable());
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
