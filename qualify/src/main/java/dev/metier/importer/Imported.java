package dev.metier.importer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A project made of another tool's file.
///
/// @param files the texts of its files by their paths in the project's folder
/// @param jobs how many jobs it has
/// @param cases how many cases, each counted once
/// @param carried how many assertions became graders
/// @param refused how many did not
/// @param losses what is not carried over and why, in the order of the file
/// @param notes what is carried, but judged a little otherwise here
/// @param origins where the cases came from, in their order
/// @param outcomes answers that were recorded there; may be empty
public record Imported(
    Map<String, String> files,
    int jobs,
    int cases,
    int carried,
    int refused,
    List<Loss> losses,
    List<String> notes,
    List<Origin> origins,
    List<RecordedAnswer> outcomes) {
  public Imported {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    losses = List.copyOf(losses);
    notes = List.copyOf(notes);
    origins = List.copyOf(origins);
    outcomes = List.copyOf(outcomes);
  }

  /// A project without answers that were recorded elsewhere.
  public Imported(
      Map<String, String> files,
      int jobs,
      int cases,
      int carried,
      List<Loss> losses,
      List<String> notes) {
    this(files, jobs, cases, carried, losses.size(), losses, notes, List.of(), List.of());
  }
}
