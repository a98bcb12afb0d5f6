package dev.metier.pipeline.step;

import dev.metier.job.DataClass;
import dev.metier.pipeline.RequestContext;
import dev.metier.pipeline.Step;
import dev.metier.pipeline.StepResult;
import dev.metier.pipeline.step.ResponseStore.Address;
import dev.metier.pipeline.step.ResponseStore.Stored;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.RefusedException;
import dev.metier.protocol.responses.Responses;
import dev.metier.server.limits.MemoryLimiter;
import dev.metier.upstream.Splice;
import dev.metier.wire.Fields;
import dev.metier.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Puts the items of earlier answers in the place of `previous_response_id` and of each
/// `item_reference`, so that what is looked through, counted and sent is the whole conversation;
/// and keeps the answer for the request after this one, unless `store` is false.
final class RestoreConversation implements Step {
  private static final String PREVIOUS = "previous_response_id";
  private static final String INPUT = "input";
  private static final String REFERENCE = "item_reference";
  private static final Duration USUAL_LIFE = Duration.ofHours(1);

  private final ResponseStore store;

  RestoreConversation(ResponseStore store) {
    this.store = store;
  }

  @Override
  public StepResult take(RequestContext context) {
    if (!context.request().protocol().equals(Responses.PROTOCOL)) {
      return StepResult.NEXT;
    }
    Fields fields = context.request().fields();
    Optional<String> previous = fields.text(PREVIOUS);
    String raw = fields.field(INPUT).map(fields::raw).orElse("");
    List<JsonNode> items = raw.contains(REFERENCE) ? items(raw) : List.of();
    for (Address needed : needed(context, previous, items)) {
      if (store.await(needed, () -> context.request().loop().run(() -> again(context)))) {
        return StepResult.WAITING;
      }
    }
    String own = items.isEmpty() ? inner(raw) : resolved(context, items);
    if (previous.isPresent()) {
      replace(context, joined(chain(context, previous.get()), own));
    } else if (!items.isEmpty()) {
      replace(context, own);
    }
    keep(context, previous, own);
    return StepResult.NEXT;
  }

  /// Once the answer that it goes on from is complete.
  private void again(RequestContext context) {
    if (!context.end().isOver()) {
      try {
        if (take(context) instanceof StepResult.Next) {
          context.resume();
        }
      } catch (RefusedException e) {
        context.end().refuse(e.refusal());
      }
    }
  }

  private static List<JsonNode> items(String raw) {
    return Json.tryArray(raw.getBytes(StandardCharsets.UTF_8))
        .map(array -> array.values().stream().toList())
        .orElse(List.of());
  }

  private static boolean refers(JsonNode item) {
    return Json.text(item, "type").equals(REFERENCE);
  }

  private static List<Address> needed(
      RequestContext context, Optional<String> previous, List<JsonNode> items) {
    var all = new ArrayList<Address>();
    previous
        .flatMap(ResponseStore::requestOfResponse)
        .map(id -> address(context, id))
        .ifPresent(all::add);
    for (JsonNode item : items) {
      if (refers(item)) {
        ResponseStore.requestOfItem(Json.text(item, "id"))
            .map(id -> address(context, id))
            .ifPresent(all::add);
      }
    }
    return all;
  }

  private static Address address(RequestContext context, String requestId) {
    return new Address(
        context.findings().holder(), context.findings().job().name().text(), requestId);
  }

  /// The items with what the references among them stand for; a reference to reasoning that is gone
  /// stays, and is left out by whoever reads the request.
  private String resolved(RequestContext context, List<JsonNode> items) {
    return items.stream()
        .map(item -> Json.compact(refers(item) ? referred(context, item) : item))
        .collect(Collectors.joining(","));
  }

  private JsonNode referred(RequestContext context, JsonNode reference) {
    String id = Json.text(reference, "id");
    Optional<Stored> stored =
        ResponseStore.requestOfItem(id).flatMap(request -> store.find(address(context, request)));
    stored.ifPresent(found -> raise(context, found));
    Optional<JsonNode> item = stored.flatMap(found -> ResponseStore.item(found, id));
    if (item.isEmpty() && !Responses.isReasoning(id)) {
      throw gone(INPUT, "Item", id);
    }
    return item.orElse(reference);
  }

