// What every client is put through, whatever it is called there. Prints one JSON document.
export const base = process.env.METIER_ADDRESS;
export const key = process.env.METIER_TEST_KEY;
/** Each client waits seconds before it asks again; once shows that it does. */
export const maxRetries = 1;
export const jobs = ['chat', 'claude', 'llama', 'gemini'];
export const both = 'CALL weather {"city":"Paris","days":3}\nCALL weather {"city":"Oslo","days":1}';
export const thought = `THINK of the weather\n${both}`;
export const parameters = {
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'number' } },
  required: ['city', 'days'],
  additionalProperties: false,
};
export const schema = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};

/** The weather, as the tool tells it. */
export const weather = ({ city }) => (city === 'Oslo' ? 'snow' : 'sun');

const refusals = {
  PRIVACY: { job: 'abroad', prompt: 'Hi', headers: { 'x-metier-class': 'restricted' } },
  BAD_KEY: { job: 'chat', prompt: 'Hi', key: 'mk-of-a-stranger' },
  BUDGET: { job: 'dear', prompt: 'Hi' },
  SLOW_DOWN: { job: 'chat', prompt: 'FAIL slow_down' },
  OVERLOADED: { job: 'chat', prompt: 'FAIL overloaded' },
  UNKNOWN_JOB: { job: 'nope', prompt: 'Hi' },
  TOO_LONG: { job: 'chat', prompt: 'FAIL too_long' },
  BAD_PARAMETER: { job: 'chat', prompt: 'FAIL bad_parameter' },
  UPSTREAM_REFUSED: { job: 'chat', prompt: 'FAIL wrong_key' },
};

/** An error as far as it can be told; what was thrown first when it is wrapped. */
function told(error) {
  const inner = error.lastError ?? error;
  return {
    outer: error.name === 'Error' ? error.constructor.name : error.name,
    name: inner.name === 'Error' ? inner.constructor.name : inner.name,
    status: inner.status ?? inner.statusCode ?? null,
    message: String(inner.message),
  };
}

/** Runs the scenes of one client: each answers for a job; `refused` asks with a key and headers. */
export async function play(scenes, refused) {
  const out = { errors: {} };
  const work = [];
  for (const [name, scene] of Object.entries(scenes)) {
    const each = scene.length > 0 ? jobs : [''];
    for (const job of each) {
      work.push(
        scene(job).then(
          (value) => { out[job ? `${name} ${job}` : name] = value; },
          (error) => { out[job ? `${name} ${job}` : name] = { failed: String(error.stack ?? error) }; },
        ),
      );
    }
  }
  for (const [name, { job, prompt, key: other, headers }] of Object.entries(refusals)) {
    work.push(
      refused({ job, prompt, key: other ?? key, headers: headers ?? {} }).then(
        (value) => { out.errors[name] = { answered: value }; },
        (error) => { out.errors[name] = told(error); },
      ),
    );
  }
  await Promise.all(work);
  return out;
}

export function print(all) {
  process.stdout.write(JSON.stringify(all));
}
