// packages: ai @ai-sdk/openai-compatible
// recipe: vercel-ai 1
import { generateText, jsonSchema, Output, stepCountIs, streamText, tool } from 'ai';
import { both, hello, parameters, play, schemaOfPlace, thought, weatherIn } from './common.mjs';

globalThis.AI_SDK_LOG_WARNINGS = false;
const tools = {
  weather: tool({
    description: 'Tells the weather.',
    inputSchema: jsonSchema(parameters),
    execute: async ({ city }) => weatherIn(city),
  }),
};
const steps = { model, tools, stopWhen: stepCountIs(3), maxOutputTokens: 512 };
const user = (content) => ({ role: 'user', content });

await play({
  text: async () => (await generateText({ model, prompt: hello })).text,
  stream: async () => streamText({ model, prompt: hello }).text,
  tool: async () => (await generateText({ ...steps, prompt: both })).text,
  schema: async () => {
    const output = Output.object({ schema: jsonSchema(schemaOfPlace) });
    return (await generateText({ model, prompt: 'Where?', output })).output;
  },
  turns: async () => {
    const first = await generateText({ ...steps, prompt: thought });
    const messages = [user(thought), ...first.response.messages, user('SAY once more')];
    return (await generateText({ ...steps, messages })).text;
  },
  refused: async (prompt) => (await generateText({ model, prompt })).text,
});
