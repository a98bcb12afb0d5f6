// packages: @openai/agents zod
// recipe: openai-agents 1
import { run, tool } from '@openai/agents';
import { z } from 'zod';
import { both, hello, play, weatherIn } from './common.mjs';

const weather = tool({
  name: 'weather',
  description: 'Tells the weather.',
  parameters: z.object({ city: z.string(), days: z.number() }),
  execute: async ({ city }) => weatherIn(city),
});

await play({
  text: async () => (await run(agent, hello)).finalOutput,
  stream: async () => {
    const streamed = await run(agent, hello, { stream: true });
    let text = '';
    for await (const piece of streamed.toTextStream()) {
      text += piece;
    }
    return text;
  },
  tool: async () => (await run(agent.clone({ tools: [weather] }), both)).finalOutput,
  schema: async () =>
    (await run(agent.clone({ outputType: z.object({ city: z.string() }) }), 'Where?')).finalOutput,
  turns: async () => {
    const first = await run(agent, hello);
    const conversation = [...first.history, { role: 'user', content: 'SAY once more' }];
    return (await run(agent, conversation)).finalOutput;
  },
  refused: async (prompt) => (await run(agent, prompt)).finalOutput,
});
