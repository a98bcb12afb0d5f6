package dev.metier.form;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.core.text.Masked;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;

/// One pass over a file: every mistake so far, and the keys on the way to where it is read. Kinds
/// of files add what they know by then. Not thread-safe.
public class Reading {
  /// How a file is written, and so how its mistakes are told.
  public enum Notation {
    /// By people, who are told what they wrote.
    YAML,
    /// By programs. No text in it is repeated: a secret may stand where none should.
    JSON
  }

  private final Notation notation;
  private final LinkedHashSet<Problem> found = new LinkedHashSet<>();
  private final LinkedHashSet<String> notes = new LinkedHashSet<>();
  private final Deque<Written.Entry> trail = new ArrayDeque<>();

  /// Of a file in YAML.
  public Reading() {
    this(Notation.YAML);
  }

  public Reading(Notation notation) {
    this.notation = notation;
  }

  public void problem(Place place, String what, String hint) {
    problem(Problem.at(place, what, hint));
  }

  public void problem(Problem problem) {
    found.add(new Problem(problem.place(), Masked.of(problem.what()), Masked.of(problem.hint())));
  }

  /// Tells what is no mistake.
  public void note(String note) {
    notes.add(note);
  }

  /// What stands here cannot be of this kind.
  public void unfit(Written written, Shape.Kind kind) {
    String key = trail.isEmpty() ? "The file" : "`" + trail.getFirst().key() + "`";
    problem(
        written.place(),
        key + " takes " + kind.words() + ", not " + described(written) + ".",
        written.described().startsWith("\"{{") ? "" : Remedy.of(written, kind));
  }

  /// In words for people: what stands here.
  public String described(Written written) {
    boolean single = notation == Notation.JSON && written instanceof Written.Scalar;
    return switch (single ? ((Written.Scalar) written).sort() : Written.Sort.NUMBER) {
      case TEXT -> "text";
      case NOTHING -> "null";
      case NUMBER, FLAG -> written.described();
    };
  }

  /// A key with an example of its value, as it would be written.
  String example(Table.Slot<?> key) {
    return switch (notation) {
      case YAML -> "`" + key.name() + ": " + key.example() + "`";
      case JSON -> "`\"" + key.name() + "\": " + key.example() + "`";
    };
  }

  /// Goes into a key.
  public void enter(Written.Entry entry) {
    trail.push(entry);
  }

  /// Goes back over the key that was entered last.
  public void leave() {
    trail.pop();
  }

  /// ` in `x``, where `x` is the key over the current object.
  public String inside() {
    return trail.isEmpty() ? "" : " in `" + trail.getFirst().key() + "`";
  }

  /// The place to name for something that lacks in an object: the key over it, or its first
  /// character in a list.
  public Place ownerOf(Written.Entries object) {
    boolean direct = !trail.isEmpty() && isAt(trail.getFirst().value().place(), object.place());
    return direct ? trail.getFirst().place() : object.place();
  }

  private static boolean isAt(Place one, Place other) {
    return one.line() == other.line() && one.column() == other.column();
  }

  /// Where the current key is written.
  public Place keyPlace(Place otherwise) {
    return trail.isEmpty() ? otherwise : trail.getFirst().place();
  }

  /// The current key; empty at the top of the file.
  public String key() {
    return trail.isEmpty() ? "" : trail.getFirst().key();
  }

  /// How many mistakes there are so far.
  public int count() {
    return found.size();
  }

  public List<Problem> problems() {
    return List.copyOf(found);
  }

  public List<String> notes() {
    return List.copyOf(notes);
  }
}
