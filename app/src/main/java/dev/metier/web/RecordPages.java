package dev.metier.web;

import dev.metier.core.problem.Problem;
import dev.metier.core.problem.ProblemText;
import dev.metier.core.problem.Problems;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.Sha256;
import dev.metier.core.text.ShortText;
import dev.metier.decision.Acceptance;
import dev.metier.decision.DecisionRecord;
import dev.metier.decision.RecordChanges;
import dev.metier.decision.RecordDraft;
import dev.metier.decision.RecordFolder;
import dev.metier.decision.RecordReader;
import dev.metier.decision.RecordWriter;
import dev.metier.decision.view.RecordMarkdown;
import dev.metier.decision.view.RecordView;
import dev.metier.decision.view.RecordViews;
import dev.metier.qualify.CellResult;
import dev.metier.report.learn.GuessPage;
import dev.metier.report.lesson.GuessView;
import dev.metier.report.lesson.GuessViews;
import dev.metier.report.screen.RecordConflictPage;
import dev.metier.report.screen.RecordListPage;
import dev.metier.report.screen.RecordPage;
import dev.metier.report.screen.ScreenAddress;
import dev.metier.report.screen.Screens;
import dev.metier.report.screen.WhyPage;
import dev.metier.report.view.MatrixQuery;
import dev.metier.report.view.MatrixViews;
import dev.metier.report.view.VisibleText;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The screens of decision records, and the changes that their forms ask for. A form carries the
/// hash of the file it was made from: what changed meanwhile is never written over.
final class RecordPages {
  private static final String MARKDOWN = "export.md";
  private static final String HTML = "export.html";

  private final SnapshotSource source;
  private final Path folder;
  private final String formToken;

  RecordPages(SnapshotSource source, Path folder, String formToken) {
    this.source = source;
    this.folder = folder;
    this.formToken = formToken;
  }

  /// What a form brought, and the record it is about.
  private record Sent(Map<String, String> form, RecordFolder.Kept was) {
    String field(String name) {
      return form.getOrDefault(name, "").replace("\r\n", "\n").strip();
    }

    String hash() {
      return form.getOrDefault("hash", "");
    }

    DecisionRecord record() {
      return was.record();
    }

    String id() {
      return record().head().id();
    }
  }

  /// The records of a job that name a model, the oldest first; those that cannot be read are told
  /// where they are listed.
  List<WhyPage.Resting> restingOn(CellResult result) {
    return records().all(new Problems()).stream()
        .filter(record -> record.head().job().equals(result.job().name()))
        .filter(record ->
            record.candidates().stream()
                .anyMatch(each -> each.model().equals(result.model().name())))
        .map(DecisionRecord::head)
        .map(head ->
            new WhyPage.Resting(
                head.id(), head.status().name().toLowerCase(Locale.ROOT), head.model().text()))
        .toList();
  }

  private RecordFolder records() {
    return RecordFolder.of(folder);
  }

  Reply page(List<String> path, ScreenRequest request) {
    if (path.isEmpty()) {
      return request.changes()
          ? drafted(request)
          : Reply.page(Reply.OK, list(request.parameters(), List.of()));
    }
    String id = path.getFirst();
    if (!records().has(id) || path.size() > 2) {
      throw new ProjectPages.NoSuchPage("record", id, records().ids());
    }
    if (path.size() == 2) {
      return exported(id, path.get(1), request.parameters().containsKey("with-cases"));
    }
    return request.changes() ? changed(id, request.form()) : shown(id, request.parameters());
  }

  private LocalDate today() {
    return source.now().atZone(ZoneOffset.UTC).toLocalDate();
  }

  private String project() {
    return VisibleText.of(source.name());
  }

  private RecordView view(DecisionRecord record, ProjectSnapshot now) {
    return RecordViews.of(
        source.name(),
        record,
        RecordChanges.since(record, now.results(), today(), folder.resolve(RecordChanges.POLICY)));
  }

  private static Optional<String> at(ProjectSnapshot now) {
    return MatrixViews.of(now.matrix(), MatrixQuery.of(Map.of())).at();
  }

