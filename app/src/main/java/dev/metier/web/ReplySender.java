package dev.metier.web;

import dev.metier.core.log.Log;
import dev.metier.report.screen.Screens;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/// Ends requests with what was made for them, also where that cannot be sent.
///
/// @param headers that every reply has
record ReplySender(Map<String, String> headers) {
  ReplySender {
    headers = Map.copyOf(headers);
  }

  /// Sends a reply. Where it cannot be sent, the browser gets a page that says so, or, once a part
  /// of it is on its way, the end of the connection: no request is left open.
  void send(HttpServerRequest taken, Reply reply) {
    HttpServerResponse response = taken.response();
    if (response.ended() || response.closed()) {
      return;
    }
    try {
      write(taken, reply);
    } catch (RuntimeException mistake) {
      Log.error(ReplySender.class, "A page could not be sent.", mistake);
      if (response.headWritten()) {
        taken.connection().close();
      } else {
        response.headers().clear();
        write(taken, Reply.page(Reply.FAILED, Screens.failed()));
      }
    }
  }

  private void write(HttpServerRequest taken, Reply reply) {
    HttpServerResponse response = taken.response();
    response.setStatusCode(reply.status());
    headers.forEach(response::putHeader);
    reply.headers().forEach(response::putHeader);
    Buffer body = Buffer.buffer(reply.body());
    if (taken.method().name().equals("HEAD")) {
      response.putHeader("Content-Length", Integer.toString(body.length())).end();
    } else {
      response.end(body);
    }
  }
}
