package dev.metier.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One input of a job and what a good answer must satisfy.
///
/// @param id its name; file and line when it was given none
/// @param vars values for the prompt's and graders' variables; what was not text in the file is
///   JSON text
/// @param expected the good answer; JSON text when it was not text in the file
/// @param slices tags, to look at parts of the cases apart
/// @param cluster cases of the same cluster (one document, one customer) do not count as
///   independent
/// @param digest what identifies a case that was given no id, wherever in the file it stands: a
///   hash of what a model sees of it
/// @param own graders of its own; empty for most
/// @param critical whether one failed answer to it makes a model UNFIT, whatever the rest
/// @param draft an answer that was accepted somewhere, which no grader sees; empty for most
/// @param pictures what it shows the model beside the text; empty for most
/// @param writer the model that wrote it, or what is expected of it; empty for most
public record Case(
    String id,
    Map<String, String> vars,
    Optional<String> expected,
    Set<String> slices,
    Optional<String> cluster,
    Optional<String> digest,
    Optional<CaseGraders> own,
    boolean critical,
    Optional<Draft> draft,
    List<Picture> pictures,
    Optional<Writer> writer) {
  /// The slice of made-up cases that came with a starter job.
  public static final String TEMPLATE = "template";

  private static final String SAME_TEXT = "same text as ";
  private static final String NEAR_TEXT = "nearly the text of ";

  /// The model that wrote a case.
  ///
  /// @param model as the file calls it
  /// @param whole whether it wrote the input too, and not only what is expected
  public record Writer(String model, boolean whole) {}

  /// An answer that somebody once accepted, such as the message of a commit: no answer key, and
  /// seen by no grader, until a person has accepted it as what is expected.
  ///
  /// @param model the model that wrote it, as its source calls it; empty when a person did
  public record Draft(String answer, Optional<String> model) {
    /// Who wrote it, as files say it: `person`, or `model NAME`.
    public static final String PERSON = "person";

    private static final String MODEL = "model ";

    public Draft {
      if (answer.isBlank() || model.filter(String::isBlank).isPresent()) {
        throw new IllegalArgumentException("a draft has an answer, and its model a name");
      }
    }

    /// One that a person wrote.
    public static Draft ofPerson(String answer) {
      return new Draft(answer, Optional.empty());
    }

    /// A draft by the words of a file; empty when they name nobody.
    public static Optional<Draft> of(String answer, String by) {
      String who = by.strip();
      if (who.equals(PERSON)) {
        return Optional.of(ofPerson(answer));
      }
      return who.startsWith(MODEL) && !who.substring(MODEL.length()).isBlank()
          ? Optional.of(new Draft(answer, Optional.of(who.substring(MODEL.length()).strip())))
          : Optional.empty();
    }

    /// Who wrote it, in the words of a file.
    public String by() {
      return model.map(MODEL::concat).orElse(PERSON);
    }
  }

  public Case {
    vars = Map.copyOf(vars);
    pictures = List.copyOf(pictures);
    slices = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(slices));
  }

  /// A case that was given an id.
  public Case(
      String id,
      Map<String, String> vars,
      Optional<String> expected,
      Set<String> slices,
      Optional<String> cluster) {
    this(
        id,
        vars,
        expected,
        slices,
        cluster,
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /// The same in a cluster.
  public Case in(String name) {
    return new Case(
        id,
        vars,
        expected,
        slices,
        Optional.of(name),
        digest,
        own,
        critical,
        draft,
        pictures,
        writer);
  }

  /// The same in the cluster of those that show a model the same text as another case.
  public Case inTextOf(Case other) {
    return in(SAME_TEXT + other.id());
  }

  /// The same in the cluster of those that show a model nearly the text of another case.
  public Case nearTextOf(Case other) {
    return in(NEAR_TEXT + other.id());
  }

  /// Whether its cluster is only that of cases with the same text, or nearly the same.
  public boolean repeatsText() {
    return cluster
        .filter(name -> name.startsWith(SAME_TEXT) || name.startsWith(NEAR_TEXT))
        .isPresent();
  }

  /// The same, identified by a hash of what a model sees of it.
  public Case identifiedBy(String hash) {
    return new Case(
        id,
        vars,
        expected,
        slices,
        cluster,
        Optional.of(hash),
        own,
        critical,
        draft,
        pictures,
        writer);
  }

  /// The same with graders of its own.
  public Case gradedBy(CaseGraders graders) {
    return new Case(
        id,
        vars,
        expected,
        slices,
        cluster,
        digest,
        Optional.of(graders),
        critical,
        draft,
        pictures,
        writer);
  }

  /// The same with pictures.
  public Case showing(List<Picture> shown) {
    return new Case(
        id, vars, expected, slices, cluster, digest, own, critical, draft, shown, writer);
  }

  /// The same of which something else is expected.
  public Case expecting(String right) {
    return new Case(
        id,
        vars,
        Optional.of(right),
        slices,
        cluster,
        digest,
        own,
        critical,
        draft,
        pictures,
        writer);
  }

  /// The same as a critical one.
  public Case asCritical() {
    return new Case(
        id, vars, expected, slices, cluster, digest, own, true, draft, pictures, writer);
  }

  /// The same with an answer that still waits to be accepted.
  public Case drafted(Draft answer) {
    return new Case(
        id,
        vars,
        expected,
        slices,
        cluster,
        digest,
        own,
        critical,
        Optional.of(answer),
        pictures,
        writer);
  }

  /// The same, written by a model.
  public Case writtenBy(Writer model) {
    return new Case(
        id,
        vars,
        expected,
        slices,
        cluster,
        digest,
        own,
        critical,
        draft,
        pictures,
        Optional.of(model));
  }

  /// Whether it came with a starter job rather than from the team's own work.
  public boolean ofTemplate() {
    return slices.contains(TEMPLATE);
  }

  /// What answers to it are kept under.
  public String identity() {
    return digest.orElse(id);
  }

  /// The value that templates get for a name; empty when there is none.
  public Optional<String> value(String name) {
    String given = vars.get(name);
    if (given != null) {
      return Optional.of(given);
    }
    return name.equals("id")
        ? Optional.of(id)
        : name.equals("expected") ? expected : Optional.empty();
  }

  /// What templates may use: the variables, and `id` and `expected` unless a variable has that
  /// name.
  public Map<String, String> values() {
    var values = new HashMap<String, String>();
    values.put("id", id);
    expected.ifPresent(text -> values.put("expected", text));
    values.putAll(vars);
    return values;
  }
}
