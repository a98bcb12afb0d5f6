package dev.metier.pipeline.cascade;

import dev.metier.job.ModelName;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Which model each conversation of a cascade is with, so that it stays with it. Losing one only
/// means deciding again. Thread-safe.
public final class Conversations {
  private static final int MOST = 10_000;

  private static final Duration IDLE = PromptCosts.KEPT;

  /// A conversation so far.
  ///
  /// @param model who answered last
  /// @param failures how many answers of each model did not pass their checks
  /// @param chosen whether its person chose the model
  /// @param costs of its prompts
  public record Conversation(
      ModelName model,
      Map<ModelName, Integer> failures,
      boolean chosen,
      PromptCosts costs,
      long heard) {
    public Conversation {
      failures = Map.copyOf(failures);
    }

    /// How many answers of this model did not pass their checks.
    public int failures(ModelName of) {
      return failures.getOrDefault(of, 0);
    }
  }

  private final Map<String, Conversation> all =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Conversation> eldest) {
          return size() > MOST;
        }
      };

  /// A conversation that was heard of lately.
  ///
  /// @param session see `RequestContext.session`; empty when there is none
  /// @param now by [System#nanoTime()]
  public synchronized Optional<Conversation> find(String session, long now) {
    if (session.isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(all.get(session))
        .filter(found -> now - found.heard() < IDLE.toNanos());
  }

  /// Notes who answers, and whether that answer failed its checks.
  public synchronized void note(
      String session, ModelName model, boolean failed, boolean chosen, long now) {
    if (!session.isEmpty()) {
      Optional<Conversation> before = find(session, now);
      var failures = new HashMap<>(before.map(Conversation::failures).orElse(Map.of()));
      if (failed) {
        failures.merge(model, 1, Integer::sum);
      }
      boolean stays = chosen || before.map(Conversation::chosen).orElse(false);
      PromptCosts costs = before.map(Conversation::costs).orElse(PromptCosts.NONE);
      all.put(session, new Conversation(model, failures, stays, costs, now));
    }
  }

  /// Notes what its prompts cost after one more; nothing when nobody has answered in it lately.
  public synchronized void price(String session, UnaryOperator<PromptCosts> more, long now) {
    find(session, now)
        .ifPresent(found ->
            all.put(
                session,
                new Conversation(
                    found.model(),
                    found.failures(),
                    found.chosen(),
                    more.apply(found.costs()),
                    found.heard())));
  }
}
