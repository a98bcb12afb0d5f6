package dev.metier.policy;

import dev.metier.catalog.Host;
import dev.metier.catalog.KeySource;
import dev.metier.catalog.Model;
import dev.metier.catalog.ModelProfile;
import dev.metier.catalog.Price;
import dev.metier.catalog.Timeouts;
import dev.metier.chat.Settings;
import dev.metier.form.Table.Slot;
import dev.metier.job.CascadeRules;
import dev.metier.job.Check;
import dev.metier.job.ModelName;
import dev.metier.job.Money;
import dev.metier.job.Serving;
import dev.metier.job.StageLoop;
import dev.metier.job.WorkflowStage;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A policy as JSON, with its fields always in the same order.
///
/// @param folder files below it are named relative to it
public record PolicyWriter(Path folder) {
  private static final JsonMapper EXACT =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  ObjectNode policy(Policy policy) {
    ObjectNode node = object();
    node.put("version", PolicyFile.VERSION.readable());
    node.put("evidence", policy.evidence());
    node.put("project", policy.project());
    node.put("compiled", policy.compiled().toString());
    ObjectNode jobs = node.putObject("jobs");
    policy
        .jobs()
        .forEach((name, job) -> {
          ObjectNode written = job(job);
          if (RouteSeal.isSealed(job.route())) {
            var route = (ObjectNode) written.path("route");
            Map<String, String> seal = RouteSeal.of(route, job.route(), policy);
            ObjectNode sealed = route.putObject("sealed");
            seal.forEach(sealed::put);
          }
          jobs.set(name.text(), written);
        });
    ObjectNode models = node.putObject("models");
    policy.models().forEach((name, model) -> models.set(name.text(), model(model)));
    ObjectNode hosts = node.putObject("hosts");
    hosts(policy).forEach((name, host) -> hosts.set(name, host(host)));
    return node;
  }

  static Map<String, Host> hosts(Policy policy) {
    var hosts = new TreeMap<String, Host>();
    policy.models().values().forEach(m -> hosts.put(m.model().host().name(), m.model().host()));
    return hosts;
  }

  /// A job, as it stands in the file.
  public ObjectNode job(ServedJob job) {
    ObjectNode node = object();
    node.put("purpose", job.purpose());
    node.put("data", Amounts.text(job.data()));
    node.set("route", route(job.route()));
    if (!job.serving().equals(Serving.PLAIN)) {
      node.set("serve", serving(job.serving()));
    }
    ObjectNode verdicts = node.putObject("verdicts");
    job.candidates().forEach(each -> verdicts.set(each.model().text(), candidate(each)));
    return node;
  }

  /// A route with whole paths.
  static ObjectNode whole(Route route) {
    return new PolicyWriter(Path.of("/")).route(route);
  }

  private ObjectNode route(Route route) {
    return switch (route) {
      case Route.Single(var model, var fallbacks) -> {
        ObjectNode node = object().put("single", model.text());
        if (!fallbacks.isEmpty()) {
          node.set("fallbacks", texts(fallbacks.stream().map(ModelName::text).toList()));
        }
        yield node;
      }
      case Route.Cascade cascade -> cascade(cascade);
      case Route.Workflow flow -> workflow(flow);
      case Route.Learned learned -> learned(learned);
      case Route.Closed(var why) -> object().put("closed", why);
    };
  }

  private static ObjectNode cascade(Route.Cascade cascade) {
    ObjectNode node = object().put("cascade", cascade.first().text());
    cascade
        .middle()
        .ifPresent(middle ->
            checks(middle.checks(), node.putObject("middle").put("model", middle.model().text())));
    cascade.then().ifPresent(then -> node.put("then", then.text()));
    if (!cascade.fallbacks().isEmpty()) {
      node.set("fallbacks", texts(cascade.fallbacks().stream().map(ModelName::text).toList()));
    }
    checks(cascade.checks(), node);
    CascadeRules rules = cascade.rules();
    node.put("on_check_failed", Amounts.text(rules.onFailed()));
    node.put("on_check_broken", Amounts.text(rules.onBroken()));
    node.put("hand_over", Amounts.text(rules.handOver()));
    node.put("hold", Amounts.text(rules.hold()));
    node.put("switch_cost", rules.switchCost());
    node.put("deadline", Amounts.text(rules.deadline()));
    node.set("kept", proof(cascade.proof()));
    return node;
  }

