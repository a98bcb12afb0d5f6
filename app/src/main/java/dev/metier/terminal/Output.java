package dev.metier.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// A print stream in UTF-8 that remembers why writing failed.
public final class Output extends PrintStream {
  private final AtomicReference<Optional<IOException>> failure;

  public Output(OutputStream to) {
    this(to, new AtomicReference<>(Optional.empty()));
  }

  private Output(OutputStream to, AtomicReference<Optional<IOException>> failure) {
    super(new Watched(to, failure), true, StandardCharsets.UTF_8);
    this.failure = failure;
  }

  /// The first failure; those that come after it say nothing new.
  Optional<IOException> failure() {
    flush();
    return failure.get();
  }

  private static final class Watched extends OutputStream {
    private final OutputStream to;
    private final AtomicReference<Optional<IOException>> failure;

    Watched(OutputStream to, AtomicReference<Optional<IOException>> failure) {
      this.to = to;
      this.failure = failure;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        to.write(bytes, from, length);
      } catch (IOException e) {
        failure.compareAndSet(Optional.empty(), Optional.of(e));
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      to.flush();
    }
  }
}
