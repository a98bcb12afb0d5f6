package dev.metier.qualify;

import dev.metier.catalog.Model;
import dev.metier.catalog.Pricing;
import dev.metier.catalog.ProviderKind;
import dev.metier.chat.ChatRequest;
import dev.metier.chat.FinishReason;
import dev.metier.chat.Message;
import dev.metier.chat.Role;
import dev.metier.chat.Settings;
import dev.metier.job.JobName;
import dev.metier.job.Money;
import dev.metier.provider.Answer;
import dev.metier.provider.DecodeSpeed;
import dev.metier.provider.Identity;
import dev.metier.provider.Provider;
import dev.metier.provider.ProviderSource;
import dev.metier.provider.Question;
import dev.metier.provider.Timing;
import dev.metier.provider.WindowedProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// One short question to a model, which holds nothing of any case: whether it can be asked, and
/// what its server tells.
///
/// @param answer empty for a record of earlier outcomes, which nobody calls
public record Ping(Model model, Identity identity, Optional<Answer> answer) {
  private static final String WORDS = "Reply with one word: ready";
  private static final int MOST_TOKENS = 32;

  /// Asks all models, those of one server one after another; in the order given.
  public static List<Ping> all(Collection<Model> models, ProviderSource source) {
    Map<String, List<Model>> servers = new LinkedHashMap<>();
    for (Model model : models) {
      servers.computeIfAbsent(model.endpoint(), _ -> new ArrayList<>()).add(model);
    }
    Map<Model, Ping> pings = new ConcurrentHashMap<>();
    List<Thread> asking =
        servers.values().stream()
            .map(each ->
                Thread.ofVirtual()
                    .start(() -> each.forEach(model -> pings.put(model, of(model, source)))))
            .toList();
    try {
      for (Thread thread : asking) {
        thread.join();
      }
    } catch (InterruptedException e) {
      asking.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
    }
    return models.stream().filter(pings::containsKey).map(pings::get).toList();
  }

  /// Servers that load a model when it is first asked tell its window only then.
  private static Ping of(Model model, ProviderSource source) {
    try (Provider provider = source.open(model, Set.of())) {
      Optional<Answer> answer =
          model.kind() == ProviderKind.RECORDED
              ? Optional.empty()
              : Optional.of(provider.ask(question(model)));
      return new Ping(model, provider.identify(), answer);
    }
  }

  private static Question question(Model model) {
    Settings own = model.settings();
    var settings =
        new Settings(
            own.temperature(),
            OptionalInt.of(MOST_TOKENS),
            own.seed(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            own.extra());
    var request = new ChatRequest(List.of(Message.of(Role.USER, WORDS)), List.of(), settings);
    return new Question(new JobName("ping"), "ping", 0, request);
  }

  /// Why it cannot be asked, if so. Thinking that uses up so few tokens is an answer too.
  public Optional<String> trouble() {
    return answer
        .map(a ->
            switch (a) {
              case Answer.Failure failure -> Optional.of(failure.detail());
              case Answer.Reply(var reply, _)
                  when reply.isEmpty() && reply.finish() != FinishReason.LENGTH ->
                  Optional.of(model.name() + ": its answer was empty");
              case Answer.Reply _, Answer.Recorded _ -> Optional.<String>empty();
            })
        .orElse(identity.trouble());
  }

  /// Tokens that a prompt and its answer may take together, as far as that is known.
  public OptionalInt window() {
    OptionalInt told = identity.window();
    return told.isPresent() && model.kind().takesWindow()
        ? told
        : WindowedProvider.window(model, told);
  }

  /// How long it took; empty when there was no answer.
  public Optional<Timing> timing() {
    return answer.filter(Answer.Reply.class::isInstance).map(a -> ((Answer.Reply) a).timing());
  }

  /// Tokens a second, as the server tells or else from the few that came.
  public OptionalDouble speed() {
    Optional<Timing> timing = timing();
    if (timing.isEmpty() || timing.get().tokensPerSecond().isPresent()) {
      return timing.map(Timing::tokensPerSecond).orElse(OptionalDouble.empty());
    }
    double speed = DecodeSpeed.of(sent(), firstToken(timing.get()), timing.get().total().toNanos());
    return Double.isNaN(speed) ? OptionalDouble.empty() : OptionalDouble.of(speed);
  }

  /// Why its answer shows no speed, if one came and does not.
  public Optional<DecodeSpeed.Missing> noSpeed() {
    return timing()
        .filter(t -> t.tokensPerSecond().isEmpty())
        .flatMap(t -> DecodeSpeed.missing(sent(), firstToken(t), t.total().toNanos()));
  }

  private static long firstToken(Timing timing) {
    return timing.firstToken().map(Duration::toNanos).orElse(-1L);
  }

  private long sent() {
    return answer
        .filter(Answer.Reply.class::isInstance)
        .map(a -> DecodeSpeed.sent(((Answer.Reply) a).reply()))
        .orElse(-1L);
  }

  /// What it cost, when the price is known.
  public Optional<Money> cost() {
    return answer
        .filter(Answer.Reply.class::isInstance)
        .map(Answer.Reply.class::cast)
        .flatMap(r -> Pricing.of(model.price(), r.reply().usage(), r.timing().total()))
        .map(cost -> cost.marginal());
  }
}
