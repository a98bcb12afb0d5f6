// promptfoo's grades of queries in a file: node queries.cjs PROMPTFOO QUERIES OUT
'use strict';
const fs = require('fs');
const path = require('path');
const { spawnSync } = require('child_process');

const [promptfoo, file, out] = process.argv.slice(2).map((each) => path.resolve(each));
const queries = JSON.parse(fs.readFileSync(file, 'utf8'));
const folder = path.dirname(out);
const tests = queries.map((each) => ({
  vars: { answer: each.answer },
  assert: [{ type: each.type, ...(each.value === undefined ? {} : { value: each.value }) }],
}));
fs.writeFileSync(
  path.join(folder, 'queries-config.json'),
  JSON.stringify({ prompts: ['{{answer}}'], providers: ['echo'], tests }),
);
const run = spawnSync(
  process.execPath,
  [
    path.join(promptfoo, 'node_modules/promptfoo/dist/src/main.js'),
    ...['eval', '-c', path.join(folder, 'queries-config.json'), '-o', path.join(folder, 'queries-graded.json')],
    ...['-j', '1', '--no-cache', '--no-progress-bar', '--no-table', '--no-write'],
  ],
  { stdio: 'ignore' },
);
if (![0, 100].includes(run.status)) throw new Error(`promptfoo ended with ${run.status}`);
const rows = JSON.parse(fs.readFileSync(path.join(folder, 'queries-graded.json'), 'utf8')).results.results;
const graded = queries.map((each, i) => {
  const row = rows.find((r) => r.testIdx === i);
  const passed = row && row.gradingResult ? row.gradingResult.pass : null;
  return { ...each, promptfoo: passed === null ? 'error' : passed ? 'pass' : 'fail' };
});
fs.writeFileSync(out, `[\n${graded.map((each) => `  ${JSON.stringify(each)}`).join(',\n')}\n]\n`);
