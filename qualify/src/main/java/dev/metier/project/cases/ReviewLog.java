package dev.metier.project.cases;

import dev.metier.core.io.AddedLines;
import dev.metier.core.io.WholeFile;
import dev.metier.core.problem.Place;
import dev.metier.core.problem.ProblemsException;
import dev.metier.form.Reading;
import dev.metier.job.Case;
import dev.metier.job.CaseReview;
import dev.metier.job.Job;
import dev.metier.job.JobName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The file of what people say of a job's cases, `labels/cases/JOB.jsonl` beside the metier.yaml:
/// lines are only added. Of each case the last line counts; also what is taken back is a line. It
/// holds what is expected of cases, so a new one is its owner's alone.
public record ReviewLog(Path path, JobName job) {
  /// That of a job.
  ///
  /// @param folder the project's
  public static ReviewLog of(Path folder, JobName job) {
    return new ReviewLog(
        folder.toAbsolutePath().resolve("labels/cases").resolve(job.text() + ".jsonl"), job);
  }

  /// Adds what is said of a case. It is on the disk when this returns.
  ///
  /// @throws ProblemsException when it cannot be written
  public void add(CaseReview review) {
    append(ReviewLine.write(job, review, false));
  }

  /// Adds what is said of a case, and takes it back when the project cannot be read then.
  ///
  /// @param read reads the project
  /// @throws ProblemsException what it throws, or when the line cannot be written
  public void tried(CaseReview review, Runnable read) {
    add(review);
    try {
      read.run();
    } catch (ProblemsException e) {
      undo(review);
      throw e;
    }
  }

  /// Takes back what was last said of a case: what was said before it holds again, if anything was.
  ///
  /// @param review what is taken back, at the moment of that
  /// @throws ProblemsException when it cannot be written
  public void undo(CaseReview review) {
    append(ReviewLine.write(job, review, true));
  }

  private void append(String line) {
    try {
      AddedLines.add(path, line);
    } catch (IOException e) {
      throw WholeFile.unwritable(path, e);
    }
  }

  /// A job as the file leaves its cases.
  ///
  /// @param given with the cases as they are written
  /// @param told learns of lines that say nothing, and of those about cases that were edited since
  public Job applied(Job given, Reading told) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < given.cases().size(); i++) {
      places.put(given.cases().get(i).id(), i);
    }
    var said = new ArrayList<CaseReview>();
    int old = 0;
    for (Map.Entry<String, Deque<ReviewLine>> each : lines(told).entrySet()) {
      ReviewLine last = each.getValue().peekLast();
      Integer place = places.get(each.getKey());
      if (last == null || place == null) {
        continue;
      }
      Case now = given.cases().get(place);
      if (CaseReview.content(now).equals(last.content())) {
        said.add(last.review(now, place));
      } else {
        old++;
      }
    }
    if (old > 0) {
      told.note(
          "Job %s: %s no longer, since the case was edited since; the lines are in %s."
              .formatted(
                  job, old == 1 ? "1 label of a case holds" : old + " labels of cases hold", path));
    }
    Job reviewed = said.isEmpty() ? given : given.reviewed(said);
    if (reviewed.cases().isEmpty() && !given.cases().isEmpty()) {
      told.problem(
          Place.of(path),
          "All cases of job " + job + " are set aside as wrongly labelled.",
          "Add cases, or take one back: `metier label " + job + " --undo CASE`.");
      return given;
    }
    return reviewed;
  }

  /// What was said of each case and not taken back, the latest last.
  private Map<String, Deque<ReviewLine>> lines(Reading told) {
    Map<String, Deque<ReviewLine>> said = new LinkedHashMap<>();
    int number = 0;
    for (String line : all()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        ReviewLine read = ReviewLine.read(line);
        Deque<ReviewLine> ofCase = said.computeIfAbsent(read.caseId(), _ -> new ArrayDeque<>());
        if (read.undo()) {
          ofCase.pollLast();
        } else {
          ofCase.addLast(read);
        }
      } catch (ReviewLine.NotAReview e) {
        told.problem(new Place(path, number, 1), e.what(), "Mend the line, or delete it.");
      }
    }
    return said;
  }

  private List<String> all() {
    try {
      return AddedLines.all(path);
    } catch (IOException e) {
      throw new ProblemsException(
          "The labels in " + path + " cannot be read: " + e.getMessage() + ".",
          "Check the file and your rights.");
    }
  }
}
