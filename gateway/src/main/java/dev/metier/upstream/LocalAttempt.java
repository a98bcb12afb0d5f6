package dev.metier.upstream;

import dev.metier.call.EventLoopContext;
import dev.metier.catalog.Model;
import dev.metier.chat.ChatEvent;
import dev.metier.chat.ChatReply;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.core.log.Log;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.protocol.ParsedRequest;
import dev.metier.protocol.Refusal;
import dev.metier.protocol.ReplyWriter;
import dev.metier.provider.Answer;
import dev.metier.provider.Answer.Cause;
import dev.metier.provider.Answer.Failure;
import dev.metier.provider.Provider;
import dev.metier.provider.Question;
import dev.metier.upstream.Health.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One try of one request at a model in this process, on a thread of its own; what it says is
/// handed over on the event loop of the request.
final class LocalAttempt implements Attempt {
  private static final JobName NOBODY = new JobName("served");

  private final EventLoopContext loop;

  /// A model in this process. Thread-safe.
  record LocalServer(Model model, Provider provider, Slots slots, Health health) implements Server {
    LocalServer(Model model, Provider provider, Slots slots) {
      this(model, provider, slots, new Health());
    }

    @Override
    public String place() {
      return "in-process";
    }

    @Override
    public Optional<String> elsewhere() {
      return Optional.empty();
    }

    @Override
    public Attempt attempt(
        EventLoopContext loop, Incoming incoming, DataClass data, Attempt.Listener listener) {
      return new LocalAttempt(loop, this, incoming, listener);
    }
  }

  private final LocalServer server;
  private final Incoming incoming;
  private final Listener listener;
  private @Nullable ReplyWriter writer;
  private @Nullable Thread thread;
  private boolean over;
  private boolean begun;
  private Usage usage = Usage.NONE;
  private long said;
  private boolean keeps;
  private Optional<ChatReply> kept = Optional.empty();

  LocalAttempt(EventLoopContext loop, LocalServer server, Incoming incoming, Listener listener) {
    this.loop = loop;
    this.server = server;
    this.incoming = incoming;
    this.listener = listener;
  }

  @Override
  public void keepReply() {
    keeps = true;
  }

  @Override
  public Optional<ChatReply> reply() {
    return kept;
  }

  @Override
  public Optional<String> servedModel() {
    return Optional.empty();
  }

  @Override
  public void start() {
    ParsedRequest asked = incoming.asked().get();
    if (!server.health().enter()) {
      over = true;
      listener.failed(Failure.of(Cause.OVERLOADED, "the model failed again and again"), false);
      return;
    }
    ReplyWriter to = incoming.protocol().stream(incoming.heading(), asked);
    writer = to;
    var question = new Question(NOBODY, "", 0, asked.request());
    thread =
        Thread.ofVirtual()
            .start(() -> {
              Answer answer = ask(question, to);
              loop.run(() -> end(answer, asked, to));
            });
  }

  private Answer ask(Question question, ReplyWriter to) {
    try {
      return server.provider().ask(question, event -> loop.run(() -> say(to, List.of(event))));
    } catch (RuntimeException e) {
      Log.error(LocalAttempt.class, server.model().name() + " failed", e);
      return Failure.of(Cause.SERVER_ERROR, "the model in this process failed");
    }
  }

  private void say(ReplyWriter to, List<ChatEvent> events) {
    for (ChatEvent event : events) {
      said += event instanceof ChatEvent.TextDelta(String text) ? text.length() : 0;
    }
    if (!over && incoming.stream()) {
      byte[] bytes = to.write(events);
      if (bytes.length > 0) {
        begun = true;
        listener.bytes(bytes);
      }
    }
  }

  private void end(Answer answer, ParsedRequest asked, ReplyWriter to) {
    if (over) {
      return;
    }
    switch (answer) {
      case Answer.Reply(ChatReply reply, var timing) -> {
        if (incoming.stream()) {
          say(to, closing(reply));
        } else {
          byte[] whole = incoming.protocol().writeReply(reply, incoming.heading(), asked);
          listener.bytes(whole);
        }
        kept = Optional.of(reply).filter(_ -> keeps);
        usage = reply.usage();
        leave(Outcome.WELL);
        listener.complete(usage);
      }
      case Failure failure -> {
        leave(Outcome.of(failure.cause()));
        listener.failed(failure, begun);
      }
      case Answer.Recorded recorded -> {
        leave(Outcome.UNTOLD);
        listener.failed(
            Failure.of(Cause.UNUSABLE, "a record of earlier outcomes answers no requests"), begun);
      }
    }
  }

  /// What the events that came have not told yet.
  private List<ChatEvent> closing(ChatReply reply) {
    var events = new ArrayList<ChatEvent>();
    if (!begun) {
      for (Part part : reply.parts()) {
        if (part instanceof Part.Text(String text)) {
          events.add(new ChatEvent.TextDelta(text));
        }
      }
    }
    events.add(new ChatEvent.Used(reply.usage()));
    events.add(new ChatEvent.Finished(reply.finish(), reply.stopText()));
    return events;
  }

  private void leave(Outcome outcome) {
    over = true;
    server.health().leave(outcome, incoming::fingerprint);
  }

  @Override
  public void cancel() {
    if (!over) {
      leave(Outcome.UNTOLD);
      Thread running = thread;
      if (running != null) {
        running.interrupt();
      }
    }
  }

  /// What a model in this process says is small; it waits in memory.
  @Override
  public void pause() {}

  @Override
  public void resume() {}

  @Override
  public boolean sent() {
    return thread != null;
  }

  @Override
  public Optional<byte[]> closingError(Refusal refusal) {
    return writer == null ? Optional.empty() : writer.failed(refusal);
  }

  @Override
  public List<String> dropped() {
    return incoming.asked().get().dropped();
  }

  @Override
  public long delivered() {
    return UsageTap.tokens(said);
  }

  @Override
  public Usage usageSoFar() {
    return usage.equals(Usage.NONE) ? new Usage(0, 0, UsageTap.tokens(said), true) : usage;
  }
}
