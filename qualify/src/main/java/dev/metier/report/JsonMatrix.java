package dev.metier.report;

import dev.metier.job.JobName;
import dev.metier.job.Money;
import dev.metier.report.matrix.Figures;
import dev.metier.report.matrix.FitMatrix;
import dev.metier.report.matrix.FitMatrix.Cell;
import dev.metier.report.matrix.FitMatrix.Facts;
import dev.metier.report.matrix.FitMatrix.JobRow;
import dev.metier.report.matrix.RenderOptions;
import dev.metier.report.matrix.Renderer;
import dev.metier.stats.Interval;
import dev.metier.stats.MoreResults;
import dev.metier.verdict.Finding;
import dev.metier.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The fit matrix for programs. Keys are never taken away or given another meaning; further ones
/// may come.
///
/// Times are milliseconds, money is US dollars, intervals are `[low, high]` in the unit of the bar,
/// with null for an open end.
final class JsonMatrix implements Renderer {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final RenderOptions options;

  JsonMatrix(RenderOptions options) {
    this.options = options;
  }

  @Override
  public String render(FitMatrix matrix) {
    ObjectNode root = NODES.objectNode();
    root.put("project", matrix.project());
    root.put("at", matrix.at().toString());
    ArrayNode jobs = root.putArray("jobs");
    matrix.jobs().forEach(row -> jobs.add(job(row)));
    root.set("calls", calls(matrix.calls()));
    money(root, "spent", matrix.spent());
    ArrayNode notes = root.putArray("notes");
    matrix.notes().forEach(notes::add);
    root.put("report", options.report().orElse(null));
    root.put("version", options.version());
    if (!matrix.workflows().isEmpty()) {
      ArrayNode workflows = root.putArray("workflows");
      matrix.workflows().forEach(each -> workflows.add(WorkflowJson.of(each)));
    }
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static ObjectNode calls(FitMatrix.Calls calls) {
    ObjectNode node = NODES.objectNode().put("made", calls.made()).put("grid", calls.grid());
    var decided = calls.decided();
    node.putObject("decided").put("made", decided.made()).put("grid", decided.grid());
    return node;
  }

  private static ObjectNode job(JobRow row) {
    JobName name = row.job().name();
    ObjectNode job = NODES.objectNode();
    job.put("job", name.text());
    job.put("purpose", row.job().purpose());
    job.put("data", row.job().data().name().toLowerCase(Locale.ROOT));
    job.put("evidence", row.job().restsOnTemplate() ? "template" : "own");
    ArrayNode models = job.putArray("models");
    row.cells().forEach(cell -> models.add(model(cell)));
    return job;
  }

  private static ObjectNode model(Cell cell) {
    Verdict verdict = cell.verdict();
    ObjectNode model = NODES.objectNode();
    model.put("model", cell.model().name().text());
    model.put("verdict", verdict.word());
    if (cell.formOnly()) {
      model.put("form_only", true);
    }
    if (verdict instanceof Verdict.Undecided undecided) {
      model.put("doubt", undecided.doubt().name());
      undecided.cause().ifPresent(cause -> model.put("cause", cause));
    }
    ArrayNode notes = model.putArray("notes");
    cell.notes().forEach(notes::add);
    model.put("reason", verdict.reason());
    model.put("trials", cell.facts().trials());
    model.put("available", cell.facts().available());
    Optional<Interval> quality =
        Figures.main(verdict.findings())
            .filter(f -> f.need().aboutQuality())
            .map(Finding::interval);
    quality.ifPresentOrElse(i -> interval(model, i), () -> model.putNull("interval"));
    ArrayNode findings = model.putArray("findings");
    verdict.findings().forEach(f -> findings.add(finding(f)));
    model.set("facts", facts(cell.facts()));
    return model;
  }

  private static ObjectNode finding(Finding finding) {
    ObjectNode node = NODES.objectNode();
    node.put("need", finding.need().label());
    node.put("status", finding.status().name());
    interval(node, finding.interval());
    number(node, "bar", finding.bar());
    finding
        .estimate()
        .ifPresentOrElse(e -> number(node, "estimate", e), () -> node.putNull("estimate"));
    node.put("confidence", finding.need().confidence());
    node.put("seen", finding.seen());
    node.put("available", finding.available());
    number(node, "chance", finding.chance());
    number(node, "remaining", finding.remaining());
    finding.more().ifPresentOrElse(m -> more(node, m), () -> node.putNull("more"));
    node.put("reason", finding.reason());
    return node;
  }

  private static void more(ObjectNode node, MoreResults more) {
    ArrayNode ends = node.putArray("more");
    for (var end : List.of(more.low(), more.high())) {
      end.ifPresentOrElse(ends::add, ends::addNull);
    }
  }

  private static ObjectNode facts(Facts facts) {
    ObjectNode node = NODES.objectNode();
    node.put("not_served", facts.notServed());
    money(node, "per_thousand", facts.perThousand());
    millis(node, "first_token_p50_ms", facts.firstTokenP50());
    millis(node, "total_p50_ms", facts.totalP50());
    millis(node, "total_p95_ms", facts.totalP95());
    number(node, "tokens_per_second", facts.tokensPerSecond().orElse(Double.NaN));
    node.put("last", facts.last().map(Object::toString).orElse(null));
    node.put("fingerprint", facts.fingerprint().orElse(null));
    return node;
  }

  private static void interval(ObjectNode node, Interval interval) {
    ArrayNode ends = node.putArray("interval");
    for (double end : new double[] {interval.low(), interval.high()}) {
      if (Double.isFinite(end)) {
        ends.add(end);
      } else {
        ends.addNull();
      }
    }
  }

  /// JSON knows no infinity and no NaN: null stands for both.
  private static void number(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    } else {
      node.putNull(key);
    }
  }

  private static void money(ObjectNode node, String key, Optional<Money> money) {
    number(node, key, money.map(Money::dollars).orElse(Double.NaN));
  }

  private static void millis(ObjectNode node, String key, Optional<Duration> time) {
    time.ifPresentOrElse(t -> node.put(key, t.toMillis()), () -> node.putNull(key));
  }
}
