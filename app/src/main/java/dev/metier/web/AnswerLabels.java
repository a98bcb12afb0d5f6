package dev.metier.web;

import dev.metier.core.text.ShortText;
import dev.metier.job.Case;
import dev.metier.label.Label;
import dev.metier.label.LabelLog;
import dev.metier.label.LabelledAnswer;
import dev.metier.label.Labeller;
import dev.metier.label.Labels;
import dev.metier.label.session.AnswerPool;
import dev.metier.ledger.Filter;
import dev.metier.plan.Hashes;
import dev.metier.qualify.CellResult;
import dev.metier.report.view.cases.OwnLabels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What readers of the case lab say of its answers, kept in the files of `metier label`. They see
/// which model answered, so their labels are marked as open.
final class AnswerLabels {
  private static final int LONGEST_NOTE = 1_000;

  private final SnapshotSource source;

  AnswerLabels(SnapshotSource source) {
    this.source = source;
  }

  /// What the reader said of a job's answers before.
  OwnLabels own(ProjectSnapshot now, List<CellResult> ofJob) {
    Optional<Labeller> reader = source.reader();
    return reader.isEmpty() ? OwnLabels.NONE : new OwnLabels(read(now, ofJob.getFirst()), reader);
  }

  private Labels read(ProjectSnapshot now, CellResult result) {
    return LabelLog.of(now.project(), result.job().name()).read(result.job(), source.now());
  }

  /// Keeps, changes or takes back a label, and leads back to the case.
  ///
  /// @param form `case`, `answer` (its hash), `value`, `note`, and `back`, an address of these
  ///   pages
  Reply keep(ProjectSnapshot now, CellResult result, Map<String, String> form) {
    Labeller reader =
        source.reader().orElseThrow(() -> new ProjectPages.NoSuchPage("labeller", "", List.of()));
    String id = form.getOrDefault("case", "");
    Case given =
        result.job().cases().stream()
            .filter(each -> each.id().equals(id))
            .findFirst()
            .orElseThrow(() ->
                new ProjectPages.NoSuchPage(
                    "case", id, result.job().cases().stream().map(Case::id).toList()));
    String hash = form.getOrDefault("answer", "");
    LabelledAnswer answer =
        answer(result, given, hash)
            .orElseThrow(() -> new ProjectPages.NoSuchPage("answer", hash, List.of()));
    keep(now, result, given, answer, new Said(reader, form));
    return Reply.back(form);
  }

  /// What a form says.
  private record Said(Labeller by, Map<String, String> form) {
    String note() {
      return ShortText.of(form.getOrDefault("note", "").strip(), LONGEST_NOTE);
    }

    /// Empty where the label stays, or is taken back.
    Optional<Label.Value> value() {
      String value = form.getOrDefault("value", "");
      return Arrays.stream(Label.Value.values()).filter(v -> v.word().equals(value)).findFirst();
    }

    boolean takesBack() {
      return form.getOrDefault("value", "").equals("undo");
    }
  }

  private void keep(
      ProjectSnapshot now, CellResult result, Case given, LabelledAnswer answer, Said said) {
    String content = Label.content(given);
    Optional<Label> before = read(now, result).open(Label.subject(content, answer), said.by());
    var log = LabelLog.of(now.project(), result.job().name());
    if (said.takesBack()) {
      before.ifPresent(label -> log.undo(label, source.now()));
      return;
    }
    said.value()
        .or(() -> before.map(Label::value))
        .ifPresent(value ->
            log.add(
                new Label(
                    result.job().name(),
                    given.id(),
                    content,
                    answer,
                    said.by(),
                    value,
                    said.note(),
                    source.now(),
                    Label.Showing.OPEN)));
  }

  /// The answer to a case that has this hash.
  private Optional<LabelledAnswer> answer(CellResult result, Case given, String hash) {
    var found = new ArrayList<LabelledAnswer>();
    source.answers(
        Filter.setting(result.setting()).ofContent(Hashes.content(result.job(), given)),
        kept ->
            AnswerPool.labelled(kept)
                .filter(answer -> answer.hash().equals(hash))
                .ifPresent(found::add));
    return found.stream().findFirst();
  }
}
