package dev.metier.grade.group;

import dev.metier.core.text.ShortText;
import dev.metier.grade.Grade;
import dev.metier.grade.Grader;
import dev.metier.grade.Sample;
import dev.metier.job.Case;
import dev.metier.job.GraderSpec;
import dev.metier.job.GraderSpec.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/// Several graders together. A broken member breaks the group only where its grade would matter.
public record GroupGrader(Rule rule, List<Member> members, OptionalDouble threshold)
    implements Grader {
  private static final double EVEN = 1e-9;
  private static final int NAMED = 3;
  private static final int LONGEST = 600;

  /// A grader in a group.
  public record Member(Grader grader, double weight, String name) {}

  /// The grader of a group, whose parts `graders` makes.
  public static Grader of(GraderSpec.Group spec, Function<GraderSpec, Grader> graders) {
    if (spec.parts().isEmpty()) {
      throw new IllegalArgumentException("There is no grader");
    }
    var members = new ArrayList<Member>();
    for (GraderSpec.Weighted part : spec.parts()) {
      if (!(part.weight() >= 0) || Double.isInfinite(part.weight())) {
        throw new IllegalArgumentException("The weight " + part.weight() + " is below 0");
      }
      String name = part.name().orElse("part " + (members.size() + 1));
      members.add(new Member(graders.apply(part.spec()), part.weight(), name));
    }
    return new GroupGrader(spec.rule(), List.copyOf(members), spec.threshold());
  }

  @Override
  public boolean judges(Case given) {
    return members.stream().anyMatch(member -> member.grader().judges(given));
  }

  @Override
  public Grade grade(Sample sample) {
    List<Member> judging =
        members.stream().filter(member -> member.grader().judges(sample.given())).toList();
    return judging.size() == members.size()
        ? together(sample)
        : judging.isEmpty()
            ? Grade.pass("Nothing is asked of answers to this case.")
            : new GroupGrader(rule, judging, threshold).together(sample);
  }

  private Grade together(Sample sample) {
    List<Grade> grades = members.stream().map(m -> m.grader().grade(sample)).toList();
    double score = score(grades, 0);
    boolean broken = grades.stream().anyMatch(Grade::broken) && score != score(grades, 1);
    String reason = reason(grades, score);
    String shown = ShortText.of(reason, LONGEST, "…");
    return new Grade(broken ? 0 : score, shown, grades, broken);
  }

  /// The group's score when broken members count as `broken`.
  private double score(List<Grade> grades, double broken) {
    double combined = Math.clamp(combined(grades, broken), 0, 1);
    return threshold.isPresent() ? combined >= threshold.getAsDouble() - EVEN ? 1 : 0 : combined;
  }

  private double combined(List<Grade> grades, double broken) {
    double least = 1;
    double most = 0;
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < grades.size(); i++) {
      if (members.get(i).weight() == 0) {
        continue;
      }
      double score = grades.get(i).broken() ? broken : grades.get(i).score();
      least = Math.min(least, score);
      most = Math.max(most, score);
      sum += score * members.get(i).weight();
      weights += members.get(i).weight();
    }
    return switch (rule) {
      case ALL -> least;
      case ANY -> weights == 0 ? 1 : most;
      case WEIGHTED -> weights == 0 ? 1 : sum / weights;
    };
  }

  private String reason(List<Grade> grades, double score) {
    long passed = grades.stream().filter(Grade::passed).count();
    if (members.size() == 1) {
      return grades.getFirst().reason();
    }
    String count = passed + " of " + grades.size() + " parts pass";
    String head =
        rule == Rule.WEIGHTED
            ? "The weighted mean is " + mean(grades) + against() + "; " + count
            : threshold.isPresent() ? count + ", the score is " + mean(grades) + against() : count;
    return passed == grades.size() || (rule == Rule.ANY && score >= 1)
        ? head + "."
        : head + "; " + failures(grades);
  }

  private String mean(List<Grade> grades) {
    return Grade.shown(Math.clamp(combined(grades, 0), 0, 1));
  }

  private String against() {
    return threshold.isPresent()
        ? ", at least " + Grade.shown(threshold.getAsDouble()) + " needed"
        : "";
  }

  private String failures(List<Grade> grades) {
    var reasons = new ArrayList<String>();
    for (int i = 0; i < grades.size(); i++) {
      if (!grades.get(i).passed()) {
        reasons.add(members.get(i).name() + ": " + grades.get(i).reason());
      }
    }
    int more = reasons.size() - NAMED;
    return String.join(" ", reasons.subList(0, Math.min(NAMED, reasons.size())))
        + (more > 0 ? " And " + more + " more." : "");
  }
}
