package dev.metier.pipeline.step;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which pages in browsers may ask: none but those of this machine, and the origins that whoever
/// runs the gateway names. Answers of CORS as <https://fetch.spec.whatwg.org/#http-cors-protocol>
/// has them.
///
/// @param allowed as browsers write them: `https://chat.example`, `app://obsidian.md`
public record Origins(Set<String> allowed) {
  private static final Set<String> OURS = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
  private static final String SHOWN =
      "x-metier-model, x-metier-job, x-metier-route, x-metier-stage, x-metier-check, x-metier-hold,"
          + " x-metier-dropped, x-metier-request-id, x-request-id,"
          + " request-id, retry-after, x-should-retry";

  public Origins {
    allowed = Set.copyOf(allowed);
  }

  /// Whether a browser sent it for a page of another site, or under a name that is not this
  /// machine's.
  public boolean areForeign(HttpServerRequest request) {
    return request.headers().getAll(HttpHeaders.ORIGIN).stream()
            .anyMatch(origin -> !allowed.contains(origin) && !ours(host(origin)))
        || request.headers().getAll(HttpHeaders.HOST).stream()
            .anyMatch(host -> !ours(withoutPort(host)) && !ours(host("http://" + host)));
  }

  /// What whoever comes from another site is told.
  public static String sentence(HttpServerRequest request) {
    String origin = Optional.ofNullable(request.getHeader(HttpHeaders.ORIGIN)).orElse("");
    boolean plain = origin.matches("[A-Za-z][A-Za-z0-9+.-]*://[A-Za-z0-9.:\\[\\]-]{1,200}");
    return plain
        ? "Pages of "
            + origin
            + " may not ask here; `metier serve --origin "
            + origin
            + "` lets them."
        : "Pages of other sites may not ask.";
  }

  /// Lets a page of a named origin read the answer; answers a preflight request.
  ///
  /// @return whether the request is answered by that
  public boolean take(HttpServerRequest request) {
    List<String> origins = request.headers().getAll(HttpHeaders.ORIGIN);
    if (origins.size() != 1 || !allowed.contains(origins.getFirst())) {
      return false;
    }
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origins.getFirst());
    response.putHeader(HttpHeaders.VARY, "origin");
    response.putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, SHOWN);
    boolean preflight =
        request.method().equals(HttpMethod.OPTIONS)
            && request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null;
    if (preflight) {
      response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
      // with `authorization` a star would not do
      Optional.ofNullable(request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS))
          .ifPresent(names -> response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, names));
      if ("true".equals(request.getHeader("access-control-request-private-network"))) {
        response.putHeader("access-control-allow-private-network", "true");
      }
      response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600");
      response.setStatusCode(204).end();
    }
    return preflight;
  }

  /// What stands before a port; such a name need not be read as an address.
  private static String withoutPort(String host) {
    int colon = host.indexOf(':');
    for (int at = colon + 1; at < host.length(); at++) {
      if (host.charAt(at) < '0' || host.charAt(at) > '9') {
        return "";
      }
    }
    return colon < 0 ? host : host.substring(0, colon);
  }

  private static String host(String origin) {
    try {
      return Optional.ofNullable(URI.create(origin).getHost()).orElse("");
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static boolean ours(String host) {
    return OURS.contains(host.toLowerCase(Locale.ROOT));
  }
}
