package dev.metier.policy;

import dev.metier.catalog.Host;
import dev.metier.job.Check;
import dev.metier.job.JobName;
import dev.metier.job.ModelName;
import dev.metier.job.StageLoop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What changes when a policy takes the place of another: routes first, then what they lead to.
public record PolicyDiff(List<Change> changes) {
  private static final String FALLBACKS =
      "Where a stage's model does not answer, the next one is FIT for the stage's job; the whole is"
          + " not proven with it.";

  /// One change.
  ///
  /// @param subject what it is about
  /// @param name the subject's name
  /// @param part what of it changes: `route`, `verdict of qwen`; empty when it comes or goes
  /// @param before what it was; empty when it is new
  /// @param after what it becomes; empty when it goes
  public record Change(
      Subject subject, String name, String part, Optional<String> before, Optional<String> after) {
    /// `~ job triage, route: opus -> qwen, then opus`.
    String line() {
      String sign = before.isEmpty() ? "+ " : after.isEmpty() ? "- " : "~ ";
      String what = subject.word() + " " + name + (part.isEmpty() ? "" : ", " + part);
      String whole = before.isPresent() && after.isPresent() ? " -> " : "";
      return sign + what + ": " + before.orElse("") + whole + after.orElse("");
    }
  }

  /// What changes are about.
  public enum Subject {
    JOB,
    MODEL,
    HOST;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public PolicyDiff {
    changes = List.copyOf(changes);
  }

  /// What changes.
  ///
  /// @param inForce the policy so far, if there is one
  public static PolicyDiff between(Optional<Policy> inForce, Policy next) {
    var changes = new ArrayList<Change>();
    Map<JobName, ServedJob> jobs = inForce.map(Policy::jobs).orElse(Map.of());
    next.jobs().forEach((name, job) -> job(Optional.ofNullable(jobs.get(name)), job, changes));
    jobs.forEach((name, job) -> {
      if (!next.jobs().containsKey(name)) {
        changes.add(gone(Subject.JOB, name.text(), about(job)));
      }
    });
    models(inForce.map(Policy::models).orElse(Map.of()), next.models(), changes);
    hosts(inForce.map(PolicyWriter::hosts).orElse(Map.of()), PolicyWriter.hosts(next), changes);
    return new PolicyDiff(changes);
  }

  private static void job(Optional<ServedJob> before, ServedJob after, List<Change> changes) {
    String name = after.name().text();
    if (before.isEmpty()) {
      changes.add(come(Subject.JOB, name, about(after)));
      return;
    }
    ServedJob old = before.get();
    if (!old.route().equals(after.route())) {
      String was = old.route().closed().isPresent() ? "closed" : route(old.route());
      changes.add(
          new Change(
              Subject.JOB, name, "route", Optional.of(was), Optional.of(route(after.route()))));
    }
    add(
        Subject.JOB,
        name,
        "data",
        Optional.of(Amounts.text(old.data())),
        Optional.of(Amounts.text(after.data())),
        changes);
    fields(
        Subject.JOB,
        name,
        PolicyWriter.serving(old.serving()),
        PolicyWriter.serving(after.serving()),
        changes);
    Map<ModelName, String> words = words(old);
    Map<ModelName, String> now = words(after);
    var models = new LinkedHashSet<>(now.keySet());
    models.addAll(words.keySet());
    for (ModelName model : models) {
      add(
          Subject.JOB,
          name,
          "verdict of " + model,
          Optional.ofNullable(words.get(model)),
          Optional.ofNullable(now.get(model)),
          changes);
    }
  }

  private static Map<ModelName, String> words(ServedJob job) {
    var words = new LinkedHashMap<ModelName, String>();
    job.candidates().forEach(each -> words.put(each.model(), each.verdict()));
    return words;
  }

  private static String about(ServedJob job) {
    boolean open = job.route().closed().isEmpty();
    return Amounts.text(job.data()) + " data" + (open ? " to " : ", ") + route(job.route());
  }

  private static String route(Route route) {
    return switch (route) {
      case Route.Single(var model, var fallbacks) -> model + then(fallbacks);
      case Route.Cascade cascade ->
          "cascade "
              + cascade.checked().stream()
                  .map(each -> each.model() + " checked by " + Check.words(each.checks()))
                  .collect(Collectors.joining(", then "))
              + then(cascade.later())
              + ". "
              + cascade.proof().guarantee();
      case Route.Workflow flow ->
          "workflow "
              + flow.stages().stream().map(PolicyDiff::stage).collect(Collectors.joining(", then "))
              + ". "
              + flow.proof()
              + (flow.hasFallbacks() ? " " + FALLBACKS : "");
      case Route.Learned learned ->
          "router "
              + learned.router().path().getFileName()
              + " between "
              + learned.first()
              + " and "
              + learned.then()
              + then(learned.fallbacks())
              + ". "
              + learned.proof().guarantee();
      case Route.Closed(var why) -> "closed: " + why;
    };
  }

