package dev.metier.report.screen;

import dev.metier.report.view.CasesView;
import dev.metier.report.view.MatrixView;
import dev.metier.report.view.WhyView;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// Writes the screens as whole HTML pages.
public final class Screens {
  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(ContentType.Html);
  private static final List<String> STYLES = List.of("screens.css", "learn.css");
  private static final FrameTexts WORDS = FrameTexts.ENGLISH;

  private Screens() {}

  public static String matrix(MatrixView view) {
    return rendered("screen/matrix.jte", new MatrixPage(view));
  }

  public static String why(WhyView view) {
    return rendered("screen/why.jte", new WhyPage(view));
  }

  public static String cases(CasesView view) {
    return rendered("screen/cases.jte", new CasesPage(view));
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
            false));
  }

  /// There is no such page, job, model or case.
  ///
  /// @param what a sentence and a hint
  public static String missing(String project, String what) {
    return message(new MessagePage(project, WORDS.missingTitle(), what, List.of(), "", true));
  }

  /// Whoever asks did not come by the link.
  public static String noAccess() {
    return message(
        new MessagePage("", WORDS.accessTitle(), WORDS.accessLead(), List.of(), "", false));
  }

  /// Whoever asks came by the link, and goes on to the first screen.
  public static String entered() {
    return rendered("screen/entered.jte", WORDS);
  }

  /// A change that no form of these pages sent.
  public static String notFromHere() {
    return message(
        new MessagePage("", WORDS.changeTitle(), WORDS.changeLead(), List.of(), "", false));
  }

  /// Whoever asks did so by another name than this machine's own.
  public static String wrongHost() {
    return message(new MessagePage("", WORDS.hostTitle(), WORDS.hostLead(), List.of(), "", false));
  }

  /// A mistake of the program.
  public static String failed() {
    return message(
        new MessagePage("", WORDS.failedTitle(), WORDS.failedLead(), List.of(), "", false));
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

  /// The style sheet of all screens: what they share, then what each adds.
  public static String style() {
    return STYLES.stream().map(Screens::resource).collect(Collectors.joining("\n"));
  }

  /// The script of all screens, without which every screen can be read too.
  public static String script() {
    return resource("screens.js");
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
