import { writeFileSync } from 'node:fs';

import Mocha from 'mocha';

/** Mocha's usual reporter, which also writes a JSON list of the spec files that failed to `failedTo`. */
export default class FailedFiles extends Mocha.reporters.Spec {
  constructor(
    runner: Mocha.Runner,
    options: Mocha.MochaOptions & { reporterOption?: { failedTo?: string } },
  ) {
    super(runner, options);
    const files = new Set<string>();
    runner.on('fail', ({ file, parent }) => files.add(file ?? parent?.file ?? ''));
    runner.once('end', () => {
      const { failedTo } = options.reporterOption ?? {};
      if (failedTo !== undefined) writeFileSync(failedTo, JSON.stringify([...files]));
    });
  }
}
