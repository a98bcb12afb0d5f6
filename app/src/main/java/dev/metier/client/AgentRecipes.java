package dev.metier.client;

import dev.metier.client.Recipe.Step.Settings;
import dev.metier.client.Recipe.Step.Shell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How to connect agents that work in a terminal or an editor.
final class AgentRecipes {
  /// Below this, Claude Code compacts more than it works: it keeps 33,000 tokens for itself.
  private static final int LEAST_FOR_CLAUDE_CODE = 64_000;

  private AgentRecipes() {}

  static Recipe claudeCode(Target target) {
    ObjectNode settings = object();
    settings.put("apiKeyHelper", "printenv " + target.keyVariable());
    ObjectNode env = settings.putObject("env");
    claudeVariables(target).forEach(env::put);
    var shell = new StringBuilder();
    claudeVariables(target).forEach((name, value) -> shell.append(export(name, value)));
    shell.append(export("ANTHROPIC_AUTH_TOKEN", "$" + target.keyVariable()));
    shell.append("claude\n");
    var notes = new ArrayList<String>();
    notes.add(
        "The address has no /v1. Leave ANTHROPIC_API_KEY unset, or both keys are sent. The cost"
            + " that it shows is Anthropic's list price; the gateway's own figures are the true"
            + " ones.");
    if (target.window().isEmpty()) {
      notes.add(unknownWindow("it assumes a million tokens and never makes its context smaller"));
    } else if (target.window().getAsInt() < LEAST_FOR_CLAUDE_CODE) {
      notes.add(
          "This window is too small for Claude Code: it keeps 33,000 tokens of it for itself and"
              + " its first prompt is longer than most. Take a job with at least 64,000.");
    }
    return new Recipe(
        List.of(
            new Settings(".claude/settings.local.json", pretty(settings), true),
            new Shell(shell.toString(), true)),
        notes);
  }

  private static Map<String, String> claudeVariables(Target target) {
    var variables = new LinkedHashMap<String, String>();
    variables.put("ANTHROPIC_BASE_URL", target.root());
    variables.put("ANTHROPIC_MODEL", target.claude());
    // Titles and the like go to the small model, which would else be an unknown job.
    variables.put("ANTHROPIC_DEFAULT_HAIKU_MODEL", target.claude());
    target
        .window()
        .ifPresent(window -> variables.put("CLAUDE_CODE_MAX_CONTEXT_TOKENS", "" + window));
    return variables;
  }

  static Recipe codex(Target target) {
    var toml = new StringBuilder();
    toml.append("model = \"" + target.job() + "\"\nmodel_provider = \"metier\"\n");
    target.window().ifPresent(window -> toml.append("model_context_window = " + window + "\n"));
    toml.append(
        """
        web_search = "disabled"

        [agents]
        enabled = false

        [model_providers.metier]
        name = "metier"
        base_url = "%s"
        model_catalog_url = "%s/models"
        env_key = "%s"
        wire_api = "responses"
        """
            .formatted(target.v1(), target.v1(), target.keyVariable()));
    var notes = new ArrayList<String>();
    notes.add(
        "Codex speaks the Responses protocol only. Web search and its own sub-agents are tools of"
            + " OpenAI's servers; other models cannot call them.");
    if (target.window().isEmpty()) {
      notes.add(unknownWindow("it assumes 272,000 tokens"));
    }
    return new Recipe(
        List.of(
            new Settings("~/.codex/metier.config.toml", toml.toString(), false),
            new Shell("codex --profile metier\n", false)),
        notes);
  }

  static Recipe opencode(Target target) {
    ObjectNode settings = object().put("$schema", "https://opencode.ai/config.json");
    ObjectNode provider = settings.putObject("provider").putObject("metier");
    provider.put("npm", "@ai-sdk/openai-compatible").put("name", "Metier");
    provider
        .putObject("options")
        .put("baseURL", target.v1())
        .put("apiKey", "{env:" + target.keyVariable() + "}");
    ObjectNode model = provider.putObject("models").putObject(target.job().text());
    model.put("name", target.job().text());
    target
        .window()
        .ifPresent(window ->
            model.putObject("limit").put("context", window).put("output", target.answer()));
    settings.put("model", "metier/" + target.job());
    settings.put("small_model", "metier/" + target.job());
    var notes = new ArrayList<String>();
    if (target.window().isEmpty()) {
      notes.add(unknownWindow("it never makes its context smaller"));
    }
    return new Recipe(
        List.of(
            new Settings("opencode.json", pretty(settings), true), new Shell("opencode\n", false)),
        notes);
  }

