package dev.metier.server;

import dev.metier.catalog.Price;
import dev.metier.core.text.NumberText;
import dev.metier.job.Money;
import dev.metier.wire.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The answers of `/v1/models`: the jobs, as each kind of client expects models to be listed.
public final class ModelListing {
  /// A job as clients see it.
  ///
  /// @param window most tokens of a prompt and its answer, when that is known
  /// @param longest most tokens of an answer, when that is known
  /// @param created when its policy was compiled
  /// @param price what it costs, when that is known and by the token
  /// @param features what it can do: `tools`, `json_mode`, `structured_outputs`, `reasoning`
  /// @param inputs what it reads: `text`, `image`
  public record ListedJob(
      String name,
      String purpose,
      OptionalInt window,
      OptionalInt longest,
      Instant created,
      Optional<Price.PerToken> price,
      List<String> features,
      List<String> inputs) {
    public ListedJob {
      features = List.copyOf(features);
      inputs = List.copyOf(inputs);
    }
  }

  /// How a client wants models listed.
  public enum Shape {
    OPENAI,
    ANTHROPIC,
    CODEX
  }

  private static final String CLAUDE = "claude-";
  private static final int USUAL_PAGE = 20;
  private static final int LONGEST_PAGE = 1000;

  /// The price of a token in dollars, from billionths of a dollar for a million tokens.
  private static final int NANOS_OF_MILLION = 15;

  private static final int CODEX_OUTPUT = 10_000;
  private static final int CODEX_SHARE = 8;

  /// What Codex tells the model, in place of its own text for a model that it does not know: that
  /// takes 4,000 tokens, which is much for a small window.
  private static final String INSTRUCTIONS =
      """
      You are a coding agent. You work in the user's folder, through the tools that you are given, \
      until the task is done.

      * Look before you change: read the files that matter, and search with `rg` where it exists.
      * Make the smallest change that solves the task at its root, in the style of the code around \
      it. Leave what is not yours to change. Never undo changes that you did not make.
      * Call tools with exactly the arguments that they declare. When a call fails, read the error \
      and correct the call; do not repeat it unchanged.
      * Check your work with the project's own tests or build where there are some.
      * Follow the instructions of AGENTS.md files for the folders below them.
      * Do not commit, and do not use the network, unless you are asked to.
      * When you are done, say in a few sentences what you changed, where, and what you could not \
      check. Do not claim what you have not seen.
      """;

  private ModelListing() {}

  /// The shape that a request asks for.
  ///
  /// @param anthropicVersion whether it has the header `anthropic-version`
  /// @param query its parameters
  public static Shape shape(boolean anthropicVersion, Map<String, String> query) {
    if (query.containsKey("client_version")) {
      return Shape.CODEX;
    }
    return anthropicVersion ? Shape.ANTHROPIC : Shape.OPENAI;
  }

  /// All jobs.
  ///
  /// @param query the request's parameters: `limit`, `after_id` and `before_id` in Anthropic's
  ///   shape
  public static byte[] all(List<ListedJob> jobs, Shape shape, Map<String, String> query) {
    return switch (shape) {
      case OPENAI -> {
        ObjectNode body = Json.newObject().put("object", "list");
        ArrayNode data = body.putArray("data");
        jobs.forEach(job -> openAi(job, job.name(), data.addObject()));
        yield Json.bytes(body);
      }
      case ANTHROPIC -> page(jobs, query);
      case CODEX -> {
        ObjectNode body = Json.newObject();
        ArrayNode models = body.putArray("models");
        jobs.forEach(job -> codex(job, models.size(), models.addObject()));
        yield Json.bytes(body);
      }
    };
  }

  /// One job, under the name that the client asked for.
  public static byte[] one(ListedJob job, String name, Shape shape) {
    ObjectNode node = Json.newObject();
    switch (shape) {
      case OPENAI -> openAi(job, name, node);
      case ANTHROPIC -> anthropic(job, name, node);
      case CODEX -> codex(job, 0, node);
    }
    return Json.bytes(node);
  }

  /// OpenAI's fields, and those that OpenRouter asks of providers.
  private static void openAi(ListedJob job, String name, ObjectNode to) {
    to.put("id", name).put("object", "model").put("created", job.created().getEpochSecond());
    to.put("owned_by", "metier").put("name", job.name()).put("description", job.purpose());
    job.window().ifPresent(tokens -> to.put("context_length", tokens));
    job.longest().ifPresent(tokens -> to.put("max_output_length", tokens));
    strings(job.inputs(), to.putArray("input_modalities"));
    to.putArray("output_modalities").add("text");
    strings(job.features(), to.putArray("supported_features"));
    if (job.price().isPresent()) {
      Price.PerToken price = job.price().get();
      to.putObject("pricing")
          .put("prompt", perToken(price.input()))
          .put("completion", perToken(price.output()))
          .put("input_cache_read", perToken(price.cachedInput()));
    }
  }

