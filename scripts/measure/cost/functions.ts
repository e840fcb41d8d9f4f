import { recordDeadLetters } from '../../../functions/src/entry/record-dead-letters.js';
import { ingest } from '../../../functions/src/entry/ingest.js';
import { processLogs } from '../../../functions/src/entry/process-logs.js';
import { MAX_INSTANCES } from '../../../functions/src/limits.js';

/** The resources of an instance, which are billed. */
export interface Instance {
  vcpu: number;
  memoryGib: number;
  /** Concurrent requests. */
  concurrency: number;
  /** Maximum number of instances. */
  maxInstances: number;
}

export type FunctionName = 'ingest' | 'processLogs' | 'recordDeadLetters';

/**
 * Defaults for a function that sets nothing: Firebase's own
 * (https://firebase.google.com/docs/functions/manage-functions), and of instances the parameters'.
 */
const DEFAULTS = { memoryMib: 256, vcpu: 1, concurrency: 80, maxInstances: MAX_INSTANCES };

/** How the functions are configured now, as `firebase deploy` reads it. */
export function configuredInstances(): Record<FunctionName, Instance> {
  return {
    ingest: instanceOf(ingest),
    processLogs: instanceOf(processLogs),
    recordDeadLetters: instanceOf(recordDeadLetters),
  };
}

function instanceOf(deployed: { __endpoint?: object }): Instance {
  const options: Record<string, unknown> = { ...deployed.__endpoint };
  const number = (name: string, otherwise: number) => {
    const value = options[name];
    return typeof value === 'number' ? value : otherwise;
  };
  const vcpu = number('cpu', DEFAULTS.vcpu);
  return {
    vcpu,
    memoryGib: number('availableMemoryMb', DEFAULTS.memoryMib) / 1024,
    concurrency: number('concurrency', vcpu < 1 ? 1 : DEFAULTS.concurrency),
    maxInstances: number('maxInstances', DEFAULTS.maxInstances),
  };
}
