import assert from 'node:assert/strict';

import { findJava, parseJavaVersion } from '../../local-stack/java.js';

describe('java', () => {
  for (const [output, major] of [
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "21" 2023-09-19 LTS', 21],
    ['java version "1.8.0_392"', 8],
    ['openjdk version "22-ea" 2024-03-19', 22],
    ['openjdk version "25.0.1" 2025-10-21', 25],
    ['Error: no Java runtime present', undefined],
  ] as const) {
    it(`reads ${JSON.stringify(output)} as ${major}`, () => {
      assert.equal(parseJavaVersion(output), major);
    });
  }

  it('finds the Java of this machine', () => {
    assert.ok((findJava()?.major ?? 0) >= 11);
  });

  it('finds none if Java is not installed', () => {
    assert.equal(findJava({ PATH: '/nowhere', JAVA_HOME: '/nowhere' }), undefined);
  });
});
