package dev.metier.pipeline.route;

import dev.metier.job.ModelName;
import dev.metier.pipeline.RequestContext;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.stream.Collectors;

/// The headers that tell a client who answers it.
final class AnswerHeaders {
  private static final CharSequence MODEL = HttpHeaders.createOptimized("x-metier-model");
  private static final CharSequence ROUTE = HttpHeaders.createOptimized("x-metier-route");
  private static final int MOST_DROPPED = 32;
  private static final int LONGEST_NAME = 80;

  private AnswerHeaders() {}

  /// Notes that a model answers.
  ///
  /// @param route how the route came to this model
  /// @param dropped what the client asked for and this model did not hear of
  static void set(RequestContext context, ModelName model, String route, List<String> dropped) {
    var response = context.end().response();
    context.end().answeredBy(model);
    response.header(MODEL, model.text());
    response.header(ROUTE, route);
    context.findings().dropped(dropped);
    if (dropped.isEmpty()) {
      return;
    }
    String told =
        dropped.stream()
            .filter(AnswerHeaders::isPlain)
            .limit(MOST_DROPPED)
            .collect(Collectors.joining(","));
    if (!told.isEmpty()) {
      response.header("x-metier-dropped", told);
    }
  }

  /// Whether a name that the client chose can stand in a header.
  private static boolean isPlain(String name) {
    return name.length() <= LONGEST_NAME
        && name.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ',');
  }
}
