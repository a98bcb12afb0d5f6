package dev.metier.journal.files;

import dev.metier.core.io.OwnerOnly;
import dev.metier.core.log.Log;
import dev.metier.journal.Journal;
import dev.metier.journal.RecordText;
import dev.metier.journal.RequestRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A journal in a file a day, written by a thread of its own. When the disk cannot keep up, records
/// are dropped and counted, not requests.
public final class FileJournal implements Journal {
  private static final int WAITING = 20_000;
  private static final long PAUSE_NANOS = 50_000_000;
  private static final int PENDING = 1 << 16;
  private static final long FORCE_NANOS = 1_000_000_000;
  private static final long COUNT_NANOS = 10_000_000_000L;

  private final Path folder;
  private final List<Consumer<RequestRecord>> listeners;
  private final ArrayBlockingQueue<RequestRecord> waiting = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread writer;
  private volatile boolean closing;
  private @Nullable Day open;
  private boolean complained;
  private boolean told;

  /// A journal that begins to write at once.
  ///
  /// @param folder where the files lie; made when needed
  /// @param listeners hear of every record too, on the writer's thread
  public FileJournal(Path folder, List<Consumer<RequestRecord>> listeners) {
    this.folder = folder;
    this.listeners = List.copyOf(listeners);
    writer = Thread.ofPlatform().name("journal").daemon().start(this::write);
  }

  @Override
  public boolean offer(RequestRecord record) {
    boolean taken = !closing && waiting.offer(record);
    if (!taken) {
      dropped.incrementAndGet();
    }
    return taken;
  }

  @Override
  public long dropped() {
    return dropped.get();
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(writer);
    try {
      writer.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    var batch = new ArrayList<RequestRecord>();
    boolean last = false;
    while (!last) {
      // whoever offers never has to wake us
      if (!closing) {
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
      last = closing;
      waiting.drainTo(batch);
      keep(batch);
      batch.forEach(this::tell);
      batch.clear();
    }
    shut();
  }

  /// A listener that fails harms neither the others nor the journal.
  private void tell(RequestRecord record) {
    for (Consumer<RequestRecord> listener : listeners) {
      try {
        listener.accept(record);
      } catch (RuntimeException e) {
        if (!told) {
          told = true;
          Log.error(FileJournal.class, "a listener of the journal failed", e);
        }
      }
    }
  }

  private void keep(List<RequestRecord> batch) {
    try {
      for (RequestRecord record : batch) {
        day(LocalDate.ofInstant(record.at(), ZoneOffset.UTC)).add(record);
      }
      Day day = open;
      if (day != null) {
        day.settle(closing);
      }
    } catch (IOException | RuntimeException e) {
      // whatever goes wrong, the next records get their chance
      dropped.addAndGet(batch.size());
      if (!complained) {
        complained = true;
        Log.error(FileJournal.class, "the journal in " + folder + " cannot be written", e);
      }
      shut();
    }
  }

  private Day day(LocalDate date) throws IOException {
    Day day = open;
    if (day == null || !day.date.equals(date)) {
      shut();
      prepare();
      day = new Day(folder, date);
      open = day;
    }
    return day;
  }

  /// The folder is its owner's only, since lines tell who asked for what.
  private void prepare() throws IOException {
    if (!Files.isDirectory(folder)) {
      OwnerOnly.makeFolder(folder);
    }
  }

  private void shut() {
    Day day = open;
    open = null;
    if (day != null) {
      try (day.file) {
        day.settle(true);
      } catch (IOException e) {
        Log.error(FileJournal.class, "the journal in " + folder + " cannot be closed", e);
      }
    }
  }

  static Path file(Path folder, LocalDate date) {
    return folder.resolve(date + ".jsonl");
  }

  /// The file of one day.
  private static final class Day {
    private final Path folder;
    private final LocalDate date;
    private final FileChannel file;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(2 * PENDING);
    private long forced = System.nanoTime();
    private long counted = System.nanoTime();
    private Tally tally;
    private boolean changed;
    private boolean uncounted;

    Day(Path folder, LocalDate date) throws IOException {
      this.folder = folder;
      this.date = date;
      this.tally = Tally.of(folder, date);
      Path path = file(folder, date);
      boolean whole = endsWell(path);
      this.file = OwnerOnly.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      if (!whole) {
        // a crash cut the last line off
        pending.write('\n');
      }
    }

    private static boolean endsWell(Path path) throws IOException {
      if (!Files.exists(path)) {
        return true;
      }
      try (var file = FileChannel.open(path)) {
        var last = ByteBuffer.allocate(1);
        return file.size() == 0 || (file.read(last, file.size() - 1) == 1 && last.get(0) == '\n');
      }
    }

    void add(RequestRecord record) throws IOException {
      int before = pending.size();
      RecordText.write(record, pending);
      pending.write('\n');
      tally.add(record, pending.size() - before);
      if (pending.size() > PENDING) {
        flush();
      }
    }

    private void flush() throws IOException {
      ByteBuffer bytes = ByteBuffer.wrap(pending.toByteArray());
      pending.reset();
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      changed |= bytes.limit() > 0;
    }

    /// Hands everything to the system, once a second to the disk, and now and then counts what was
    /// spent.
    void settle(boolean now) throws IOException {
      flush();
      if (changed && (now || System.nanoTime() - forced > FORCE_NANOS)) {
        file.force(false);
        forced = System.nanoTime();
        changed = false;
        uncounted = true;
      }
      if (uncounted && (now || System.nanoTime() - counted > COUNT_NANOS)) {
        if (tally.bytes() != file.size()) {
          // another process writes there too, or a line was cut off
          tally = Tally.of(folder, date);
        }
        tally.keep(folder, date);
        counted = System.nanoTime();
        uncounted = false;
      }
    }
  }
}
