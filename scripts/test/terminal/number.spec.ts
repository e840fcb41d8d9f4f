import assert from 'node:assert/strict';

import { numberFrom, wholeNumber, wholeNumberFrom } from '../../terminal/number.js';

describe('the number that an option is given', () => {
  it('may be either bound, or a fraction if it need not be whole', () => {
    assert.equal(numberFrom({ least: 0, most: 1 })('0'), 0);
    assert.equal(numberFrom({ least: 0, most: 1 })('1'), 1);
    assert.equal(numberFrom({ least: 0, most: 1 })('0.25'), 0.25);
    assert.equal(wholeNumberFrom({ least: 0 })('1e6'), 1_000_000);
    assert.equal(wholeNumber('1'), 1);
  });

  const refused: [string, (value: string) => number, string, RegExp][] = [
    ['too little', numberFrom({ least: 1 }), '0.9', /must be a number of 1 or more\./],
    ['too much', numberFrom({ least: 0, most: 7 }), '7.1', /must be a number from 0 to 7\./],
    ['infinite', numberFrom({ least: 0 }), 'Infinity', /must be a number of 0 or more\./],
    ['a fraction', wholeNumber, '1.5', /must be a whole number of 1 or more\./],
    ['larger than is exact', wholeNumber, '9007199254740993', /must be a whole number/],
    ['no number', wholeNumber, 'ten', /must be a whole number/],
    ['empty', wholeNumberFrom({ least: 0 }), ' ', /must be a whole number of 0 or more\./],
  ];
  for (const [what, parse, value, message] of refused) {
    it(`is refused if it is ${what}, with what it must be`, () => {
      assert.throws(() => parse(value), message);
    });
  }
});