  /// All items before this request, from the first on.
  private String chain(RequestContext context, String last) {
    var pieces = new ArrayDeque<String>();
    for (Optional<String> next = Optional.of(last); next.isPresent(); ) {
      Stored stored =
          next.flatMap(ResponseStore::requestOfResponse)
              .flatMap(request -> store.find(address(context, request)))
              .orElseThrow(() -> gone(PREVIOUS, "Previous response", last));
      raise(context, stored);
      pieces.addFirst(joined(stored.input(), stored.output()));
      next = stored.previous();
    }
    return pieces.stream().reduce("", RestoreConversation::joined);
  }

  private static void raise(RequestContext context, Stored stored) {
    context.findings().raise(stored.data(), "the conversation so far");
  }

  private static String joined(String one, String other) {
    return one.isEmpty() || other.isEmpty() ? one + other : one + "," + other;
  }

  /// The items of `input` as they stand between the brackets of a list.
  private static String inner(String raw) {
    if (raw.startsWith("[")) {
      return raw.substring(1, raw.length() - 1).strip();
    }
    return raw.startsWith("\"")
        ? "{\"type\":\"message\",\"role\":\"user\",\"content\":" + raw + "}"
        : "";
  }

  private static void replace(RequestContext context, String items) {
    Fields before = context.request().fields();
    byte[] body =
        new Splice(before)
            .set(INPUT, "[" + items + "]")
            .without(Set.of(PREVIOUS))
            .body()
            .getBytes();
    // as it came, and as it goes on to a model
    if (!context.request().share().take(2L * Math.max(0, body.length - before.json().length))) {
      throw new RefusedException(MemoryLimiter.refusal());
    }
    context.request().fields(Fields.of(body).orElseThrow());
  }

  private void keep(RequestContext context, Optional<String> previous, String own) {
    Fields fields = context.request().fields();
    boolean unwanted = fields.field("store").map(fields::raw).filter("false"::equals).isPresent();
    boolean keeps = !unwanted && life(context).isPresent();
    context
        .request()
        .remember(
            Map.of(
                Responses.PREVIOUS,
                previous.map(Json::quoted).orElse("null"),
                Responses.STORED,
                Boolean.toString(keeps)),
            !keeps && fields.isTrue("store") ? List.of("store") : List.of());
    if (!keeps) {
      return;
    }
    Address here = address(context, context.request().id());
    store.begin(here);
    context.end().response().keep();
    context
        .end()
        .whenOver(() -> {
          try {
            store(context, previous, own);
          } finally {
            store.end(here);
          }
        });
  }

  /// How long answers to this request are kept; empty for restricted data unless the job says so.
  private static Optional<Duration> life(RequestContext context) {
    Optional<Duration> said = context.findings().job().serving().store();
    return said.isPresent()
        ? said.filter(Duration::isPositive)
        : Optional.of(USUAL_LIFE)
            .filter(usual -> context.findings().data() != DataClass.RESTRICTED);
  }

  /// Keeps a complete answer; the class may have been raised meanwhile.
  private void store(RequestContext context, Optional<String> previous, String own) {
    Optional<byte[]> sent =
        context.end().refusal().isPresent() ? Optional.empty() : context.end().response().kept();
    Optional<JsonNode> response = sent.flatMap(bytes -> response(context, bytes));
    Optional<Duration> life = life(context);
    if (response.isPresent() && life.isPresent()) {
      String output =
          response.get().path("output").values().stream()
              .map(Json::compact)
              .collect(Collectors.joining(","));
      ResponseStore.requestOfResponse(Json.text(response.get(), "id"))
          .ifPresent(id ->
              store.put(
                  address(context, id),
                  new Stored(previous, own, output, context.findings().data(), life.get())));
    }
  }

  /// The response object: all of an answer, or in the last event of a stream.
  private static Optional<JsonNode> response(RequestContext context, byte[] sent) {
    if (!context.request().stream()) {
      return Json.tryObject(sent);
    }
    String text = new String(sent, StandardCharsets.UTF_8);
    String last = text.substring(text.lastIndexOf("data: ") + "data: ".length()).strip();
    return Json.tryObject(last.getBytes(StandardCharsets.UTF_8)).map(e -> e.path("response"));
  }

  private static RefusedException gone(String field, String what, String id) {
    return new RefusedException(
        Refusal.ofField(
            Refusal.Reason.NOT_STORED,
            field,
            what
                + " with id '"
                + Json.cut(id)
                + "' not found. Answers are kept here for a while only, for the key and the job that"
                + " asked, and not with `store` set to false. Send the whole conversation in"
                + " `input`."));
  }
}
