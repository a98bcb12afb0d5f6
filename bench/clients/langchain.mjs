// packages: @langchain/openai @langchain/core
// recipe: langchain 1
import { HumanMessage, ToolMessage } from '@langchain/core/messages';
import { both, hello, parameters, play, schemaOfPlace, weatherIn } from './common.mjs';

const tools = [{ type: 'function', function: { name: 'weather', description: 'Weather.', parameters } }];

await play({
  text: async () => (await model.invoke(hello)).text,
  stream: async () => {
    let text = '';
    for await (const piece of await model.stream(hello)) {
      text += piece.text;
    }
    return text;
  },
  tool: async () => {
    const able = model.bindTools(tools);
    const called = await able.invoke(both);
    const given = called.tool_calls.map(
      (call) => new ToolMessage({ content: weatherIn(call.args.city), tool_call_id: call.id }),
    );
    return (await able.invoke([new HumanMessage(both), called, ...given])).text;
  },
  schema: () => model.withStructuredOutput({ title: 'place', ...schemaOfPlace }).invoke('Where?'),
  turns: async () => {
    const first = await model.invoke(hello);
    return (await model.invoke([new HumanMessage(hello), first, new HumanMessage('SAY once more')])).text;
  },
  refused: async (prompt) => (await model.invoke(prompt)).text,
});