  static Recipe qwenCode(Target target) {
    ObjectNode settings = object();
    ObjectNode model = settings.putObject("modelProviders").putArray("openai").addObject();
    model.put("id", target.job().text()).put("name", target.job().text());
    model.put("baseUrl", target.v1()).put("envKey", target.keyVariable());
    target
        .window()
        .ifPresent(window -> model.putObject("generationConfig").put("contextWindowSize", window));
    settings.putObject("security").putObject("auth").put("selectedType", "openai");
    settings.putObject("model").put("name", target.job().text());
    String shell =
        export("OPENAI_BASE_URL", target.v1())
            + export("OPENAI_MODEL", target.job().text())
            + export("OPENAI_API_KEY", "$" + target.keyVariable())
            + "qwen --auth-type openai\n";
    var notes = new ArrayList<String>();
    notes.add(
        "After each turn it asks once more in the background, with a prompt of about 44 KB; a local"
            + " model has to do that work too.");
    if (target.window().isEmpty()) {
      notes.add(unknownWindow("it guesses from the model's name"));
    }
    return new Recipe(
        List.of(
            new Settings(".qwen/settings.json", pretty(settings), true), new Shell(shell, true)),
        notes);
  }

  static Recipe cn(Target target) {
    String limits =
        target.window().isEmpty()
            ? ""
            : """
                defaultCompletionOptions:
                  contextLength: %d
                  maxTokens: %d
            """
                .formatted(target.window().getAsInt(), target.answer());
    String yaml =
        """
        name: Metier
        version: 1.0.0
        schema: v1
        models:
          - name: %s
            provider: openai
            model: %s
            apiBase: %s
            apiKey: ${{ secrets.%s }}
            roles: [chat, edit, apply]
        """
                .formatted(target.job(), target.job(), target.v1(), target.keyVariable())
            + limits;
    var notes = new ArrayList<String>();
    notes.add(
        "`cn` finds the secret in the environment; the editors' extension reads it from"
            + " ~/.continue/.env. For the extension, put the model under `models` of"
            + " ~/.continue/config.yaml.");
    if (target.window().isEmpty()) {
      notes.add(unknownWindow("it guesses"));
    }
    return new Recipe(
        List.of(
            new Settings("metier.continue.yaml", yaml, false),
            new Shell("cn --config metier.continue.yaml\n", false)),
        notes);
  }

  static Recipe cline(Target target) {
    String shell =
        "cline auth -p openai -k \"$"
            + target.keyVariable()
            + "\" -m "
            + target.job()
            + " -b "
            + target.v1()
            + "\ncline -P openai -m "
            + target.job()
            + "\n";
    String window = target.window().isPresent() ? "" + target.window().getAsInt() : "not known";
    return new Recipe(
        List.of(
            new Shell(shell, false),
            new Recipe.Step.Form(
                "Or in the editor, API Provider `OpenAI Compatible`",
                "Base URL: %s\nModel ID: %s\nContext Window Size: %s\n"
                    .formatted(target.v1(), target.job(), window))),
        List.of(
            "Take the provider `openai`: `litellm` refuses an address. Cline keeps the key in its"
                + " own settings."));
  }

  static Recipe aider(Target target) {
    String model = "openai/" + target.job();
    String yaml =
        """
        model: %s
        weak-model: %s
        editor-model: %s
        openai-api-base: %s
        """
            .formatted(model, model, model, target.v1());
    var steps = new ArrayList<Recipe.Step>();
    if (target.window().isPresent()) {
      ObjectNode metadata = object();
      metadata
          .putObject(model)
          .put("max_input_tokens", target.window().getAsInt() - target.answer())
          .put("max_output_tokens", target.answer())
          .put("litellm_provider", "openai")
          .put("mode", "chat");
      yaml += "model-metadata-file: metier.aider.metadata.json\n";
      steps.add(new Settings("metier.aider.metadata.json", pretty(metadata), false));
    }
    steps.addFirst(new Settings("metier.aider.yml", yaml, false));
    steps.add(
        new Shell(
            export("OPENAI_API_KEY", "$" + target.keyVariable())
                + "aider --config metier.aider.yml\n",
            false));
    var notes = new ArrayList<String>();
    notes.add("The `openai/` before the job is how aider chooses the protocol; it is not sent.");
    if (target.window().isEmpty()) {
      notes.add(unknownWindow("it warns and sends whatever it has"));
    }
    return new Recipe(steps, notes);
  }

  private static String unknownWindow(String consequence) {
    return "The window of the job's models is not known, so "
        + consequence
        + ". Declare `window` of the models in metier.yaml and compile again.";
  }

  private static String export(String name, String value) {
    return "export " + name + "=\"" + value + "\"\n";
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static String pretty(ObjectNode node) {
    var printer =
        new DefaultPrettyPrinter(
                Separators.createDefaultInstance()
                    .withObjectNameValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));
    return JsonMapper.shared().writer().with(printer).writeValueAsString(node) + "\n";
  }
}
