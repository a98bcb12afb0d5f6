package dev.metier.policy;

import static dev.metier.form.Table.Slot.key;

import dev.metier.core.problem.Place;
import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import dev.metier.job.ModelName;
import dev.metier.learn.RouterFile;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// A learned router as it stands in a policy file: the router itself is a file of its own.
final class LearnedReader {
  /// Its name ends with the hash of its content.
  private static final String FILE = "(.*[/\\\\])?[A-Za-z0-9][A-Za-z0-9_.-]*-[0-9a-f]{32}\\.router";

  private static final Slot<RouterFile> LEARNED =
      key(
              "learned",
              ScalarReader.parsed(
                      "the file of a router that was compiled",
                      FILE,
                      text -> Optional.of(text).filter(path -> path.matches(FILE)))
                  .then(LearnedReader::file),
              "File of the router, by whose name its content is checked.",
              "\"ticket-triage-455c...fe7c.router\"")
          .needed();
  private static final Slot<ModelName> FIRST =
      key("first", CascadeReader.MODEL, "The model that answers usually.", "\"qwen\"").needed();
  private static final Slot<ModelName> THEN =
      key("then", CascadeReader.MODEL, "The model that answers what is sent on.", "\"opus\"")
          .needed();
  private static final Slot<CascadeProof> KEPT =
      key(
              "kept",
              CascadeReader.PROOF,
              "What the evidence proved of it, and of how many requests the first model answers.",
              "{\"guarantee\": \"...\", \"least\": 0.55, \"most\": 0.69}")
          .needed();

  static final Shape<Route> ROUTE =
      Table.shape(
              "learned router",
              "",
              LEARNED,
              FIRST,
              THEN,
              CascadeReader.FALLBACKS,
              CascadeReader.HOLD,
              KEPT)
          .onlyFor(written -> ModelReader.holds(written, LEARNED))
          .then(LearnedReader::learned);

  private LearnedReader() {}

  private static Optional<RouterFile> file(String path, Place place, Reading reading) {
    return PolicyReading.of(reading)
        .resolve(path, place)
        .flatMap(file ->
            switch (RouterFile.read(file)) {
              case RouterFile.Whole(var whole) -> Optional.of(whole);
              case RouterFile.Unusable(var why) -> {
                reading.problem(
                    place,
                    Character.toUpperCase(why.charAt(0)) + why.substring(1) + ".",
                    "Compile the policy again, and keep the file beside it.");
                yield Optional.empty();
              }
            });
  }

  private static Optional<Route> learned(Table table, Place place, Reading reading) {
    if (!table.sound()) {
      return Optional.empty();
    }
    var route =
        new Route.Learned(
            table.value(LEARNED),
            table.value(FIRST),
            table.value(THEN),
            table.value(CascadeReader.FALLBACKS),
            table.value(CascadeReader.HOLD),
            table.value(KEPT));
    if (new HashSet<>(route.models()).size() < route.models().size()) {
      List<ModelName> models = route.models();
      reading.problem(place, "A model is named twice in this route: " + models + ".", "");
      return Optional.empty();
    }
    return Optional.of(route);
  }
}
