package dev.metier.report.lesson;

import dev.metier.catalog.Model;
import dev.metier.catalog.ProviderKind;
import dev.metier.report.lesson.Lessons.Kind;
import dev.metier.report.lesson.Lessons.Kinds;
import dev.metier.report.lesson.Lessons.Sort;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Sorts models by what their providers and names tell.
final class KindViews {
  private static final Pattern SIZE =
      Pattern.compile("(?<![a-z0-9.])(\\d+(?:\\.\\d+)?)b(?![a-z0-9])");
  private static final Pattern CODE = Pattern.compile("cod(e|er|estral)\\b|devstral|starcoder");
  private static final Pattern REASONING =
      Pattern.compile("qwq|\\br1\\b|reason|think|magistral|gpt-oss");
  private static final Pattern VENDOR = Pattern.compile("claude|gpt-\\d|gemini|\\bo[1-9]\\b");
  private static final int LARGE = 10;

  private KindViews() {}

  static Optional<Kinds> of(FitMatrix matrix) {
    var kinds = new ArrayList<Kind>();
    for (Sort sort : Sort.values()) {
      List<String> models =
          matrix.jobs().stream()
              .flatMap(row -> row.cells().stream())
              .map(FitMatrix.Cell::model)
              .filter(model -> sort(model) == sort)
              .map(model -> model.name().text())
              .distinct()
              .toList();
      if (!models.isEmpty()) {
        kinds.add(new Kind(sort, models, fit(matrix, sort)));
      }
    }
    boolean measured = kinds.stream().anyMatch(kind -> !kind.fit().isEmpty());
    List<String> jobs = matrix.jobs().stream().map(row -> row.job().name().text()).toList();
    return measured ? Optional.of(new Kinds(jobs, kinds)) : Optional.empty();
  }

  private static List<String> fit(FitMatrix matrix, Sort sort) {
    return matrix.jobs().stream()
        .filter(row ->
            row.cells().stream()
                .anyMatch(
                    cell -> cell.verdict() instanceof Verdict.Fit && sort(cell.model()) == sort))
        .map(row -> row.job().name().text())
        .toList();
  }

  static Sort sort(Model model) {
    if (model.kind() == ProviderKind.BASELINE) {
      return Sort.WORD_COUNTS;
    }
    String name = model.id().toLowerCase(Locale.ROOT);
    name = name.substring(name.lastIndexOf('/') + 1);
    if (ProviderKind.vendors().contains(model.kind()) || VENDOR.matcher(name).find()) {
      return Sort.HOSTED;
    }
    if (CODE.matcher(name).find()) {
      return Sort.CODE;
    }
    if (REASONING.matcher(name).find()) {
      return Sort.REASONING;
    }
    var size = SIZE.matcher(name);
    if (size.find()) {
      return Double.parseDouble(size.group(1)) < LARGE ? Sort.SMALL : Sort.LARGE;
    }
    return model.kind() == ProviderKind.GGUF ? Sort.SMALL : Sort.OTHER;
  }
}
