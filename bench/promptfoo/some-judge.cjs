// A judge for promptfoo whose word depends on the length of what it is asked.
'use strict';

module.exports = class {
  id() {
    return 'made-up:judge';
  }

  async callApi(prompt) {
    const pass = String(prompt).length % 2 === 0;
    return {
      output: JSON.stringify({ pass, score: pass ? 1 : 0, category: pass ? 'A' : 'D', reason: 'so' }),
    };
  }

  async callEmbeddingApi(text) {
    const codes = Array.from({ length: 8 }, (_, i) => text.charCodeAt(i % Math.max(1, text.length)) || 1);
    return { embedding: codes.map((code) => code / 128) };
  }
};