  private static void checks(List<Check> checks, ObjectNode node) {
    ArrayNode list = node.putArray("checks");
    checks.forEach(check -> list.add(CheckWriter.of(check)));
  }

  private static ObjectNode proof(CascadeProof proof) {
    ObjectNode kept =
        object()
            .put("guarantee", proof.guarantee())
            .put("least", proof.least())
            .put("most", proof.most());
    if (proof.told() > 0) {
      kept.put("told", proof.told());
    }
    if (!proof.ends().isEmpty()) {
      ObjectNode ends = kept.putObject("ends");
      proof
          .ends()
          .forEach((name, share) ->
              ends.putObject(name).put("least", share.least()).put("most", share.most()));
    }
    return kept;
  }

  private ObjectNode learned(Route.Learned learned) {
    ObjectNode node = object().put("learned", path(learned.router().path()));
    node.put("first", learned.first().text()).put("then", learned.then().text());
    if (!learned.fallbacks().isEmpty()) {
      node.set("fallbacks", texts(learned.fallbacks().stream().map(ModelName::text).toList()));
    }
    node.put("hold", Amounts.text(learned.hold()));
    node.set("kept", proof(learned.proof()));
    return node;
  }

  private static ObjectNode workflow(Route.Workflow flow) {
    ObjectNode node = object().put("workflow", flow.input());
    ObjectNode stages = node.putObject("stages");
    flow.stages().forEach(stage -> stages.set(stage.name(), stage(stage)));
    return node.put("deadline", Amounts.text(flow.deadline())).put("proof", flow.proof());
  }

  private static ObjectNode stage(ServedStage served) {
    WorkflowStage stage = served.stage();
    ObjectNode node = object().put("job", stage.job().text()).put("single", served.model().text());
    if (!served.fallbacks().isEmpty()) {
      node.set("fallbacks", texts(served.fallbacks().stream().map(ModelName::text).toList()));
    }
    served
        .chain()
        .ifPresent(chain -> {
          ObjectNode written = node.putObject("chain").put("then", chain.then().text());
          checks(chain.checks(), written);
          written.set("kept", proof(chain.proof()));
        });
    node.put("data", Amounts.text(served.data()));
    ArrayNode prompt = node.putArray("prompt");
    for (var turn : served.prompt().turns()) {
      prompt.addObject().put("role", Amounts.text(turn.role())).put("text", turn.template().text());
    }
    if (!served.settings().equals(Settings.NONE)) {
      node.set("settings", settings(served.settings()));
    }
    if (!stage.uses().isEmpty()) {
      node.set("uses", texts(stage.uses()));
    }
    stage.redacts().ifPresent(to -> node.put("redacts", Amounts.text(to)));
    stage
        .restores()
        .ifPresent(
            each -> node.putObject("restores").put("from", each.from()).put("every", each.every()));
    stage.loop().ifPresent(loop -> node.set("until", loop(loop)));
    return node;
  }

  private static ObjectNode loop(StageLoop loop) {
    ObjectNode node = object();
    if (loop.until() instanceof StageLoop.Until.Passing(var checks)) {
      checks(checks, node);
    }
    node.put("redo", loop.redo()).put("rounds", loop.rounds());
    loop.escalate().ifPresent(model -> node.put("escalate", model.text()));
    return node.put("mark", loop.mark());
  }

