package dev.metier.web;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The open pages, each of which hears what changed. Thread-safe.
final class EventStreams {
  /// A stream that says nothing for so long cannot be told from one that was cut.
  static final Duration BEAT = Duration.ofSeconds(15);

  /// More than a person has pages; a program that opens ever more of them is refused.
  static final int MOST = 50;

  /// Where a page's events go.
  interface Sink {
    /// Hands a text over.
    ///
    /// @return false when the page does not read what it got before
    boolean write(String text);

    void end();
  }

  private final EventLog log;
  private final Map<Sink, Instant> written = new HashMap<>();

  EventStreams(EventLog log) {
    this.log = log;
  }

  /// The number of the newest change.
  String last() {
    return log.last();
  }

  boolean isEmpty() {
    return listeners() == 0;
  }

  synchronized int listeners() {
    return written.size();
  }

  /// Begins with what a page missed, or tells it to load everything anew.
  ///
  /// @param since the last change that it knows of; empty when it knows of none
  /// @return false when there are too many already
  synchronized boolean open(Sink sink, Optional<String> since, Instant now) {
    if (written.size() >= MOST) {
      return false;
    }
    written.put(sink, now);
    Optional<List<EventLog.Event>> missed = log.since(since.orElseGet(log::last));
    var text = new StringBuilder(said(missed.isPresent() ? "beat" : "reset"));
    missed.orElse(List.of()).forEach(event -> text.append(event.text()));
    send(sink, text.toString(), now);
    return true;
  }

  /// An event that is no change. Of a beat a page learns that it is heard; only a reset makes the
  /// newest change the last one that it knows of.
  private String said(String event) {
    String id = event.equals("reset") ? "id: " + log.last() + "\n" : "";
    return id + "event: " + event + "\ndata: {}\n\n";
  }

  synchronized void close(Sink sink) {
    written.remove(sink);
  }

  synchronized void publish(List<ScreenChange> changes, Instant now) {
    var text = new StringBuilder();
    log.add(changes).forEach(event -> text.append(event.text()));
    if (!text.isEmpty()) {
      List.copyOf(written.keySet()).forEach(sink -> send(sink, text.toString(), now));
    }
  }

  /// Lets those hear something to whom nothing was said for a while.
  synchronized void beat(Instant now) {
    for (var each : List.copyOf(written.entrySet())) {
      if (!each.getValue().plus(BEAT).isAfter(now)) {
        send(each.getKey(), said("beat"), now);
      }
    }
  }

  /// A page that does not read is let go: it comes back, and hears what it missed.
  private void send(Sink sink, String text, Instant now) {
    if (sink.write(text)) {
      written.put(sink, now);
    } else {
      written.remove(sink);
      sink.end();
    }
  }

  /// Ends all streams.
  synchronized void end() {
    List.copyOf(written.keySet()).forEach(Sink::end);
    written.clear();
  }
}