  private List<String> told(List<Problem> problems) {
    var text = new ProblemText(false, folder);
    return problems.stream().map(each -> VisibleText.of(text.of(List.of(each)))).toList();
  }

  /// @param chosen the job and the model of a new record, by name
  private String list(Map<String, String> chosen, List<String> problems) {
    ProjectSnapshot now = source.read();
    var broken = new Problems();
    var views = records().all(broken).stream().map(record -> view(record, now)).toList();
    var all = new ArrayList<>(problems);
    all.addAll(told(broken.found()));
    var jobs = now.results().stream().map(each -> each.job().name().text()).distinct().toList();
    var models = now.results().stream().map(each -> each.model().name().text()).distinct().toList();
    var ignored = new ArrayList<String>();
    return Screens.records(
        new RecordListPage(
            project(),
            at(now),
            views.reversed(),
            jobs,
            models,
            chosen(chosen, "job", jobs, ignored),
            chosen(chosen, "model", models, ignored),
            ignored,
            all,
            formToken));
  }

  private static String chosen(
      Map<String, String> parameters, String key, List<String> names, List<String> ignored) {
    String name = parameters.getOrDefault(key, "");
    if (name.isEmpty() || names.contains(name)) {
      return name;
    }
    ignored.add(key + "=" + VisibleText.of(ShortText.of(name, 200)));
    return "";
  }

  private Reply drafted(ScreenRequest request) {
    Map<String, String> form = request.form();
    try {
      String id = records().next();
      ProjectSnapshot now = source.read();
      Optional<String> model =
          Optional.of(form.getOrDefault("model", "")).filter(name -> !name.isEmpty());
      var choice = new RecordDraft.Choice(id, model, form.getOrDefault("owner", "").strip(), false);
      records().add(draft(now, form.getOrDefault("job", ""), choice));
      return Reply.to(ScreenAddress.record(id).toString());
    } catch (ProblemsException e) {
      return Reply.page(Reply.BAD_REQUEST, list(form, told(e.problems())));
    }
  }

  private DecisionRecord draft(ProjectSnapshot now, String job, RecordDraft.Choice choice) {
    return source.kept(ledger ->
        RecordDraft.of(
            RecordDraft.Source.of(now.project(), now.results(), job, ledger, source.now()),
            choice));
  }

  /// A file that cannot be read as a record is shown to be mended.
  private Reply shown(String id, Map<String, String> parameters) {
    String text = records().text(id);
    try {
      RecordFolder.Kept kept = records().read(id);
      return Reply.page(Reply.OK, page(kept, believed(kept.record(), parameters), List.of()));
    } catch (ProblemsException e) {
      return conflict(Reply.OK, id, text, text, e.problems());
    }
  }

  /// With what a team believed before, where the address says that; nothing is written.
  private DecisionRecord believed(DecisionRecord record, Map<String, String> parameters) {
    GuessView guesses = GuessViews.of(source.read().matrix(), parameters);
    if (!guesses.shown() || record.head().status() != DecisionRecord.Status.PROPOSED) {
      return record;
    }
    String before = new GuessPage(guesses, List.of()).record();
    String text = record.text().contains(before) ? record.text() : record.text() + before + "\n";
    return record.with(record.words(), record.moved(), record.needs(), text);
  }

  /// @param typed with what stands in the form
  private String page(RecordFolder.Kept kept, DecisionRecord typed, List<String> problems) {
    ProjectSnapshot now = source.read();
    var form = new RecordPage.Form(typed, kept.hash(), formToken, problems, older(kept.record()));
    return Screens.record(new RecordPage(view(kept.record(), now), at(now), Optional.of(form)));
  }

  private List<String> older(DecisionRecord record) {
    return records().all(new Problems()).stream()
        .map(DecisionRecord::head)
        .filter(head -> head.job().equals(record.head().job()))
        .filter(head -> head.status() == DecisionRecord.Status.ACCEPTED)
        .map(DecisionRecord.Head::id)
        .filter(id -> !id.equals(record.head().id()))
        .toList();
  }

