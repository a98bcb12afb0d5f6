package dev.metier.client;

import dev.metier.client.Recipe.Step;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A recipe for people, and for programs.
public final class RecipeText {
  private RecipeText() {}

  /// Plain text; ends in a line break.
  public static String of(Client client, Target target) {
    Recipe recipe = client.recipe(target);
    var text = new StringBuilder();
    text.append(client.title()).append(" asks for the job ").append(target.job());
    target
        .window()
        .ifPresent(
            tokens -> text.append(String.format(Locale.ROOT, " (window of %,d tokens)", tokens)));
    text.append(". Its key is in ").append(target.keyVariable()).append(".\n");
    if (!target.keyed()) {
      text.append("No keys are given yet, so any text will do: export ")
          .append(target.keyVariable())
          .append("=none\n");
    }
    for (int i = 0; i < recipe.steps().size(); i++) {
      Step step = recipe.steps().get(i);
      text.append('\n').append(heading(step, i == 0)).append(":\n\n").append(indented(step.text()));
    }
    if (!recipe.notes().isEmpty()) {
      text.append("\nGood to know:\n");
      recipe.notes().forEach(note -> text.append("* ").append(note).append('\n'));
    }
    return text.toString();
  }

  private static String heading(Step step, boolean first) {
    return switch (step) {
      case Step.Settings settings -> "In " + settings.path();
      case Step.Shell shell ->
          first ? "In a shell" : (shell.instead() ? "Or" : "Then") + " in a shell";
      case Step.Code code -> (first ? "In " : "Or in ") + code.language();
      case Step.Form form -> form.where();
    };
  }

  private static String indented(String text) {
    return text.lines()
        .map(line -> line.isBlank() ? "\n" : "    " + line + "\n")
        .collect(Collectors.joining());
  }

  public static ObjectNode json(Client client, Target target) {
    Recipe recipe = client.recipe(target);
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("client", client.word()).put("job", target.job().text());
    node.put("url", target.root()).put("key_env", target.keyVariable());
    node.put("asks_for_key", target.keyed());
    target.window().ifPresent(window -> node.put("window", window));
    ArrayNode steps = node.putArray("steps");
    for (Step step : recipe.steps()) {
      ObjectNode each = steps.addObject();
      switch (step) {
        case Step.Settings settings ->
            each.put("kind", "file").put("path", settings.path()).put("merge", settings.merge());
        case Step.Shell shell -> each.put("kind", "shell").put("instead", shell.instead());
        case Step.Code code -> each.put("kind", "code").put("language", code.language());
        case Step.Form form -> each.put("kind", "form").put("where", form.where());
      }
      each.put("text", step.text());
    }
    ArrayNode notes = node.putArray("notes");
    recipe.notes().forEach(notes::add);
    return node;
  }
}
