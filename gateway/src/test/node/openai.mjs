import OpenAI from 'openai';
import { base, both, key, maxRetries, parameters, play, print, schema, weather } from './scenes.mjs';

const client = (apiKey = key, defaultHeaders = {}) =>
  new OpenAI({ baseURL: `${base}/v1`, apiKey, defaultHeaders, maxRetries });
const tools = [{ type: 'function', function: { name: 'weather', parameters } }];
const user = (content) => ({ role: 'user', content });
const streamed = (request) =>
  client()
    .chat.completions.stream({ ...request, stream_options: { include_usage: true } })
    .finalChatCompletion();
const whole = (request) => client().chat.completions.create(request);

async function toolTurn(ask, model) {
  const called = await ask({ model, messages: [user(both)], tools });
  const { message } = called.choices[0];
  const results = message.tool_calls.map((call) => ({
    role: 'tool',
    tool_call_id: call.id,
    content: weather(JSON.parse(call.function.arguments)),
  }));
  const last = await ask({ model, messages: [user(both), message, ...results], tools });
  return last.choices[0].message.content;
}

const responseTools = [{ type: 'function', name: 'weather', parameters, strict: true }];
const respond = (request) => client().responses.stream(request).finalResponse();

const chat = await play(
  {
    text: async (model) => {
      const answer = await whole({ model, messages: [user('Hi')] });
      return { text: answer.choices[0].message.content, input: answer.usage.prompt_tokens };
    },
    streamed: async (model) => {
      const answer = await streamed({ model, messages: [user('Hi')] });
      return { text: answer.choices[0].message.content, input: answer.usage.prompt_tokens };
    },
    tool: (model) => toolTurn(whole, model),
    streamedTool: (model) => toolTurn(streamed, model),
    schema: async (model) => {
      const response_format = {
        type: 'json_schema',
        json_schema: { name: 'place', strict: true, schema },
      };
      const answer = await client().chat.completions.parse({
        model,
        messages: [user('Where?')],
        response_format,
      });
      return JSON.parse(answer.choices[0].message.content);
    },
    embeddings: async () => {
      const answer = await client().embeddings.create({ model: 'chat', input: 'Paris' });
      return answer.data[0].embedding;
    },
    models: async () => (await client().models.list()).data.map((model) => model.id),
  },
  (r) => client(r.key, r.headers).chat.completions.create({ model: r.job, messages: [user(r.prompt)] }),
);

const responses = await play(
  {
    text: async (model) => {
      const answer = await client().responses.create({ model, input: 'Hi' });
      return { text: answer.output_text, input: answer.usage.input_tokens };
    },
    streamed: async (model) => {
      const answer = await respond({ model, input: 'Hi' });
      return { text: answer.output_text, input: answer.usage.input_tokens };
    },
    streamedTool: async (model) => {
      const called = await respond({ model, input: [user(both)], tools: responseTools });
      const calls = called.output.filter((item) => item.type === 'function_call');
      const results = calls.map((call) => ({
        type: 'function_call_output',
        call_id: call.call_id,
        output: weather(JSON.parse(call.arguments)),
      }));
      const input = [user(both), ...called.output, ...results];
      return (await respond({ model, input, tools: responseTools })).output_text;
    },
    schema: async (model) => {
      const text = { format: { type: 'json_schema', name: 'place', strict: true, schema } };
      return JSON.parse((await client().responses.create({ model, input: 'Where?', text })).output_text);
    },
  },
  (r) => respondAs(r),
);

async function respondAs(r) {
  const answer = client(r.key, r.headers).responses.stream({ model: r.job, input: r.prompt });
  return (await answer.finalResponse()).output_text;
}

print({ chat, responses });
