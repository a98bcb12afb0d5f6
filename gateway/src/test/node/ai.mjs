import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, jsonSchema, Output, stepCountIs, streamText, tool } from 'ai';
import { base, both, key, maxRetries, parameters, play, print, schema, thought, weather } from './scenes.mjs';

globalThis.AI_SDK_LOG_WARNINGS = false;
const baseURL = `${base}/v1`;
const providers = {
  responses: (apiKey, headers) => createOpenAI({ baseURL, apiKey, headers }),
  chat: (apiKey, headers) => createOpenAI({ baseURL, apiKey, headers }).chat,
  compatible: (apiKey, headers) =>
    createOpenAICompatible({
      name: 'metier',
      baseURL,
      apiKey,
      headers,
      supportsStructuredOutputs: true,
    }),
  anthropic: (apiKey, headers) => createAnthropic({ baseURL, apiKey, headers }),
};

const tools = {
  weather: tool({
    description: 'Tells the weather.',
    inputSchema: jsonSchema(parameters),
    execute: async (place) => weather(place),
  }),
};

/** Streams and gathers; an error of the stream is thrown. */
async function gathered(request) {
  let failure;
  const result = streamText({ ...request, onError: ({ error }) => { failure = error; } });
  let text = '';
  for await (const piece of result.textStream) {
    text += piece;
  }
  if (failure) {
    throw failure;
  }
  return { text, usage: await result.usage };
}

function scenes(provider) {
  const model = (job) => provider(key, {})(job);
  const steps = { tools, stopWhen: stepCountIs(3), prompt: both };
  return {
    text: async (job) => {
      const answer = await generateText({ model: model(job), prompt: 'Hi' });
      return { text: answer.text, input: answer.usage.inputTokens };
    },
    streamed: async (job) => {
      const answer = await gathered({ model: model(job), prompt: 'Hi' });
      return { text: answer.text, input: answer.usage.inputTokens ?? null };
    },
    tool: async (job) => (await generateText({ model: model(job), ...steps })).text,
    streamedTool: async (job) => (await gathered({ model: model(job), ...steps })).text,
    // reasoning and earlier answers may come back by their names only
    turns: async (job) => {
      const first = await generateText({ model: model(job), tools, stopWhen: stepCountIs(3), prompt: thought });
      const messages = [
        { role: 'user', content: thought },
        ...first.response.messages,
        { role: 'user', content: 'SAY once more' },
      ];
      return (await generateText({ model: model(job), tools, messages })).text;
    },
    schema: async (job) => {
      const output = Output.object({ schema: jsonSchema(schema) });
      return (await generateText({ model: model(job), prompt: 'Where?', output })).output;
    },
  };
}

const refused = (provider) => async (r) =>
  (await generateText({ model: provider(r.key, r.headers)(r.job), prompt: r.prompt, maxRetries })).text;

const out = {};
await Promise.all(
  Object.entries(providers).map(async ([name, provider]) => {
    out[name] = await play(scenes(provider), refused(provider));
  }),
);
print(out);
