package dev.metier.pipeline;

import dev.metier.policy.Policy;
import dev.metier.protocol.ReplyMetadata;
import dev.metier.server.limits.MemoryLimiter;
import dev.metier.upstream.Incoming;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One request in the pipeline: what came, what the steps found, and how it ends. Only for the
/// event loop of its connection.
public final class RequestContext {
  private final ClientRequest request;
  private final RequestFindings findings;
  private final RequestEnd end;
  private Runnable onResume = () -> {};
  private int step;

  /// A request whose body is not read yet.
  ///
  /// @param policy the one in force now; the request finishes under it
  public RequestContext(ClientRequest request, Policy policy) {
    this.request = request;
    this.findings = new RequestFindings(policy);
    this.end = new RequestEnd(request);
  }

  public ClientRequest request() {
    return request;
  }

  public RequestFindings findings() {
    return findings;
  }

  public RequestEnd end() {
    return end;
  }

  /// Goes on after a step that was [StepResult.Waiting]; nothing when the request is over.
  public void resume() {
    if (!end.isOver()) {
      onResume.run();
    }
  }

  void onResume(Runnable next) {
    onResume = next;
  }

  int stepsDone() {
    return step;
  }

  int nextStep() {
    return step++;
  }

  /// Takes its part of the memory for all, until its answer has left.
  public void holds(MemoryLimiter.Reservation room) {
    request.share(room);
    end.whenOver(() -> end.response().whenSent(room::giveBack));
  }

  /// What keeps a conversation on one server of a model: its key, job and session; empty when no
  /// session is told.
  public String session() {
    String told = request.session();
    return told.isEmpty() ? "" : findings.holder() + '\n' + findings.job().name() + '\n' + told;
  }

  /// What a model is to be told of it.
  public Incoming incoming() {
    var through = new HashMap<String, String>();
    for (String name : List.of("anthropic-version", "anthropic-beta")) {
      request.header(name).ifPresent(value -> through.put(name, value));
    }
    var heading =
        new ReplyMetadata(request.id(), findings.asked(), request.at(), request.inputEstimate());
    return new Incoming(
        request.protocol(),
        request.fields(),
        request.stream(),
        request.usageInStream(),
        request::whole,
        heading,
        Map.copyOf(through),
        findings.job().serving().allowed(),
        findings.data(),
        false);
  }
}
