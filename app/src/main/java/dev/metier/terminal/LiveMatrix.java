package dev.metier.terminal;

import dev.metier.core.problem.PlainText;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.qualify.CellState;
import dev.metier.qualify.Progress;
import dev.metier.qualify.RunState;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.Scale;
import dev.metier.report.matrix.Sign;
import dev.metier.verdict.Finding;
import dev.metier.verdict.Verdict;
import java.io.IOError;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;

/// Progress on a terminal: a table of jobs and models that is redrawn in place, with each interval
/// closing in on its bar. May be closed from another thread.
final class LiveMatrix implements Progress, AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(90);
  private static final String HIDE_CURSOR = "\u001b[?25l";
  private static final String SHOW_CURSOR = "\u001b[?25h";
  // DEC mode 2026, synchronized output.
  private static final String BEGIN_FRAME = "\u001b[?2026h";
  private static final String END_FRAME = "\u001b[?2026l";

  private final Terminal terminal;
  private final Clock clock;
  private final boolean colours;
  private final boolean unicode;
  private List<Integer> drawn = List.of();
  private Optional<Instant> last = Optional.empty();
  private Size window = new Size(80, 24);
  private boolean hidden;
  private boolean over;

  LiveMatrix(Terminal terminal, Clock clock, boolean colours, boolean unicode) {
    this.terminal = terminal;
    this.clock = clock;
    this.colours = colours;
    this.unicode = unicode;
  }

  @Override
  public synchronized void moved(RunState run) {
    Instant now = clock.instant();
    if (over || (last.isPresent() && now.isBefore(last.get().plus(PAUSE)))) {
      return;
    }
    last = Optional.of(now);
    look();
    draw(new Frame(run, columns(), colours, unicode).within(rows()));
  }

  @Override
  public synchronized void decided(CellState cell, RunState run) {
    moved(run);
  }

  @Override
  public synchronized void ending(RunState run, Duration grace) {
    if (!over) {
      look();
      var frame = new Frame(run, columns(), colours, unicode);
      draw(frame.ending(LineProgress.ending(run.inFlight(), grace), rows()));
    }
  }

  @Override
  public synchronized void ended(RunState run, boolean stopped) {
    if (!over) {
      look();
      draw(new Frame(run, columns(), colours, unicode).last(stopped));
      close();
    }
  }

  /// Gives the cursor back; what was drawn stays.
  @Override
  public synchronized void close() {
    over = true;
    if (hidden) {
      hidden = false;
      terminal.writer().print(SHOW_CURSOR);
      terminal.flush();
    }
  }

  /// Takes the window's size, once for a frame: a program is asked for it. Ctrl-C ends that program
  /// too, and then the size is what it was.
  private void look() {
    try {
      window = terminal.getSize();
    } catch (IOError e) {
      // the next frame asks again
    }
  }

  private int rows() {
    return Math.max(4, window.getRows()) - 1;
  }

  private int columns() {
    return Math.max(Console.LEAST_WIDTH, window.getColumns());
  }

  private void draw(List<String> lines) {
    PrintWriter out = terminal.writer();
    out.print(BEGIN_FRAME);
    if (!hidden) {
      out.print(HIDE_CURSOR);
      hidden = true;
    }
    int up = drawn.stream().mapToInt(this::rowsOf).sum();
    out.print(up > 0 ? "\r\u001b[" + up + "A" : "\r");
    lines.forEach(line -> out.print(line + "\u001b[K\r\n"));
    out.print("\u001b[J" + END_FRAME);
    terminal.flush();
    drawn = lines.stream().map(line -> Frame.visible(line).length()).toList();
  }

  /// Rows that a line takes after the window became narrower.
  private int rowsOf(int length) {
    return Math.max(1, Math.ceilDiv(length, columns()));
  }

  /// One picture of a run, no line longer than `width`.
  private static final class Frame {
    private static final int GAP = 2;
    private static final int LEAST_CELL = 12;
    private static final int WIDEST_CELL = 26;
    private static final int LEAST_PLOT = 6;

    private final RunState run;
    private final int width;
    private final boolean colours;
    private final boolean unicode;
    private final Map<JobName, Map<ModelName, CellState>> jobs = new LinkedHashMap<>();
    private final List<ModelName> models;
    private final int jobWidth;

    Frame(RunState run, int width, boolean colours, boolean unicode) {
      this.run = run;
      this.width = width;
      this.colours = colours;
      this.unicode = unicode;
      run.cells()
          .forEach(
              c -> jobs.computeIfAbsent(c.job(), _ -> new LinkedHashMap<>()).put(c.model(), c));
      models = run.cells().stream().map(CellState::model).distinct().toList();
      int longest = jobs.keySet().stream().mapToInt(j -> j.text().length()).max().orElse(0);
      jobWidth = Math.min(longest, width / 4);
    }

    private Map<ModelName, CellState> states(JobName job) {
      return jobs.getOrDefault(job, Map.of());
    }

    static String visible(String line) {
      return line.replaceAll("\u001b\\[[0-9;]*m", "");
    }

    /// The picture in at most `rows` rows: finished jobs give way first.
    List<String> within(int rows) {
      return within(rows, foot());
    }

    /// The picture after Ctrl-C, while calls in flight are awaited.
    List<String> ending(String sentence, int rows) {
      List<String> said = wrapped(sentence);
      var lines = new ArrayList<>(within(Math.max(1, rows - said.size()), List.of()));
      lines.addAll(said);
      return lines;
    }

    private List<String> within(int rows, List<String> foot) {
      var shown = new ArrayList<>(jobs.keySet());
      List<String> lines = lines(shown, foot);
      for (JobName job : jobs.keySet()) {
        if (lines.size() <= rows) {
          return lines;
        }
        if (states(job).values().stream().noneMatch(c -> isOpen(c.verdict()))) {
          shown.remove(job);
          lines = lines(shown, foot);
        }
      }
      while (lines.size() > rows && shown.size() > 1) {
        shown.removeLast();
        lines = lines(shown, foot);
      }
      return lines.subList(0, Math.min(rows, lines.size()));
    }

    /// The picture that stays on the screen.
    List<String> last(boolean stopped) {
      String word = stopped ? "Stopped: " : "Done: ";
      return lines(List.copyOf(jobs.keySet()), wrapped(word + LineProgress.closing(run) + "."));
    }

    private List<String> foot() {
      var foot = new ArrayList<String>();
      run.waiting().stream()
          .limit(3)
          .forEach(w ->
              wrapped(cut("Waiting: " + w, 2 * width - GAP)).forEach(line -> foot.add(dim(line))));
      foot.add(dim(cut("Ctrl-C stops the run; what was paid for is kept.", width)));
      return foot;
    }

    private List<String> lines(List<JobName> shown, List<String> foot) {
      var lines = new ArrayList<>(wrapped(LineProgress.decided(run) + ", " + standing()));
      int cell = cellWidth();
      int perBlock = Math.max(1, (width - jobWidth) / (cell + GAP));
      for (int from = 0; from < models.size(); from += perBlock) {
        List<ModelName> block = models.subList(from, Math.min(models.size(), from + perBlock));
        lines.add("");
        var head = new StringBuilder(" ".repeat(jobWidth));
        block.forEach(m -> head.append(" ".repeat(GAP)).append(padded(m.text(), cell)));
        lines.add(bold(head.toString().stripTrailing()));
        shown.forEach(job -> lines.add(row(job, block, cell)));
      }
      int left = jobs.size() - shown.size();
      if (left > 0) {
        lines.add(dim("and " + left + (left == 1 ? " more job" : " more jobs")));
      }
      lines.add("");
      lines.addAll(foot);
      return lines;
    }

    private String standing() {
      return LineProgress.standing(run);
    }

    private int cellWidth() {
      int fair = (width - jobWidth) / Math.max(1, models.size()) - GAP;
      return Math.clamp(fair, LEAST_CELL, WIDEST_CELL);
    }

    private String row(JobName job, List<ModelName> block, int cell) {
      var row = new StringBuilder(padded(job.text(), jobWidth));
      for (ModelName model : block) {
        CellState state = states(job).get(model);
        row.append(" ".repeat(GAP)).append(state == null ? " ".repeat(cell) : cell(state, cell));
      }
      return row.toString().stripTrailing();
    }

    private String cell(CellState state, int columns) {
      Sign sign = Sign.of(state.verdict());
      String count = state.cases() == 0 ? "" : state.cases() + "/" + state.available();
      Optional<Finding> finding = Figures.telling(state.verdict()).filter(f -> f.seen() > 0);
      if (isOpen(state.verdict())) {
        if (finding.isEmpty()) {
          return dim(padded((unicode ? "·" : ".") + " waiting", columns));
        }
        // As wide as the longest count, so that the bars of a column stand in line.
        int tail = 2 * String.valueOf(state.available()).length() + 2;
        return columns - tail < LEAST_PLOT
            ? plot(finding.get(), columns)
            : plot(finding.get(), columns - tail) + dim(" ".repeat(tail - count.length()) + count);
      }
      String word = sign.shape(unicode) + " " + word(state.verdict());
      boolean both = word.length() + 1 + count.length() <= columns;
      String tail = both ? " ".repeat(columns - word.length() - count.length()) + count : "";
      String start = both ? word : padded(word, columns);
      return sign.paint(start, colours) + dim(tail);
    }

    private static String word(Verdict verdict) {
      return switch (verdict) {
        case Verdict.Undecided(_, var doubt, _, var cause) ->
            switch (doubt) {
              case BORDERLINE -> "borderline";
              case CASES_EXHAUSTED -> "no cases left";
              case BUDGET -> "no money left";
              case NOT_NEEDED -> "not needed";
              case UNREACHABLE -> cause.orElse("cannot be asked");
              case GRADER -> "grader failed";
              case JUDGE -> "judge unproven";
              case RUNNING, NO_EVIDENCE -> verdict.word();
            };
        case Verdict.Fit _, Verdict.Unfit _, Verdict.Forbidden _, Verdict.Expired _ ->
            verdict.word();
      };
    }

    /// Whether trials may still come.
    private static boolean isOpen(Verdict verdict) {
      return verdict instanceof Verdict.Undecided(_, var doubt, _, _)
          && (doubt == Verdict.Doubt.RUNNING || doubt == Verdict.Doubt.NO_EVIDENCE);
    }

    /// An interval against its bar, in so many columns: `╌╌╌╌━━┿━╌`.
    private String plot(Finding finding, int columns) {
      Scale scale = Scale.glance(finding);
      int low = column(scale, finding.interval().low(), columns);
      int high = column(scale, finding.interval().high(), columns);
      int bar = column(scale, finding.bar(), columns);
      var plot = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        boolean inside = i >= low && i <= high;
        if (i == bar) {
          plot.append(unicode ? (inside ? '┿' : '│') : inside ? '+' : '|');
        } else {
          plot.append(unicode ? (inside ? '━' : '╌') : inside ? '=' : '.');
        }
      }
      return Sign.UNDECIDED.paint(plot.toString(), colours);
    }

    private static int column(Scale scale, double value, int columns) {
      return (int) Math.min(columns - 1, Math.floor(scale.place(value) * columns));
    }

    private List<String> wrapped(String text) {
      var lines = new ArrayList<String>();
      var line = new StringBuilder();
      for (String word : text.split(" ", -1)) {
        if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
      lines.add(line.toString());
      return lines;
    }

    private static String padded(String text, int columns) {
      String cut = cut(text, columns);
      return cut + " ".repeat(columns - cut.length());
    }

    private static String cut(String text, int columns) {
      String plain = PlainText.of(text);
      return plain.length() <= columns ? plain : plain.substring(0, Math.max(0, columns - 1)) + ".";
    }

    private String dim(String text) {
      return colours && !text.isBlank() ? "\u001b[2m" + text + "\u001b[0m" : text;
    }

    private String bold(String text) {
      return colours ? "\u001b[1m" + text + "\u001b[0m" : text;
    }
  }
}
