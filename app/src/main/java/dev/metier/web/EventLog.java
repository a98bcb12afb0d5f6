package dev.metier.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The last changes, numbered, so that a page whose stream was cut hears what it missed.
/// Thread-safe.
final class EventLog {
  static final int KEPT = 1_000;

  private final String start;
  private final Deque<Event> events = new ArrayDeque<>();
  private long last;

  /// @param start tells this log from that of an earlier start
  EventLog(String start) {
    this.start = start;
  }

  /// A change with its number.
  record Event(String id, ScreenChange change) {
    /// As a browser's EventSource reads it.
    String text() {
      return "id: " + id + "\nevent: " + change.kind() + "\ndata: " + change.names() + "\n\n";
    }
  }

  synchronized List<Event> add(List<ScreenChange> changes) {
    var added = new ArrayList<Event>();
    for (ScreenChange change : changes) {
      last++;
      added.add(new Event(id(last), change));
    }
    events.addAll(added);
    while (events.size() > KEPT) {
      events.removeFirst();
    }
    return added;
  }

  private String id(long number) {
    return start + "-" + number;
  }

  /// The number of the newest change.
  synchronized String last() {
    return id(last);
  }

  /// What came behind a change; empty when that cannot be told any more.
  ///
  /// @param id of the last one that was heard
  synchronized Optional<List<Event>> since(String id) {
    Optional<Long> heard = number(id);
    long forgotten = last - events.size();
    if (heard.isEmpty() || heard.get() < forgotten || heard.get() > last) {
      return Optional.empty();
    }
    return Optional.of(events.stream().skip(heard.get() - forgotten).toList());
  }

  private Optional<Long> number(String id) {
    String digits = id.startsWith(start + "-") ? id.substring(start.length() + 1) : "";
    return digits.matches("\\d{1,18}") ? Optional.of(Long.parseLong(digits)) : Optional.empty();
  }
}
