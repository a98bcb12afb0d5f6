// packages: @mastra/core zod
// recipe: mastra 1
import { createTool } from '@mastra/core/tools';
import { z } from 'zod';
import { both, hello, play, thought, weatherIn } from './common.mjs';

const weather = createTool({
  id: 'weather',
  description: 'Tells the weather.',
  inputSchema: z.object({ city: z.string(), days: z.number() }),
  execute: async (given) => weatherIn((given.context ?? given).city),
});
const toolsets = { here: { weather } };

await play({
  text: async () => (await agent.generate(hello)).text,
  stream: async () => (await agent.stream(hello)).text,
  tool: async () => (await agent.generate(both, { toolsets, maxSteps: 3 })).text,
  schema: async () => {
    const structuredOutput = { schema: z.object({ city: z.string() }) };
    return (await agent.generate('Where?', { structuredOutput })).object;
  },
  turns: async () => {
    const first = await agent.generate(thought, { toolsets, maxSteps: 3 });
    const conversation = [
      { role: 'user', content: thought },
      ...first.response.messages,
      { role: 'user', content: 'SAY once more' },
    ];
    return (await agent.generate(conversation, { toolsets, maxSteps: 3 })).text;
  },
  refused: async (prompt) => (await agent.generate(prompt)).text,
});
