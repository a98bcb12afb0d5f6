import Anthropic from '@anthropic-ai/sdk';
import { base, both, key, maxRetries, parameters, play, print, schema, weather } from './scenes.mjs';

const newer = (apiKey, defaultHeaders) => new Anthropic({ baseURL: base, apiKey, defaultHeaders, maxRetries });
const older = (apiKey, headers) =>
  new Anthropic({
    baseURL: base,
    apiKey: '',
    maxRetries,
    defaultHeaders: { ...headers, 'x-api-key': apiKey, authorization: null, 'anthropic-version': '2023-06-01' },
  });
const tools = [{ name: 'weather', input_schema: parameters }];
const user = (content) => ({ role: 'user', content });
const text = (message) =>
  message.content.filter((block) => block.type === 'text').map((block) => block.text).join('');
const input = ({ usage }) =>
  usage.input_tokens + (usage.cache_read_input_tokens ?? 0) + (usage.cache_creation_input_tokens ?? 0);

async function toolTurn(ask, model) {
  const called = await ask({ model, max_tokens: 512, messages: [user(both)], tools });
  const results = called.content
    .filter((block) => block.type === 'tool_use')
    .map((block) => ({ type: 'tool_result', tool_use_id: block.id, content: weather(block.input) }));
  const messages = [user(both), { role: 'assistant', content: called.content }, user(results)];
  return text(await ask({ model, max_tokens: 512, messages, tools }));
}

function scenes(client) {
  const whole = (request) => client(key, {}).messages.create(request);
  const streamed = (request) => client(key, {}).messages.stream(request).finalMessage();
  const greeting = (model) => ({ model, max_tokens: 512, messages: [user('THINK Polite.\nHi')] });
  return {
    text: async (model) => {
      const answer = await whole(greeting(model));
      return { text: text(answer), input: input(answer) };
    },
    streamed: async (model) => {
      const answer = await streamed(greeting(model));
      return { text: text(answer), input: input(answer) };
    },
    tool: (model) => toolTurn(whole, model),
    streamedTool: (model) => toolTurn(streamed, model),
    schema: async (model) => {
      const output_config = { format: { type: 'json_schema', schema } };
      return JSON.parse(
        text(await whole({ model, max_tokens: 512, messages: [user('Where?')], output_config })),
      );
    },
    count: async () =>
      (await client(key, {}).messages.countTokens({ model: 'claude', messages: [user('Hi')] })).input_tokens,
    models: async () => {
      const ids = [];
      for await (const model of client(key, {}).models.list()) {
        ids.push(model.id);
      }
      return ids;
    },
  };
}

const refused = (client) => (r) =>
  client(r.key, r.headers)
    .messages.stream({ model: r.job, max_tokens: 512, messages: [user(r.prompt)] })
    .finalMessage();

print({
  newer: await play(scenes(newer), refused(newer)),
  older: await play(scenes(older), refused(older)),
});
