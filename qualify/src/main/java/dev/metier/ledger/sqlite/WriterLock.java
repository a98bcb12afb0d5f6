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
import org.jspecify.annotations.Nullable;

/// The right to run on a ledger: one process at a time has it. It is an operating system's lock on
/// a file beside the ledger, so it ends with its process, however that ends; the file stays, since
/// removing it would let two processes lock two files of the same name.
final class WriterLock implements AutoCloseable {
  /// Far behind the text, because on Windows a locked region cannot be read either.
  private static final long POSITION = 1L << 40;

  private final FileChannel channel;

  private WriterLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Takes it, or says who has it.
  ///
  /// @throws ProblemsException when another process holds it, or the file cannot be written
  static WriterLock take(Path ledger) {
    Path file = ledger.resolveSibling(ledger.getFileName() + ".lock");
    try {
      FileChannel channel =
          OwnerOnly.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw taken(ledger, file);
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return new WriterLock(channel);
    } catch (IOException e) {
      throw Trouble.problem(
          e,
          "the file " + file + " cannot be written.",
          "Check that the folder exists, may be written by you, and has space left.");
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(POSITION, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static ProblemsException taken(Path ledger, Path file) {
    String holder;
    try {
      holder = "process " + Long.parseLong(Files.readString(file).strip());
    } catch (IOException | NumberFormatException e) {
      holder = "another process";
    }
    return new ProblemsException(
        "The ledger " + ledger + " is in use by a run of " + holder + ".",
        "Wait until it ends or stop it; reading (verdict, report) works meanwhile. To run both at"
            + " once, give one of them a ledger of its own.");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
