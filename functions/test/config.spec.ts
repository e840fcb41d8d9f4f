import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { declaredParams } from 'firebase-functions/params';

import { ALLOCATION } from '../../harness/hostile/instance.js';
import { consoleRuns, databaseId, ingestRuns, settings } from '../src/config.js';

/** The specification for the CLI, which the types keep private. */
interface Declared {
  toSpec(): { name: string; default: unknown };
}

const NAMES = declaredParams.map(({ name }) => name);

describe('configuration', () => {
  const saved = { ...process.env };

  beforeEach(() => {
    for (const name of NAMES) delete process.env[name];
  });

  after(() => {
    Object.assign(process.env, saved);
  });

  it('has a default for everything, and lets nobody write by default', () => {
    assert.deepEqual(settings(), {
      topic: 'log-ingestion',
      deadLetterTopic: 'log-ingestion-dlq',
      alertsTopic: 'log-alerts',
      noticesTopic: 'alert-notices',
      pageUrl: undefined,
      mailCollection: undefined,
      logLevel: 'INFO',
      ingestAuth: 'api_key',
      corsOrigins: [],
      pushAudience: undefined,
      publishTimeoutMs: 10_000,
      storeTimeoutMs: 20_000,
      healRounds: 3,
      healWaitSeconds: 300,
      recorderInstances: 4,
      quota: {
        requests_per_minute: 120_000,
        bytes_per_minute: 1024 ** 3,
        logs_per_minute: 27_000,
      },
      redaction: { ip: true, mac: false },
    });
  });

  for (const value of ['', 'OPEN', 'true', 'none']) {
    it(`stays closed with INGEST_AUTH=${JSON.stringify(value)}`, () => {
      process.env['INGEST_AUTH'] = value;
      assert.equal(settings().ingestAuth, 'api_key');
    });
  }

  it('opens with INGEST_AUTH=open, and reads all other settings', () => {
    Object.assign(process.env, { INGEST_AUTH: 'open', PUBSUB_TOPIC: 't', STORE_TIMEOUT_MS: '5' });
    const { ingestAuth, topic, storeTimeoutMs } = settings();
    assert.deepEqual(
      { ingestAuth, topic, storeTimeoutMs },
      {
        ingestAuth: 'open',
        topic: 't',
        storeTimeoutMs: 5,
      },
    );
  });

  it('accepts origins separated by commas or spaces', () => {
    process.env['INGEST_CORS_ORIGINS'] = 'https://a.example, https://b.example ';
    assert.deepEqual(settings().corsOrigins, ['https://a.example', 'https://b.example']);
  });

  it('reads 0 rounds of healing as none', () => {
    process.env['HEAL_ROUNDS'] = '0';
    assert.equal(settings().healRounds, 0);
  });

  it('reads a quota of 0 as none', () => {
    Object.assign(process.env, {
      QUOTA_REQUESTS_PER_MINUTE: '0',
      QUOTA_BYTES_PER_MINUTE: '9',
      QUOTA_LOGS_PER_MINUTE: '0',
    });
    assert.deepEqual(settings().quota, {
      requests_per_minute: 0,
      bytes_per_minute: 9,
      logs_per_minute: 0,
    });
  });

  it('switches kinds of redaction only by a plain word', () => {
    Object.assign(process.env, { REDACT_IP: 'false', REDACT_MAC: 'True' });
    assert.deepEqual(settings().redaction, { ip: false, mac: true });
    Object.assign(process.env, { REDACT_IP: '0', REDACT_MAC: '' });
    assert.deepEqual(settings().redaction, { ip: true, mac: false });
  });

  it('is in functions/.env, every parameter with its default, so that a deployment asks nothing', () => {
    const defaults = declaredParams.map((param) => {
      const { name, default: value } = (param as unknown as Declared).toSpec();
      return `${name}=${String(value)}`;
    });
    assert.deepEqual(
      linesOf('.env').filter((line) => !line.startsWith('MALLOC_')),
      defaults.toSorted(byName),
    );
  });

  it('deploys the allocator settings that the attacked test instances run with', () => {
    assert.deepEqual(
      Object.entries(ALLOCATION).map(([name, value]) => `${name}=${value}`),
      linesOf('.env').filter((line) => line.startsWith('MALLOC_')),
    );
    assert.deepEqual(Object.keys(ALLOCATION), ['MALLOC_ARENA_MAX', 'MALLOC_MMAP_THRESHOLD_']);
  });

  it('is open in the emulators’ file, where alert mails can also be seen', () => {
    assert.deepEqual(linesOf('.env.local'), [
      'ALERT_MAIL_COLLECTION=mail',
      'ALERT_PAGE_URL=http://127.0.0.1:5000',
      'INGEST_AUTH=open',
      'QUOTA_LOGS_PER_MINUTE=0',
    ]);
  });

  it('reads the ingress and App Check settings while a deployment loads it', () => {
    assert.equal(ingestRuns.ingressSettings, 'ALLOW_ALL');
    assert.equal(consoleRuns.enforceAppCheck, false);
  });

  it('names the database', () => {
    assert.equal(databaseId(), '(default)');
    process.env['FIRESTORE_DATABASE'] = 'logs';
    assert.equal(databaseId(), 'logs');
  });
});

function linesOf(name: string): string[] {
  const file = readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
  return file
    .split('\n')
    .filter((line) => /^[A-Z]/.test(line))
    .toSorted(byName);
}

function byName(a = '', b = ''): number {
  return a.localeCompare(b);
}
