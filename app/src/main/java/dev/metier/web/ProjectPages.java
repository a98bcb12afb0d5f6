package dev.metier.web;

import dev.metier.core.problem.ProblemText;
import dev.metier.core.problem.ProblemsException;
import dev.metier.core.text.Nearest;
import dev.metier.core.text.ShortText;
import dev.metier.job.Job;
import dev.metier.qualify.CellResult;
import dev.metier.report.screen.ChangesPage;
import dev.metier.report.screen.ScreenAddress;
import dev.metier.report.screen.Screens;
import dev.metier.report.view.ChangesView;
import dev.metier.report.view.MatrixQuery;
import dev.metier.report.view.MatrixViews;
import dev.metier.report.view.VisibleText;
import dev.metier.report.view.WhyViews;
import dev.metier.report.view.cases.CaseEvidence;
import dev.metier.report.view.cases.CaseFile;
import dev.metier.report.view.cases.CasesQuery;
import dev.metier.report.view.cases.CasesViews;
import dev.metier.report.view.cases.RememberedEvidence;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Answers each address with its screen; blocks while the evidence is read.
final class ProjectPages {
  private static final String CASES = "cases";
  private static final int LONGEST = 100;

  /// The first words of addresses that take a form.
  private static final Set<String> CHANGING = Set.of("label", "record", "review", "run");

  /// More parts than this are a whole page.
  private static final int MOST_PARTS = 200;

  private final SnapshotWatch source;
  private final Path folder;
  private final String formToken;
  private final AnswerLabels labels;
  private final RecordPages records;
  private final SortedMap<String, Place> places = new TreeMap<>();
  private final AtomicReference<@Nullable Remembered> remembered = new AtomicReference<>();

  /// What answers the addresses that begin with one word.
  @FunctionalInterface
  interface Place {
    /// Answers one request.
    ///
    /// @param path what stands behind the word, part by part, decoded
    /// @throws NoSuchPage when the address leads nowhere
    Reply page(List<String> path, ScreenRequest request);
  }

  /// @param folder files are named relative to it
  /// @param formToken what every form holds
  ProjectPages(SnapshotWatch source, Path folder, String formToken, RunControl runs) {
    this.source = source;
    this.folder = folder;
    this.formToken = formToken;
    this.labels = new AnswerLabels(source);
    var runPages = new RunPages(source, runs, folder, formToken);
    places.put("", this::matrix);
    places.put("changes", this::changes);
    places.put("go", this::gone);
    places.put("job", this::job);
    places.put("label", this::label);
    this.records = new RecordPages(source, folder, formToken);
    places.put("record", records::page);
    places.put("review", this::review);
    places.put("run", runPages::page);
    var learn = new LearnPages(source, folder);
    places.put("learn", learn::learn);
    places.put("words", learn::words);
    places.put("model", learn::model);
  }

  /// The page with the newest change that it may already show, so that it hears what comes behind.
  Reply page(ScreenRequest request) {
    String since = source.last();
    Reply reply = made(request);
    return reply.headers().containsKey("Content-Disposition")
        ? reply
        : new Reply(reply.status(), reply.headers(), Screens.since(reply.body(), since));
  }

  private Reply made(ScreenRequest request) {
    try {
      List<String> path = path(request.path());
      if (request.changes() && !CHANGING.contains(path.isEmpty() ? "" : path.getFirst())) {
        return new Reply(Reply.NOT_ALLOWED, Map.of("Allow", "GET, HEAD"), "");
      }
      return found(path, request);
    } catch (NoSuchPage missing) {
      return Reply.page(
          Reply.NOT_FOUND, Screens.missing(VisibleText.of(source.name()), missing.sentence()));
    } catch (ProblemsException wrong) {
      var text = new ProblemText(false, folder);
      return Reply.page(
          Reply.UNAVAILABLE,
          Screens.problems(VisibleText.of(source.name()), List.of(text.of(wrong.problems()))));
    }
  }

  private Reply found(List<String> path, ScreenRequest request) {
    String first = path.isEmpty() ? "" : path.getFirst();
    Place place = places.get(first);
    if (place == null) {
      throw new NoSuchPage("", first, places.keySet().stream().filter(p -> !p.isEmpty()).toList());
    }
    return place.page(path.isEmpty() ? path : path.subList(1, path.size()), request);
  }

  private Reply matrix(List<String> path, ScreenRequest request) {
    var query = MatrixQuery.of(request.parameters());
    ProjectSnapshot now = source.read();
    var view = MatrixViews.of(now.matrix(), query, now.routes().known());
    List<String> parts = parts(request);
    return Reply.page(
        Reply.OK, parts.isEmpty() ? Screens.matrix(view) : Screens.matrixParts(view, parts));
  }

  /// The parts that a page asks for which is already shown; none for all of it.
  private static List<String> parts(ScreenRequest request) {
    String asked = request.parameters().getOrDefault("part", "");
    List<String> parts =
        Arrays.stream(asked.split(" ")).filter(part -> !part.isEmpty()).distinct().toList();
    return parts.size() > MOST_PARTS ? List.of() : parts;
  }

  private Reply changes(List<String> path, ScreenRequest request) {
    var since = Optional.ofNullable(request.parameters().get("since")).filter(s -> !s.isBlank());
    PastChanges past = source.changes(since);
    var matrix = source.read().matrix();
    return Reply.page(
        Reply.OK,
        Screens.changes(
            new ChangesPage(
                VisibleText.of(matrix.project()),
                MatrixViews.at(matrix),
                past.changes().map(ChangesView::of),
                past.moments().stream()
                    .map(m ->
                        new ChangesPage.Moment(m.value(), m.text(), m.value().equals(past.since())))
                    .toList(),
                past.known() ? List.of() : List.of("since=" + shortened(since.orElse(""))))));
  }

