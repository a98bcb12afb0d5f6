package dev.metier.policy;

import static dev.metier.form.Table.Slot.key;

import dev.metier.form.Reading;
import dev.metier.form.ScalarReader;
import dev.metier.form.Shape;
import dev.metier.form.Table;
import dev.metier.form.Table.Slot;
import java.util.List;
import java.util.stream.Collectors;

/// What a route in a policy file was when it was compiled.
final class SealReader {
  static final Slot<List<Shape.Named<String>>> SLOT =
      key(
              "sealed",
              Shape.named("field", ScalarReader.string()),
              "A hash of each field, as it was compiled: the route is proven as a whole, and one"
                  + " that was edited is refused.",
              "{\"checks\": \"1f0c22ab\", ...}")
          .needed();

  private SealReader() {}

  /// Keeps it until the whole policy is read.
  static void keep(Table table, Route route, Reading reading) {
    PolicyReading.of(reading)
        .seals
        .put(
            route,
            new PolicyReading.Seal(
                table,
                table.value(SLOT).stream()
                    .collect(
                        Collectors.toMap(Shape.Named::name, Shape.Named::value, (a, _) -> a))));
  }
}
