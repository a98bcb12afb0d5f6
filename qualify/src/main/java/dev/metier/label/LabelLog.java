package dev.metier.label;

import dev.metier.core.problem.Place;
import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemsException;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import dev.metier.project.Project;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The file of a job's labels, `labels/JOB.jsonl` beside the metier.yaml: lines are only added.
/// Later ones replace earlier ones; also what is taken back is a line. It holds the answers' texts,
/// so a new one is its owner's alone. Several people may add to it at once.
public record LabelLog(Path path, JobName job) {
  /// By how much the clocks of two people may differ.
  private static final Duration CLOCKS = Duration.ofMinutes(10);

  /// That of a project's job.
  public static LabelLog of(Project project, JobName job) {
    return new LabelLog(
        project.file().toAbsolutePath().resolveSibling("labels").resolve(job.text() + ".jsonl"),
        job);
  }

  /// Adds a label. It is on the disk when this returns.
  ///
  /// @throws ProblemsException when it cannot be written
  public void add(Label label) {
    new AddedLines(path).append(LabelLine.write(label, false));
  }

  /// Takes a label back: the answer has none of this labeller's again.
  ///
  /// @throws ProblemsException when it cannot be written
  public void undo(Label label, Instant at) {
    new AddedLines(path).append(LabelLine.write(label.with(label.value(), "", at), true));
  }

  /// The labels of the job's cases as they are now. Those of other cases, and those of the future,
  /// are set aside and counted.
  ///
  /// @throws ProblemsException when the file cannot be read
  public Labels read(Job now, Instant moment) {
    var wrong = new ArrayList<Problem>();
    Map<Label.Key, LabelLine> last = new LinkedHashMap<>();
    int number = 0;
    for (String line : new AddedLines(path).lines()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        LabelLine read = LabelLine.read(line);
        last.remove(read.label().key());
        if (!read.undo()) {
          last.put(read.label().key(), read);
        }
      } catch (LabelLine.NotALabel e) {
        wrong.add(
            Problem.at(new Place(path, number, 1), e.what(), "The line is left out; delete it."));
      }
    }
    return sorted(last.values(), now, moment, wrong);
  }

  private Labels sorted(Iterable<LabelLine> lines, Job now, Instant moment, List<Problem> wrong) {
    Set<String> contents = new HashSet<>();
    Map<String, Case> cases = new HashMap<>();
    for (Case each : now.cases()) {
      contents.add(Label.content(each));
      cases.put(each.id(), each);
    }
    var current = new ArrayList<Label>();
    var stale = new EnumMap<Labels.Stale, Integer>(Labels.Stale.class);
    for (LabelLine line : lines) {
      Label label = line.label();
      Optional<Labels.Stale> why = Optional.empty();
      if (!label.answer().hash().equals(line.answer())) {
        why = Optional.of(Labels.Stale.ANSWER_EDITED);
      } else if (!contents.contains(label.content())) {
        why =
            Optional.of(
                cases.containsKey(label.caseId())
                    ? Labels.Stale.CASE_EDITED
                    : Labels.Stale.CASE_GONE);
      } else if (label.at().isAfter(moment.plus(CLOCKS))) {
        why = Optional.of(Labels.Stale.FROM_THE_FUTURE);
      }
      why.ifPresentOrElse(reason -> stale.merge(reason, 1, Integer::sum), () -> current.add(label));
    }
    return new Labels(current, stale, wrong);
  }
}
