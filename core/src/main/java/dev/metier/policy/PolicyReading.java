package dev.metier.policy;

import dev.metier.catalog.Host;
import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.form.Table;
import dev.metier.form.Written;
import dev.metier.job.JobName;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One pass over a policy file, and what is known by now. Not thread-safe.
final class PolicyReading extends Reading {
  private final Path folder;
  private final Written root;

  final Map<String, Host> hosts = new HashMap<>();
  final Map<String, ServedModel> models = new HashMap<>();

  /// What cascades and workflows were when they were compiled.
  final Map<Route, Seal> seals = new HashMap<>();

  /// A hash of each field, and what they are of.
  record Seal(Table route, Map<String, String> hashes) {}

  /// Where a field of a route is written: in the route, or what it is sealed with beside it in the
  /// file; else its seal.
  Place place(Seal seal, String field) {
    return seal.route()
        .placeOf(field)
        .or(() ->
            entries(Optional.of(root)).flatMap(all -> all.find(field)).map(Written.Entry::place))
        .orElseGet(() -> seal.route().valuePlace(SealReader.SLOT));
  }

  /// Where the names of jobs are written.
  final Map<JobName, Place> jobs = new HashMap<>();

  /// Of one file.
  ///
  /// @param folder relative paths are relative to it
  PolicyReading(Path folder, Written root) {
    super(Notation.JSON);
    this.folder = folder;
    this.root = root;
  }

  /// The reading of a policy, which every shape of its file is given.
  static PolicyReading of(Reading reading) {
    return (PolicyReading) reading;
  }

  /// A path that is relative to the file, when it is one.
  Optional<Path> resolve(String path, Place place) {
    try {
      return Optional.of(folder.resolve(path).normalize());
    } catch (InvalidPathException e) {
      problem(place, "This is no path: " + e.getReason() + ".", "");
      return Optional.empty();
    }
  }

  /// The names in a section, also of what is wrong otherwise; empty when it cannot be read, which
  /// is told already.
  Optional<List<String>> names(String section) {
    return entries(Optional.of(root))
        .flatMap(all -> entries(all.find(section).map(Written.Entry::value)))
        .map(Written.Entries::keys);
  }

  private static Optional<Written.Entries> entries(Optional<Written> written) {
    return written.filter(Written.Entries.class::isInstance).map(Written.Entries.class::cast);
  }
}
