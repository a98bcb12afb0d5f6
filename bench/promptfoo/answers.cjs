// Answers in place of a model's: made of what a test's assertions name, right, wrong and disguised.
'use strict';

function members(assertions) {
  return assertions.flatMap((a) => (a && a.type === 'assert-set' ? members(a.assert || []) : a ? [a] : []));
}

function filled(text, vars) {
  return String(text).replace(/\{\{\s*([\w.]+)\s*\}\}/g, (all, name) => (vars && name in vars ? String(vars[name]) : all));
}

/** Texts that the assertions ask for. */
function wanted(all, vars) {
  const texts = [];
  for (const a of all) {
    if (/^not-/.test(a.type)) continue;
    const value = a.value;
    if (/^(i?contains(-all|-any)?|equals|starts-with|levenshtein|similar|rouge-n|bleu|gleu|meteor|llm-rubric)$/.test(a.type)) {
      for (const each of Array.isArray(value) ? value : [value]) if (typeof each !== 'object') texts.push(filled(each, vars));
    }
    if (a.type === 'javascript' && typeof value === 'string') {
      for (const m of value.matchAll(/includes\(\s*(['"`])((?:(?!\1).)*)\1/g)) texts.push(m[2]);
    }
  }
  return texts;
}

/** A value that follows a schema, or nearly. */
function made(schema, depth = 0) {
  if (!schema || typeof schema !== 'object' || depth > 8) return 'x';
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object' || schema.properties) {
    return Object.fromEntries(Object.entries(schema.properties || {}).map(([k, v]) => [k, made(v, depth + 1)]));
  }
  if (type === 'array') return Array.from({ length: schema.minItems || 1 }, () => made(schema.items, depth + 1));
  if (type === 'number' || type === 'integer') return schema.minimum !== undefined ? schema.minimum : 1;
  if (type === 'boolean') return true;
  if (type === 'null') return null;
  return 'x'.repeat(Math.max(1, schema.minLength || 1));
}

function put(root, path, value) {
  let at = root;
  path.forEach((key, i) => {
    if (i === path.length - 1) at[key] = value;
    else at = at[key] = at[key] && typeof at[key] === 'object' ? at[key] : {};
  });
}

/** An object with the fields that schemas and short scripts name. */
function object(all, right) {
  let root = {};
  for (const a of all) {
    if (/^(is|contains)-json$/.test(a.type) && a.value && typeof a.value === 'object') root = made(a.value);
  }
  if (typeof root !== 'object' || root === null || Array.isArray(root)) return root;
  for (const a of all) {
    if (a.type !== 'javascript' || typeof a.value !== 'string') continue;
    const comparison = /(?:JSON\.parse\(output\)|\w+)((?:\??\.\w+)+)\s*(===?|>=?|<=?|!==?)\s*('[^']*'|"[^"]*"|-?\d+(?:\.\d+)?|true|false|null)/g;
    for (const [, path, sign, literal] of a.value.matchAll(comparison)) {
      const keys = path.split(/\??\./).filter(Boolean);
      if (keys.includes('length')) continue;
      let value = /^['"]/.test(literal) ? literal.slice(1, -1) : JSON.parse(literal);
      if (typeof value === 'number') value += sign === '>' ? 1 : sign === '<' ? -1 : 0;
      if (sign.startsWith('!')) value = value + 'x';
      put(root, keys, right ? value : typeof value === 'string' ? value + ' no' : 0);
    }
    for (const [, path] of a.value.matchAll(/Array\.isArray\(\w+((?:\.\w+)+)\)/g)) put(root, path.split('.').filter(Boolean), right ? ['a', 'b'] : 'a');
  }
  return root;
}

const PROSE = 'The order was sent on Monday. A customer asked for a refund, and the team will answer within two days; nothing else is known. ';

const KINDS = {
  right: (all, vars) => {
    const equal = all.find((a) => a.type === 'equals' && typeof a.value !== 'object');
    return equal ? filled(equal.value, vars) : wanted(all, vars).join(' ') || PROSE;
  },
  json: (all) => JSON.stringify(object(all, true)),
  jsonwrong: (all) => JSON.stringify(object(all, false)),
  fenced: (all) => '```json\n' + JSON.stringify(object(all, true), null, 2) + '\n```',
  around: (all) => 'Here you are: ' + JSON.stringify(object(all, true)) + ' Anything else?',
  slip: (all) => JSON.stringify(object(all, true)).replace(/}$/, ',}').replace(/"/g, "'"),
  wrong: () => 'No.',
  prose: () => PROSE.repeat(6),
  refusal: () => "I'm sorry, but I can't help with that.",
  upper: (all, vars) => KINDS.right(all, vars).toUpperCase(),
  lower: (all, vars) => KINDS.right(all, vars).toLowerCase(),
  half: (all, vars) => KINDS.right(all, vars).slice(0, Math.ceil(KINDS.right(all, vars).length / 2)),
  lines: (all, vars) => '\n' + wanted(all, vars).join('\n') + '\n',
  list: () => '[1, "two", null]',
  markup: () => '<p>Hello <b>there</b></p>',
  sql: () => 'SELECT a, b FROM t WHERE a = 1',
};

/** A model for promptfoo that gives answers of one kind. */
function provider(kind) {
  return class {
    id() {
      return `recorded:${kind}`;
    }

    async callApi(prompt, context) {
      const { test = {}, vars = {} } = context || {};
      return { output: KINDS[kind](members(test.assert || []), vars) };
    }
  };
}

module.exports = { provider };
