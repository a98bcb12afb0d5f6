package dev.metier.web;

import dev.metier.report.matrix.Changes;
import java.util.List;
import java.util.Optional;

/// What changed since an earlier moment, and which moments can be looked back at.
///
/// @param changes empty when there is nothing to look back at
/// @param since the moment that is looked back at, as [Moment#value] has it where it is one of
///   those
/// @param known whether there is such a moment as was asked for
/// @param moments the latest first
public record PastChanges(
    Optional<Changes> changes, String since, boolean known, List<Moment> moments) {
  public PastChanges {
    moments = List.copyOf(moments);
  }

  /// A run or a build.
  ///
  /// @param value how it is asked for
  public record Moment(String value, String text) {}
}
