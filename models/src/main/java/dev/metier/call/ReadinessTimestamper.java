package dev.metier.call;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/// Notes when answers reach the machine, on a thread of its own that does nothing else.
///
/// The event loop reads one socket after the other, so with many calls in flight an answer waits
/// there for its turn, and that is no time of the model's. The ear never reads; it only looks which
/// sockets have something to be read. Thread-safe.
public final class ReadinessTimestamper implements AutoCloseable {
  /// What has come stays to be seen until the loop reads it; so the ear closes for a moment instead
  /// of looking at the same again and again. No time is more wrong than by this.
  private static final long NAP_NANOS = 500_000;

  private final Selector selector;
  private final Thread thread;
  private final ConcurrentLinkedQueue<TimedSocket> newcomers = new ConcurrentLinkedQueue<>();

  public ReadinessTimestamper() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("no more files may be opened", e);
    }
    thread = Thread.ofPlatform().daemon().name("metier-readiness").start(this::listen);
  }

  /// Listens to a socket from now on, until it is closed.
  void to(TimedSocket socket) {
    newcomers.add(socket);
    selector.wakeup();
  }

  /// To be called when a socket was closed, which the system otherwise keeps until the next look.
  void forgetClosed() {
    selector.wakeup();
  }

  private void listen() {
    try {
      while (selector.isOpen()) {
        for (var socket = newcomers.poll(); socket != null; socket = newcomers.poll()) {
          join(socket);
        }
        if (selector.select(ReadinessTimestamper::note) > 0) {
          LockSupport.parkNanos(NAP_NANOS);
        }
      }
    } catch (ClosedSelectorException e) {
      // closed while it slept
      return;
    } catch (IOException e) {
      throw new UncheckedIOException("the system tells no more what can be read", e);
    }
  }

  private void join(TimedSocket socket) {
    try {
      SocketChannel channel = socket.channel();
      channel.register(selector, SelectionKey.OP_READ, socket);
    } catch (ClosedChannelException e) {
      // it was closed again before anything came
      return;
    }
  }

  private static void note(SelectionKey key) {
    if (key.attachment() instanceof TimedSocket socket) {
      socket.readable();
    }
  }

  @Override
  public void close() {
    try {
      selector.close();
      thread.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
