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

  // what code of the answer threw last
  let thrown;

  // The only way in which a script tells that what runs is code of the answer: what meets a limit there fails the answer.
  const runAnswer = (call) => {
    const caught = (error) => {
      thrown = { error };
      throw error;
    };
    const left = () => {
      host('leave', '', '');
    };
    host('enter', '', '');
    let later = false;
    try {
      const value = call();
      if (value instanceof Promise) {
        later = true;
        return value.catch(caught).finally(left);
      }
      return value;
    } catch (error) {
      return caught(error);
    } finally {
      if (!later) {
        left();
      }
    }
  };
  Object.defineProperty(globalThis, 'runAnswer', { value: runAnswer });

  const failed = (kind, error) => {
    const message = String(error && error.message || error);
    const ofAnswer = thrown !== undefined && thrown.error === error;
    if (error instanceof InternalError) {
      tell(ofAnswer ? 'limit of answer' : 'limit', message);
    } else if (ofAnswer) {
      tell(kind, message);
    } else if (error && error.unjudged === true) {
      tell('unjudged', message);
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
