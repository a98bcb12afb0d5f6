package dev.metier.client;

import dev.metier.client.Recipe.Step.Code;
import java.util.List;

/// How to connect the libraries in Python and JavaScript that agents are written with.
final class FrameworkRecipes {
  private static final String PYTHON = "Python";
  private static final String SCRIPT = "TypeScript or JavaScript";

  private FrameworkRecipes() {}

  private static Code code(String language, String text, Target target) {
    return new Code(language, text.formatted(target.v1(), target.keyVariable(), target.job()));
  }

  static Recipe langchain(Target target) {
    return new Recipe(
        List.of(
            code(
                PYTHON,
                """
                import os
                from langchain_openai import ChatOpenAI

                model = ChatOpenAI(
                    base_url="%s",
                    api_key=os.environ["%s"],
                    model="%s",
                    timeout=600,
                )
                """,
                target),
            chatAnthropic(target),
            code(
                SCRIPT,
                """
                import { ChatOpenAI } from "@langchain/openai";

                const configuration = { baseURL: "%s" };
                const apiKey = process.env.%s;
                const model = new ChatOpenAI({ model: "%s", apiKey, configuration, timeout: 600_000 });
                """,
                target),
            scriptAnthropic(target)),
        List.of(
            "`ChatOpenAI` takes the address with /v1, `ChatAnthropic` without.",
            "Without `maxRetries` the last one asks seven times where nothing can be had.",
            "LangSmith is told what is said when LANGSMITH_TRACING or LANGCHAIN_TRACING_V2 is"
                + " true."));
  }

  private static Code chatAnthropic(Target target) {
    return new Code(
        PYTHON,
        """
        import os
        from langchain_anthropic import ChatAnthropic

        model = ChatAnthropic(
            base_url="%s",
            api_key=os.environ["%s"],
            model="%s",
            max_tokens=%d,
            timeout=600,
        )
        """
            .formatted(target.root(), target.keyVariable(), target.job(), target.answer()));
  }

  private static Code scriptAnthropic(Target target) {
    return new Code(
        SCRIPT,
        """
        import { ChatAnthropic } from "@langchain/anthropic";

        const anthropicApiUrl = "%s";
        const apiKey = process.env.%s;
        const model = new ChatAnthropic({
          model: "%s",
          apiKey,
          anthropicApiUrl,
          maxTokens: %d,
          maxRetries: 2,
        });
        """
            .formatted(target.root(), target.keyVariable(), target.job(), target.answer()));
  }

  static Recipe openaiAgents(Target target) {
    return new Recipe(
        List.of(
            code(
                PYTHON,
                """
                import os
                from agents import Agent, OpenAIResponsesModel, set_tracing_disabled
                from openai import AsyncOpenAI

                set_tracing_disabled(True)
                client = AsyncOpenAI(base_url="%s", api_key=os.environ["%s"])
                model = OpenAIResponsesModel(model="%s", openai_client=client)
                agent = Agent(name="Assistant", model=model)
                """,
                target),
            code(
                SCRIPT,
                """
                import { Agent, setDefaultOpenAIClient, setTracingDisabled } from "@openai/agents";
                import OpenAI from "openai";

                setTracingDisabled(true);
                setDefaultOpenAIClient(new OpenAI({ baseURL: "%s", apiKey: process.env.%s }));
                const agent = new Agent({ name: "Assistant", model: "%s" });
                """,
                target)),
        List.of(
            "Tracing sends what is said to OpenAI unless it is disabled, whatever model answers.",
            "Both speak the Responses protocol; answers are kept for an hour so that"
                + " `previous_response_id` works, of restricted data only where the job says so."));
  }

  static Recipe llamaindex(Target target) {
    return new Recipe(
        List.of(
            code(
                PYTHON,
                """
                import os
                from llama_index.llms.openai_like import OpenAILike

                llm = OpenAILike(
                    api_base="%s",
                    api_key=os.environ["%s"],
                    model="%s",
                    is_chat_model=True,
                    is_function_calling_model=True,
                    timeout=600,
                )
                """,
                target),
            code(
                SCRIPT,
                """
                import { OpenAI } from "@llamaindex/openai";

                const llm = new OpenAI({ baseURL: "%s", apiKey: process.env.%s, model: "%s" });
                """,
                target)),
        List.of(
            "In Python the class `OpenAI` refuses names of models that it does not know;"
                + " `OpenAILike` is in llama-index-llms-openai-like."));
  }

  static Recipe pydanticAi(Target target) {
    return new Recipe(
        List.of(
            code(
                PYTHON,
                """
                import os
                from pydantic_ai import Agent
                from pydantic_ai.models.openai import OpenAIChatModel
                from pydantic_ai.providers.openai import OpenAIProvider

                provider = OpenAIProvider(base_url="%s", api_key=os.environ["%s"])
                model = OpenAIChatModel("%s", provider=provider)
                agent = Agent(model)
                """,
                target),
            new Code(
                PYTHON,
                """
                import os
                from pydantic_ai import Agent
                from pydantic_ai.models.anthropic import AnthropicModel
                from pydantic_ai.providers.anthropic import AnthropicProvider

                provider = AnthropicProvider(base_url="%s", api_key=os.environ["%s"])
                model = AnthropicModel("%s", provider=provider)
                agent = Agent(model)
                """
                    .formatted(target.root(), target.keyVariable(), target.job()))),
        List.of(
            "`OpenAIProvider` takes the address with /v1, `AnthropicProvider` without.",
            "The model for Anthropic limits answers to 4,096 tokens unless `max_tokens` is set."));
  }

  static Recipe mastra(Target target) {
    return new Recipe(
        List.of(
            code(
                SCRIPT,
                """
                import { Agent } from "@mastra/core/agent";

                const url = "%s";
                const apiKey = process.env.%s;
                const agent = new Agent({
                  id: "assistant",
                  name: "Assistant",
                  instructions: "You help.",
                  model: { id: "metier/%s", url, apiKey },
                });
                """,
                target)),
        List.of("What stands before the slash of `id` is for Mastra only."));
  }
}
