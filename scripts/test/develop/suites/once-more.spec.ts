import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runMocha } from '../../../develop/suites/mocha.js';
import { filesToRunOnceMore } from '../../../develop/suites/once-more.js';

const passed = { code: 0, failures: undefined, failedFiles: [] };
const failed = (...failedFiles: string[]) => ({ code: 1, failures: '1 failing', failedFiles });
const brokenOff = { code: 134, failures: 'mocha ended with 134', failedFiles: undefined };

describe('files that are run once more', () => {
  it('are the few that failed, each once', () => {
    assert.deepEqual(filesToRunOnceMore([failed('a', 'b'), passed, failed('b')]), ['a', 'b']);
  });

  for (const [title, runs] of Object.entries({
    'all passed': [passed, passed],
    'much failed': [failed('a', 'b'), failed('c', 'd')],
    'mocha broke off': [failed('a'), brokenOff],
    'mocha failed without a failing test': [failed()],
    'a failure belongs to no file': [failed('')],
  })) {
    it(`are none if ${title}`, () => assert.deepEqual(filesToRunOnceMore(runs), []));
  }
});

describe('a run of mocha', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'specs-'));
  });
  after(() => rm(folder, { recursive: true }));

  const run = async (specs: Record<string, string>) => {
    const files = Object.keys(specs).map((name) => join(folder, name));
    for (const [name, code] of Object.entries(specs)) await writeFile(join(folder, name), code);
    let printed = '';
    const result = await runMocha(files, process.env, (data) => (printed += data.toString()));
    return { ...result, printed };
  };

  it('names the files of failed tests and hooks, and sums up the failures', async () => {
    const { code, failures, failedFiles, printed } = await run({
      'good.spec.cjs': `it('is good', () => {});`,
      'bad.spec.cjs': `describe('a', () => it('is bad', () => { throw new Error('no'); }));`,
      'hook.spec.cjs': `describe('b', () => { before(() => { throw new Error('nor this'); }); it('is not reached', () => {}); });`,
    });
    assert.equal(code, 2);
    assert.deepEqual(failedFiles?.toSorted(), [
      join(folder, 'bad.spec.cjs'),
      join(folder, 'hook.spec.cjs'),
    ]);
    assert.match(String(failures), /^ {2}2 failing\n[^]*Error: no\n[^]*Error: nor this\n/);
    assert.match(printed, /is good/);
  });

  it('names none if all passed', async () => {
    const { code, failures, failedFiles } = await run({
      'good.spec.cjs': `it('is good', () => {});`,
    });
    assert.deepEqual({ code, failures, failedFiles }, passed);
  });

  it('knows none if it broke off', async () => {
    const result = await run({ 'end.spec.cjs': `it('ends', () => process.kill(process.pid));` });
    assert.notEqual(result.code, 0);
    assert.equal(result.failedFiles, undefined);
    assert.match(String(result.failures), /^mocha ended with /);
  });
});
