package dev.metier.qualify;

import dev.metier.catalog.Host;
import dev.metier.catalog.Locality;
import dev.metier.catalog.Model;
import dev.metier.job.Case;
import dev.metier.job.DataClass;
import dev.metier.job.Job;
import dev.metier.ledger.SettingInfo;
import dev.metier.project.Project;
import dev.metier.provider.Identity;
import dev.metier.verdict.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Verdicts that need no evidence: what may not be asked at all, what was asked of another build,
/// and what cases that a model wrote cannot decide.
public final class Standing {
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
            + (before ? "Nothing is sent any more." : "Nothing was sent.")
            + undeclared(model, identity);
    return Optional.of(new Verdict.Forbidden(reason));
  }

  /// What to write where a server of this machine was given no host: it may pass data on, so that
  /// somebody must say that it does not.
  private static String undeclared(Model model, Identity identity) {
    boolean here =
        identity.elsewhere().isEmpty()
            && model.host().name().equals(model.kind().word())
            && model.address().filter(Locality::isLoopback).isPresent();
    return here
        ? " Its address is on this machine: write `host: this-machine` if what it reads stays here."
        : "";
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

  /// Whether a model wrote every case of the job.
  static boolean writtenByModels(Job job) {
    return !job.cases().isEmpty()
        && job.cases().stream().allMatch(c -> c.writer().filter(Case.Writer::whole).isPresent());
  }

  /// The verdict, or that it stays open where no case is a person's own.
  public static Verdict heeded(Job job, Verdict verdict) {
    if (!(verdict instanceof Verdict.Fit(var findings, var reason)) || !writtenByModels(job)) {
      return verdict;
    }
    return new Verdict.Undecided(
        findings,
        Verdict.Doubt.CASES_EXHAUSTED,
        "A model wrote every case, and such cases alone make nothing FIT: add some of your own. "
            + reason,
        Optional.empty());
  }

  /// That a model is not judged by cases it wrote, or by answers it wrote for them; empty when
  /// there are none.
  static Optional<Verdict> ownCases(Job job, Model model) {
    long own =
        job.cases().stream()
            .flatMap(c -> c.writer().stream())
            .filter(writer -> is(writer.model(), model))
            .count();
    if (own == 0) {
      return Optional.empty();
    }
    String reason =
        "%s wrote %d of %d cases, or what is expected of them, and is not judged by its own. Nothing was sent."
            .formatted(model.name(), own, job.cases().size());
    return Optional.of(
        new Verdict.Undecided(
            List.of(), Verdict.Doubt.UNREACHABLE, reason, Optional.of("wrote the cases")));
  }

  /// By its name in the project or by its maker's.
  private static boolean is(String writer, Model model) {
    String name = writer.toLowerCase(Locale.ROOT);
    String id = model.id().toLowerCase(Locale.ROOT);
    return name.equals(model.name().text().toLowerCase(Locale.ROOT))
        || name.equals(id)
        || id.endsWith("/" + name);
  }

  private static final String EXPIRED =
      "There is evidence, but for another build, prompt or parameters; `metier qualify` gathers it"
          + " anew.";

  private static String word(DataClass data) {
    return data.name().toLowerCase(Locale.ROOT);
  }
}
