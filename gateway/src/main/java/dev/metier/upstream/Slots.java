package dev.metier.upstream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The places a server has for requests, and the queue for them. The queue is fair: keys take
/// turns, however many requests each of them sends. Thread-safe.
public final class Slots {
  /// A place, or a place in the queue; given back once.
  public final class Ticket {
    private final String holder;
    private final Runnable granted;
    private boolean running;
    private boolean over;
    private long since;

    private Ticket(String holder, Runnable granted) {
      this.holder = holder;
      this.granted = granted;
    }

    /// Takes a place or a place in the queue; false when the queue is full.
    public boolean enter() {
      return Slots.this.enter(this);
    }

    /// Leaves the place or the queue; the second time nothing happens.
    public void leave() {
      Optional<Ticket> next = Slots.this.leave(this);
      next.ifPresent(ticket -> ticket.granted.run());
    }
  }

  private static final double WEIGHT = 0.2;

  private int places;
  private final int queue;
  private final LongSupplier nanos;

  /// How long a place is taken, the latest counting most.
  private double taking;

  private final Map<String, ArrayDeque<Ticket>> waiting = new LinkedHashMap<>();
  private int taken;
  private int queued;

  /// @param places at least 1
  /// @param queue most requests that may wait
  public Slots(int places, int queue) {
    this(places, queue, System::nanoTime);
  }

  /// @param nanos tells the time, as [System#nanoTime()]
  Slots(int places, int queue, LongSupplier nanos) {
    this.places = places;
    this.queue = queue;
    this.nanos = nanos;
  }

  /// A ticket that holds nothing yet.
  ///
  /// @param holder whose turn it uses
  /// @param granted called once it has a place: at once, or later by whoever leaves
  public Ticket ticket(String holder, Runnable granted) {
    return new Ticket(holder, granted);
  }

  private boolean enter(Ticket ticket) {
    synchronized (this) {
      if (taken >= places) {
        if (queued >= queue) {
          return false;
        }
        queued++;
        waiting.computeIfAbsent(ticket.holder, h -> new ArrayDeque<>()).add(ticket);
        return true;
      }
      run(ticket);
    }
    ticket.granted.run();
    return true;
  }

  private synchronized Optional<Ticket> leave(Ticket ticket) {
    if (ticket.over) {
      return Optional.empty();
    }
    ticket.over = true;
    if (ticket.running) {
      taken--;
      long took = nanos.getAsLong() - ticket.since;
      taking = taking == 0 ? took : taking + WEIGHT * (took - taking);
      return granted();
    }
    var line = waiting.get(ticket.holder);
    if (line != null && line.remove(ticket)) {
      queued--;
      if (line.isEmpty()) {
        waiting.remove(ticket.holder);
      }
    }
    return Optional.empty();
  }

  /// The first of the holder whose turn it is; that holder then goes to the end.
  private Optional<Ticket> granted() {
    if (queued == 0) {
      return Optional.empty();
    }
    var turn = waiting.entrySet().iterator().next();
    waiting.remove(turn.getKey());
    Ticket ticket = turn.getValue().remove();
    if (!turn.getValue().isEmpty()) {
      waiting.put(turn.getKey(), turn.getValue());
    }
    queued--;
    run(ticket);
    return Optional.of(ticket);
  }

  private void run(Ticket ticket) {
    taken++;
    ticket.running = true;
    ticket.since = nanos.getAsLong();
  }

  /// About how long it takes until the next one leaves its place, and another may wait.
  public synchronized Duration next() {
    return Duration.ofNanos((long) (taking / places));
  }

  /// Changes the number of places; those taken already stay so.
  synchronized void places(int number) {
    places = number;
  }

  public synchronized int taken() {
    return taken;
  }

  public synchronized int queued() {
    return queued;
  }
}
