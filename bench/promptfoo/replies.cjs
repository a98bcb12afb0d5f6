// promptfoo's grades of the judges' replies in a file: node replies.cjs PROMPTFOO REPLIES OUT
'use strict';
const fs = require('fs');
const path = require('path');
const { spawnSync } = require('child_process');

const [promptfoo, file, out] = process.argv.slice(2).map((each) => path.resolve(each));
const replies = JSON.parse(fs.readFileSync(file, 'utf8'));
const folder = path.dirname(out);
const tests = replies.map((each, i) => ({
  vars: { number: String(i) },
  assert: [
    {
      type: each.type,
      value: `It is polite (reply ${i}).`,
      ...(each.threshold === undefined ? {} : { threshold: each.threshold }),
    },
  ],
}));
fs.writeFileSync(
  path.join(folder, 'replies.json'),
  JSON.stringify({ prompts: ['{{number}}'], providers: ['echo'], tests }),
);
const run = spawnSync(
  process.execPath,
  [
    path.join(promptfoo, 'node_modules/promptfoo/dist/src/main.js'),
    ...['eval', '-c', path.join(folder, 'replies.json'), '-o', path.join(folder, 'graded.json')],
    ...['--grader', `file://${path.join(__dirname, 'recorded-judge.cjs')}`, '-j', '1'],
    ...['--no-cache', '--no-progress-bar', '--no-table', '--no-write'],
  ],
  { env: { ...process.env, REPLIES: file }, stdio: 'ignore' },
);
if (![0, 100].includes(run.status)) throw new Error(`promptfoo ended with ${run.status}`);
const rows = JSON.parse(fs.readFileSync(path.join(folder, 'graded.json'), 'utf8')).results.results;
const graded = replies.map((each, i) => {
  const row = rows.find((r) => r.testIdx === i);
  const passed = row && row.gradingResult ? row.gradingResult.pass : null;
  return { ...each, promptfoo: passed === null ? 'error' : passed ? 'pass' : 'fail' };
});
fs.writeFileSync(out, `[\n${graded.map((each) => `  ${JSON.stringify(each)}`).join(',\n')}\n]\n`);
