import assert from 'node:assert/strict';

import { redact, redactMap } from '../../src/redact/index.js';

/** A text with what must go in `«…»`, and what must not go in `‹…›`; the rest may do either. */
export type MarkedText = string;

/** Tests texts: no run of three letters or digits of `«…»` is left, and all of `‹…›` is. */
export function describeTexts(title: string, texts: readonly MarkedText[]): void {
  describe(title, () => {
    for (const marked of texts) {
      it(`in ${JSON.stringify(marked)}`, () => {
        assertRedacted(marked, redact(unmarked(marked)).text);
      });
    }
  });
}

/** The same for attributes: marks stand in their JSON. */
export function describeAttributes(title: string, texts: readonly MarkedText[]): void {
  describe(title, () => {
    for (const marked of texts) {
      it(`in ${marked}`, () => {
        const { value } = redactMap(JSON.parse(unmarked(marked)));
        assertRedacted(marked, JSON.stringify(value));
      });
    }
  });
}

function unmarked(marked: MarkedText): string {
  return marked.replaceAll(/[«»‹›]/g, '');
}

function assertRedacted(marked: MarkedText, redacted: string): void {
  const around = marked.replaceAll(/«[^»]*»/g, '\u0000').replaceAll(/[‹›]/g, '');
  for (const [, secret = ''] of marked.matchAll(/«([^»]*)»/g)) {
    for (const [run] of secret.matchAll(/[\p{L}\p{N}]+/gu)) {
      for (let from = 0; from < Math.max(1, run.length - 2); from++) {
        const part = run.slice(from, from + 3);
        if (around.includes(part)) continue;
        assert.ok(!redacted.includes(part), `${part} of ${secret} is left: ${redacted}`);
      }
    }
  }
  for (const [, kept = ''] of marked.matchAll(/‹([^›]*)›/g)) {
    assert.ok(redacted.includes(kept), `${kept} is gone: ${redacted}`);
  }
}
