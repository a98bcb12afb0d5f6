package dev.metier.call;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.spi.transport.Transport;
import org.jspecify.annotations.Nullable;

/// Java's own sockets, whose connections are [TimedSocket]s.
public record TimedTransport(ReadinessTimestamper timestamper)
    implements io.vertx.core.transport.Transport, Transport {
  private static final Transport PLAIN = NIO.implementation();

  @Override
  public String name() {
    return NIO.name();
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public @Nullable Throwable unavailabilityCause() {
    return null;
  }

  @Override
  public Transport implementation() {
    return this;
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return PLAIN.ioHandlerFactory();
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return domainSocket ? PLAIN.channelFactory(true) : () -> new TimedSocket(timestamper);
  }

  // Vert.x's interface still names the deprecated type.
  @SuppressWarnings("deprecation")
  @Override
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return PLAIN.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return PLAIN.datagramChannelFactory();
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return PLAIN.serverChannelFactory(domainSocket);
  }
}
