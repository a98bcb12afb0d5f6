package dev.metier.client;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// The clients that we know how to connect.
public enum Client {
  CLAUDE_CODE("Claude Code", AgentRecipes::claudeCode),
  CODEX("Codex", AgentRecipes::codex),
  OPENCODE("opencode", AgentRecipes::opencode),
  QWEN_CODE("Qwen Code", AgentRecipes::qwenCode),
  CONTINUE("Continue", AgentRecipes::cn),
  CLINE("Cline", AgentRecipes::cline),
  AIDER("aider", AgentRecipes::aider),
  OPEN_WEBUI("Open WebUI", ProgramRecipes::openWebui),
  N8N("n8n", ProgramRecipes::n8n),
  LANGCHAIN4J("LangChain4j", ProgramRecipes::langchain4j),
  LANGCHAIN("LangChain", FrameworkRecipes::langchain),
  LLAMAINDEX("LlamaIndex", FrameworkRecipes::llamaindex),
  PYDANTIC_AI("Pydantic AI", FrameworkRecipes::pydanticAi),
  OPENAI_AGENTS("OpenAI Agents SDK", FrameworkRecipes::openaiAgents),
  MASTRA("Mastra", FrameworkRecipes::mastra),
  SPRING_AI("Spring AI", ProgramRecipes::springAi),
  VERCEL_AI("Vercel AI SDK", ProgramRecipes::vercelAi),
  OPENAI_SDK("OpenAI SDK", ProgramRecipes::openaiSdk),
  ANTHROPIC_SDK("Anthropic SDK", ProgramRecipes::anthropicSdk);

  private final String title;

  // Method references hold no state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<Target, Recipe> recipe;

  Client(String title, Function<Target, Recipe> recipe) {
    this.title = title;
    this.recipe = recipe;
  }

  /// What people call it.
  public String title() {
    return title;
  }

  /// The word on the command line: `claude-code`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(Client::word).toList();
  }

  /// How to connect it.
  public Recipe recipe(Target target) {
    return recipe.apply(target);
  }
}
