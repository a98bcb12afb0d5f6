package dev.metier.compile;

import dev.metier.compile.PolicyPreview.OneModel;
import dev.metier.compile.PolicyPreview.Planned;
import java.util.Locale;
import java.util.stream.Collectors;

/// A [PolicyPreview] in lines of text.
public final class PreviewText {
  private static final String INDENT = "    ";

  private final StringBuilder text = new StringBuilder();
  private final int width;

  private PreviewText(int width) {
    this.width = width;
  }

  /// Every job with its route, its reason and its cost; then one model for everything.
  ///
  /// @param width columns to fill
  public static String of(PolicyPreview preview, int width) {
    var made = new PreviewText(width);
    preview.jobs().forEach(made::job);
    made.text.append('\n').append(alone(preview));
    made.missing(preview);
    return made.text.toString();
  }

  /// What the policy costs beside one model for everything; empty when no costs are known.
  public static String alone(PolicyPreview preview) {
    var text = new StringBuilder();
    for (OneModel each : preview.alone()) {
      if (each.compared() > 1 || (each.compared() > 0 && preview.jobs().size() == 1)) {
        text.append(
            String.format(
                Locale.ROOT,
                "  %-20s %8s %12s %10s %12s %6d\n",
                each.model(),
                each.fit() + " of " + preview.jobs().size(),
                each.forbidden() == 0 ? "" : each.forbidden() + " forbidden",
                dollars(each.perThousand()),
                dollars(each.policy()),
                each.compared()));
      }
    }
    if (text.isEmpty()) {
      return "";
    }
    long open = preview.jobs().stream().filter(Planned::open).count();
    return String.format(
            Locale.ROOT,
            "  %-20s %8s %12s %10s %12s %6s\n  %-20s %8s\n",
            "One model for all",
            "FIT for",
            "",
            "$/1,000",
            "this policy",
            "jobs",
            "this policy",
            open + " of " + preview.jobs().size())
        + text
        + "  (for 1,000 requests, spread evenly over the jobs of which both costs are known)\n";
  }

  private void job(Planned job) {
    String price =
        Double.isNaN(job.perThousand())
            ? ""
            : " (" + dollars(job.perThousand()) + " per 1,000 requests)";
    wrapped(job.job() + ": " + (job.open() ? job.route() + price : "nothing would answer"), "  ");
    wrapped(job.reason(), INDENT);
  }

  private void missing(PolicyPreview preview) {
    String names =
        preview.jobs().stream()
            .flatMap(job -> job.recorded().stream())
            .distinct()
            .map(Object::toString)
            .collect(Collectors.joining(", "));
    if (!names.isEmpty()) {
      text.append('\n');
      wrapped(
          "A preview: "
              + names
              + " are recordings, which answer nobody. To serve them, say in metier.yaml where each"
              + " can be called (`use: ollama/...`, `use: anthropic/...`) and qualify it there.",
          "  ");
    }
  }

  private void wrapped(String sentence, String indent) {
    var line = new StringBuilder(indent);
    for (String word : sentence.split(" ", -1)) {
      if (line.length() > indent.length() && line.length() + word.length() >= width) {
        text.append(line.toString().stripTrailing()).append('\n');
        line.setLength(indent.length());
      }
      line.append(word).append(' ');
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static String dollars(double amount) {
    return Double.isNaN(amount) ? "-" : String.format(Locale.ROOT, "$%.3f", amount);
  }
}
