// packages: openai
// recipe: openai-sdk 1
import { both, hello, job, parameters, play, schemaOfPlace, weatherIn } from './common.mjs';

const user = (content) => ({ role: 'user', content });
const ask = (content, more) => client.chat.completions.create({ model: job, messages: [user(content)], ...more });
const said = (answer) => answer.choices[0].message.content;

await play({
  text: async () => said(await ask(hello)),
  stream: async () => {
    let text = '';
    for await (const piece of await ask(hello, { stream: true })) {
      text += piece.choices[0]?.delta.content ?? '';
    }
    return text;
  },
  tool: async () => {
    const tools = [{ type: 'function', function: { name: 'weather', parameters } }];
    const { message } = (await ask(both, { tools })).choices[0];
    const given = message.tool_calls.map((call) => ({
      role: 'tool',
      tool_call_id: call.id,
      content: weatherIn(JSON.parse(call.function.arguments).city),
    }));
    const messages = [user(both), message, ...given];
    return said(await client.chat.completions.create({ model: job, messages, tools }));
  },
  schema: async () => {
    const json_schema = { name: 'place', strict: true, schema: schemaOfPlace };
    return JSON.parse(said(await ask('Where?', { response_format: { type: 'json_schema', json_schema } })));
  },
  turns: async () => {
    const first = await client.responses.create({ model: job, input: hello });
    const next = { model: job, input: 'SAY once more', previous_response_id: first.id };
    return (await client.responses.create(next)).output_text;
  },
  refused: async (prompt) => said(await ask(prompt)),
});
