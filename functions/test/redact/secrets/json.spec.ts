import assert from 'node:assert/strict';

import { redact } from '../../../src/redact/index.js';

describe('redact: secrets in JSON', () => {
  for (const text of [
    '{"pin": 4821,"n":1}',
    '{"password":12345678}',
    '{"otp":[482913,1]}',
    '{"secret":{"value":12345,"x":"a"},"id":7}',
    '{"tokens":["a1b2c3d4","b"],"n":2}',
    '{"msg":"password=q7Zk2mVx"}',
    '{"password":true,"token":null}',
    '{"msg":"x\\npassword=q7Zk2m\\ny"}',
    '{"body":"{\\"password\\":\\"q7\\\\\\"Zk\\"}","n":1}',
    '{"name":"Authorization","value":12345678}',
  ]) {
    it(`stays JSON without the secrets of ${text}`, () => {
      const once = redact(text).text;
      assert.doesNotThrow(() => JSON.parse(once), once);
      assert.equal(redact(once).text, once);
    });
  }
});
