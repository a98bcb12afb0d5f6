package dev.metier.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// Where a demo keeps what it finds: in the folder of its jobs, or in one of its own where that
/// cannot be written or something else works in it. It is this demo's alone until it is closed.
///
/// @param ledger a file that does not exist yet: the demo shows a first run each time
/// @param elsewhere why it is not in the folder of the jobs; empty where it is
/// @param held open while the folder of the jobs is this demo's
record DemoFolder(Path ledger, Optional<String> elsewhere, Optional<FileChannel> held)
    implements AutoCloseable {
  static final String LOCK = "demo.lock";

  private static final List<String> KEPT = List.of("ledger.db", "ledger.db-wal", "ledger.db-shm");

  /// @param jobs the folder with the demo's jobs
  static DemoFolder of(Path jobs) {
    try {
      if (!Files.isWritable(jobs.toAbsolutePath())) {
        return own("This folder cannot be written");
      }
      Path usual = jobs.resolve(".metier");
      Files.createDirectories(usual);
      Optional<FileChannel> held = hold(usual.resolve(LOCK));
      if (held.isEmpty()) {
        return own("Another demo is running");
      }
      Path ledger = usual.resolve(KEPT.getFirst());
      if (Ledgers.holder(ledger).isPresent()) {
        held.get().close();
        return own("A run has the demo's ledger");
      }
      for (String name : KEPT) {
        Files.deleteIfExists(usual.resolve(name));
      }
      return new DemoFolder(ledger, Optional.empty(), held);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DemoFolder own(String why) throws IOException {
    Path folder = Files.createTempDirectory("metier-demo");
    return new DemoFolder(
        folder.resolve(KEPT.getFirst()),
        Optional.of(why + ": this one keeps what it finds in " + folder + "."),
        Optional.empty());
  }

  /// Empty when another one holds it, in this process or elsewhere. The system lets go of it when a
  /// process ends, however it ends.
  private static Optional<FileChannel> hold(Path lock) throws IOException {
    var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return Optional.of(channel);
      }
    } catch (OverlappingFileLockException e) {
      // held within this process
    }
    channel.close();
    return Optional.empty();
  }

  @Override
  public void close() {
    try {
      if (held.isPresent()) {
        held.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
