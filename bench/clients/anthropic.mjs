// packages: @anthropic-ai/sdk
// recipe: anthropic-sdk 1
import { both, hello, job, parameters, play, schemaOfPlace, weatherIn } from './common.mjs';

const user = (content) => ({ role: 'user', content });
const ask = (conversation, more) =>
  client.messages.create({ model: job, max_tokens: 512, messages: conversation, ...more });
const said = (answer) =>
  answer.content.filter((block) => block.type === 'text').map((block) => block.text).join('');

await play({
  text: async () => said(await ask([user(hello)])),
  stream: async () =>
    said(await client.messages.stream({ model: job, max_tokens: 512, messages: [user(hello)] }).finalMessage()),
  tool: async () => {
    const tools = [{ name: 'weather', input_schema: parameters }];
    const called = await ask([user(both)], { tools });
    const given = called.content
      .filter((block) => block.type === 'tool_use')
      .map((block) => ({ type: 'tool_result', tool_use_id: block.id, content: weatherIn(block.input.city) }));
    const conversation = [user(both), { role: 'assistant', content: called.content }, user(given)];
    return said(await ask(conversation, { tools }));
  },
  schema: async () => {
    const output_config = { format: { type: 'json_schema', schema: schemaOfPlace } };
    return JSON.parse(said(await ask([user('Where?')], { output_config })));
  },
  turns: async () => {
    const first = await ask([user(`THINK about it\n${hello}`)]);
    const conversation = [user(hello), { role: 'assistant', content: first.content }, user('SAY once more')];
    return said(await ask(conversation));
  },
  refused: async (prompt) => said(await ask([user(prompt)])),
});
