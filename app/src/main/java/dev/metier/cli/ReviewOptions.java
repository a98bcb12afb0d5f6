package dev.metier.cli;

import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.Nearest;
import dev.metier.job.Case;
import dev.metier.job.CaseReview;
import dev.metier.job.CaseReview.Value;
import dev.metier.job.Job;
import dev.metier.project.Project;
import dev.metier.project.cases.ReviewLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// What somebody says of a case itself, rather than of an answer to it.
final class ReviewOptions {
  @Option(
      names = "--right",
      paramLabel = "CASE",
      description = "Say that what is expected of this case is right.")
  private Optional<String> right = Optional.empty();

  @Option(
      names = "--wrong",
      paramLabel = "CASE",
      description =
          "Set this case aside as wrongly labelled, for every model; with --expected it counts with"
              + " that answer instead.")
  private Optional<String> wrong = Optional.empty();

  @Option(
      names = "--expected",
      paramLabel = "TEXT",
      description = "What is expected of the case of --wrong instead.")
  private Optional<String> expected = Optional.empty();

  @Option(
      names = "--cannot-tell",
      paramLabel = "CASE",
      description = "Say that it cannot be told whether this case is right; it counts as before.")
  private Optional<String> cannotTell = Optional.empty();

  @Option(
      names = "--undo",
      paramLabel = "CASE",
      description = "Take back what was last said of this case.")
  private Optional<String> undo = Optional.empty();

  /// Whether something is said of a case.
  ///
  /// @throws ProblemsException when more than one thing is
  boolean given() {
    long said = Stream.of(right, wrong, cannotTell, undo).filter(Optional::isPresent).count();
    if (said > 1) {
      throw new ProblemsException(
          "--right, --wrong, --cannot-tell and --undo are each about one case.",
          "Give one of them at a time.");
    }
    if (expected.isPresent() && wrong.isEmpty()) {
      throw new ProblemsException(
          "--expected says what is right where a label is wrong.",
          "Name the case: --wrong CASE --expected TEXT");
    }
    if (expected.filter(String::isBlank).isPresent()) {
      throw new ProblemsException(
          "--expected is empty.", "Without it, --wrong CASE sets the case aside.");
    }
    return said == 1;
  }

  /// Keeps it.
  ///
  /// @param by who says so
  void keep(Workplace workplace, ProjectOptions options, String by) {
    Project project = options.read();
    Job job = options.job(project);
    var log = ReviewLog.of(ProjectOptions.folder(project), job.name());
    Case given =
        written(
            job,
            Stream.of(right, wrong, cannotTell, undo)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow());
    if (undo.isPresent()) {
      CaseReview last =
          job.review(given.id())
              .orElseThrow(
                  () -> new ProblemsException("Nobody said anything of " + given.id() + ".", ""));
      log.undo(last.at(workplace.clock().instant()));
    } else {
      Value value =
          right.isPresent() ? Value.RIGHT : wrong.isPresent() ? Value.WRONG : Value.CANNOT_TELL;
      var review = new CaseReview(given, 0, value, expected, by, workplace.clock().instant(), "");
      log.tried(review, options::read);
    }
    Job now = options.job(options.read());
    var console = workplace.console();
    console.line(
        now.reviewed()
            .map(said -> "Job " + job.name() + ": " + said + ".")
            .orElse("Job " + job.name() + ": every case counts as its file has it."));
    console.line("Kept in " + ProjectOptions.folder(project).relativize(log.path()) + ".");
    console.line(
        options
            .invocation()
            .in("`metier verdict " + job.name() + "` says what that changes; no model is asked."));
  }

  private static Case written(Job job, String id) {
    List<Case> all = new ArrayList<>(job.reviews().stream().map(CaseReview::given).toList());
    all.addAll(job.cases());
    return all.stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new ProblemsException(
                "Job " + job.name() + " has no case " + id + ".",
                Nearest.hint(id, all.stream().map(Case::id).toList())));
  }
}
