package dev.metier.cli;

import dev.metier.core.problem.ProblemsException;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.journal.RequestId;
import dev.metier.journal.files.JournalFiles;
import dev.metier.policy.Candidate;
import dev.metier.policy.PolicyFile;
import dev.metier.policy.Route;
import dev.metier.policy.ServedJob;
import dev.metier.wire.Json;
import dev.metier.workflow.search.StageModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Tells why a request went where it went, and why not elsewhere.
@Command(
    name = "explain",
    description = "Why a request went where it went, and why not elsewhere.",
    footer = {
      "",
      "REQUEST is what the answer's header `x-metier-request-id` says.",
      "Exit codes: 0 explained, 2 there is no such request."
    })
final class ExplainCommand implements Callable<Integer> {
  @Parameters(index = "0", arity = "1", paramLabel = "REQUEST", description = "The request's id.")
  private String id = "";

  @Option(
      names = {"-p", "--policy"},
      paramLabel = "FILE",
      description =
          "The policy that is served; its journal lies beside it. Default: policy.json of the"
              + " project.")
  private Optional<Path> policyFile = Optional.empty();

  @Mixin private ProjectArgument project = new ProjectArgument();

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  private final Workplace workplace;

  ExplainCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() {
    Path file = policyFile.orElseGet(project::policy);
    Path kept = ServeCommand.kept(file);
    String wanted = id.strip();
    if (RequestId.time(wanted).isEmpty()) {
      throw new ProblemsException(
          "`" + id + "` is no request's id.",
          "The header x-metier-request-id of an answer tells it: 20 letters and digits.");
    }
    JsonNode record =
        new JournalFiles(kept.resolve("requests"))
            .find(wanted)
            .orElseThrow(() ->
                new ProblemsException(
                    "The journal in " + kept + " knows no request " + wanted + ".",
                    "Name the project that was served: -f FOLDER. A request is written down within"
                        + " a second."));
    Optional<ServedJob> job = job(record, file);
    if (json) {
      workplace.console().json(told(record, job));
    } else {
      text(record, job).forEach(workplace.console()::line);
    }
    return 0;
  }

  /// The job under the policy of that time, when it was kept; the policy now else.
  private Optional<ServedJob> job(JsonNode record, Path file) {
    Path then = KeptPolicies.beside(file).file(Json.text(record, "policy"));
    Path from = Files.exists(then) ? then : file;
    return Files.exists(from)
        ? PolicyFile.read(from).named(Json.text(record, "job"))
        : Optional.empty();
  }

  private static ObjectNode told(JsonNode record, Optional<ServedJob> job) {
    ObjectNode node = (ObjectNode) record.deepCopy();
    ArrayNode candidates = node.putArray("candidates");
    job.stream()
        .flatMap(j -> j.candidates().stream())
        .forEach(candidate ->
            candidates
                .addObject()
                .put("model", candidate.model().text())
                .put("verdict", candidate.verdict())
                .put("reason", candidate.reason()));
    return node;
  }

  private static List<String> text(JsonNode record, Optional<ServedJob> job) {
    var lines = new ArrayList<String>();
    lines.add("Request " + Json.text(record, "id") + " of " + Json.text(record, "at"));
    lines.add(
        "  asked for   "
            + Json.text(record, "asked")
            + " ("
            + Json.text(record, "protocol")
            + (record.path("stream").asBoolean(false) ? ", streamed" : "")
            + ")"
            + field(record, "key", ", with the key of "));
    if (record.has("job")) {
      lines.add(
          "  job         "
              + Json.text(record, "job")
              + ", "
              + Json.text(record, "class")
              + field(record, "raised", " (raised by ")
              + (record.has("raised") ? ")" : ""));
    }
    lines.add(
        "  policy      "
            + Json.text(record, "policy")
            + job.map(one -> route(one) + one.byForm()).orElse(""));
    lines.add("  answered by " + answer(record));
    stage(record, lines);
    decision(record.path("decision"), lines);
    tries(record, lines);
    notTaken(record, job, lines);
    lines.add("  took        " + times(record.path("ms")) + cost(record));
    PaidParts.of(record).ifPresent(lines::add);
    dropped(record).ifPresent(lines::add);
    return lines;
  }

  /// Where in a cascade or workflow it was answered, who stood in, and what was checked.
  private static void stage(JsonNode record, List<String> lines) {
    if (record.has("stage")) {
      lines.add(
          "  stage       "
              + Json.text(record, "stage")
              + ", checks: "
              + Json.text(record, "check").replace('_', ' '));
    }
    for (JsonNode each : record.path("fallbacks")) {
      lines.add(
          "  fallback    stage "
              + Json.text(each, "stage")
              + " by "
              + Json.text(each, "model")
              + ", which is FIT for its job; the whole is not proven so");
    }
    checks(record.path("checks"), lines);
  }

