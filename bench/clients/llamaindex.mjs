// packages: @llamaindex/openai llamaindex zod
// recipe: llamaindex 1
import { tool } from 'llamaindex';
import { z } from 'zod';
import { both, hello, play, schemaOfPlace, weatherIn } from './common.mjs';

const user = (content) => ({ role: 'user', content });
const tools = [
  tool({
    name: 'weather',
    description: 'Tells the weather.',
    parameters: z.object({ city: z.string(), days: z.number() }),
    execute: ({ city }) => weatherIn(city),
  }),
];

await play({
  text: async () => (await llm.chat({ messages: [user(hello)] })).message.content,
  stream: async () => {
    let text = '';
    for await (const piece of await llm.chat({ messages: [user(hello)], stream: true })) {
      text += piece.delta;
    }
    return text;
  },
  tool: async () => {
    const called = (await llm.chat({ messages: [user(both)], tools })).message;
    const given = called.options.toolCall.map((call) => ({
      role: 'user',
      content: weatherIn(JSON.parse(call.input).city),
      options: { toolResult: { id: call.id, result: weatherIn(JSON.parse(call.input).city), isError: false } },
    }));
    return (await llm.chat({ messages: [user(both), called, ...given], tools })).message.content;
  },
  schema: async () => {
    const json_schema = { name: 'place', strict: true, schema: schemaOfPlace };
    const responseFormat = { type: 'json_schema', json_schema };
    const answer = await llm.chat({ messages: [user('Where?')], responseFormat });
    return JSON.parse(answer.message.content);
  },
  turns: async () => {
    const first = (await llm.chat({ messages: [user(hello)] })).message;
    return (await llm.chat({ messages: [user(hello), first, user('SAY once more')] })).message.content;
  },
  refused: async (prompt) => (await llm.chat({ messages: [user(prompt)] })).message.content,
});
