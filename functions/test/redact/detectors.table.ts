import assert from 'node:assert/strict';

import { redact, type RedactOptions } from '../../src/redact/index.js';
import type { RedactionKind } from '../../src/contract/redaction-kinds.js';

/** Texts with what must go marked as `«…»`; without a mark, all must stay. */
export function describeDetector(
  kind: RedactionKind,
  gone: string[],
  stays: string[],
  options?: RedactOptions,
): void {
  describe(`redact: ${kind}`, () => {
    for (const marked of gone) {
      it(`removes the ${kind} of ${JSON.stringify(marked)}`, () => {
        const text = marked.replaceAll(/[«»]/g, '');
        const { text: redacted, findings } = redact(text, options);
        assert.equal(redacted, marked.replaceAll(/«[^»]*»/g, '[REDACTED]'));
        assert.deepEqual([...new Set(findings.map((finding) => finding.kind))], [kind]);
      });
    }
    for (const text of stays) {
      it(`leaves ${JSON.stringify(text)} alone`, () => {
        assert.deepEqual(redact(text, options), { text, findings: [] });
      });
    }
  });
}
