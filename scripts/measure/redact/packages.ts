import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { OperatorError } from '../../terminal/operator-error.js';

/** Redacts a text in another library's way. */
export type RedactText = (text: string) => string | Promise<string>;

export interface Contender {
  name: string;
  version: string;
  redact: RedactText;
}

/** What a Node user would otherwise choose, at the examined versions. */
const PACKAGES: Readonly<Record<string, (module: never) => RedactText>> = {
  'redact-pii@3.4.0': ({ SyncRedactor }: { SyncRedactor: new () => { redact: RedactText } }) => {
    const redactor = new SyncRedactor();
    return (text) => redactor.redact(text);
  },
  '@redactpii/node@1.0.17': ({
    Redactor,
  }: {
    Redactor: new (options: object) => { redact: RedactText };
  }) => {
    const redactor = new Redactor({
      rules: { CREDIT_CARD: true, EMAIL: true, NAME: false, PHONE: true, SSN: true },
    });
    return (text) => redactor.redact(text);
  },
  '@logtape/redaction@2.3.7': (
    module: Record<string, unknown> & {
      redactByPattern: (
        formatter: (record: { text: string }) => string,
        patterns: unknown[],
      ) => (record: { text: string }) => string;
    },
  ) => {
    const patterns = [
      module['EMAIL_ADDRESS_PATTERN'],
      module['CREDIT_CARD_NUMBER_PATTERN'],
      module['US_SSN_PATTERN'],
      module['JWT_PATTERN'],
    ].filter((pattern) => pattern !== undefined);
    const format = module.redactByPattern(({ text }) => text, patterns);
    return (text) => format({ text });
  },
  '@openredaction/core@latest': ({
    OpenRedaction,
  }: {
    OpenRedaction: new () => { detect: (text: string) => Promise<{ redacted: string }> };
  }) => {
    const redactor = new OpenRedaction();
    return async (text) => (await redactor.detect(text)).redacted;
  },
};

/** Installs them into a temporary folder, which `cleanUp` removes; reports which cannot be used. */
export async function installContenders(): Promise<{
  contenders: Contender[];
  unusable: string[];
  cleanUp: () => Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'redact-bench-'));
  await writeFile(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  const cleanUp = () => rm(folder, { recursive: true, force: true });
  const contenders: Contender[] = [];
  const unusable: string[] = [];
  for (const [spec, use] of Object.entries(PACKAGES)) {
    const name = spec.slice(0, spec.lastIndexOf('@'));
    try {
      const args = ['install', spec, '--no-audit', '--no-fund', '--ignore-scripts'];
      await promisify(execFile)('npm', args, { cwd: folder });
      const require = createRequire(join(folder, 'package.json'));
      const module: unknown = await import(pathToFileURL(require.resolve(name)).href);
      const redact = use(unwrap(module) as never);
      await redact('call 555-123-4567');
      const { version } = require(join(folder, 'node_modules', name, 'package.json'));
      contenders.push({ name, version, redact });
    } catch (error) {
      unusable.push(`${spec}: ${error instanceof Error ? error.message.split('\n')[0] : 'failed'}`);
    }
  }
  if (contenders.length === 0) {
    await cleanUp();
    throw new OperatorError(`No package could be installed: ${unusable.join('; ')}.`);
  }
  return { contenders, unusable, cleanUp };
}

function unwrap(module: unknown): unknown {
  const { default: inner } = module as { default?: object };
  return { ...(typeof inner === 'object' ? inner : {}), ...(module as object) };
}
