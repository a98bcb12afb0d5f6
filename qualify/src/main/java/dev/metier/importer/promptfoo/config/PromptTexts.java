package dev.metier.importer.promptfoo.config;

import dev.metier.core.problem.Place;
import dev.metier.form.Written;
import dev.metier.form.Yaml;
import dev.metier.job.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The prompts of a configuration.
public final class PromptTexts {
  /// All of Nunjucks but plain variables.
  public static final Pattern CODE =
      Pattern.compile("\\{%|\\{#|\\{\\{(?!\\s*[A-Za-z_][\\w-]*\\s*\\}\\})");

  /// A command, a package, or a function of a file.
  private static final Pattern PROGRAM =
      Pattern.compile("(?:exec|package):\\S.*|(?:file://)?\\S+\\.(?:[cm]?js|ts|py|rb):[\\w$.]+");

  private static final Pattern NEXT = Pattern.compile("(?m)^---\\s*$");

  private final ConfigFolder source;

  public PromptTexts(ConfigFolder source) {
    this.source = source;
  }

  /// One turn: who says what.
  public record Turn(String role, String text) {}

  /// One prompt.
  ///
  /// @param label what it is called there; may be empty
  /// @param turns who says what; empty where only rendering tells
  /// @param coded all of it, where it has code of Nunjucks to be rendered
  /// @param names what a choice of prompts may call it
  public record Said(
      Place place, String label, List<Turn> turns, Optional<String> coded, List<String> names) {
    /// Whether a choice of prompts means it: by its name, or by what that begins with.
    public boolean isOf(String chosen) {
      String begun = chosen.endsWith("*") ? chosen.substring(0, chosen.length() - 1) : chosen + ":";
      return names.stream().anyMatch(name -> name.equals(chosen) || name.startsWith(begun));
    }

    /// Whether it has, or may come to have, other turns than one of the user.
    public boolean isChat() {
      String start = coded.orElse("").stripLeading();
      return coded.isPresent()
          ? start.startsWith("[") || start.startsWith("- role:")
          : turns.size() != 1 || !turns.getFirst().role().equals("user");
    }

    /// The same prompt, as one text.
    public Said as(String text) {
      return new Said(place, label, List.of(new Turn("user", text)), Optional.empty(), names);
    }

    public Set<String> variables() {
      var names = new LinkedHashSet<String>();
      turns.forEach(turn -> names.addAll(new Template(turn.text()).variables()));
      return names;
    }
  }

  /// What stands for prompts that cannot be told, where all answers are recorded.
  public static List<Said> placeholders(List<String> labels, Place place) {
    return labels.stream()
        .map(label ->
            new Said(
                place,
                label,
                List.of(new Turn("user", "As promptfoo asked; the answers are recorded.")),
                Optional.empty(),
                List.of(label)))
        .toList();
  }

  public List<Said> prompts(Written written) {
    return switch (written) {
      case Written.Items(_, var items) -> items.stream().flatMap(i -> prompts(i).stream()).toList();
      case Written.Scalar scalar -> text(scalar.text(), "", scalar.place());
      case Written.Entries entries -> {
        String label = entries.find("label").map(e -> e.value().textOrJson()).orElse("");
        yield entries
            .find("raw")
            .or(() -> entries.find("id"))
            .map(e -> text(e.value().textOrJson(), label, entries.place()))
            .orElseGet(() -> {
              source.lost("prompt", entries.place(), "It has neither `raw` nor `id`.", "");
              return List.of();
            });
      }
    };
  }

  private List<Said> text(String text, String label, Place place) {
    if (PROGRAM.matcher(text).matches()) {
      source.lost(
          "prompt", place, text + " is a program, which is not run.", "Write the prompt as text.");
      return List.of();
    }
    boolean path =
        ConfigFolder.isFile(text)
            || text.matches("[^\\s{}]+\\.(txt|md|json|ya?ml|j2|js|cjs|mjs|ts|py|csv)");
    if (!path) {
      return List.of(said(text, label, place, List.of(label.isEmpty() ? text : label)));
    }
    var all = new ArrayList<Said>();
    for (Path file : source.matching(text, place)) {
      String below = source.folder().relativize(file).toString();
      all.addAll(file(file, label, place, label.isEmpty() ? List.of(text, below) : List.of(label)));
    }
    return all;
  }

  private List<Said> file(Path file, String label, Place place, List<String> names) {
    String name = file.getFileName().toString();
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String called = label.isEmpty() ? name.substring(0, Math.max(1, name.lastIndexOf('.'))) : label;
    if (Set.of("js", "cjs", "mjs", "ts", "py").contains(ending)) {
      source.lost(
          "prompt", place, name + " is a program, which is not run.", "Write the prompt as text.");
      return List.of();
    }
    String whole = source.text(file.toString(), place).orElse("");
    var all = new ArrayList<Said>();
    for (String part : ending.equals("json") ? new String[] {whole} : NEXT.split(whole, -1)) {
      if (!part.isBlank()) {
        all.add(said(part.strip(), called, place, names));
      }
    }
    return all;
  }

  private static Said said(String text, String label, Place place, List<String> names) {
    if (CODE.matcher(text).find()) {
      List<Turn> turns = isJson(text) ? chat(text, place).orElse(List.of()) : List.of();
      return new Said(place, label, turns, Optional.of(text), names);
    }
    List<Turn> turns = chat(text, place).orElse(List.of(new Turn("user", text)));
    return new Said(place, label, turns, Optional.empty(), names);
  }

  private static boolean isJson(String text) {
    try {
      return JsonMapper.shared().readTree(text).isArray();
    } catch (JacksonException e) {
      return false;
    }
  }

  /// The turns of a text that is a chat.
  public static Optional<List<Turn>> chat(String text, Place place) {
    String start = text.stripLeading();
    return start.startsWith("[") || start.startsWith("- role:")
        ? turns(text, place)
        : Optional.empty();
  }

  private static Optional<List<Turn>> turns(String text, Place place) {
    var turns = new ArrayList<Turn>();
    Optional<Written> written = Yaml.read(place.file(), text, "", _ -> {});
    if (written.isEmpty() || !(written.get() instanceof Written.Items(_, var items))) {
      return Optional.empty();
    }
    for (Written item : items) {
      if (!(item instanceof Written.Entries turn)
          || turn.find("role").isEmpty()
          || turn.find("content").isEmpty()) {
        return Optional.empty();
      }
      String role = turn.find("role").get().value().textOrJson();
      turns.add(
          new Turn(
              role.equals("developer") ? "system" : role,
              turn.find("content").get().value().textOrJson()));
    }
    return turns.isEmpty() ? Optional.empty() : Optional.of(turns);
  }
}
