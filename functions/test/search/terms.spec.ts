import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { MAX_PAIR_TERMS, MAX_TERM_LENGTH, MAX_TERMS } from '../../src/limits.js';
import { collectTerms, CUT_TERM, type RedactedLog, termsOf } from '../../src/search/terms.js';

const log = (modified_data: string, more: Partial<RedactedLog> = {}): RedactedLog => ({
  modified_data,
  source: 'json_upload',
  ...more,
});

const wordsOf = (text: string) => termsOf(log(text), 'full').slice(1);

describe('termsOf', () => {
  it('has the pairs, then the words of the text and of the attributes, each once', () => {
    const attributes = { service: 'Shop', http: { status: 500, ok: true, tags: ['a1', 'b2'] } };
    assert.deepEqual(termsOf(log('Shop failed', { severity: 'ERROR', attributes }), 'full'), [
      'severity=error',
      'source=json_upload',
      'service=shop',
      'http.status=500',
      'http.ok=true',
      'http.tags=a1',
      'http.tags=b2',
      'shop',
      'failed',
      '500',
      'a1',
      'b2',
    ]);
  });

  it('has only the pairs if words are not indexed, and none if search is off', () => {
    const one = log('text', { attributes: { a: 'b' } });
    assert.deepEqual(termsOf(one, 'fields'), ['source=json_upload', 'a=b']);
    assert.deepEqual(termsOf(one, 'off'), []);
  });

  it('has ids and paths both whole and in parts', () => {
    assert.deepEqual(wordsOf('GET /orders/ab-12'), [
      'get',
      'orders',
      'ab',
      '12',
      'ab-12',
      'orders/ab-12',
    ]);
  });

  it('has pairs of neighbours in a script without spaces, and a character that stands alone', () => {
    assert.deepEqual(wordsOf('接続失敗 at 東'), ['接続', '続失', '失敗', 'at', '東']);
  });

  it('has the pair around a line break in a script without spaces, where a word may continue', () => {
    assert.deepEqual(wordsOf('接続失\n敗 東'), ['接続', '続失', '敗', '失敗', '東', '敗東']);
    assert.deepEqual(wordsOf('接 or 続'), ['接', 'or', '続']);
  });

  it('leaves out words of one ASCII character, which nearly every log has', () => {
    assert.deepEqual(wordsOf('a 1 é ab'), ['é', 'ab']);
  });

  for (const [name, value, id] of [
    ['trace_id', 'ABC', 'abc'],
    ['traceId', 'abc', 'abc'],
    ['dd.trace_id', '77', '77'],
    ['traceparent', '00-abc-def-01', 'abc'],
    ['logging.googleapis.com/trace', 'projects/p/traces/abc', 'abc'],
  ] as const) {
    it(`finds a trace that is sent as ${name}`, () => {
      assert.ok(
        termsOf(log('x', { attributes: { [name]: value } }), 'fields').includes(`trace=${id}`),
      );
    });
  }

  it('keeps an attribute apart from the log’s own field of the same name', () => {
    const terms = termsOf(log('x', { attributes: { source: 'y', severity: 'odd' } }), 'fields');
    assert.deepEqual(terms, [
      'source=json_upload',
      'attributes.source=y',
      'attributes.severity=odd',
    ]);
  });

  it('marks a log of 10,000 words as cut, and has the first of them', () => {
    const words = Array.from({ length: 10_000 }, (_, n) => `word${n}`);
    const terms = termsOf(log(words.join(' ')), 'full');
    assert.equal(terms.length, MAX_TERMS);
    assert.equal(terms.at(-1), CUT_TERM);
    assert.ok(terms.includes('word0'));
  });

  it('leaves room for words however many attributes there are', () => {
    const attributes = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`name${n}`, n]));
    const terms = termsOf(log('the word', { attributes }), 'full');
    assert.equal(terms.filter((term) => term.includes('=')).length, MAX_PAIR_TERMS + 1);
    assert.ok(terms.includes('word'));
    assert.equal(terms.at(-1), CUT_TERM);
  });

  it('stays within the document’s remaining bytes', () => {
    const text = '接続失敗 '.repeat(100) + 'one two three four';
    const { terms, bytes: most } = collectTerms(log(text), 'full', 60);
    const bytes = terms.reduce((sum, term) => sum + Buffer.byteLength(term) + 1, 0);
    assert.ok(bytes <= most && most <= 60, `${bytes} of ${most}`);
    assert.equal(terms.at(-1), CUT_TERM);
  });

  it('makes terms that Firestore accepts from any text', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 500 });
    fc.assert(
      fc.property(texts, texts, (text, value) => {
        const attributes = { [`n${text}`]: value };
        for (const term of termsOf(log(text, { attributes }), 'full')) {
          assert.ok(term.isWellFormed());
          assert.ok(term.length <= MAX_TERM_LENGTH);
          assert.notEqual(term, '');
        }
      }),
    );
  });
});
