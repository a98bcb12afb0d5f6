package dev.metier.qualify;

import dev.metier.catalog.Host;
import dev.metier.catalog.Model;
import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.ledger.SettingInfo;
import dev.metier.project.Project;
import dev.metier.provider.Identity;
import dev.metier.verdict.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Verdicts that need no evidence: what may not be asked at all, and what was asked of another
/// build.
final class Standing {
  private Standing() {}

  /// A model that answers from elsewhere may read what is public, whatever its host was declared to
  /// be.
  static Optional<Verdict> forbidden(Project project, Job job, Model model, Identity identity) {
    return forbidden(project, job, model, identity, false);
  }

  /// @param before whether it was asked when it might still read the data
  static Optional<Verdict> forbidden(
      Project project, Job job, Model model, Identity identity, boolean before) {
    Host host = identity.elsewhere().map(model.host()::passingOnTo).orElseGet(model::readingHost);
    if (host.mayRead(project.data(job))) {
      return Optional.empty();
    }
    String reason =
        "Data of "
            + job.name()
            + " is "
            + word(project.data(job))
            + project
                .personal(job)
                .filter(_ -> host.mayRead(job.data()))
                .map(found -> ", since " + found.sentence())
                .orElse("")
            + "; "
            + host.name()
            + " may read "
            + word(host.clearance())
            + " data at most. "
            + (before ? "Nothing is sent any more." : "Nothing was sent.");
    return Optional.of(new Verdict.Forbidden(reason));
  }

  /// What a look says of a model that was asked before, but not as it would be asked now.
  static Optional<Verdict> expired(Track own, List<SettingInfo> settings) {
    if (own.kept() > 0 || own.trouble().isPresent()) {
      return Optional.empty();
    }
    return settings.stream()
        .filter(s -> s.entries() > 0)
        .filter(s -> s.job().equals(own.job().name()))
        .filter(s -> s.model().equals(own.model().name()))
        .filter(s -> !s.setting().equals(own.questions().setting()))
        .findFirst()
        .map(_ -> new Verdict.Expired(List.of(), EXPIRED));
  }

  private static final String EXPIRED =
      "There is evidence, but for another build, prompt or parameters; `metier qualify` gathers it"
          + " anew.";

  private static String word(DataClass data) {
    return data.name().toLowerCase(Locale.ROOT);
  }
}
