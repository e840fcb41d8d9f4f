import assert from 'node:assert/strict';

import { fromOtelSeverity, isSeverityName, readSeverity } from '../../src/contract/severity.js';

describe('readSeverity', () => {
  for (const [level, severity] of [
    ['warn', 'WARNING'],
    ['Error', 'ERROR'],
    [' info ', 'INFO'],
    ['Informational', 'INFO'],
    ['SEVERE', 'ERROR'],
    ['fatal', 'CRITICAL'],
    ['panic', 'EMERGENCY'],
    [0, 'EMERGENCY'],
    [3, 'ERROR'],
    ['6', 'INFO'],
    [7, 'DEBUG'],
    [10, 'DEBUG'],
    [30, 'INFO'],
    ['40', 'WARNING'],
    [35, 'INFO'],
    [60, 'CRITICAL'],
    [8, undefined],
    [70, undefined],
    [-1, undefined],
    [3.5, undefined],
    ['WRN', 'WARNING'],
    ['inf', 'INFO'],
    ['dbug', 'DEBUG'],
    ['E', 'ERROR'],
    ['D2', 'DEBUG'],
    ['FINEST', 'DEBUG'],
    ['silly', 'DEBUG'],
    ['dpanic', 'CRITICAL'],
    ['SUCCESS', 'INFO'],
    ['ok', 'INFO'],
    ['eror', 'ERROR'],
    ['FATA', 'CRITICAL'],
    ['Note', 'NOTICE'],
    ['LOG_ERR', 'ERROR'],
    ['DEBUG5', 'DEBUG'],
    ['Level.error', 'ERROR'],
    ['LogLevel.Warning', 'WARNING'],
    ['\u001b[34mINFO\u001b[0m', 'INFO'],
    ['\u001b[1;31m[error]\u001b[0m', 'ERROR'],
    ['[WARN ]', 'WARNING'],
    ['error:', 'ERROR'],
    ['DEBUG-4', 'DEBUG'],
    ['INFO+2', 'NOTICE'],
    ['WARN+1', 'WARNING'],
    ['ERROR+8', 'CRITICAL'],
    ['TRACE2', 'DEBUG'],
    ['SEVERITY_NUMBER_FATAL', 'CRITICAL'],
    ['[]', undefined],
    ['off', undefined],
    ['unknown', undefined],
    ['', undefined],
    ['http', undefined],
    ['constructor', undefined],
    ['300', undefined],
    [null, undefined],
    [true, undefined],
    [['info'], undefined],
  ] as const) {
    it(`reads ${JSON.stringify(level)} as ${severity}`, () => {
      assert.equal(readSeverity(level), severity);
    });
  }
});

describe('isSeverityName', () => {
  for (const [level, isAll] of [
    ['warn', true],
    [' Error', true],
    ['40', true],
    ['DEBUG-4', false],
    ['silly', false],
    [40, false],
  ] as const) {
    it(`${JSON.stringify(level)} says ${isAll ? 'no more' : 'more'} than its severity`, () => {
      assert.equal(isSeverityName(level), isAll);
    });
  }
});

describe('fromOtelSeverity', () => {
  it('knows 1 to 24 and nothing else', () => {
    const names = Array.from({ length: 26 }, (_, number) => fromOtelSeverity(number));
    const twice = (severity: string, times = 2) => Array.from({ length: times }, () => severity);
    assert.deepEqual(names, [
      undefined,
      ...twice('DEBUG', 8),
      ...twice('INFO'),
      ...twice('NOTICE'),
      ...twice('WARNING', 4),
      ...twice('ERROR', 4),
      ...twice('CRITICAL'),
      ...twice('EMERGENCY'),
      undefined,
    ]);
  });
});