  public static ObjectNode serving(Serving serving) {
    ObjectNode node = object();
    if (!serving.aliases().isEmpty()) {
      node.set("aliases", texts(serving.aliases()));
    }
    serving.perDay().ifPresent(m -> node.putObject("budget").put("per_day", Amounts.text(m)));
    serving.cache().ifPresent(time -> node.put("cache", Amounts.text(time)));
    serving.personal().ifPresent(data -> node.put("personal_data", Amounts.text(data)));
    serving
        .store()
        .ifPresent(
            time -> node.put("store", time.isZero() ? ServeReader.NEVER : Amounts.text(time)));
    if (!serving.allowed().isEmpty()) {
      node.set("allow", texts(serving.allowed().stream().sorted().toList()));
    }
    return node.put("keep_content", serving.keepContent());
  }

  private static ObjectNode candidate(Candidate candidate) {
    ObjectNode node = object().put("verdict", candidate.verdict());
    node.put("reason", candidate.reason()).put("trials", candidate.trials());
    candidate.perThousand().ifPresent(cost -> node.put("per_thousand", Amounts.text(cost)));
    candidate.p95().ifPresent(time -> node.put("p95", Amounts.text(time)));
    if (candidate.formOnly()) {
      node.put("form_only", true);
    }
    return node;
  }

  /// A model with whole paths.
  static ObjectNode whole(ServedModel served) {
    return new PolicyWriter(Path.of("/")).model(served);
  }

  private ObjectNode model(ServedModel served) {
    ObjectNode node = model(served.model());
    if (!served.addresses().isEmpty()) {
      node.set("addresses", texts(served.addresses()));
    }
    if (!served.refused().isEmpty()) {
      node.set("refused", texts(new TreeSet<>(served.refused())));
    }
    return node;
  }

  public ObjectNode model(Model model) {
    ObjectNode node = object();
    String id = model.kind().idIsPath() ? path(Path.of(model.id())) : model.id();
    node.put("use", model.kind().word() + "/" + id);
    node.put("host", model.host().name());
    model.key().ifPresent(key -> node.put("key", key(key)));
    node.set("price", price(model.price()));
    if (!model.settings().equals(Settings.NONE)) {
      node.set("settings", settings(model.settings()));
    }
    model.window().ifPresent(window -> node.put("window", window));
    model.concurrency().ifPresent(most -> node.put("concurrency", most));
    if (!model.timeouts().equals(Timeouts.USUAL)) {
      node.set("timeouts", timeouts(model.timeouts()));
    }
    model.apiVersion().ifPresent(version -> node.put("api_version", version));
    ObjectNode declared = profile(model);
    if (!declared.isEmpty()) {
      node.set("profile", declared);
    }
    return node;
  }

  /// What of a model's profile is declared otherwise than it is known.
  private static ObjectNode profile(Model model) {
    ModelProfile known = ModelProfile.of(model.kind(), model.id(), model.address());
    ModelProfile own = model.profile();
    ObjectNode node = object();
    if (own.thinking() != known.thinking()) {
      node.put(ProfileReader.THINKING.name(), Amounts.text(own.thinking()));
    }
    flag(ProfileReader.THINKING_STOPS, own.thinkingStops(), known.thinkingStops(), node);
    if (own.systemMessages() != known.systemMessages()) {
      node.put(ProfileReader.SYSTEM_MESSAGES.name(), Amounts.text(own.systemMessages()));
    }
    flag(ProfileReader.FORCED_TOOLS, own.forcedTools(), known.forcedTools(), node);
    flag(ProfileReader.THINKS_WITH_TOOLS, own.thinksWithTools(), known.thinksWithTools(), node);
    flag(ProfileReader.PREFILL, own.prefill(), known.prefill(), node);
    flag(ProfileReader.PICTURES, own.pictures(), known.pictures(), node);
    if (!own.refused().equals(known.refused())) {
      node.set(ProfileReader.REFUSED.name(), texts(new TreeSet<>(own.refused())));
    }
    if (!own.longestOutput().equals(known.longestOutput())) {
      own.longestOutput().ifPresent(most -> node.put(ProfileReader.LONGEST_OUTPUT.name(), most));
    }
    return node;
  }

