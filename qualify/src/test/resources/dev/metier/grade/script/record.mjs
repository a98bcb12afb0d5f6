// Reads cases as lines of JSON, each with code as a project has it, and writes them with what Node makes of them: the
// type and value of the result, or the name of the error.
import { createInterface } from 'node:readline';

// The last semicolon outside quotation marks.
const lastSemicolon = (line) =>
  line.replace(/(['"`])(?:\\.|(?!\1).)*\1/g, (quoted) => '_'.repeat(quoted.length)).lastIndexOf(';');

const body = (code) => {
  const text = code.trimEnd();
  if (text.includes('\n')) return text;
  const line = text.trim().replace(/;+\s*$/, '');
  if (!/^(const|let|var)\s/.test(line)) return `return ${line}`;
  const end = lastSemicolon(line);
  const last = line.slice(end + 1).trim();
  return end < 0 || !last ? line : `${line.slice(0, end + 1)} return ${last}`;
};

const told = (value) => {
  if (value === null) return ['other', 'null'];
  if (Array.isArray(value)) return ['other', 'a list'];
  if (typeof value === 'object' && typeof value.pass === 'boolean' && typeof value.score === 'number' &&
      typeof value.reason === 'string') {
    return ['grading', `${value.pass} ${value.score} ${value.reason}`];
  }
  return ['boolean', 'number'].includes(typeof value) ? [typeof value, String(value)] : ['other', typeof value];
};

for await (const line of createInterface({ input: process.stdin })) {
  const { node, ...given } = JSON.parse(line);
  const { code, transforms = [], output, vars = {} } = given;
  const context = { vars, prompt: 'Say it', test: { vars }, providerResponse: { output } };
  let result;
  try {
    let value = output;
    for (const transform of transforms) {
      const text = transform.includes('\n') ? transform : `return ${transform}`;
      value = await new Function('output', 'context', text)(value, context);
    }
    result = told(await new Function('output', 'context', body(code))(value, context));
  } catch (error) {
    result = ['threw', error.name];
  }
  console.log(JSON.stringify({ ...given, node: result }));
}