  private static String shortened(String text) {
    return VisibleText.of(ShortText.of(text, LONGEST, "..."));
  }

  /// One job with one model, or all answers of a job.
  private Reply job(List<String> path, ScreenRequest request) {
    if (path.size() != 2) {
      throw new NoSuchPage("", request.path(), List.of());
    }
    return path.get(1).equals(CASES)
        ? cases(path.getFirst(), request)
        : why(path.getFirst(), path.get(1));
  }

  /// What was chosen from a list, without a script.
  private Reply gone(List<String> path, ScreenRequest request) {
    String job = request.parameters().getOrDefault("job", "");
    String model = request.parameters().getOrDefault("model", "");
    result(source.read(), job, model);
    return Reply.to(ScreenAddress.why(job, model).toString());
  }

  private Reply why(String job, String model) {
    ProjectSnapshot now = source.read();
    CellResult result = result(now, job, model);
    return Reply.page(
        Reply.OK,
        Screens.why(
            WhyViews.of(now.matrix(), now.results(), result),
            now.routes().of(result.job().name()),
            records.restingOn(result)));
  }

  private Reply cases(String job, ScreenRequest request) {
    ProjectSnapshot now = source.read();
    List<CellResult> results = ofJob(now, job);
    known("model", request.parameters().get("a"), models(results));
    known("model", request.parameters().get("b"), models(results));
    known(
        "case",
        request.parameters().get("case"),
        results.getFirst().job().written().stream().map(given -> given.id()).toList());
    var query = CasesQuery.of(request.parameters());
    CaseEvidence evidence = remembered(now);
    Optional<CaseFile.Form> form = CaseFile.Form.of(request.parameters().getOrDefault("as", ""));
    if (form.isPresent()) {
      var file = CaseFile.of(results, query, evidence);
      return Reply.file(file.name(form.get()), form.get().type(), file.text(form.get()));
    }
    var view = CasesViews.of(now.matrix(), results, query, evidence, labels.own(now, results));
    boolean lab = parts(request).equals(List.of("lab"));
    return Reply.page(
        Reply.OK, lab ? Screens.lab(view, formToken) : Screens.cases(view, formToken));
  }

  private static List<String> models(List<CellResult> ofJob) {
    return ofJob.stream().map(r -> r.model().name().text()).toList();
  }

  /// What an address names has to be there.
  private static void known(String kind, @Nullable String name, List<String> all) {
    if (name != null && !name.isEmpty() && !all.contains(name)) {
      throw new NoSuchPage(kind, name, all);
    }
  }

  /// What was read of the evidence as it is now.
  @SuppressWarnings("ReferenceEquality") // the very same, as long as nothing was read anew
  private CaseEvidence remembered(ProjectSnapshot now) {
    Remembered known = remembered.get();
    if (known == null || known.now() != now) {
      known = new Remembered(now, new RememberedEvidence(source));
      remembered.set(known);
    }
    return known.evidence();
  }

  /// Evidence, and the snapshot that it belongs to.
  private record Remembered(ProjectSnapshot now, CaseEvidence evidence) {}

  /// Says of an answer whether it is right.
  private Reply label(List<String> path, ScreenRequest request) {
    Map<String, String> form = request.form();
    ProjectSnapshot now = source.read();
    CellResult result = result(now, form.getOrDefault("job", ""), form.getOrDefault("model", ""));
    return StaleForm.of(source, result.job(), form).orElseGet(() -> labels.keep(now, result, form));
  }

  /// Says of a case whether what is expected of it is right.
  private Reply review(List<String> path, ScreenRequest request) {
    Map<String, String> form = request.form();
    ProjectSnapshot now = source.read();
    Job job = ofJob(now, form.getOrDefault("job", "")).getFirst().job();
    return StaleForm.of(source, job, form)
        .orElseGet(() -> new ReviewForms(source).keep(now, job, form));
  }

  private static List<CellResult> ofJob(ProjectSnapshot now, String job) {
    List<CellResult> ofJob =
        now.results().stream().filter(r -> r.job().name().text().equals(job)).toList();
    if (ofJob.isEmpty()) {
      throw new NoSuchPage(
          "job", job, now.results().stream().map(r -> r.job().name().text()).distinct().toList());
    }
    return ofJob;
  }

  private static CellResult result(ProjectSnapshot now, String job, String model) {
    List<CellResult> ofJob = ofJob(now, job);
    return ofJob.stream()
        .filter(r -> r.model().name().text().equals(model))
        .findFirst()
        .orElseThrow(() -> new NoSuchPage("model", model, models(ofJob)));
  }

  /// The parts of a path, decoded.
  private static List<String> path(String sent) {
    try {
      return Arrays.stream(sent.split("/"))
          .filter(part -> !part.isEmpty())
          .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
          .toList();
    } catch (IllegalArgumentException e) {
      throw new NoSuchPage("", sent, List.of());
    }
  }

  /// An address leads nowhere.
  static final class NoSuchPage extends RuntimeException {
    private final String sentence;

    /// @param kind what was looked for, `job` or `model`; empty for a page
    /// @param known what there is
    NoSuchPage(String kind, String name, List<String> known) {
      super(name);
      String shown = ShortText.of(name, LONGEST, "...");
      String what = kind.isEmpty() ? "Nothing is at" : "There is no " + kind;
      String hint =
          kind.isEmpty() && Nearest.to(name, known).isEmpty() ? "" : Nearest.hint(name, known);
      sentence = VisibleText.of((what + " " + shown + ". " + hint.replace("`", "")).strip());
    }

    String sentence() {
      return sentence;
    }
  }
}
