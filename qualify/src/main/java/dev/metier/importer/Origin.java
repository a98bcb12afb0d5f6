package dev.metier.importer;

import dev.metier.core.problem.Place;
import java.util.List;

/// Where a case came from.
///
/// @param test its number there, from 0, among all tests
/// @param id what it is called here
/// @param kept what became its graders, in their order
/// @param whole whether nothing of the test that counts was lost
public record Origin(int test, String id, List<Kept> kept, boolean whole) {
  /// The index of what is judged there in another way, so that only the whole test is compared.
  public static final int NOWHERE = -1;

  public Origin {
    kept = List.copyOf(kept);
  }

  /// An assertion that became a grader.
  ///
  /// @param type what it is called there
  /// @param index its number among those of the test, from 0
  public record Kept(String type, Place place, int index) {}
}
