package dev.metier.web;

import dev.metier.job.Case;
import dev.metier.job.CaseReview;
import dev.metier.job.Job;
import dev.metier.report.screen.FrameTexts;
import dev.metier.report.screen.ScreenTexts;
import dev.metier.report.screen.Screens;
import dev.metier.report.view.VisibleText;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A form about a case, sent from a page that shows the case as it was before.
final class StaleForm {
  private StaleForm() {}

  /// What answers such a form, in whose place nothing is kept; empty where the case is still what
  /// the page showed, and where there is no such case.
  ///
  /// @param form `case`, and `content`, the hash of what was shown of it
  static Optional<Reply> of(SnapshotSource source, Job job, Map<String, String> form) {
    String id = form.getOrDefault("case", "");
    return Stream.concat(job.cases().stream(), job.reviews().stream().map(CaseReview::given))
        .filter(each -> each.id().equals(id))
        .findFirst()
        .filter(now -> !CaseReview.content(now).equals(form.getOrDefault("content", "")))
        .map(now -> conflict(VisibleText.of(source.name()), now, form));
  }

  private static Reply conflict(String project, Case now, Map<String, String> form) {
    FrameTexts words = FrameTexts.ENGLISH;
    var messages = new ArrayList<String>();
    now.expected().ifPresent(text -> messages.add(ScreenTexts.fill(words.staleNow(), text)));
    Stream.of("expected", "note")
        .map(field -> form.getOrDefault(field, ""))
        .filter(text -> !text.isBlank())
        .forEach(text -> messages.add(ScreenTexts.fill(words.staleSent(), text)));
    return Reply.page(Reply.CONFLICT, Screens.stale(project, messages, Reply.address(form)));
  }
}
