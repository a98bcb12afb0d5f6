package dev.metier.server;

import dev.metier.pipeline.step.Origins;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// How this process serves.
///
/// @param host interface to listen on
/// @param port 0: any free one
/// @param loops event loops; at least 1
/// @param drain how long streams may go on when the process is asked to end
/// @param announce how long new requests are still taken after readiness is off
/// @param silence after how much silence the stream of a local model gets a sign of life, from
///   which on a failure can only be told inside it; hosted ones have thrice as long
/// @param bodyLimit most bytes of one request, unpacked
/// @param memoryLimit most bytes that all requests under way hold together; one that is read whole,
///   to be translated, holds several times its size
/// @param origins pages in browsers that may ask
/// @param certificate for TLS; empty: plain HTTP
public record GatewayOptions(
    String host,
    int port,
    int loops,
    Duration drain,
    Duration announce,
    Duration silence,
    int bodyLimit,
    long memoryLimit,
    Origins origins,
    Optional<Certificate> certificate) {
  /// Files in PEM form.
  ///
  /// @param chain the certificate, and those between it and a known authority
  /// @param key its private key
  public record Certificate(Path chain, Path key) {}

  private static final int BODY_LIMIT = 32 << 20;

  /// What is usual, for a process that listens here.
  public static GatewayOptions usual(String host, int port) {
    return new GatewayOptions(
        host,
        port,
        Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors())),
        Duration.ofSeconds(30),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        BODY_LIMIT,
        Math.max(BODY_LIMIT, Runtime.getRuntime().maxMemory() * 5 / 16),
        new Origins(Set.of()),
        Optional.empty());
  }

  /// The same with another time for streams to go on at the end.
  public GatewayOptions drain(Duration longest) {
    return new GatewayOptions(
        host,
        port,
        loops,
        longest,
        announce,
        silence,
        bodyLimit,
        memoryLimit,
        origins,
        certificate);
  }

  /// The same for pages of these origins too, and with this certificate.
  public GatewayOptions access(Origins named, Optional<Certificate> tls) {
    return new GatewayOptions(
        host, port, loops, drain, announce, silence, bodyLimit, memoryLimit, named, tls);
  }

  /// Whether only programs on this machine can reach it.
  public boolean loopback() {
    return host.equals("127.0.0.1") || host.equals("::1") || host.equals("localhost");
  }
}
