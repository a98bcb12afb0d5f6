import { HumanMessage, ToolMessage } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { base, both, key, maxRetries, parameters, play, print, schema, weather } from './scenes.mjs';

const model = (job, apiKey = key, defaultHeaders = {}, more = {}) =>
  new ChatOpenAI({
    model: job,
    apiKey,
    maxRetries,
    configuration: { baseURL: `${base}/v1`, defaultHeaders },
    ...more,
  });
const tools = [{ type: 'function', function: { name: 'weather', description: 'Weather.', parameters } }];

async function streamed(runnable, messages) {
  let all;
  for await (const chunk of await runnable.stream(messages)) {
    all = all ? all.concat(chunk) : chunk;
  }
  return all;
}

async function toolTurn(ask, runnable) {
  const messages = [new HumanMessage(both)];
  const called = await ask(runnable, messages);
  const results = called.tool_calls.map(
    (call) => new ToolMessage({ content: weather(call.args), tool_call_id: call.id }),
  );
  return (await ask(runnable, [...messages, called, ...results])).text;
}

const whole = (runnable, messages) => runnable.invoke(messages);
const scenes = (more) => ({
  text: async (job) => {
    const answer = await model(job, key, {}, more).invoke('Hi');
    return { text: answer.text, input: answer.usage_metadata.input_tokens };
  },
  streamed: async (job) => {
    const answer = await streamed(model(job, key, {}, more), 'Hi');
    return { text: answer.text, input: answer.usage_metadata.input_tokens };
  },
  tool: (job) => toolTurn(whole, model(job, key, {}, more).bindTools(tools)),
  streamedTool: (job) => toolTurn(streamed, model(job, key, {}, more).bindTools(tools)),
  schema: (job) =>
    model(job, key, {}, more).withStructuredOutput({ title: 'place', ...schema }).invoke('Where?'),
});
const refused = (more) => async (r) => (await model(r.job, r.key, r.headers, more).invoke(r.prompt)).text;

const [chat, responses] = await Promise.all(
  [{}, { useResponsesApi: true }].map((more) => play(scenes(more), refused(more))),
);
print({ chat, responses });
