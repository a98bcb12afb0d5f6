package dev.metier.catalog;

import dev.metier.job.DataClass;

/// Where a model runs, and the most sensitive data class it may read.
///
/// @param clearance what was declared; PUBLIC when nothing was
public record Host(String name, DataClass clearance) {
  /// Whether data of this class may be sent here.
  public boolean mayRead(DataClass data) {
    return data.readableWith(clearance);
  }

  /// The machine that it only passes requests on to, for which it cannot vouch.
  public Host passingOnTo(String elsewhere) {
    return new Host(elsewhere + ", through " + name, DataClass.PUBLIC);
  }
}
