package dev.metier.report.html;

import dev.metier.core.text.Sha256;
import dev.metier.report.screen.Screens;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;

/// The verdicts and their reasons as one file that loads nothing and runs nothing: its
/// Content-Security-Policy lets a browser use only the style that was there when it was written.
public final class FrozenReport {
  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(ContentType.Html);

  private final ReportView view;
  private final String version;
  private final String style = Screens.style() + "\n" + resource("report.css");

  FrozenReport(ReportView view, String version) {
    this.view = view;
    this.version = version;
  }

  /// The whole file, ending with a line break.
  ///
  /// @param version of this program, for its last line
  public static String of(ReportEvidence evidence, CaseDisclosure disclosure, String version) {
    return new FrozenReport(ReportViews.of(evidence, disclosure), version).fitting();
  }

  /// With as many cases as there is room for.
  private String fitting() {
    Map<ReportRoom.Paths, Long> bare = new EnumMap<>(ReportRoom.Paths.class);
    for (ReportRoom room : ReportRoom.ALL) {
      long rest =
          bare.computeIfAbsent(room.paths(), paths -> size(written(new ReportRoom(0, 0, paths))));
      long cases = view.jobs().stream().mapToLong(job -> room.weight(job.failed())).sum();
      if (rest + cases <= ReportRoom.LIMIT) {
        String html = written(room);
        if (size(html) <= ReportRoom.LIMIT) {
          return html;
        }
      }
    }
    return written(ReportRoom.ALL.getLast());
  }

  private static long size(String html) {
    return html.getBytes(StandardCharsets.UTF_8).length;
  }

  String written(ReportRoom room) {
    var text = new StringOutput();
    TEMPLATES.render("report.jte", new ReportPage(view, room, style, policy(), version), text);
    return text.toString().stripTrailing() + "\n";
  }

  private String policy() {
    String hash = Base64.getEncoder().encodeToString(Sha256.of(style));
    return "default-src 'none'; style-src 'sha256-"
        + hash
        + "'; base-uri 'none'; form-action 'none'";
  }

  private static String resource(String name) {
    try (var in = FrozenReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing from the program: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
