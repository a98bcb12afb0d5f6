package dev.metier.importer;

import dev.metier.chat.ChatReply;
import dev.metier.chat.Part;
import dev.metier.chat.Usage;
import dev.metier.core.problem.Place;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.grade.spec.Graders;
import dev.metier.job.Case;
import dev.metier.job.CaseFree;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Weighted;
import dev.metier.job.Job;
import dev.metier.project.Project;
import dev.metier.provider.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Grades of recorded answers, beside those that the answers got elsewhere.
public final class GradeComparison {
  private final List<Difference> differences = new ArrayList<>();
  private final Map<GraderSpec, Grader> graders = new HashMap<>();
  private int compared;
  private int unrun;

  /// A grade that differs.
  ///
  /// @param type the assertion's type there; `test` for the whole case
  /// @param there whether it passed there
  /// @param reason of the grade here
  public record Difference(
      Place place, String type, String id, String model, boolean there, String reason) {}

  /// What came of it.
  ///
  /// @param grades how many grades were compared
  /// @param unrun how many were not, since a program would have to be run
  public record Compared(int grades, int unrun, List<Difference> differences) {
    public Compared {
      differences = List.copyOf(differences);
    }
  }

  private GradeComparison() {}

  /// Grades the outcomes of an import by the project that it became.
  public static Compared of(Project project, Imported imported) {
    var comparison = new GradeComparison();
    Map<String, Origin> origins = new HashMap<>();
    imported.origins().forEach(origin -> origins.put(origin.id(), origin));
    // a case is the same in each job that has it
    Map<String, Case> cases = new HashMap<>();
    for (Job job : project.jobs()) {
      job.cases().forEach(given -> cases.put(given.id(), given));
    }
    for (RecordedAnswer outcome : imported.outcomes()) {
      Case given = cases.get(outcome.id());
      Origin origin = origins.get(outcome.id());
      if (given != null && origin != null) {
        comparison.compare(outcome, given, origin);
      }
    }
    return new Compared(comparison.compared, comparison.unrun, comparison.differences);
  }

  private void compare(RecordedAnswer outcome, Case given, Origin origin) {
    List<Weighted> parts = given.own().map(own -> own.graders().parts()).orElse(List.of());
    var sample = sample(outcome, given);
    for (int i = 0; i < Math.min(parts.size(), origin.kept().size()); i++) {
      Origin.Kept kept = origin.kept().get(i);
      Boolean there = outcome.judged().get(kept.index());
      if (there != null && isRun(parts.get(i).spec())) {
        unrun++;
      } else if (there != null) {
        compare(outcome, kept, there, grade(parts.get(i).spec(), sample));
      }
    }
    boolean whole = origin.whole() && given.own().isPresent();
    if (whole && !isRun(given.own().get().graders())) {
      Grade grade = grade(given.own().get().graders(), sample);
      Place place = origin.kept().getFirst().place();
      compare(outcome, new Origin.Kept("test", place, 0), outcome.passed(), grade);
    }
  }

  /// Programs are run by nobody who only imports.
  private static boolean isRun(GraderSpec spec) {
    return CaseFree.within(spec).anyMatch(GraderSpec.Program.class::isInstance);
  }

  private void compare(RecordedAnswer outcome, Origin.Kept kept, boolean there, Grade grade) {
    compared++;
    if (grade.broken() || grade.passed() != there) {
      differences.add(
          new Difference(
              kept.place(), kept.type(), outcome.id(), outcome.model(), there, grade.reason()));
    }
  }

  private Grade grade(GraderSpec spec, Sample sample) {
    return graders.computeIfAbsent(spec, Graders::of).grade(sample);
  }

  private static Sample sample(RecordedAnswer outcome, Case given) {
    var reply = new ChatReply(List.of(new Part.Text(outcome.text())), outcome.finish(), Usage.NONE);
    Duration took = outcome.took().orElse(Duration.ZERO);
    return Sample.of(given, reply, Timing.of(took), outcome.cost());
  }
}
