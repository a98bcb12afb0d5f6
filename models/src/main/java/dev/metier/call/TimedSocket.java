package dev.metier.call;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A connection that knows when its last bytes were given to the system, and when those that were
/// read last had come. Used by the event loop; [#readable] by the timestamper.
final class TimedSocket extends NioSocketChannel {
  private final ReadinessTimestamper timestamper;
  private @Nullable InputStream peek;
  private volatile @Nullable Noted noted;
  private volatile long readBytes;
  private long readAt;
  private long writtenAt;

  /// So many bytes had come, since the connection began, at this [System#nanoTime()].
  private record Noted(long bytes, long nanos) {}

  TimedSocket(ReadinessTimestamper timestamper) {
    this.timestamper = timestamper;
  }

  /// The socket below an HTTP connection.
  static Optional<TimedSocket> of(HttpConnection connection) {
    return connection instanceof ConnectionBase base && base.channel() instanceof TimedSocket socket
        ? Optional.of(socket)
        : Optional.empty();
  }

  SocketChannel channel() {
    return javaChannel();
  }

  /// When the last of the bytes that were read last had come, by [System#nanoTime()].
  long readAt() {
    return readAt;
  }

  /// When bytes were last given to the system, by [System#nanoTime()].
  long writtenAt() {
    return writtenAt;
  }

  /// Notes how much there is to be read, if it became more. What is read meanwhile only makes the
  /// sum too small, which leaves the time to the reader: the first addend is read first.
  void readable() {
    long read = readBytes;
    InputStream in = peek;
    if (in == null) {
      return;
    }
    try {
      long bytes = read + in.available();
      Noted last = noted;
      if (bytes > read && (last == null || bytes > last.bytes)) {
        noted = new Noted(bytes, System.nanoTime());
      }
    } catch (IOException e) {
      // closed meanwhile; nobody asks for its times any more
      return;
    }
  }

  @Override
  protected boolean doConnect(SocketAddress remote, @Nullable SocketAddress local)
      throws Exception {
    boolean connected = super.doConnect(remote, local);
    if (connected) {
      listen();
    }
    return connected;
  }

  @Override
  protected void doFinishConnect() throws Exception {
    super.doFinishConnect();
    listen();
  }

  private void listen() throws IOException {
    peek = channel().socket().getInputStream();
    timestamper.to(this);
  }

  @Override
  protected int doReadBytes(ByteBuf buffer) throws Exception {
    int count = super.doReadBytes(buffer);
    long read = readBytes + Math.max(0, count);
    readBytes = read;
    Noted last = noted;
    readAt = last != null && count > 0 && last.bytes >= read ? last.nanos : System.nanoTime();
    return count;
  }

  /// The time before writing: afterwards the other side may have had the processor already.
  @Override
  protected void doWrite(ChannelOutboundBuffer out) throws Exception {
    writtenAt = System.nanoTime();
    super.doWrite(out);
  }

  @Override
  protected void doClose() throws Exception {
    super.doClose();
    timestamper.forgetClosed();
  }
}
