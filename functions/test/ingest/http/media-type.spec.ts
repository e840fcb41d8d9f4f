import assert from 'node:assert/strict';

import { bodyKind, charsetOf } from '../../../src/ingest/http/media-type.js';
import { request } from '../../support/request.js';

const of = (type?: string) =>
  request('POST', '/', type === undefined ? {} : { 'content-type': type });

describe('bodyKind', () => {
  for (const [type, kind] of [
    ['application/json', 'json'],
    ['application/json;', 'json'],
    ['application/json; charset=utf-8;', 'json'],
    ['application/json; charset=iso-8859-1', 'json'],
    ['application/json;charset', 'json'],
    ['APPLICATION/JSON ; q="a;b"', 'json'],
    ['application/json, application/json', 'json'],
    ['application/json-seq', 'json'],
    ['application/x-ndjson', 'lines'],
    ['application/jsonl; charset=utf8', 'lines'],
    ['text/plain', 'text'],
    ['text/plain; charset=klingon', 'text'],
    [undefined, 'judged'],
    ['', 'judged'],
    [';;', 'judged'],
    ['application/octet-stream', 'judged'],
    ['application/x-www-form-urlencoded', 'judged'],
    ['text/json', 'judged'],
    ['application/vnd.api+json', 'judged'],
    ['application/cloudevents+json; charset=UTF-8', 'judged'],
    ['text/html', 'judged'],
    ['application/xml', 'judged'],
    ['__proto__', 'judged'],
  ] as const) {
    it(`reads ${type ?? 'no media type'} as ${kind}`, () => assert.equal(bodyKind(of(type)), kind));
  }

  for (const type of [
    'image/png',
    'multipart/form-data; boundary=x',
    'application/x-protobuf',
    'application/pdf',
  ]) {
    it(`refuses ${type}`, () => {
      assert.throws(() => bodyKind(of(type)), { code: 'unsupported_media_type' });
    });
  }
});

describe('charsetOf', () => {
  for (const [type, charset] of [
    ['text/plain; charset=ISO-8859-1', 'iso-8859-1'],
    ['text/plain;charset="utf-16le"', 'utf-16le'],
    ['text/plain; format=flowed; charset=utf-8;', 'utf-8'],
    ['text/plain; charset', undefined],
    ['text/plain', undefined],
  ] as const) {
    it(`finds ${charset} in ${type}`, () => assert.equal(charsetOf(of(type)), charset));
  }
});