  private static void flag(Slot<Boolean> slot, boolean own, boolean known, ObjectNode node) {
    if (own != known) {
      node.put(slot.name(), own);
    }
  }

  private String key(KeySource key) {
    return switch (key) {
      case KeySource.Environment(var variable) -> "env:" + variable;
      case KeySource.File(var file) -> "file:" + path(file);
    };
  }

  private String path(Path file) {
    Path whole = file.toAbsolutePath().normalize();
    Path base = folder.toAbsolutePath().normalize();
    return (whole.startsWith(base) ? base.relativize(whole) : whole).toString().replace('\\', '/');
  }

  static ObjectNode host(Host host) {
    return object().put("clearance", Amounts.text(host.clearance()));
  }

  private static ObjectNode price(Price price) {
    ObjectNode node = object();
    switch (price) {
      case Price.PerToken each -> {
        ObjectNode tokens = node.putObject("per_million_tokens");
        perToken(tokens, each.input(), each.output(), each.cachedInput());
        each.longPrompt()
            .ifPresent(tier -> {
              ObjectNode beyond = node.putObject("long_prompts").put("above", tier.above());
              perToken(beyond, tier.input(), tier.output(), tier.cachedInput());
            });
        node.put("source", each.source());
      }
      case Price.Hardware machine -> node.set("hardware", hardware(machine));
      case Price.Unknown _ -> node.put("unknown", true);
    }
    return node;
  }

  private static void perToken(ObjectNode node, Money input, Money output, Money cached) {
    node.put("input", Amounts.text(input));
    node.put("output", Amounts.text(output));
    node.put("cached", Amounts.text(cached));
  }

  private static ObjectNode hardware(Price.Hardware machine) {
    ObjectNode node = object().put("price", Amounts.text(machine.price()));
    node.put("resale", Amounts.text(machine.resale())).put("life", Amounts.text(machine.life()));
    machine.watts().ifPresent(watts -> node.put("watts", watts));
    machine.idleWatts().ifPresent(watts -> node.put("idle_watts", watts));
    node.put("per_kwh", Amounts.text(machine.perKwh()));
    return node.put("utilisation", machine.utilisation()).put("concurrency", machine.concurrency());
  }

  static ObjectNode settings(Settings settings) {
    ObjectNode node = object();
    settings.temperature().ifPresent(value -> node.put("temperature", value));
    settings.maxTokens().ifPresent(value -> node.put("max_tokens", value));
    settings.seed().ifPresent(value -> node.put("seed", value));
    if (!settings.stop().isEmpty()) {
      node.set("stop", texts(settings.stop()));
    }
    settings.responseSchema().ifPresent(json -> node.set("response_schema", exact(json)));
    settings.toolChoice().ifPresent(choice -> node.put("tool_choice", choice));
    if (!settings.extra().isEmpty()) {
      ObjectNode extra = node.putObject("extra");
      settings.extra().forEach((name, json) -> extra.set(name, exact(json)));
    }
    return node;
  }

  private static JsonNode exact(String json) {
    return EXACT.readTree(json);
  }

  private static ObjectNode timeouts(Timeouts timeouts) {
    return object()
        .put("connect", Amounts.text(timeouts.connect()))
        .put("first_token", Amounts.text(timeouts.firstToken()))
        .put("idle", Amounts.text(timeouts.idle()))
        .put("total", Amounts.text(timeouts.total()));
  }

  private static ArrayNode texts(Collection<String> texts) {
    ArrayNode node = JsonNodeFactory.instance.arrayNode();
    texts.forEach(node::add);
    return node;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
