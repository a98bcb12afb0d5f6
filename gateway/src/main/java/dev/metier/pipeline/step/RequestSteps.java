package dev.metier.pipeline.step;

import dev.metier.account.Budgets;
import dev.metier.account.KeyRing;
import dev.metier.account.RateLimits;
import dev.metier.journal.Journal;
import dev.metier.pipeline.RequestPipeline;
import dev.metier.pipeline.route.RouteServices;
import java.util.List;
import java.util.function.Supplier;

/// The steps of every request, in their order.
public final class RequestSteps {
  private RequestSteps() {}

  /// What the steps of all event loops share.
  public record Shared(
      Supplier<KeyRing> keys,
      Origins origins,
      Budgets budgets,
      RateLimits rateLimits,
      RouteServices routes,
      Journal journal,
      ResponseStore responses,
      Meters meters) {}

  public static RequestPipeline pipeline(Shared all) {
    return new RequestPipeline(
        List.of(
            new RecordEvidence(all.journal(), all.meters()),
            new Authenticate(all.keys(), all.origins())),
        List.of(
            new NameJob(),
            new LimitRate(all.rateLimits()),
            new RestoreConversation(all.responses()),
            new Classify(),
            new GuardPrivacy(),
            new FindBudgets(all.budgets()),
            new CountTokens(all.routes().servers()),
            new ReadCache(),
            new FollowRoute(all.routes())));
  }
}
