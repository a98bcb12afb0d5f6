package dev.metier.server;

import dev.metier.account.Budgets;
import dev.metier.account.LocalBudgets;
import dev.metier.account.LocalRateLimits;
import dev.metier.account.RateLimits;
import dev.metier.check.CheckSource;
import dev.metier.journal.Journal;
import dev.metier.journal.RequestRecord;
import dev.metier.journal.files.FileJournal;
import dev.metier.journal.files.JournalFiles;
import dev.metier.pipeline.cascade.StepBacks;
import dev.metier.provider.ProviderSource;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;

/// What a gateway needs from its caller.
///
/// @param providers of models in this process
/// @param journal closed by the gateway, when it is
/// @param checks of the answers of cascades
/// @param stepBacks cascades that were found not to be the proven ones any more
public record GatewayDependencies(
    ProviderSource providers,
    InstantSource clock,
    Journal journal,
    Budgets budgets,
    RateLimits rateLimits,
    CheckSource checks,
    StepBacks stepBacks) {
  /// A journal in files, and budgets and rate limits of this process alone.
  ///
  /// @param journal folder of the journal, which tells too what was spent today
  /// @param listeners hear of every request when it is over, on the journal's thread
  /// @throws dev.metier.core.problem.ProblemsException when it cannot be read what was spent today
  public static GatewayDependencies local(
      ProviderSource providers,
      InstantSource clock,
      Path journal,
      List<Consumer<RequestRecord>> listeners,
      CheckSource checks) {
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    var spent = new JournalFiles(journal).spent(today);
    return new GatewayDependencies(
        providers,
        clock,
        new FileJournal(journal, listeners),
        new LocalBudgets(clock, spent),
        new LocalRateLimits(),
        checks,
        new StepBacks(journal));
  }
}
