// What every library in JavaScript is put through, around the lines that `metier connect` prints for it.
export const job = process.env.METIER_JOB;
export const hello = 'SAY Everything is fine.';
export const both = 'CALL weather {"city":"Paris","days":3}\nCALL weather {"city":"Oslo","days":1}';
export const thought = `THINK of the weather\n${both}`;
const failures = { too_long: 'FAIL too_long', wrong_key: 'FAIL wrong_key', slow_down: 'FAIL slow_down 1' };
export const parameters = {
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'number' } },
  required: ['city', 'days'],
  additionalProperties: false,
};
export const schemaOfPlace = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};

/** The weather, as the tool tells it. */
export const weatherIn = (city) => (city === 'Oslo' ? 'snow' : 'sun');

/**
 * Runs the scenes one after the other, and `refused` with each prompt that fails, or alone when the job is closed;
 * prints what each returns, or what it throws.
 */
export async function play({ refused, ...scenes }) {
  const results = {};
  const failing = Object.entries(failures).map(([name, prompt]) => [name, () => refused(prompt)]);
  const all = job === 'closed' ? [['closed', () => refused(hello)]] : [...Object.entries(scenes), ...failing];
  for (const [name, scene] of all) {
    try {
      results[name] = await scene();
    } catch (error) {
      const raised = [];
      for (let e = error; e && raised.length < 3; e = e.lastError ?? e.cause) {
        raised.push(`${e.name === 'Error' ? e.constructor.name : e.name}: ${e.message}`);
      }
      results[name] = { raised };
    }
  }
  console.log(JSON.stringify(results));
  process.exit(0);
}
