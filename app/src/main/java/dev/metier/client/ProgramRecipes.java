package dev.metier.client;

import dev.metier.client.Recipe.Step.Code;
import dev.metier.client.Recipe.Step.Form;
import dev.metier.client.Recipe.Step.Shell;
import java.util.List;

/// How to connect programs and the libraries that programs are written with.
final class ProgramRecipes {
  private static final String SLOW_PROMPT_NOTE =
      "A local model may read a long prompt for minutes: let the client wait longer than the"
          + " slowest model of the route.";

  private ProgramRecipes() {}

  static Recipe openWebui(Target target) {
    return new Recipe(
        List.of(
            new Form(
                "In the Admin Panel, Settings, Connections, OpenAI API",
                "URL: %s\nKey: what is in %s\nModel IDs: %s\n"
                    .formatted(target.v1(), target.keyVariable(), target.job())),
            new Shell(
                """
                export OPENAI_API_BASE_URL="%s"
                export OPENAI_API_KEY="$%s"
                export TASK_MODEL_EXTERNAL="%s"
                open-webui serve
                """
                    .formatted(target.v1(), target.keyVariable(), target.job()),
                true)),
        List.of(
            "From a container, 127.0.0.1 is the container: write host.docker.internal, and let the"
                + " gateway listen there.",
            "Titles, tags and follow-up questions are asked of the same job unless you set another"
                + " task model."));
  }

  static Recipe n8n(Target target) {
    return new Recipe(
        List.of(
            new Form(
                "In Credentials, new, OpenAI",
                "API Key: what is in %s\nBase URL: %s\n"
                    .formatted(target.keyVariable(), target.v1())),
            new Form("Then in the node OpenAI Chat Model", "Model: %s\n".formatted(target.job()))),
        List.of(
            "The list of models is the gateway's list of jobs; a name that is not listed can be"
                + " given by its id.",
            "From a container, 127.0.0.1 is the container: write host.docker.internal."));
  }

  static Recipe langchain4j(Target target) {
    return new Recipe(
        List.of(
            new Code(
                "Java",
                """
                ChatModel model = OpenAiChatModel.builder()
                    .baseUrl("%1$s")
                    .apiKey(System.getenv("%2$s"))
                    .modelName("%3$s")
                    .timeout(Duration.ofMinutes(10))
                    .build();
                """
                    .formatted(target.v1(), target.keyVariable(), target.job())),
            new Code(
                "Java",
                """
                ChatModel model = AnthropicChatModel.builder()
                    .baseUrl("%1$s")
                    .apiKey(System.getenv("%2$s"))
                    .modelName("%3$s")
                    .maxTokens(%4$d)
                    .timeout(Duration.ofMinutes(10))
                    .build();
                """
                    .formatted(target.v1(), target.keyVariable(), target.job(), target.answer()))),
        List.of(
            "Both builders take the address with /v1, the one for Anthropic too.",
            SLOW_PROMPT_NOTE));
  }

  static Recipe springAi(Target target) {
    return new Recipe(
        List.of(
            new Code(
                "Java",
                """
                var options = OpenAiChatOptions.builder()
                    .baseUrl("%s")
                    .apiKey(System.getenv("%s"))
                    .model("%s")
                    .timeout(Duration.ofMinutes(10))
                    .build();
                ChatModel model = OpenAiChatModel.builder().options(options).build();
                """
                    .formatted(target.v1(), target.keyVariable(), target.job()))),
        List.of(
            "Without `timeout` it gives up after 60 seconds.",
            "Outside Spring Boot add jackson-annotations 2.21 or later, or streams hang."));
  }

  static Recipe vercelAi(Target target) {
    return new Recipe(
        List.of(
            new Code(
                "TypeScript or JavaScript",
                """
                import { createOpenAICompatible } from "@ai-sdk/openai-compatible";

                const metier = createOpenAICompatible({
                  name: "metier",
                  baseURL: "%s",
                  apiKey: process.env.%s,
                  includeUsage: true,
                  supportsStructuredOutputs: true,
                });
                const model = metier("%s");
                """
                    .formatted(target.v1(), target.keyVariable(), target.job())),
            new Code(
                "TypeScript or JavaScript",
                """
                import { createAnthropic } from "@ai-sdk/anthropic";

                const metier = createAnthropic({
                  baseURL: "%s",
                  apiKey: process.env.%s,
                });
                const model = metier("%s"); // with maxOutputTokens: %d in each call
                """
                    .formatted(target.v1(), target.keyVariable(), target.job(), target.answer()))),
        List.of(
            "All three providers take the address with /v1. `createOpenAI` works too; it speaks the"
                + " Responses protocol unless you write `.chat(...)`.",
            "Without `supportsStructuredOutputs` the first one keeps schemas to itself.",
            "The provider for Anthropic limits answers of models it does not know to 4,096"
                + " tokens."));
  }

  static Recipe openaiSdk(Target target) {
    return new Recipe(
        List.of(
            new Code(
                "TypeScript or JavaScript",
                """
                import OpenAI from "openai";

                const client = new OpenAI({
                  baseURL: "%s",
                  apiKey: process.env.%s,
                });
                await client.chat.completions.create({ model: "%s", messages });
                """
                    .formatted(target.v1(), target.keyVariable(), target.job())),
            new Code(
                "Java",
                """
                OpenAIClient client = OpenAIOkHttpClient.builder()
                    .baseUrl("%s")
                    .apiKey(System.getenv("%s"))
                    .build();
                var params = ChatCompletionCreateParams.builder().model("%s").addUserMessage(text).build();
                client.chat().completions().create(params);
                """
                    .formatted(target.v1(), target.keyVariable(), target.job())),
            new Code(
                "Python",
                """
                import os
                from openai import OpenAI

                client = OpenAI(base_url="%s", api_key=os.environ["%s"])
                client.chat.completions.create(model="%s", messages=messages)
                """
                    .formatted(target.v1(), target.keyVariable(), target.job()))),
        List.of(
            "The address ends in /v1. Chat completions and Responses both work.",
            SLOW_PROMPT_NOTE));
  }

  static Recipe anthropicSdk(Target target) {
    return new Recipe(
        List.of(
            new Code(
                "TypeScript or JavaScript",
                """
                import Anthropic from "@anthropic-ai/sdk";

                const client = new Anthropic({
                  baseURL: "%s",
                  apiKey: process.env.%s,
                });
                await client.messages.create({ model: "%s", max_tokens: %d, messages });
                """
                    .formatted(target.root(), target.keyVariable(), target.job(), target.answer())),
            new Code(
                "Java",
                """
                AnthropicClient client = AnthropicOkHttpClient.builder()
                    .baseUrl("%s")
                    .apiKey(System.getenv("%s"))
                    .build();
                var params =
                    MessageCreateParams.builder().model("%s").maxTokens(%d).addUserMessage(text).build();
                client.messages().create(params);
                """
                    .formatted(target.root(), target.keyVariable(), target.job(), target.answer())),
            new Code(
                "Python",
                """
                import os
                from anthropic import Anthropic

                client = Anthropic(base_url="%s", api_key=os.environ["%s"])
                client.messages.create(model="%s", max_tokens=%d, messages=messages)
                """
                    .formatted(
                        target.root(), target.keyVariable(), target.job(), target.answer()))),
        List.of("The address has no /v1; the SDKs add it.", SLOW_PROMPT_NOTE));
  }
}
