package dev.metier.web;

import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.ShortText;
import dev.metier.job.Case;
import dev.metier.job.CaseReview;
import dev.metier.job.Job;
import dev.metier.label.Labeller;
import dev.metier.project.cases.ReviewLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What readers of the case lab say of its cases, kept beside the project.
record ReviewForms(SnapshotSource source) {
  private static final int LONGEST_NOTE = 1_000;
  private static final String UNDO = "undo";
  private static final String CORRECT = "correct";

  /// Keeps or takes back what is said of a case, and leads back to it.
  ///
  /// @param form `case`, `value` (`right`, `wrong`, `cannot_tell`, `correct`, `undo`), `expected`
  ///   of what is corrected, `note`, and `back`, an address of these pages
  /// @throws ProblemsException when the project could not be read then; nothing is kept
  Reply keep(ProjectSnapshot now, Job job, Map<String, String> form) {
    Labeller reader =
        source.reader().orElseThrow(() -> new ProjectPages.NoSuchPage("labeller", "", List.of()));
    Case given = written(job, form.getOrDefault("case", ""));
    var folder = Optional.ofNullable(now.project().file().toAbsolutePath().getParent());
    var log = ReviewLog.of(folder.orElse(Path.of("")), job.name());
    Optional<CaseReview> before = job.review(given.id());
    String value = form.getOrDefault("value", "");
    if (value.equals(UNDO)) {
      before.ifPresent(said -> log.undo(said.at(source.now())));
    } else {
      review(given, reader.name(), form).ifPresent(said -> log.tried(said, source::read));
    }
    return Reply.back(form);
  }

  private Optional<CaseReview> review(Case given, String by, Map<String, String> form) {
    String word = form.getOrDefault("value", "");
    // browsers send the ends of lines as CR LF
    Optional<String> expected =
        Optional.of(form.getOrDefault("expected", "").replace("\r\n", "\n"))
            .filter(text -> word.equals(CORRECT) && !text.isBlank());
    Optional<CaseReview.Value> value =
        word.equals(CORRECT)
            ? expected.map(_ -> CaseReview.Value.WRONG)
            : CaseReview.Value.of(word);
    String shown = ShortText.of(form.getOrDefault("note", "").strip(), LONGEST_NOTE);
    return value.map(said -> new CaseReview(given, 0, said, expected, by, source.now(), shown));
  }

  /// The case as its file has it.
  private static Case written(Job job, String id) {
    return Stream.concat(job.reviews().stream().map(CaseReview::given), job.cases().stream())
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new ProjectPages.NoSuchPage("case", id, job.cases().stream().map(Case::id).toList()));
  }
}
