package dev.metier.ledger.sqlite;

import dev.metier.core.io.OwnerOnly;
import dev.metier.core.problem.ProblemsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The right to run on a ledger: one process at a time has it. It is an operating system's lock on
/// a file beside the ledger, so it ends with its process, however that ends; the file stays, since
/// removing it would let two processes lock two files of the same name.
final class WriterLock implements AutoCloseable {
  /// Far behind the text, because on Windows a locked region cannot be read either.
  private static final long POSITION = 1L << 40;

  /// Files whose lock this process has: to open and close such a file a second time would give the
  /// lock up, on systems where a lock is the process's and not the channel's.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final int TRIES = 3;
  private static final long BETWEEN_NANOS = 5_000_000;

  private final Path file;
  private final FileChannel channel;

  private WriterLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  private static Path file(Path ledger) {
    Path whole = ledger.toAbsolutePath().normalize();
    return whole.resolveSibling(whole.getFileName() + ".lock");
  }

  /// Takes it, or says who has it.
  ///
  /// @throws ProblemsException when another process holds it, or the file cannot be written
  static WriterLock take(Path ledger) {
    Path file = file(ledger);
    if (!HELD.add(file)) {
      throw taken(ledger, "process " + ProcessHandle.current().pid());
    }
    boolean has = false;
    try {
      WriterLock lock = locked(ledger, file);
      has = true;
      return lock;
    } catch (IOException e) {
      throw Trouble.problem(
          e,
          "the file " + file + " cannot be written.",
          "Check that the folder exists, may be written by you, and has space left.");
    } finally {
      if (!has) {
        HELD.remove(file);
      }
    }
  }

  private static WriterLock locked(Path ledger, Path file) throws IOException {
    FileChannel channel = OwnerOnly.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      OptionalLong named = named(file);
      throw taken(ledger, named.isPresent() ? "process " + named.getAsLong() : "another process");
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
    return new WriterLock(file, channel);
  }

  /// The process that has a run on a ledger; empty when there is none, or none that can be told.
  static OptionalLong holder(Path ledger) {
    Path file = file(ledger);
    if (HELD.contains(file)) {
      return OptionalLong.of(ProcessHandle.current().pid());
    }
    OptionalLong named = named(file);
    boolean alive =
        named.isPresent()
            && ProcessHandle.of(named.getAsLong()).filter(ProcessHandle::isAlive).isPresent();
    return alive && isLocked(file) ? named : OptionalLong.empty();
  }

  /// Whether somebody else has it; for the moment of asking nobody else can take it, which whoever
  /// tries to waits for.
  private static boolean isLocked(Path file) {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ);
        var lock = channel.tryLock(POSITION, 1, true)) {
      return lock == null;
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }

  private static OptionalLong named(Path file) {
    try {
      return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    for (int left = TRIES; left > 0; left--) {
      FileLock lock = channel.tryLock(POSITION, 1, false);
      if (lock != null) {
        return lock;
      }
      LockSupport.parkNanos(BETWEEN_NANOS);
    }
    return null;
  }

  private static ProblemsException taken(Path ledger, String holder) {
    return new ProblemsException(
        "The ledger " + ledger + " is in use by a run of " + holder + ".",
        "Wait until it ends or stop it; reading (verdict, report) works meanwhile. To run both at"
            + " once, give one of them a ledger of its own.");
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD.remove(file);
  }
}
