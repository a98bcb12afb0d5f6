package dev.metier.report;

import dev.metier.core.problem.PlainText;
import dev.metier.core.text.NumberText;
import dev.metier.core.text.ShortText;
import dev.metier.job.ModelName;
import dev.metier.job.Requirement;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.FitMatrix.Cell;
import dev.metier.report.matrix.FitMatrix.JobRow;
import dev.metier.report.matrix.FormEvidence;
import dev.metier.report.matrix.RenderOptions;
import dev.metier.report.matrix.Renderer;
import dev.metier.report.matrix.Sign;
import dev.metier.report.matrix.TemplateEvidence;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The fit matrix as a table for terminals. When the models do not fit side by side, the table goes
/// on in further blocks.
final class TextMatrix implements Renderer {
  private static final int GAP = 2;
  private static final int LEAST_COLUMN = 12;
  private static final int WIDEST_JOB = 30;

  private final RenderOptions options;

  TextMatrix(RenderOptions options) {
    this.options = options;
  }

  /// A line of a cell, coloured when it carries a sign.
  private record Line(String text, Optional<Sign> sign) {
    static Line of(String text) {
      return new Line(text, Optional.empty());
    }
  }

  /// One model's column of a block.
  private record Column(ModelName model, int width) {}

  @Override
  public String render(FitMatrix matrix) {
    var out = new ArrayList<String>();
    out.add(matrix.project() + ", " + Figures.moment(matrix.at()));
    matrix.notes().forEach(note -> out.addAll(wrapped("", "Note: " + note)));
    for (List<Column> block : blocks(matrix)) {
      out.add("");
      table(matrix, block, out);
    }
    out.add("");
    out.add("Why");
    matrix.jobs().forEach(row -> reasons(row, out));
    out.add("");
    out.addAll(wrapped("", closing(matrix)));
    options.report().ifPresent(path -> out.add("Report: " + path));
    return out.stream().map(String::stripTrailing).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String closing(FitMatrix matrix) {
    var calls = matrix.calls();
    return "Made "
        + NumberText.count(calls.made())
        + " of "
        + NumberText.count(calls.grid(), "call")
        + Figures.saving(calls).map(s -> ": " + s).orElse("")
        + matrix.spent().map(m -> "; spent " + m).orElse("")
        + ".";
  }

  private List<List<Column>> blocks(FitMatrix matrix) {
    int available = options.width() - jobWidth(matrix);
    var blocks = new ArrayList<List<Column>>();
    int used = 0;
    for (ModelName model : models(matrix)) {
      var column = new Column(model, Math.min(columnWidth(matrix, model), available - GAP));
      if (blocks.isEmpty() || used + GAP + column.width() > available) {
        blocks.add(new ArrayList<>());
        used = 0;
      }
      blocks.getLast().add(column);
      used += GAP + column.width();
    }
    return blocks;
  }

  private static Set<ModelName> models(FitMatrix matrix) {
    return matrix.jobs().stream()
        .flatMap(row -> row.cells().stream())
        .map(cell -> cell.model().name())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// Names are shown whole where they can be; needs are broken instead.
  private int jobWidth(FitMatrix matrix) {
    int name = longest(matrix.jobs().stream().map(row -> row.job().name().text()));
    int need =
        longest(matrix.jobs().stream().flatMap(row -> needs(row).stream()).map(n -> "  " + n));
    int available = Math.clamp(options.width() * 2 / 7, LEAST_COLUMN, WIDEST_JOB);
    return Math.max(Math.min(name, WIDEST_JOB), Math.min(need, available));
  }

  private static int longest(Stream<String> texts) {
    return texts.mapToInt(String::length).max().orElse(0);
  }

  private int columnWidth(FitMatrix matrix, ModelName model) {
    int longest =
        matrix.jobs().stream()
            .flatMap(row -> row.cells().stream())
            .filter(cell -> cell.model().name().equals(model))
            .flatMap(cell -> lines(cell).stream())
            .mapToInt(line -> line.text().length())
            .max()
            .orElse(0);
    return Math.max(LEAST_COLUMN, Math.max(longest, Math.min(model.text().length(), 24)));
  }

  private void table(FitMatrix matrix, List<Column> block, List<String> out) {
    int first = jobWidth(matrix);
    out.add(row(" ".repeat(first), block, c -> Line.of(c.model().text())));
    for (JobRow row : matrix.jobs()) {
      Map<ModelName, List<Line>> cells =
          row.cells().stream().collect(Collectors.toMap(c -> c.model().name(), this::lines));
      var heads = new ArrayList<>(List.of(row.job().name().text()));
      needs(row).forEach(need -> heads.addAll(wrapped("  ", need, first)));
      int height =
          block.stream()
              .mapToInt(c -> cells.getOrDefault(c.model(), List.of()).size())
              .max()
              .orElse(0);
      out.add(rule(first, block));
      for (int i = 0; i < Math.max(height, heads.size()); i++) {
        int at = i;
        String head = i < heads.size() ? heads.get(i) : "";
        out.add(
            row(
                padded(head, first),
                block,
                c -> line(cells.getOrDefault(c.model(), List.of()), at)));
      }
    }
  }

  private String rule(int first, List<Column> block) {
    int width = first + block.stream().mapToInt(c -> GAP + c.width()).sum();
    return (options.unicode() ? "─" : "-").repeat(width);
  }

  private static Line line(List<Line> lines, int at) {
    return at < lines.size() ? lines.get(at) : Line.of("");
  }

  private String row(String head, List<Column> block, Function<Column, Line> cell) {
    var text = new StringBuilder(head);
    for (Column column : block) {
      Line line = cell.apply(column);
      String shown = padded(line.text(), column.width());
      text.append(" ".repeat(GAP));
      text.append(line.sign().map(s -> s.paint(shown, options.colours())).orElse(shown));
    }
    return text.toString();
  }

  private String padded(String text, int width) {
    String end = options.unicode() ? "…" : ".";
    String cut = text.length() <= width ? text : ShortText.of(text, width - 1) + end;
    return cut + " ".repeat(width - cut.length());
  }

  /// The needs of a job, the one that stands for it first.
  private static List<String> needs(JobRow row) {
    var needs = new LinkedHashSet<String>();
    Figures.mainNeed(row.job().needs()).map(Requirement::brief).ifPresent(needs::add);
    row.job().needs().forEach(need -> needs.add(need.brief()));
    return List.copyOf(needs);
  }

  private List<Line> lines(Cell cell) {
    Sign sign = Sign.of(cell.verdict());
    var lines = new ArrayList<Line>();
    lines.add(
        new Line(sign.shape(options.unicode()) + " " + cell.verdict().word(), Optional.of(sign)));
    Figures.telling(cell.verdict())
        .filter(f -> f.seen() > 0)
        .ifPresentOrElse(
            f -> {
              String subject = f.need().subject().map(s -> s + " ").orElse("");
              lines.add(Line.of(subject + Figures.interval(f)));
              lines.add(Line.of("bar " + Figures.bar(f)));
            },
            () -> Figures.silence(cell).ifPresent(s -> lines.add(Line.of(s))));
    int needs = cell.verdict().findings().size();
    if (cell.verdict() instanceof Verdict.Fit && needs > 1) {
      lines.add(Line.of("all " + needs + " needs met"));
    }
    if (cell.formOnly()) {
      lines.add(Line.of(FormEvidence.BRIEF));
    }
    Figures.calls(cell).map(Line::of).ifPresent(lines::add);
    return Collections.unmodifiableList(lines);
  }

  private void reasons(JobRow row, List<String> out) {
    out.add("");
    String purpose = row.job().purpose();
    String badge = TemplateEvidence.badge(row.job());
    String name = row.job().name() + (badge.isEmpty() ? "" : " (" + badge + ")");
    out.addAll(wrapped("", name + (purpose.isBlank() ? "" : ": " + purpose)));
    int longest =
        row.cells().stream().mapToInt(c -> c.model().name().text().length()).max().orElse(0);
    for (Cell cell : row.cells()) {
      Sign sign = Sign.of(cell.verdict());
      String model = cell.model().name().text();
      String head =
          "  "
              + sign.paint(String.valueOf(sign.shape(options.unicode())), options.colours())
              + " "
              + model
              + " ".repeat(longest - model.length() + GAP);
      int indent = 4 + longest + GAP;
      var lines = new ArrayList<String>();
      cell.notes().forEach(note -> lines.addAll(wrapped(" ".repeat(indent), note)));
      lines.addAll(wrapped(" ".repeat(indent), cell.verdict().reason()));
      cell.failures().stream()
          .flatMap(failures -> failures.sentences().stream())
          .forEach(sentence -> lines.addAll(wrapped(" ".repeat(indent), sentence)));
      Figures.outlook(cell).ifPresent(o -> lines.addAll(wrapped(" ".repeat(indent), o)));
      out.add(head + lines.getFirst().substring(indent));
      out.addAll(lines.subList(1, lines.size()));
    }
  }

  /// The text in lines that fit, each after the indent; at least one line. Control characters,
  /// which could steer the terminal, become spaces.
  private List<String> wrapped(String indent, String text) {
    return wrapped(
        indent, options.typed().apply(text), Math.max(20 + indent.length(), options.width()));
  }

  private static List<String> wrapped(String indent, String text, int width) {
    int available = width - indent.length();
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : PlainText.of(text).strip().split(" +", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > available) {
        lines.add(indent + line);
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(indent + line);
    return lines;
  }
}
