// Runs first in every engine. What it takes away here no code of a project can reach.
(function () {
  'use strict';
  const host = globalThis.java_invoke;
  const { InternalError, SyntaxError, ReferenceError, Function, Promise, String, JSON } = globalThis;
  for (const name of ['java_invoke', 'Javy', 'plugin', 'BigFloat', 'BigFloatEnv', 'BigDecimal']) {
    delete globalThis[name];
  }

  const isOptional = (value, type) => value === undefined || typeof value === type;
  const isGrading = (value) =>
    typeof value === 'object' && value !== null && typeof value.pass === 'boolean' &&
    typeof value.score === 'number' && typeof value.reason === 'string' &&
    isOptional(value.namedScores, 'object') && isOptional(value.tokensUsed, 'object') &&
    (value.componentResults === undefined || Array.isArray(value.componentResults)) &&
    isOptional(value.comment, 'string');

  const tell = (kind, text) => host('tell', kind, String(text));

  const report = (value) => {
    if (isGrading(value)) {
      tell('grading', JSON.stringify({ pass: value.pass, score: String(value.score), reason: value.reason }));
    } else if (value === null || Array.isArray(value)) {
      tell('other', value === null ? 'null' : 'a list');
    } else if (typeof value === 'boolean' || typeof value === 'number') {
      tell(typeof value, value);
    } else {
      tell('other', typeof value);
    }
  };

  const reportText = (value) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    tell(text === undefined ? 'other' : 'text', text === undefined ? typeof value : text);
  };

  const failed = (kind, error) => {
    const message = String(error && error.message || error);
    if (error instanceof InternalError) {
      tell('limit', message);
    } else {
      tell(error instanceof ReferenceError ? 'unknown' : kind, message);
    }
  };

  const compiled = (body) => {
    try {
      return new Function('output', 'context', body);
    } catch (error) {
      failed(error instanceof SyntaxError ? 'unreadable' : 'threw', error);
      return undefined;
    }
  };

  const run = async () => {
    const request = JSON.parse(host('ask', '', ''));
    let output = request.output;
    for (const body of request.transforms) {
      const transform = compiled(body);
      if (transform === undefined) {
        return;
      }
      try {
        output = await transform(output, request.context);
      } catch (error) {
        failed('transform', error);
        return;
      }
      if (output === undefined || output === null) {
        tell('transform', 'it gave ' + output);
        return;
      }
    }
    if (request.body === undefined) {
      reportText(output);
      return;
    }
    const judge = compiled(request.body);
    if (judge === undefined) {
      return;
    }
    try {
      report(await judge(output, request.context));
    } catch (error) {
      failed('threw', error);
    }
  };

  globalThis.start = () => {
    delete globalThis.start;
    run().catch((error) => failed('threw', error));
  };
})();