  private static Optional<String> dropped(JsonNode record) {
    var names = new ArrayList<String>();
    record.path("dropped").forEach(name -> names.add(name.stringValue("")));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "  dropped     " + String.join(", ", names) + " (no model of the job takes it)");
  }

  private static void checks(JsonNode checks, List<String> lines) {
    for (JsonNode each : checks) {
      lines.add(
          "    checked "
              + Json.text(each, "check").replace("middle:", "the middle model's ")
              + ": "
              + Json.text(each, "result").replace('_', ' ').replace(":", ", ")
              + " after "
              + each.path("ms").asDouble(0)
              + " ms");
      weighing(each, lines);
    }
  }

  /// What a score weighed.
  private static void weighing(JsonNode check, List<String> lines) {
    if (!check.has("score")) {
      return;
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "      right with a chance of %.3f; from %.3f on it passes",
            check.path("score").asDouble(0),
            check.path("at_least").asDouble(0)));
    for (JsonNode each : check.path("signals")) {
      lines.add(
          String.format(
              Locale.ROOT,
              "      %+.3f to the log odds for %s %.3f (weight %+.3f)",
              each.path("adds").asDouble(0),
              Json.text(each, "signal"),
              each.path("value").asDouble(0),
              each.path("weight").asDouble(0)));
    }
  }

  /// What a router read in the request, and which of its cases are like it.
  private static void decision(JsonNode decision, List<String> lines) {
    if (!decision.isObject()) {
      return;
    }
    double worth = decision.path("worth").asDouble(0);
    double threshold = decision.path("threshold").asDouble(0);
    lines.add(
        String.format(
            Locale.ROOT,
            "  router      the later model seems worth %+.3f, %s %+.3f; %+.3f on average where it"
                + " seems so",
            worth,
            worth > threshold ? "above" : "not above",
            threshold,
            decision.path("gain").asDouble(0)));
    for (JsonNode each : decision.path("features")) {
      lines.add(
          String.format(
              Locale.ROOT,
              "    %+.3f for %s",
              each.path("worth").asDouble(0),
              Json.text(each, "name")));
    }
    var near = new ArrayList<String>();
    decision.path("neighbours").forEach(name -> near.add(name.stringValue("")));
    if (!near.isEmpty()) {
      lines.add("    like the cases " + String.join(", ", near));
    }
  }

  private static String route(ServedJob job) {
    return switch (job.route()) {
      case Route.Single(var model, var fallbacks) -> ": " + model + otherwise(fallbacks);
      case Route.Cascade cascade ->
          ": "
              + cascade.checked().stream()
                  .map(Route.CheckedModel::toString)
                  .collect(Collectors.joining(", else "))
              + otherwise(cascade.later());
      case Route.Workflow flow ->
          ": "
              + flow.stages().stream()
                  .map(each ->
                      each.name()
                          + " by "
                          + each.model()
                          + each.chain()
                              .map(chain -> " if its answer passes, else " + chain.then())
                              .orElse("")
                          + otherwise(each.fallbacks()))
                  .collect(Collectors.joining(", then "));
      case Route.Learned learned ->
          ": "
              + learned.first()
              + " or "
              + learned.then()
              + ", as "
              + learned.router().path().getFileName()
              + " chooses"
              + otherwise(learned.fallbacks());
      case Route.Closed(var why) -> ": closed, " + why;
    };
  }

  private static String otherwise(List<ModelName> models) {
    return models.stream().map(model -> ", else " + model).collect(Collectors.joining());
  }

  private static String field(JsonNode record, String name, String before) {
    String value = Json.text(record, name);
    return value.isEmpty() ? "" : before + value;
  }

  private static String answer(JsonNode record) {
    String who = Json.text(record, "model");
    String refusal = Json.text(record, "refusal");
    String status = "status " + record.path("status").asInt(0);
    String cached = record.path("cached").asBoolean(false) ? ", from the cache" : "";
    return (who.isEmpty() ? "nobody" : who)
        + cached
        + " ("
        + status
        + (refusal.isEmpty() ? "" : ", " + refusal)
        + ")";
  }

  private static void tries(JsonNode record, List<String> lines) {
    for (JsonNode each : record.path("tries")) {
      String detail = Json.text(each, "detail");
      lines.add(
          "    tried "
              + Json.text(each, "model")
              + field(each, "server", " at ")
              + ": "
              + Json.text(each, "outcome").replace('_', ' ')
              + " after "
              + each.path("ms").asDouble(0)
              + " ms"
              + (detail.isEmpty() ? "" : ": " + detail));
    }
  }

  private static void notTaken(JsonNode record, Optional<ServedJob> job, List<String> lines) {
    for (JsonNode each : record.path("skipped")) {
      lines.add("    not " + Json.text(each, "model") + ": " + Json.text(each, "why"));
    }
    if (job.isEmpty()) {
      return;
    }
    List<ModelName> onRoute =
        job.get().route() instanceof Route.Workflow flow
            ? List.of(StageModels.of(flow).name())
            : job.get().route().models();
    for (Candidate candidate : job.get().candidates()) {
      if (!onRoute.contains(candidate.model())) {
        lines.add(
            "    not "
                + candidate.model()
                + ": "
                + candidate.verdict()
                + ", "
                + candidate.reason());
      }
    }
  }

  private static String times(JsonNode ms) {
    var text = new StringBuilder(ms.path("total").asDouble(0) + " ms");
    if (ms.has("first_byte")) {
      text.append(", first byte after ").append(ms.path("first_byte").asDouble(0)).append(" ms");
    }
    if (ms.has("queued")) {
      text.append(", ").append(ms.path("queued").asDouble(0)).append(" ms of it in the queue");
    }
    return text.toString();
  }

  private static String cost(JsonNode record) {
    JsonNode usage = record.path("usage");
    if (!usage.isObject()) {
      return "";
    }
    String tokens =
        "; "
            + usage.path("input").asLong(0)
            + " tokens in, "
            + usage.path("output").asLong(0)
            + " out";
    String estimated = usage.path("estimated").asBoolean(false) ? " (estimated)" : "";
    String cost = record.has("cost") ? ", " + Money.usd(record.path("cost").asDouble(0)) : "";
    return tokens + estimated + cost;
  }
}