  private Reply exported(String id, String name, boolean withTexts) {
    DecisionRecord record = RecordViews.toSend(records().read(id).record(), withTexts);
    RecordView view = view(record, source.read());
    return switch (name) {
      case MARKDOWN -> file("text/markdown; charset=utf-8", id + ".md", RecordMarkdown.of(view));
      case HTML -> file("text/html; charset=utf-8", id + ".html", Screens.sheet(view));
      default -> throw new ProjectPages.NoSuchPage("", name, List.of(MARKDOWN, HTML));
    };
  }

  private static Reply file(String type, String name, String text) {
    return Reply.of(Reply.OK, type, text)
        .with("Content-Disposition", "attachment; filename=\"" + name + "\"");
  }

  private Reply changed(String id, Map<String, String> form) {
    if (form.getOrDefault("do", "").equals("file")) {
      return whole(id, form);
    }
    var sent = new Sent(form, records().read(id));
    return switch (form.getOrDefault("do", "")) {
      case "save" -> edited(sent, false);
      case "accept" -> edited(sent, true);
      case "refresh" -> refreshed(sent);
      case "supersede" -> superseded(sent);
      default -> Reply.page(Reply.BAD_REQUEST, page(sent.was(), sent.record(), List.of()));
    };
  }

  /// What people wrote into the fields; accepted too, when that is asked for.
  private Reply edited(Sent sent, boolean accept) {
    var problems = new Problems();
    var fields = new RecordFields(sent.record(), sent::field);
    DecisionRecord typed = fields.record(records().file(sent.id()), problems);
    if (!sent.hash().equals(sent.was().hash())) {
      return conflict(
          Reply.CONFLICT, sent.id(), sent.was().text(), RecordWriter.of(typed), problems.found());
    }
    try {
      problems.throwIfAny();
      DecisionRecord now = accept ? accepted(typed) : typed;
      return written(sent.id(), RecordWriter.of(now), sent.hash());
    } catch (ProblemsException e) {
      return Reply.page(Reply.BAD_REQUEST, page(sent.was(), typed, told(e.problems())));
    }
  }

  private DecisionRecord accepted(DecisionRecord typed) {
    return Acceptance.accepted(
        typed,
        "",
        Optional.empty(),
        Optional.empty(),
        records().file(typed.head().id()),
        source.read().results());
  }

  private Reply refreshed(Sent sent) {
    try {
      ProjectSnapshot now = source.read();
      String job = sent.record().head().job().text();
      DecisionRecord fresh =
          source.kept(ledger ->
              RecordDraft.again(
                  RecordDraft.Source.of(now.project(), now.results(), job, ledger, source.now()),
                  sent.record()));
      return written(sent.id(), RecordWriter.of(fresh), sent.hash());
    } catch (ProblemsException e) {
      return Reply.page(Reply.BAD_REQUEST, page(sent.was(), sent.record(), told(e.problems())));
    }
  }

  private Reply superseded(Sent sent) {
    try {
      Acceptance.supersede(records(), sent.field("older"), sent.id());
      return Reply.to(ScreenAddress.record(sent.id()).toString());
    } catch (ProblemsException e) {
      return Reply.page(Reply.BAD_REQUEST, page(sent.was(), sent.record(), told(e.problems())));
    }
  }

  /// A whole file, put together by whoever saw two.
  private Reply whole(String id, Map<String, String> form) {
    String text = form.getOrDefault("file", "").replace("\r\n", "\n").stripLeading();
    String hash = form.getOrDefault("hash", "");
    String now = records().text(id);
    try {
      RecordReader.read(records().file(id), text);
      return written(id, text, hash);
    } catch (ProblemsException e) {
      return conflict(Reply.BAD_REQUEST, id, now, text, e.problems());
    }
  }

  private Reply written(String id, String text, String seen) {
    return records()
        .replace(id, text, seen)
        .map(now -> conflict(Reply.CONFLICT, id, now, text, List.of()))
        .orElseGet(() -> Reply.to(ScreenAddress.record(id).toString()));
  }

  private Reply conflict(int status, String id, String now, String yours, List<Problem> problems) {
    return Reply.page(
        status,
        Screens.conflict(
            new RecordConflictPage(
                project(), id, now, Sha256.hex(now), yours, told(problems), formToken)));
  }
}
