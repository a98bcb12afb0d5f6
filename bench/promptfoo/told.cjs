// Adds up what imports told in a folder: what is carried over, and whose grades differ.
'use strict';
const fs = require('fs');
const path = require('path');

const folder = process.argv[2];
const sums = { carried: 0, lost: 0, compared: 0, different: 0, unrun: 0 };
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
    sums.lost += told.refused || 0;
    (told.not_carried || []).forEach((each) => count(lost, `${each.type}: ${each.why}`));
  } else {
    sums.compared += told.compared || 0;
    sums.unrun += told.not_run || 0;
    sums.different += (told.different || []).length;
    (told.different || []).forEach((each) => count(different, each.type));
  }
}
const sorted = (map) => [...map].sort((a, b) => b[1] - a[1]);
const share = (part, whole) => (whole > 0 ? `${((100 * part) / whole).toFixed(1)} %` : 'none');
const all = sums.carried + sums.lost;
console.log(`carried over: ${sums.carried} of ${all} assertions, ${share(sums.carried, all)} (with a judge named and code allowed)`);
sorted(lost).slice(0, 30).forEach(([key, n]) => console.log(`  named ${n}: ${key}`));
const equal = sums.compared - sums.different;
console.log(`grades equal: ${equal} of ${sums.compared} compared, ${share(equal, sums.compared)}; not run here: ${sums.unrun}`);
sorted(different).forEach(([key, n]) => console.log(`  different ${n}: ${key}`));
