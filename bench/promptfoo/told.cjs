// Adds up what imports told in a folder: what is carried over, and whose grades differ.
'use strict';
const fs = require('fs');
const path = require('path');

const folder = process.argv[2];
const sums = { carried: 0, compared: 0 };
const lost = new Map();
const different = new Map();
const count = (map, key) => map.set(key, (map.get(key) || 0) + 1);
for (const name of fs.readdirSync(folder).filter((each) => each.endsWith('.json'))) {
  let told = null;
  try {
    told = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));
  } catch {
    continue; // it could not be imported at all
  }
  if (name.endsWith('.judged.json')) {
    sums.carried += told.carried || 0;
    (told.not_carried || []).forEach((each) => count(lost, `${each.type}: ${each.why}`));
  } else {
    sums.compared += told.compared || 0;
    (told.different || []).forEach((each) => count(different, each.type));
  }
}
const sorted = (map) => [...map].sort((a, b) => b[1] - a[1]);
console.log(`carried over: ${sums.carried} assertions (with a judge named)`);
sorted(lost).slice(0, 30).forEach(([key, n]) => console.log(`  named ${n}: ${key}`));
console.log(`grades compared: ${sums.compared}`);
sorted(different).forEach(([key, n]) => console.log(`  different ${n}: ${key}`));
