import assert from 'node:assert/strict';

import { DEFAULT_TENANT } from '../../../../functions/src/contract/tenant.js';
import {
  changeSettings,
  parseCount,
  parseKinds,
  parseMarkers,
} from '../../../operate/tenant/settings.js';

const { settings } = DEFAULT_TENANT;

describe('npm run tenant -- settings', () => {
  it('sets and resets the marker that replaces a kind', () => {
    const changed = changeSettings(settings, {
      marker: parseMarkers('kind,email=hash,card=last4'),
    });
    assert.deepEqual(changed.redaction?.markers, { all: 'kind', email: 'hash', card: 'last4' });
    const back = changeSettings(changed, { marker: parseMarkers('email=default,all=plain') });
    assert.deepEqual(back.redaction?.markers, { all: 'plain', card: 'last4' });
    const none = changeSettings(back, { marker: parseMarkers('default,card=default') });
    assert.equal(none.redaction, undefined);
  });

  it('turns on a kind that is off by default', () => {
    const changed = changeSettings(settings, { redact: parseKinds('br_cpf=on,home_user=on') });
    assert.deepEqual(changed.redaction?.kinds, { br_cpf: true, home_user: true });
  });

  for (const value of ['email=last4', 'last4', 'name=hash', 'email=sha', 'own=last4', '']) {
    it(`refuses --marker ${JSON.stringify(value)}`, () => {
      assert.throws(() => parseMarkers(value), /must be/);
    });
  }

  // A blank is 0 for JavaScript, and 0 would lift the limit.
  for (const value of ['', ' ', '-1', '1.5', 'none']) {
    it(`refuses --logs-per-minute ${JSON.stringify(value)}`, () => {
      assert.throws(() => parseCount(value), /must be a whole number/);
    });
  }
});
