package dev.metier.journal;

/// Writes down what became of every request, behind the back of the requests.
///
/// What each implementation holds to (`JournalContract`): it tells its listeners of every record it
/// took, also of one that it could not write; one that fails harms neither the others nor the
/// journal. Records of one day (UTC) may come from several processes. What is written survives the
/// end of this process, what was taken in the last moments before may not. Thread-safe.
public interface Journal extends AutoCloseable {
  /// Takes a record to write it soon, within a second or so. Never waits and never throws: event
  /// loops call it.
  ///
  /// @return false when it is lost, since too many wait already or the journal is closed
  boolean offer(RequestRecord record);

  /// How many records were lost since the start, whatever the reason.
  long dropped();

  /// Writes what waits, and ends. Waits up to five seconds for that; the second time nothing
  /// happens.
  @Override
  void close();
}
