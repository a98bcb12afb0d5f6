package dev.metier.report.html;

import dev.metier.core.text.NumberText;
import dev.metier.report.html.ReportView.JobPart;
import dev.metier.report.lesson.Glossary;
import dev.metier.report.screen.ChangeList;
import dev.metier.report.screen.MatrixPage;
import dev.metier.report.screen.ScreenTexts;
import dev.metier.report.screen.WhyPage;
import dev.metier.report.view.ChangesView;
import dev.metier.report.view.VisibleText;
import dev.metier.report.view.WhyView;
import dev.metier.report.view.cases.CasesView.Piece;
import dev.metier.report.view.cases.CasesView.Shown;
import dev.metier.report.view.cases.FailedCases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The report as its templates need it. Public only for the templates.
///
/// @param style all CSS
/// @param policy value of the Content-Security-Policy
/// @param version of this program
public record ReportPage(
    ReportView view,
    ReportRoom room,
    FileLinks links,
    String style,
    String policy,
    String version) {
  private static final int NAMED = 20;

  ReportPage(ReportView view, ReportRoom room, String style, String policy, String version) {
    this(view, room, FileLinks.to(view.jobs(), room.cases()), style, policy, version);
  }

  public ReportTexts words() {
    return ReportTexts.ENGLISH;
  }

  public MatrixPage matrix() {
    return new MatrixPage(view.matrix(), links);
  }

  /// What changed, its links within this file.
  public ChangeList changes(ChangesView changes) {
    return new ChangeList(changes, links);
  }

  /// How both times were judged, and how many verdicts are as they were.
  public String changesLead(ChangeList changes) {
    return ScreenTexts.fill(changes.words().lead(), changes.view().same());
  }

  public WhyPage why(WhyView why) {
    return new WhyPage(why, links);
  }

  /// What this file holds and what not, a sentence each.
  public List<String> holdings() {
    var told = new ArrayList<String>();
    boolean none = view.disclosure() == CaseDisclosure.NONE;
    view.highest()
        .map(ReportViews::word)
        .ifPresentOrElse(
            data ->
                told.add(ScreenTexts.fill(none ? words().holdsPrompts() : words().holds(), data)),
            () -> told.add(words().holdsNothing()));
    if (none) {
      told.add(words().noCases());
    }
    if (!view.withheld().isEmpty()) {
      told.add(ScreenTexts.fill(words().withheld(), String.join(", ", view.withheld())));
    }
    told.addAll(room.leftOut(view.casesRead()));
    return told;
  }

  public boolean isWithheld(JobPart job) {
    return view.withheld().contains(job.job());
  }

  public String jobId(String job) {
    return FileLinks.jobId(job);
  }

  public String jobLink(String job) {
    return "#" + jobId(job);
  }

  public String whyId(WhyView why) {
    return FileLinks.whyId(why.job(), why.model());
  }

  public String whyLink(String job, String model) {
    return links.why(job, model);
  }

  /// The id of a case's place.
  ///
  /// @param place among those of its job, from 0
  public String caseId(JobPart job, int place) {
    return FileLinks.caseId(job.job(), place + 1);
  }

  /// The cases that are shown of a job.
  public List<FailedCases.Row> cases(JobPart job) {
    return job.failed().shown().stream().limit(room.cases()).toList();
  }

  /// How many failed, and on how many of them models differ.
  public String casesTitle(JobPart job) {
    FailedCases failed = job.failed();
    int shown = cases(job).size();
    return ScreenTexts.fill(
            ScreenTexts.count(words().cases(), failed.total()),
            NumberText.count(failed.differing()))
        + (shown < failed.total()
            ? " " + ScreenTexts.fill(words().casesShown(), NumberText.count(shown))
            : "");
  }

  /// What opens the cases, where their texts may be left out.
  public String casesOpen(JobPart job) {
    boolean texts = view.disclosure().shows(job.failed().data());
    return texts ? words().casesOpen() : words().casesWithheld();
  }

  /// Names of failed cases of one model, as many as are listed.
  public List<WhyView.Failure> named(WhyView why) {
    return why.failures().stream().limit(NAMED).toList();
  }

  /// How many more there are; empty for none.
  public String unnamed(WhyView why) {
    int more = why.failed() - named(why).size();
    return more > 0 ? ScreenTexts.fill(words().more(), NumberText.count(more)) : "";
  }

  /// Whether it is drawn how the evidence came in.
  public boolean drawsPath(WhyView why) {
    return (why.path().isPresent() || why.narrowing().isPresent())
        && switch (room.paths()) {
          case ALL -> true;
          case OPEN -> why.mark().tone().equals("undecided");
          case NONE -> false;
        };
  }

  /// Whether any model was asked.
  public boolean isMeasured(JobPart job) {
    return job.whys().stream().anyMatch(why -> why.tested().calls() > 0);
  }

  /// How many calls were made, of how many, and how many of them were not served.
  public String calls(WhyView why) {
    var tested = why.tested();
    String calls = ScreenTexts.fill(words().callsOf(), tested.calls(), tested.possible());
    return tested.notServed() == 0
        ? calls
        : calls + ", " + NumberText.count(tested.notServed()) + " " + words().notServed();
  }

  /// A dash for what is not known.
  public String dash(Optional<String> value) {
    return value.orElse("–");
  }

  /// A text as far as there is room.
  public String start(String text) {
    return room.start(text);
  }

  /// How many characters are left out; empty for none.
  ///
  /// @param missing what was left out before
  public String missing(String start, String rest, int missing) {
    int all = room.missing(start + rest) + missing;
    return all > 0 ? ScreenTexts.fill(words().missing(), NumberText.count(all)) : "";
  }

  /// The words of an answer as far as there is room, those marked that are not expected.
  public List<Piece> pieces(Shown shown) {
    var pieces = new ArrayList<Piece>();
    int left = room.characters();
    for (Piece piece : shown.pieces()) {
      if (left <= 0) {
        break;
      }
      String text = new ReportRoom(0, left, ReportRoom.Paths.NONE).start(piece.text());
      pieces.add(new Piece(text, piece.marked()));
      left -= piece.text().length();
    }
    if (left > 0 && !shown.rest().isEmpty()) {
      pieces.add(
          new Piece(new ReportRoom(0, left, ReportRoom.Paths.NONE).start(shown.rest()), false));
    }
    return pieces;
  }

  /// How many characters of an answer are left out; empty for none.
  public String missing(Shown shown) {
    int length = shown.pieces().stream().mapToInt(piece -> piece.text().length()).sum();
    int all = Math.max(0, length + shown.rest().length() - room.characters()) + shown.missing();
    return all > 0 ? ScreenTexts.fill(words().missing(), NumberText.count(all)) : "";
  }

  /// How many repeats were like this one; empty for a single answer.
  public String alike(Shown shown) {
    return shown.of() == 1 ? "" : ScreenTexts.fill(words().alike(), shown.alike(), shown.of());
  }

  /// The words that the report uses.
  public List<Glossary.Word> glossary() {
    return Glossary.words();
  }

  /// Where a word is explained.
  public String wordId(Glossary.Word word) {
    return FileLinks.wordId(word.anchor());
  }

  /// What explains it where it stands.
  public String popoverId(Glossary.Word word) {
    return FileLinks.popoverId(word.anchor());
  }

  public String shown(String id) {
    return VisibleText.of(id);
  }
}
