package dev.metier.pipeline;

import dev.metier.chat.Usage;
import dev.metier.job.ModelName;
import dev.metier.protocol.Refusal;
import java.util.Optional;

/// How a request ends: who answers it, what that used, or why it was refused; and what is to be
/// done then. Only for the event loop of its connection.
public final class RequestEnd {
  private final String id;
  private final ClientResponse response;
  private final EndActions actions = new EndActions();
  private Optional<ModelName> model = Optional.empty();
  private Optional<Refusal> refusal = Optional.empty();
  private Usage usage = Usage.NONE;
  private boolean cached;
  private boolean paid;
  private String during = "";
  private boolean over;

  RequestEnd(ClientRequest request) {
    this.id = request.id();
    this.response = new ClientResponse(request);
  }

  public ClientResponse response() {
    return response;
  }

  /// Notes who is about to answer.
  public void answeredBy(ModelName which) {
    model = Optional.of(which);
  }

  public Optional<ModelName> model() {
    return model;
  }

  public void fromCache() {
    cached = true;
  }

  public boolean cached() {
    return cached;
  }

  /// Notes which part of the work is under way; told in front of a refusal.
  public void during(String what) {
    during = what;
  }

  /// Notes that all that was used is paid for already.
  public void paid() {
    paid = true;
  }

  public boolean isPaid() {
    return paid;
  }

  public void usage(Usage used) {
    usage = used;
  }

  public Usage usage() {
    return usage;
  }

  public Optional<Refusal> refusal() {
    return refusal;
  }

  /// Status of the answer; 499 when the client left before it had one.
  public int status() {
    boolean left = refusal.map(r -> r.reason() == Refusal.Reason.CLIENT_GONE).orElse(false);
    return left ? Refusal.Reason.CLIENT_GONE.openAiStatus() : response.status();
  }

  public boolean isOver() {
    return over;
  }

  /// What is to be done when it is over, however it ends.
  public void whenOver(Runnable what) {
    actions.add(what);
  }

  /// Ends it with a refusal: as a status while nothing was sent, else inside the stream.
  public void refuse(Refusal why) {
    if (!over) {
      Refusal told = during.isEmpty() ? why : why.during(during);
      refusal = Optional.of(told);
      response.refuse(told);
      end();
    }
  }

  /// Ends it with a complete answer.
  public void complete(Usage used) {
    if (!over) {
      usage = used;
      response.end();
      end();
    }
  }

  /// The client left.
  public void gone(Usage used) {
    if (!over) {
      usage = used;
      refusal =
          Optional.of(Refusal.of(Refusal.Reason.CLIENT_GONE, "The client closed the connection."));
      end();
    }
  }

  private void end() {
    over = true;
    actions.run(id);
  }
}
