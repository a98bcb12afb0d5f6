package dev.metier.exporter;

import dev.metier.chat.Message;
import dev.metier.chat.Part;
import dev.metier.job.Case;
import dev.metier.job.GraderSpec;
import dev.metier.job.Job;
import dev.metier.job.Template;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The cases of a job as another tool reads them, each with its name as `metadata.caseId`, so that
/// what that tool finds can be laid beside what is found here.
///
/// @param text the file
/// @param left how many graders of each kind have no counterpart there
public record CaseExport(String text, Map<String, Integer> left) {
  private static final JsonMapper JSON = JsonMapper.shared();

  public CaseExport {
    left = Map.copyOf(left);
  }

  /// As a configuration of promptfoo in JSON, without providers.
  public static CaseExport promptfoo(Job job) {
    var left = new TreeMap<String, Integer>();
    ObjectNode root = JSON.createObjectNode();
    root.put("description", job.purpose().isBlank() ? job.name().text() : job.purpose());
    root.putArray("prompts").add(prompt(job));
    ArrayNode tests = root.putArray("tests");
    for (Case given : job.cases()) {
      ObjectNode test = tests.addObject().put("description", given.id());
      ObjectNode vars = test.putObject("vars");
      new TreeMap<>(given.values()).forEach(vars::put);
      ArrayNode asserts = test.putArray("assert");
      for (var part : job.grading(given).parts()) {
        var made = PromptfooAssertion.of(part.spec(), given.values());
        made.ifPresent(asserts::add);
        if (made.isEmpty()) {
          left.merge(kind(part.spec()), 1, Integer::sum);
        }
      }
      metadata(test, given);
    }
    return new CaseExport(root.toPrettyString() + "\n", left);
  }

  /// As samples for Inspect: a JSON line each.
  public static CaseExport inspect(Job job) {
    String lines =
        job.cases().stream()
            .map(given -> JSON.writeValueAsString(sample(job, given)) + "\n")
            .collect(Collectors.joining());
    return new CaseExport(lines, Map.of());
  }

  private static ObjectNode sample(Job job, Case given) {
    ObjectNode node = JSON.createObjectNode().put("id", given.id());
    List<Message> asked = job.prompt().fill(given);
    if (asked.size() == 1) {
      node.put("input", text(asked.getFirst()));
    } else {
      ArrayNode turns = node.putArray("input");
      asked.forEach(turn ->
          turns
              .addObject()
              .put("role", turn.role().name().toLowerCase(Locale.ROOT))
              .put("content", text(turn)));
    }
    node.put("target", target(job, given));
    metadata(node, given);
    return node;
  }

  private static String text(Message message) {
    return message.parts().stream()
        .flatMap(part -> part instanceof Part.Text(String text) ? Stream.of(text) : Stream.of())
        .collect(Collectors.joining());
  }

  /// What is expected: by the case, else by the first grader that names one text.
  private static String target(Job job, Case given) {
    return given
        .expected()
        .or(() ->
            job.grading(given).parts().stream()
                .flatMap(part -> template(part.spec()).stream())
                .map(template -> template.fill(given.values()))
                .findFirst())
        .orElse("");
  }

  private static Optional<Template> template(GraderSpec spec) {
    return switch (spec) {
      case GraderSpec.Equals(var expected, _, _, _) -> Optional.of(expected);
      case GraderSpec.OneOf(var expected, _, _) -> expected.stream().findFirst();
      case GraderSpec.Numeric(var expected, _, _, _) -> Optional.of(expected);
      case GraderSpec.Value(var expected, _) -> Optional.of(expected);
      default -> Optional.empty();
    };
  }

  private static void metadata(ObjectNode node, Case given) {
    ObjectNode metadata = node.putObject("metadata").put("caseId", given.id());
    if (!given.slices().isEmpty()) {
      given.slices().forEach(metadata.putArray("slices")::add);
    }
    given.cluster().ifPresent(name -> metadata.put("cluster", name));
  }

  /// The prompt as promptfoo has it: text, or a chat in JSON.
  private static String prompt(Job job) {
    var turns = job.prompt().turns();
    if (turns.size() == 1) {
      return turns.getFirst().template().text();
    }
    ArrayNode chat = JSON.createArrayNode();
    turns.forEach(turn ->
        chat.addObject()
            .put("role", turn.role().name().toLowerCase(Locale.ROOT))
            .put("content", turn.template().text()));
    return JSON.writeValueAsString(chat);
  }

  private static String kind(GraderSpec spec) {
    return spec.getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT);
  }
}
