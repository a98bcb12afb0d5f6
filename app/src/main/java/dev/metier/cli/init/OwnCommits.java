package dev.metier.cli.init;

import dev.metier.importer.CaseScreening;
import dev.metier.importer.ImportedJob;
import dev.metier.importer.JobWriting;
import dev.metier.importer.git.GitImport;
import dev.metier.job.DataClass;
import dev.metier.job.JobName;
import dev.metier.starter.StarterJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// The last commits of a team's repository in place of the made-up cases of commit-message.
///
/// @param told what people are told of them
record OwnCommits(ImportedJob job, List<String> told) {
  static final StarterJob JOB = StarterJob.COMMIT_MESSAGE;

  /// So many commits are looked at, the newest first.
  static final int LAST = 40;

  OwnCommits {
    told = List.copyOf(told);
  }

  /// The repository that a folder lies in, which need not be there yet.
  static Optional<Path> repository(Path folder) {
    return Stream.iterate(folder.toAbsolutePath().normalize(), Objects::nonNull, Path::getParent)
        .filter(each -> Files.exists(each.resolve(".git")))
        .findFirst();
  }

  /// Reads them; nothing is written.
  ///
  /// @param redact whether keys and passwords are taken out
  /// @throws dev.metier.core.problem.ProblemsException when they make no case, or when there is
  ///   what looks like a key or password in them
  static OwnCommits of(Path repository, boolean redact) {
    GitImport found = GitImport.read(repository, LAST);
    CaseScreening screening = CaseScreening.of(found.cases(), redact);
    var told = new ArrayList<String>();
    told.add("Of the last " + LAST + " commits of " + repository + ", " + found.words());
    screening.notes().forEach(note -> told.add("Note: " + note));
    told.add(
        "Their messages are drafts, which no grader sees: only the form is graded until somebody"
            + " has said what is right.");
    var job = GitImport.job(new JobName(JOB.word()), "", DataClass.CONFIDENTIAL, screening);
    return new OwnCommits(job, told);
  }

  /// Adds the job to a project, or makes it the first of a new one.
  ///
  /// @param head what a new metier.yaml has above its jobs
  void write(Path folder, String head) {
    new JobWriting(folder).write(job, head);
  }
}