  private static String perToken(Money million) {
    return NumberText.plain(BigDecimal.valueOf(million.nanos(), NANOS_OF_MILLION));
  }

  private static void strings(List<String> from, ArrayNode to) {
    from.forEach(to::add);
  }

  /// Clients of Anthropic show only names that begin with its own.
  private static String claude(ListedJob job) {
    String name = job.name();
    return name.startsWith("claude") || name.startsWith("anthropic") ? name : CLAUDE + name;
  }

  private static byte[] page(List<ListedJob> jobs, Map<String, String> query) {
    List<String> names = jobs.stream().map(ModelListing::claude).toList();
    int after = names.indexOf(query.getOrDefault("after_id", ""));
    int before = names.indexOf(query.getOrDefault("before_id", ""));
    int limit = limit(query);
    int from = before >= 0 ? Math.max(0, before - limit) : after + 1;
    int to = Math.min(before >= 0 ? before : names.size(), from + limit);
    ObjectNode body = Json.newObject();
    ArrayNode data = body.putArray("data");
    for (int i = from; i < to; i++) {
      anthropic(jobs.get(i), names.get(i), data.addObject());
    }
    body.put("has_more", before >= 0 ? from > 0 : to < names.size());
    body.put("first_id", from < to ? names.get(from) : null);
    body.put("last_id", from < to ? names.get(to - 1) : null);
    return Json.bytes(body);
  }

  private static int limit(Map<String, String> query) {
    try {
      int limit = Integer.parseInt(query.getOrDefault("limit", "" + USUAL_PAGE));
      return Math.clamp(limit, 1, LONGEST_PAGE);
    } catch (NumberFormatException e) {
      return USUAL_PAGE;
    }
  }

  private static void anthropic(ListedJob job, String name, ObjectNode to) {
    Instant created = job.created().truncatedTo(ChronoUnit.SECONDS);
    to.put("type", "model").put("id", name).put("display_name", job.name());
    to.put("created_at", DateTimeFormatter.ISO_INSTANT.format(created));
    to.putNull("max_input_tokens").putNull("max_tokens");
    job.window().ifPresent(tokens -> to.put("max_input_tokens", tokens));
    job.longest().ifPresent(tokens -> to.put("max_tokens", tokens));
    // of the newer version of the API, whose clients want them all
    to.put("lifecycle", "active").putNull("deprecated_at").putNull("retires_at");
    to.putNull("line").putNull("capabilities");
  }

  /// An entry of Codex's catalogue of models. An edit is left to the shell: the format of its patch
  /// tool is one that few models have learnt.
  private static void codex(ListedJob job, int priority, ObjectNode to) {
    boolean reasons = job.features().contains("reasoning");
    to.put("slug", job.name()).put("display_name", job.name()).put("description", job.purpose());
    ArrayNode levels = to.putArray("supported_reasoning_levels");
    if (reasons) {
      to.put("default_reasoning_level", "medium");
      level("low", "Answers sooner", levels);
      level("medium", "Balances speed and depth", levels);
      level("high", "Thinks longest", levels);
    }
    to.put("shell_type", "unified_exec").put("visibility", "list").put("supported_in_api", true);
    to.put("priority", priority).putNull("availability_nux").putNull("upgrade");
    to.put("base_instructions", INSTRUCTIONS);
    to.put("supports_reasoning_summaries", reasons).put("default_reasoning_summary", "none");
    to.put("support_verbosity", false).putNull("default_verbosity");
    to.putNull("apply_patch_tool_type").put("supports_parallel_tool_calls", true);
    int output = CODEX_OUTPUT;
    if (job.window().isPresent()) {
      int window = job.window().getAsInt();
      output = Math.min(output, window / CODEX_SHARE);
      to.put("context_window", window).put("max_context_window", window);
    }
    to.putObject("truncation_policy").put("mode", "tokens").put("limit", output);
    to.put("effective_context_window_percent", 95).put("supports_search_tool", false);
    to.putArray("experimental_supported_tools");
    strings(job.inputs(), to.putArray("input_modalities"));
  }

  private static void level(String effort, String description, ArrayNode to) {
    to.addObject().put("effort", effort).put("description", description);
  }
}
