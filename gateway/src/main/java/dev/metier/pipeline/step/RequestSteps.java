package dev.metier.pipeline.step;

import dev.metier.account.Budgets;
import dev.metier.account.KeyRing;
import dev.metier.account.RateLimits;
import dev.metier.journal.Journal;
import dev.metier.pipeline.RequestPipeline;
import dev.metier.upstream.Servers;
import java.util.List;
import java.util.function.Supplier;

/// The steps of every request, in their order.
public final class RequestSteps {
  private RequestSteps() {}

  public static RequestPipeline pipeline(
      Supplier<KeyRing> keys,
      Budgets budgets,
      RateLimits rateLimits,
      Servers servers,
      Journal journal,
      ResponseStore responses,
      Meters meters) {
    return new RequestPipeline(
        List.of(new RecordEvidence(journal, meters), new Authenticate(keys)),
        List.of(
            new NameJob(),
            new RestoreConversation(responses),
            new Classify(),
            new GuardPrivacy(),
            new HoldBudget(budgets, rateLimits),
            new CountTokens(servers),
            new ReadCache(),
            new FollowRoute(servers)));
  }
}
