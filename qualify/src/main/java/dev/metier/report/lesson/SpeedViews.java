package dev.metier.report.lesson;

import dev.metier.chat.Part;
import dev.metier.core.text.DurationText;
import dev.metier.core.text.NumberText;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.report.lesson.Lessons.Length;
import dev.metier.report.lesson.Lessons.Speed;
import dev.metier.report.lesson.Lessons.Times;
import dev.metier.report.matrix.FitMatrix;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How long requests are, and how long answers take.
final class SpeedViews {
  private static final int MOST_TIMES = 4;
  private static final int MOST_CASES = 400;

  private SpeedViews() {}

  static Optional<Speed> of(FitMatrix matrix) {
    List<Length> lengths =
        matrix.jobs().stream()
            .map(FitMatrix.JobRow::job)
            .filter(job -> !job.cases().isEmpty())
            .map(job -> new Length(job.name().text(), median(job)))
            .toList();
    return lengths.isEmpty() ? Optional.empty() : Optional.of(new Speed(lengths, times(matrix)));
  }

  private static int median(Job job) {
    List<Integer> sorted =
        job.cases().stream().limit(MOST_CASES).map(c -> characters(job, c)).sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  /// The characters of a case's whole request, tools included.
  static int characters(Job job, Case given) {
    int text =
        job.prompt().fill(given).stream()
            .flatMap(message -> message.parts().stream())
            .mapToInt(part -> part instanceof Part.Text t ? t.text().length() : 0)
            .sum();
    return text
        + job.tools().stream()
            .mapToInt(t -> t.name().length() + t.description().length() + t.schema().length())
            .sum();
  }

  /// Each model where its answers took longest; at most a few.
  private static List<Times> times(FitMatrix matrix) {
    record Timed(FitMatrix.JobRow row, FitMatrix.Cell cell) {}
    var seen = new HashSet<String>();
    Stream<Timed> all =
        matrix.jobs().stream().flatMap(row -> row.cells().stream().map(c -> new Timed(row, c)));
    return all.filter(timed -> timed.cell().facts().totalP50().isPresent())
        .sorted(
            Comparator.comparing((Timed timed) -> timed.cell().facts().totalP50().orElseThrow())
                .reversed())
        .filter(timed -> seen.add(timed.cell().model().name().text()))
        .limit(MOST_TIMES)
        .map(timed -> times(timed.row(), timed.cell()))
        .toList();
  }

  private static Times times(FitMatrix.JobRow row, FitMatrix.Cell cell) {
    var facts = cell.facts();
    return new Times(
        row.job().name().text(),
        cell.model().name().text(),
        facts.firstTokenP50().map(DurationText::rounded),
        facts.tokensPerSecond().isPresent()
            ? Optional.of(NumberText.count(Math.round(facts.tokensPerSecond().getAsDouble())))
            : Optional.empty(),
        facts.totalP50().map(DurationText::rounded).orElse(""));
  }
}
