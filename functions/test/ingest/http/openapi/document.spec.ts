import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { Validator } from '@seriousme/openapi-schema-validator';

import { OPENAPI_FILE, serialise } from '../../../../../scripts/develop/openapi/file.js';
import { openApiDocument } from '../../../../src/ingest/http/openapi/document.js';
import { serveOpenApi } from '../../../../src/ingest/http/about.js';
import { PROBLEMS } from '../../../../src/contract/problem-codes.js';
import { intake } from '../../../support/intake.js';
import { jsonRequest, request } from '../../../support/request.js';

describe('the description of the API', () => {
  it('is checked in as served: `npm run openapi` writes it', async () => {
    const { body } = await serveOpenApi(request('GET', '/openapi.json'), {});
    assert.equal(readFileSync(OPENAPI_FILE, 'utf8'), await serialise(body as object));
  });

  it('is valid OpenAPI 3.1, with every reference leading somewhere', async () => {
    const validator = new Validator();
    const result = await validator.validate(structuredClone(openApiDocument()));
    assert.deepEqual(result.errors ?? [], []);
    assert.equal(validator.version, '3.1');
    const document = openApiDocument();
    for (const [, path = ''] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = path.split('/').reduce<unknown>((at, key) => (at as never)?.[key], document);
      assert.ok(found, path);
    }
  });

  it('names every kind of problem', () => {
    const text = JSON.stringify(openApiDocument());
    for (const code of Object.keys(PROBLEMS)) {
      assert.ok(text.includes(`urn:problem:ingestion:${code.replaceAll('_', '-')}`), code);
    }
  });

  it('has every field of an answer, and no other', async () => {
    const { components } = openApiDocument() as {
      components: { schemas: Record<string, { properties: object }> };
    };
    const sent = { tenant_id: 'acme', text: 'x' };
    for (const [name, body] of [
      ['Accepted', jsonRequest({ ...sent, text: 5 })],
      // More than are named, so that the rest is counted.
      [
        'BatchAccepted',
        jsonRequest([{ ...sent, text: 5 }, ...Array.from({ length: 5_000 }, () => sent)]),
      ],
      ['Problem', jsonRequest({})],
    ] as const) {
      const { body: answer } = await intake().handle(body);
      const described = Object.keys(components.schemas[name]?.properties ?? {});
      assert.deepEqual(Object.keys(answer as object), described, name);
    }
  });
});