  /// `draft by qwen, else opus, until graders pass (2 rounds, the last by opus)`.
  private static String stage(ServedStage stage) {
    String chain =
        stage
            .chain()
            .map(each -> " checked by " + Check.words(each.checks()) + " then " + each.then())
            .orElse("");
    String models =
        stage.model()
            + chain
            + stage.fallbacks().stream()
                .map(each -> ", else " + each)
                .collect(Collectors.joining());
    String lowered =
        stage.stage().redacts().map(to -> ", redacts to " + Amounts.text(to)).orElse("");
    return stage.name()
        + " by "
        + models
        + lowered
        + stage.stage().loop().map(PolicyDiff::loop).orElse("");
  }

  private static String loop(StageLoop loop) {
    String until =
        switch (loop.until()) {
          case StageLoop.Until.Approval _ -> "it approves " + loop.redo();
          case StageLoop.Until.Passing(var checks) -> Check.words(checks) + " pass";
        };
    return " until "
        + until
        + " ("
        + loop.rounds()
        + (loop.rounds() == 1 ? " round" : " rounds")
        + loop.escalate().map(model -> ", the last by " + model).orElse("")
        + ")";
  }

  private static String then(List<ModelName> models) {
    return models.stream().map(model -> ", then " + model).collect(Collectors.joining());
  }

  private static void models(
      Map<ModelName, ServedModel> before, Map<ModelName, ServedModel> after, List<Change> changes) {
    after.forEach((name, model) -> {
      ServedModel old = before.get(name);
      if (old == null) {
        changes.add(come(Subject.MODEL, name.text(), about(model)));
      } else {
        fields(
            Subject.MODEL,
            name.text(),
            PolicyWriter.whole(old),
            PolicyWriter.whole(model),
            changes);
      }
    });
    before.forEach((name, model) -> {
      if (!after.containsKey(name)) {
        changes.add(gone(Subject.MODEL, name.text(), about(model)));
      }
    });
  }

  private static String about(ServedModel model) {
    var it = model.model();
    String id = it.kind().idIsPath() ? Path.of(it.id()).getFileName() + "" : it.id();
    return it.kind().word() + "/" + id + " on " + it.host().name();
  }

  private static void hosts(
      Map<String, Host> before, Map<String, Host> after, List<Change> changes) {
    var names = new LinkedHashSet<>(after.keySet());
    names.addAll(before.keySet());
    for (String name : names) {
      add(
          Subject.HOST,
          name,
          "clearance",
          Optional.ofNullable(before.get(name)).map(host -> Amounts.text(host.clearance())),
          Optional.ofNullable(after.get(name)).map(host -> Amounts.text(host.clearance())),
          changes);
    }
  }

  /// Each field that is another one, by its name in the file; `a.b` within an object.
  private static void fields(
      Subject subject, String name, ObjectNode before, ObjectNode after, List<Change> changes) {
    fields(subject, name, "", before, after, changes);
  }

  private static void fields(
      Subject subject,
      String name,
      String prefix,
      ObjectNode before,
      ObjectNode after,
      List<Change> changes) {
    var fields = new LinkedHashSet<>(after.propertyNames());
    fields.addAll(before.propertyNames());
    for (String field : fields) {
      JsonNode old = before.path(field);
      JsonNode next = after.path(field);
      if (old instanceof ObjectNode was && next instanceof ObjectNode is) {
        fields(subject, name, prefix + field + ".", was, is, changes);
      } else {
        add(subject, name, prefix + field, shown(old), shown(next), changes);
      }
    }
  }

  private static Optional<String> shown(JsonNode value) {
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (value.isArray()) {
      return Optional.of(
          value.values().stream().map(PolicyDiff::one).collect(Collectors.joining(", ", "[", "]")));
    }
    return Optional.of(one(value));
  }

  private static String one(JsonNode value) {
    return value.isString() ? value.stringValue() : value.toString();
  }

  private static void add(
      Subject subject,
      String name,
      String part,
      Optional<String> before,
      Optional<String> after,
      List<Change> changes) {
    if (!before.equals(after)) {
      changes.add(new Change(subject, name, part, before, after));
    }
  }

  private static Change come(Subject subject, String name, String what) {
    return new Change(subject, name, "", Optional.empty(), Optional.of(what));
  }

  private static Change gone(Subject subject, String name, String what) {
    return new Change(subject, name, "", Optional.of(what), Optional.empty());
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /// One line for each change: `+` what comes, `-` what goes, `~` what becomes something else.
  public String text() {
    return changes.stream().map(change -> change.line() + "\n").collect(Collectors.joining());
  }

  /// The same for programs: a list of objects with `subject`, `name`, `part`, `before` and `after`
  /// as far as there are such.
  public ArrayNode json() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Change change : changes) {
      ObjectNode node = list.addObject();
      node.put("subject", change.subject().word()).put("name", change.name());
      if (!change.part().isEmpty()) {
        node.put("part", change.part());
      }
      change.before().ifPresent(text -> node.put("before", text));
      change.after().ifPresent(text -> node.put("after", text));
    }
    return list;
  }
}
