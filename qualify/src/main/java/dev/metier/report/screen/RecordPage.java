package dev.metier.report.screen;

import dev.metier.decision.DecisionRecord;
import dev.metier.decision.view.RecordView;
import dev.metier.report.plot.RangePlot;
import dev.metier.report.view.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A record as its templates need it. Public only for the templates.
///
/// @param at when the evidence was last added to
/// @param form what can be changed; empty on paper
public record RecordPage(RecordView view, Optional<String> at, Optional<Form> form) {
  private static final int LINE = 100;
  private static final int MOST_LINES = 24;

  /// What stands in the form.
  ///
  /// @param record with what was typed last, saved or not
  /// @param hash of the file that the form was made from
  /// @param token that the form must bring back
  /// @param problems why nothing was written
  /// @param older records of the same job that this one may supersede
  public record Form(
      DecisionRecord record, String hash, String token, List<String> problems, List<String> older) {
    public Form {
      problems = List.copyOf(problems);
      older = List.copyOf(older);
    }

    public boolean isProposed() {
      return record.head().status() == DecisionRecord.Status.PROPOSED;
    }

    public boolean isAccepted() {
      return record.head().status() == DecisionRecord.Status.ACCEPTED;
    }

    public String lines(List<String> texts) {
      return String.join("\n", texts);
    }
  }

  public RecordTexts words() {
    return RecordTexts.ENGLISH;
  }

  public Frame frame() {
    return new Frame(title(), view.project(), "records", Optional.empty(), at, List.of());
  }

  public String title() {
    return ScreenTexts.fill(words().title(), view.id(), view.job());
  }

  public String heading() {
    return ScreenTexts.fill(words().heading(), view.job(), view.model(), view.host());
  }

  /// What stands above the heading.
  public String state() {
    var parts = new ArrayList<String>();
    parts.add(ScreenTexts.fill(words().kind(), view.id()));
    parts.add(view.status());
    if (!view.date().isEmpty()) {
      parts.add(view.date());
    }
    if (!view.reviewBy().isEmpty()) {
      parts.add(ScreenTexts.fill(words().reviewBy(), view.reviewBy()));
    }
    if (!view.owner().isEmpty()) {
      parts.add(view.owner());
    }
    if (!view.supersedes().isEmpty()) {
      parts.add(ScreenTexts.fill(words().inPlaceOf(), view.supersedes()));
    }
    return String.join(" · ", parts);
  }

  public String picture(RecordView.Need need) {
    return need.picture().map(RangePlot::large).orElse("");
  }

  public String said(RecordView.Need need) {
    return need.cases() == 0
        ? need.said()
        : need.said() + " " + ScreenTexts.count(words().onCases(), need.cases());
  }

  public String wrongTitle() {
    String text = words().wrongTitle();
    int middle = text.indexOf('|');
    return view.wrong().size() == 3 ? text.substring(0, middle) : text.substring(middle + 1);
  }

  /// Which texts stand in it, and of which class.
  public String texts() {
    var data = view.data();
    if (data.texts()) {
      return ScreenTexts.fill(words().holdsTexts(), data.highest());
    }
    return view.wrong().isEmpty()
        ? words().holdsNone()
        : ScreenTexts.fill(words().leftOut(), data.held(), data.highest());
  }

  public String locked() {
    String at = view.locked().at();
    String locked = at.isEmpty() ? words().lockedUnknown() : ScreenTexts.fill(words().locked(), at);
    int moved = view.locked().moved().size();
    return moved == 0 ? locked : locked + " " + ScreenTexts.count(words().moved(), moved);
  }

  public String foot() {
    var evidence = view.evidence();
    return ScreenTexts.fill(
        words().foot(),
        evidence.hash(),
        ScreenTexts.count(words().footCases(), evidence.cases()),
        evidence.at());
  }

  public String lockedText() {
    var locked = view.locked();
    return locked.at().isEmpty()
        ? words().lockedNot()
        : ScreenTexts.fill(words().lockedText(), locked.at(), locked.hash());
  }

  /// Whether the first page holds so much that it takes small print to fit on one sheet.
  public boolean tight() {
    long reasons = view.needs().stream().filter(need -> !need.because().isEmpty()).count();
    long letters =
        (long) view.sentence().length()
            + view.notFor().length()
            + view.ends().length()
            + view.dissent().length()
            + view.wrong().stream().mapToLong(RecordPage::letters).sum();
    long lines =
        2L * view.needs().size()
            + 2 * reasons
            + 2L * view.data().places().size()
            + view.changes().size()
            + letters / LINE;
    return lines > MOST_LINES;
  }

  private static long letters(RecordView.Wrong wrong) {
    return (long) wrong.id().length()
        + wrong.asked().length()
        + wrong.expected().length()
        + wrong.answered().length();
  }

  public String or(String text) {
    return text.isEmpty() ? words().nothing() : text;
  }

  /// Why a model has its verdict now; on paper nothing leads anywhere.
  public Optional<String> why(String model) {
    return form.map(_ -> ScreenAddress.why(view.job(), model).toString());
  }

  /// The record in its place; on paper nothing leads anywhere.
  public Optional<String> successor() {
    return form.map(_ -> ScreenAddress.record(view.supersededBy()).toString());
  }

  public String address() {
    return ScreenAddress.record(view.id()).toString();
  }

  /// Whether the form's notes hold what its file does not, though nothing was refused.
  public boolean isUnsaved() {
    return form.filter(f ->
            f.problems().isEmpty() && !VisibleText.of(f.record().text()).equals(view.page().text()))
        .isPresent();
  }

  /// Whether texts of cases are left out of what is sent, unless they are asked for.
  public boolean keepsBack() {
    return view.data().texts()
        && (view.data().held().equals("confidential") || view.data().held().equals("restricted"));
  }
}
