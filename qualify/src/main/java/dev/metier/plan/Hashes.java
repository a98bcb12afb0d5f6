package dev.metier.plan;

import dev.metier.catalog.Fingerprint;
import dev.metier.catalog.Model;
import dev.metier.chat.Settings;
import dev.metier.chat.Tool;
import dev.metier.core.text.Digest;
import dev.metier.job.Case;
import dev.metier.job.Job;
import dev.metier.job.MessageList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Content addresses: equal hashes mean that the same thing would be asked, or graded, again.
///
/// One of these can take one hash after another. Not thread-safe.
public final class Hashes {
  private final Digest digest = new Digest();

  /// What is asked of which build of a model and where, apart from the case: 32 hexadecimal
  /// characters.
  ///
  /// A server's address counts, since the same weights elsewhere have other latencies and costs;
  /// where a file lies does not, since its fingerprint says what is in it.
  public static String setting(Job job, Model model, Settings settings, Fingerprint fingerprint) {
    var parts = asked(job, settings);
    parts.put("job", job.name().text());
    parts.put("fingerprint", fingerprint.hash());
    parts.put("provider", model.kind().word());
    model.address().ifPresent(address -> parts.put("address", address).put("model", model.id()));
    return parts.address("setting/2");
  }

  /// What is asked, whatever the case and the model: the prompt, the tools and the parameters.
  public static String prompt(Job job, Settings settings) {
    return asked(job, settings).address("prompt/1");
  }

  private static Parts asked(Job job, Settings settings) {
    var parts = new Parts();
    var turns = job.prompt().turns();
    parts.put("turn.role", turns.stream().map(turn -> turn.role().name()).toList());
    parts.put("turn.text", turns.stream().map(turn -> turn.template().text()).toList());
    parts.put("tool.name", job.tools().stream().map(Tool::name).toList());
    parts.put("tool.description", job.tools().stream().map(Tool::description).toList());
    parts.put("tool.schema", job.tools().stream().map(Tool::schema).toList());
    settings.temperature().ifPresent(t -> parts.put("temperature", Double.toString(t)));
    settings.maxTokens().ifPresent(tokens -> parts.put("max_tokens", Integer.toString(tokens)));
    settings.seed().ifPresent(seed -> parts.put("seed", Long.toString(seed)));
    parts.put("stop", settings.stop());
    parts.put("response_schema", settings.responseSchema());
    parts.put("tool_choice", settings.toolChoice());
    settings.extra().forEach((name, value) -> parts.put("extra." + name, value));
    return parts;
  }

  /// A case as far as the model gets to see it; new labels do not make it a new case.
  public static String content(Job job, Case given) {
    return new Hashes().content(job.prompt().variables(), job.prompt().turnVariables(), given);
  }

  /// The same, for many cases.
  ///
  /// @param variables those of the job's prompt
  /// @param turns those of them that may be lists of messages
  String content(Set<String> variables, Set<String> turns, Case given) {
    for (String name : turns) {
      if (given.value(name).flatMap(MessageList::of).isPresent()) {
        digest.add("messages").add(name);
      }
    }
    pictures(given);
    return former(variables, given, given.identity());
  }

  /// The same as earlier ledgers have it, in which a case without an id was known by its line.
  public static String formerContent(Job job, Case given) {
    return new Hashes().former(job.prompt().variables(), given, given.id());
  }

  String former(Set<String> variables, Case given, String name) {
    digest.add("case/1").add(name);
    for (String variable : variables) {
      digest.add(variable).add(given.value(variable).orElse(""));
    }
    return digest.hex();
  }

  /// What a model gets to see of each case, whatever the case is called; of several cases with the
  /// same input the second one and so on have hashes of their own.
  ///
  /// @param variables those of the job's prompt; where there are none, the name is the input
  List<String> inputs(Set<String> variables, List<Case> cases) {
    var inputs = new ArrayList<String>(cases.size());
    Map<String, List<Integer>> alike = new HashMap<>();
    for (Case given : cases) {
      String input = input(variables, given);
      alike.computeIfAbsent(input, _ -> new ArrayList<>(1)).add(inputs.size());
      inputs.add(input);
    }
    for (List<Integer> places : alike.values()) {
      places.sort(Comparator.comparing(place -> cases.get(place).identity()));
      for (int i = 1; i < places.size(); i++) {
        int place = places.get(i);
        inputs.set(place, digest.add("input/1").add(inputs.get(place)).add(i).hex());
      }
    }
    return inputs;
  }

  private String input(Set<String> variables, Case given) {
    digest.add("input/1");
    if (variables.isEmpty()) {
      digest.add(given.id());
    }
    for (String name : variables) {
      digest.add(name).add(given.value(name).orElse(""));
    }
    pictures(given);
    return digest.hex();
  }

  private void pictures(Case given) {
    given.pictures().forEach(picture -> digest.add("picture").add(picture.hash()));
  }

  /// The place of a unit that no look had yet.
  ///
  /// @param inputs those of its cases, in any order
  String place(List<String> inputs) {
    digest.add("place/1");
    inputs.stream().sorted().forEach(digest::add);
    return digest.hex();
  }

  /// How a job's answers are graded: the graders and all that they may look up in the cases.
  ///
  /// @param spec hash of the graders themselves
  public static String grading(Job job, String spec) {
    var hash = new Digest();
    hash.add("grading/2").add(spec);
    for (Case given : job.cases()) {
      hash.add(given.id()).add(given.expected().isPresent() ? 1 : 0);
      hash.add(given.expected().orElse("")).add(given.vars().size());
      for (Map.Entry<String, String> var : byName(given.vars()).entrySet()) {
        hash.add(var.getKey()).add(var.getValue());
      }
    }
    return hash.hex();
  }

  private static Map<String, String> byName(Map<String, String> vars) {
    return vars.size() < 2 ? vars : new TreeMap<>(vars);
  }
}
