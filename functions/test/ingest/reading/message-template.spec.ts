import assert from 'node:assert/strict';

import { renderTemplate } from '../../../src/ingest/reading/message-template.js';

describe('renderTemplate', () => {
  for (const [template, rendered] of [
    ['{a} and {b}', '1 and {"c":2}'],
    ['{@b} {$a} {a,-10}', '{"c":2} 1 1'],
    ['{{a}} {}', '{a} {}'],
    ['{unknown} {constructor} {', '{unknown} {constructor} {'],
    ['{a:0.00} {a:x}', 'first second'],
    ['{__proto__}', '{__proto__}'],
  ] as const) {
    it(`renders “${template}” as “${rendered}”`, () => {
      const properties = { a: 1, b: { c: 2 } };
      assert.equal(renderTemplate(template, properties, ['first', 'second'], 100), rendered);
    });
  }

  it('reads hostile templates in linear time', () => {
    for (const part of ['{', '{a', '{a:', '{a,1', '{{', '}']) {
      const template = part.repeat(200_000);
      assert.ok(renderTemplate(template, { a: 'x' }, [], 10).length <= template.length + 10);
    }
  });
});
