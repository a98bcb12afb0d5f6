package dev.metier.report.html;

import dev.metier.catalog.Model;
import dev.metier.core.text.NumberText;
import dev.metier.core.text.Sha256;
import dev.metier.job.ModelName;
import dev.metier.report.html.Page.AssignmentRow;
import dev.metier.report.html.Page.ChangeRow;
import dev.metier.report.html.Page.ChangesPart;
import dev.metier.report.html.Page.Head;
import dev.metier.report.html.Page.WorkflowPart;
import dev.metier.report.matrix.Changes;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.RenderOptions;
import dev.metier.report.matrix.Renderer;
import dev.metier.report.matrix.WorkflowFigures;
import dev.metier.workflow.search.WorkflowResult;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The fit matrix as one HTML file with everything in it. Its Content-Security-Policy lets a
/// browser load nothing and run only the script that was there when it was written.
public final class HtmlMatrix implements Renderer {
  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(ContentType.Html);

  private final RenderOptions options;

  public HtmlMatrix(RenderOptions options) {
    this.options = options;
  }

  @Override
  public String render(FitMatrix matrix) {
    var text = new StringOutput();
    TEMPLATES.render("report.jte", page(matrix), text);
    return text.toString().stripTrailing() + "\n";
  }

  private Page page(FitMatrix matrix) {
    Map<ModelName, Model> models = models(matrix);
    var jobs = new JobPages(List.copyOf(models.keySet()), CasePages.of(matrix));
    String style = resource("report.css");
    String script = resource("report.js");
    return new Page(
        matrix.project(),
        Figures.moment(matrix.at()),
        policy(style, script),
        style,
        script,
        matrix.notes(),
        calls(matrix),
        Summaries.of(matrix),
        matrix.changes().map(HtmlMatrix::changes),
        models.values().stream().map(HtmlMatrix::head).toList(),
        matrix.jobs().stream().map(jobs::part).toList(),
        matrix.workflows().stream().map(HtmlMatrix::workflow).toList(),
        models.values().stream().map(Setups::model).toList(),
        options.version());
  }

  private static Map<ModelName, Model> models(FitMatrix matrix) {
    var models = new LinkedHashMap<ModelName, Model>();
    matrix.jobs().stream()
        .flatMap(row -> row.cells().stream())
        .forEach(cell -> models.putIfAbsent(cell.model().name(), cell.model()));
    return models;
  }

  private static Head head(Model model) {
    String id = model.id().substring(Math.max(0, model.id().lastIndexOf('/') + 1));
    return new Head(
        model.name().text(), model.kind().word() + "/" + id + " on " + model.host().name());
  }

  private static ChangesPart changes(Changes changes) {
    return new ChangesPart(
        changes.since(),
        changes.otherBars(),
        changes.different().stream()
            .map(change ->
                new ChangeRow(
                    change.job().name().text(),
                    change.model().name().text(),
                    JobPages.mark(change.then()),
                    JobPages.mark(change.now()),
                    String.join(", ", change.causes()),
                    Changes.cases(change)))
            .toList(),
        changes.same());
  }

  private static WorkflowPart workflow(WorkflowResult result) {
    return new WorkflowPart(
        result.workflow().name().text(),
        WorkflowFigures.needs(result.workflow()),
        WorkflowFigures.stages(result.workflow()),
        result.rows().stream()
            .map(row ->
                new AssignmentRow(
                    WorkflowFigures.models(row.models()),
                    JobPages.mark(row.cell().verdict()),
                    WorkflowFigures.runs(row),
                    row.cell().verdict().reason()))
            .toList(),
        WorkflowFigures.ending(result));
  }

  private static String calls(FitMatrix matrix) {
    var calls = matrix.calls();
    var parts = new ArrayList<String>();
    parts.add(
        NumberText.count(calls.made())
            + " of "
            + NumberText.count(calls.grid(), "call")
            + Figures.saving(calls).map(s -> " (" + s + ")").orElse(""));
    matrix.spent().ifPresent(money -> parts.add(money + " spent"));
    return String.join(", ", parts);
  }

  private static String policy(String style, String script) {
    return "default-src 'none'; style-src "
        + hash(style)
        + "; script-src "
        + hash(script)
        + "; base-uri 'none'; form-action 'none'";
  }

  private static String hash(String text) {
    return "'sha256-" + Base64.getEncoder().encodeToString(Sha256.of(text)) + "'";
  }

  private static String resource(String name) {
    try (var in = HtmlMatrix.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing from the program: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
