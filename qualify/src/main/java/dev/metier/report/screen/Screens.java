package dev.metier.report.screen;

import dev.metier.decision.view.RecordView;
import dev.metier.hybrid.view.RouteView;
import dev.metier.report.view.MatrixView;
import dev.metier.report.view.MatrixView.Mark;
import dev.metier.report.view.RunView;
import dev.metier.report.view.WhyView;
import dev.metier.report.view.cases.CasesView;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes the screens as whole HTML pages.
public final class Screens {
  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(ContentType.Html);
  private static final List<String> STYLES =
      List.of("screens.css", "run.css", "record.css", "learn.css");
  private static final String AS_OF = "<body data-since=\"\">";
  private static final FrameTexts WORDS = FrameTexts.ENGLISH;

  private Screens() {}

  public static String matrix(MatrixView view) {
    return rendered("screen/matrix.jte", new MatrixPage(view));
  }

  /// Parts of the first screen, for one that is shown already.
  ///
  /// @param parts by the ids they have there
  public static String matrixParts(MatrixView view, List<String> parts) {
    var given = new HashMap<String, Object>();
    given.put("page", new MatrixPage(view));
    given.put("parts", Set.copyOf(parts));
    return rendered("screen/matrix-parts.jte", given);
  }

  public static String why(WhyView view) {
    return why(view, Optional.empty(), List.of());
  }

  /// Why a model has its verdict, and what would do the job.
  ///
  /// @param route as far as it is known
  /// @param records the decision records that rest on it
  public static String why(WhyView view, Optional<RouteView> route, List<WhyPage.Resting> records) {
    return rendered("screen/why.jte", new WhyPage(view, route, records));
  }

  /// The case lab of a job.
  ///
  /// @param token what every form holds; empty where nothing can be changed
  public static String cases(CasesView view, String token) {
    return rendered("screen/cases.jte", new CasesPage(view, token));
  }

  /// What changes of the case lab from case to case, and while it is shown.
  ///
  /// @param token what every form holds; empty where nothing can be changed
  public static String lab(CasesView view, String token) {
    return rendered("screen/lab-part.jte", new CasesPage(view, token));
  }

  /// All decision records.
  public static String records(RecordListPage page) {
    return rendered("screen/record-list.jte", page);
  }

  /// One decision record, and what can be done with it.
  public static String record(RecordPage page) {
    return rendered("screen/record.jte", page);
  }

  /// A decision record as a file of its own, to be sent and printed; it loads nothing.
  public static String sheet(RecordView view) {
    var page = new RecordPage(view, Optional.empty(), Optional.empty());
    var text = new StringOutput();
    TEMPLATES.render("screen/record-file.jte", Map.of("page", page, "style", style()), text);
    return text.toString().stripTrailing() + "\n";
  }

  /// A decision record that was changed while somebody else wrote it.
  public static String conflict(RecordConflictPage page) {
    return rendered("screen/record-conflict.jte", page);
  }

  public static String run(RunView view, String formToken) {
    return rendered("screen/run.jte", new RunPage(view, formToken));
  }

  /// What changed since an earlier moment.
  public static String changes(ChangesPage page) {
    return rendered("screen/changes.jte", page);
  }

  /// The project or its evidence cannot be read.
  ///
  /// @param project what the project is called
  /// @param messages as the terminal shows them
  public static String problems(String project, List<String> messages) {
    return message(
        new MessagePage(
            project,
            WORDS.problemsTitle(),
            WORDS.problemsLead(),
            messages,
            WORDS.problemsLater(),
            Optional.empty()));
  }

  /// There is no such page, job, model or case.
  ///
  /// @param what a sentence and a hint
  public static String missing(String project, String what) {
    return message(
        new MessagePage(
            project, WORDS.missingTitle(), what, List.of(), "", Optional.of(MessagePage.MATRIX)));
  }

  /// What was said of a case belongs to what the case was when its page was opened.
  ///
  /// @param messages what is asked and expected now, and what the form held
  /// @param back the address of the case
  public static String stale(String project, List<String> messages, String back) {
    return message(
        new MessagePage(
            project, WORDS.staleTitle(), WORDS.staleLead(), messages, "", Optional.of(back)));
  }

  /// Whoever asks did not come by the link.
  public static String noAccess() {
    return message(
        new MessagePage(
            "", WORDS.accessTitle(), WORDS.accessLead(), List.of(), "", Optional.empty()));
  }

  /// Whoever asks came by the link, and goes on to the first screen.
  public static String entered() {
    return rendered("screen/entered.jte", WORDS);
  }

  /// A change that no form of these pages sent.
  public static String notFromHere() {
    return message(
        new MessagePage(
            "", WORDS.changeTitle(), WORDS.changeLead(), List.of(), "", Optional.empty()));
  }

  /// Whoever asks did so by another name than this machine's own.
  public static String wrongHost() {
    return message(
        new MessagePage("", WORDS.hostTitle(), WORDS.hostLead(), List.of(), "", Optional.empty()));
  }

  /// A mistake of the program.
  public static String failed() {
    return message(
        new MessagePage(
            "", WORDS.failedTitle(), WORDS.failedLead(), List.of(), "", Optional.empty()));
  }

  private static String message(MessagePage page) {
    return rendered("screen/message.jte", page);
  }

  /// A page as HTML.
  public static String rendered(String template, Object page) {
    var text = new StringOutput();
    TEMPLATES.render(template, page, text);
    return text.toString().stripTrailing() + "\n";
  }

  private static String rendered(String template, Map<String, Object> parameters) {
    var text = new StringOutput();
    TEMPLATES.render(template, parameters, text);
    return text.toString().stripTrailing() + "\n";
  }

  /// A page that knows the newest change that it shows, so that it hears of those behind it.
  public static String since(String page, String change) {
    return page.replaceFirst(AS_OF, "<body data-since=\"" + change + "\">");
  }

  /// The word of a verdict that is a decision, which is spoken when it is reached.
  static @Nullable String decided(Mark mark) {
    return mark.tone().equals("fit") || mark.tone().equals("unfit") ? mark.word() : null;
  }

  /// The style sheet of all screens: what they share, then what each adds.
  public static String style() {
    return STYLES.stream().map(Screens::resource).collect(Collectors.joining("\n"));
  }

  /// The script of all screens, without which every screen can be read too.
  public static String script() {
    return resource("screens.js");
  }

  /// The module that keeps a shown page as the evidence is.
  public static String liveScript() {
    return resource("live.js");
  }

  /// The module that leads from case to case.
  public static String labScript() {
    return resource("lab.js");
  }

  /// The sign of these pages beside their title.
  public static String icon() {
    return resource("icon.svg");
  }

  private static String resource(String name) {
    try (var in = Screens.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing from the program: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
