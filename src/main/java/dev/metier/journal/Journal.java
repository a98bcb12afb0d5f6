package dev.metier.journal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes records to a file a day, behind the back of the requests: whoever offers one never waits,
/// and when the disk cannot keep up records are dropped and counted, not requests. Thread-safe.
public final class Journal implements AutoCloseable {
  private static final int WAITING = 20_000;
  private static final long PAUSE_NANOS = 50_000_000;
  private static final long FORCE_NANOS = 1_000_000_000;
  private static final System.Logger LOG = System.getLogger(Journal.class.getName());

  private final Path folder;
  private final List<Consumer<RequestRecord>> listeners;
  private final ArrayBlockingQueue<RequestRecord> waiting = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread writer;
  private volatile boolean closing;
  private @Nullable Day open;
  private boolean complained;

  /// A journal that begins to write at once.
  ///
  /// @param folder where the files lie; made when needed
  /// @param listeners hear of every record too, on the writer's thread
  public Journal(Path folder, List<Consumer<RequestRecord>> listeners) {
    this.folder = folder;
    this.listeners = List.copyOf(listeners);
    writer = Thread.ofPlatform().name("journal").daemon().start(this::write);
  }

  /// Takes a record; false when too many wait already.
  public boolean offer(RequestRecord record) {
    boolean taken = !closing && waiting.offer(record);
    if (!taken) {
      dropped.incrementAndGet();
    }
    return taken;
  }

  /// How many records were lost since the start.
  public long dropped() {
    return dropped.get();
  }

  /// Writes what waits, and ends. Waits up to five seconds for that.
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
      batch.forEach(record -> listeners.forEach(listener -> listener.accept(record)));
      batch.clear();
    }
    shut();
  }

  private void keep(List<RequestRecord> batch) {
    try {
      for (RequestRecord record : batch) {
        Day day = day(LocalDate.ofInstant(record.at(), ZoneOffset.UTC));
        RecordText.write(record, day.out);
        day.out.write('\n');
      }
      Day day = open;
      if (day != null) {
        day.settle(closing);
      }
    } catch (IOException e) {
      dropped.addAndGet(batch.size());
      if (!complained) {
        complained = true;
        LOG.log(System.Logger.Level.ERROR, "the journal in " + folder + " cannot be written", e);
      }
      shut();
    }
  }

  private Day day(LocalDate date) throws IOException {
    Day day = open;
    if (day == null || !day.date.equals(date)) {
      shut();
      prepare();
      day = new Day(date, file(folder, date));
      open = day;
    }
    return day;
  }

  /// The folder is its owner's only, since lines tell who asked for what.
  private void prepare() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
    }
  }

  private void shut() {
    Day day = open;
    open = null;
    if (day != null) {
      try {
        day.out.close();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.ERROR, "the journal in " + folder + " cannot be closed", e);
      }
    }
  }

  static Path file(Path folder, LocalDate date) {
    return folder.resolve(date + ".jsonl");
  }

  /// The file of one day.
  private static final class Day {
    private final LocalDate date;
    private final FileChannel file;
    private final OutputStream out;
    private long forced = System.nanoTime();
    private long size;

    Day(LocalDate date, Path path) throws IOException {
      this.date = date;
      this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      this.size = file.size();
      this.out =
          new BufferedOutputStream(java.nio.channels.Channels.newOutputStream(file), 1 << 16);
    }

    /// Hands everything to the system, and once a second to the disk.
    void settle(boolean now) throws IOException {
      out.flush();
      long length = file.size();
      if (length != size && (now || System.nanoTime() - forced > FORCE_NANOS)) {
        file.force(false);
        forced = System.nanoTime();
        size = length;
      }
    }
  }
}
