import { CODEBASE } from '../../codebase.js';
import type { DeployedFunction } from '../delivery-policy/deployed-functions.js';

/** https://github.com/firebase/firebase-tools: where a deployment writes down whose a function is */
const LABEL = 'firebase-functions-codebase';

/** Those that a deployment of this repository made. */
export function ourFunctions(functions: readonly DeployedFunction[]): DeployedFunction[] {
  return functions.filter(({ labels }) => labels[LABEL] === CODEBASE);
}
