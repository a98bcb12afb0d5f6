// A judge for promptfoo that says what the file $REPLIES has for the number in the rubric.
'use strict';
const replies = JSON.parse(require('fs').readFileSync(process.env.REPLIES, 'utf8'));
const begun = new Set();

module.exports = class {
  id() {
    return 'recorded:judge';
  }

  async callApi(prompt) {
    const number = Number(/reply (\d+)/.exec(String(prompt))[1]);
    const reply = replies[number];
    // g-eval asks for steps first, and then by these
    if (reply.type === 'g-eval' && !begun.has(number)) {
      begun.add(number);
      return { output: JSON.stringify({ steps: [`Look at reply ${number}.`] }) };
    }
    return { output: reply.reply };
  }
};
